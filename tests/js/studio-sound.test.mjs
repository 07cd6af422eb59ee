import assert from 'node:assert/strict';
import test from 'node:test';
import { crossfade } from '../../static/studio/crossfade.js';
import { Ducking } from '../../static/studio/ducking.js';
import { FLOOR_DB, Level, PeakHold, fromDb, placeOnMeter, toDb } from '../../static/studio/levels.js';

/** @param {number} actual @param {number} expected @param {number} [within] */
function near(actual, expected, within = 1e-6) {
  assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
}

test('decibels and amplitudes are two words for the same', () => {
  for (const db of [-40, -6, 0, 12]) near(toDb(fromDb(db)), db);
  assert.equal(toDb(0), FLOOR_DB);
  near(fromDb(-6), 0.501, 0.001);
});

test('a meter goes from nothing to full, and gives the loud half its room', () => {
  assert.equal(placeOnMeter(-100), 0);
  assert.equal(placeOnMeter(0), 1);
  assert.equal(placeOnMeter(6), 1);
  near(placeOnMeter(-20), 0.5, 0.01);
});

test('a level is the highest peak and the mean square since it was last taken', () => {
  const level = new Level();
  for (const sample of [0.5, -1, 0.5, 0]) level.add(sample);
  const { peak, rms } = level.take();
  assert.equal(peak, 1);
  near(rms, Math.sqrt(1.5 / 4));
  assert.deepEqual(level.take(), { peak: 0, rms: 0 });
});

test('the peak mark stays for a while, then falls', () => {
  const hold = new PeakHold();
  assert.equal(hold.follow(-6, 0.1), -6);
  assert.equal(hold.follow(-40, 1), -6);
  near(hold.follow(-40, 1), -26);
  assert.equal(hold.follow(-3, 0.1), -3);
  for (let i = 0; i < 50; i++) hold.follow(FLOOR_DB, 0.1);
  assert.equal(hold.db, FLOOR_DB);
});

test('the crossfader keeps the power and is silent at its ends', () => {
  for (const place of [0, 0.2, 0.5, 0.9, 1]) {
    const { a, b } = crossfade(place);
    near(a * a + b * b, 1);
  }
  assert.deepEqual(crossfade(0), { a: 1, b: 0 });
  assert.deepEqual(crossfade(1), { a: 0, b: 1 });
  near(crossfade(0.5).a, Math.SQRT1_2);
});

/** Speaks and pauses, a letter each 100 ms: `s` speech, `.` an idle room. @param {Ducking} ducking @param {string} spoken @returns {number[]} dB after each */
function duck(ducking, spoken) {
  return [...spoken].map((letter) => {
    let gain = 1;
    for (let i = 0; i < 40; i++) gain = ducking.follow(letter === 's' ? 0.1 : 0.001, 0.0025);
    return 20 * Math.log10(gain);
  });
}

test('speech lowers the music within a syllable and holds it through the pauses', () => {
  const levels = duck(new Ducking(), 'sss..sss');
  near(levels[1], -14, 0.5);
  for (const level of levels.slice(2)) near(level, -14, 0.2);
});

test('after speech the music comes back without a jump', () => {
  const levels = duck(new Ducking(), `ss${'.'.repeat(20)}`);
  near(levels.at(-1) ?? -99, 0, 0.3);
  for (let i = 5; i < levels.length; i++) {
    assert.ok(levels[i] >= levels[i - 1] - 1e-9 && levels[i] - levels[i - 1] < 6, `${levels}`);
  }
});

test('a longer release takes longer', () => {
  const [quick, slow] = [0.2, 3].map((releaseSeconds) => {
    const ducking = new Ducking();
    ducking.settings = { on: true, amountDb: 14, releaseSeconds };
    return duck(ducking, 'ss.......').at(-1) ?? 0;
  });
  assert.ok(quick > -0.5 && slow < -4, `${quick} ${slow}`);
});

test('an idle room does not lower anything, and neither does speech once it is off', () => {
  near(duck(new Ducking(), '....').at(-1) ?? -99, 0);
  const off = new Ducking();
  off.settings = { on: false, amountDb: 14, releaseSeconds: 0.8 };
  near(duck(off, 'ssss').at(-1) ?? -99, 0);
});
