import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ducking } from '../../static/studio/ducking.js';
import { Gate } from '../../static/studio/gate.js';
import { fromDb } from '../../static/studio/levels.js';
import { GATE_OFF_DB, MOST_DB, NEUTRAL, PRESETS, compressionOf, parseStrip, pathOf, raisedBy } from '../../static/studio/strip.js';

/** The level that leaves the compressor, beyond its knee. @param {number} percent @param {number} db */
function compressed(percent, db) {
  const { thresholdDb, kneeDb, ratio, makeUpDb } = compressionOf(percent);
  assert.ok(db >= thresholdDb + kneeDb);
  return db - (1 - 1 / ratio) * (db - thresholdDb - kneeDb / 2) + makeUpDb;
}

test('a compressor at 0 % changes nothing', () => {
  const { ratio, makeUpDb } = compressionOf(0);
  assert.deepEqual([ratio, makeUpDb], [1, 0]);
  assert.deepEqual(compressionOf(-5), compressionOf(0));
  assert.deepEqual(compressionOf(1000), compressionOf(100));
});

test('further on, the knob compresses more evenly, raises soft sound more, and never lifts full scale beyond itself', () => {
  let before = compressionOf(0);
  for (let percent = 5; percent <= 100; percent += 5) {
    const now = compressionOf(percent);
    assert.ok(now.thresholdDb < before.thresholdDb && now.ratio > before.ratio && now.makeUpDb > before.makeUpDb, `${percent} %`);
    assert.ok(compressed(percent, 0) <= 0, `${percent} %: ${compressed(percent, 0)} dBFS`);
    before = now;
  }
  assert.ok(before.makeUpDb > 12 && before.makeUpDb < 16, `${before.makeUpDb}`);
});

test('presets are what they say', () => {
  const { off, speech, warm, loud } = PRESETS;
  assert.deepEqual(off, NEUTRAL);
  assert.ok(warm.bassDb > speech.bassDb && raisedBy(loud) > raisedBy(warm) && raisedBy(warm) > raisedBy(speech));
  for (const preset of Object.values(PRESETS)) assert.deepEqual(parseStrip(JSON.stringify(preset)), preset);
});

test('the voice takes the shortest way', () => {
  assert.equal(pathOf(NEUTRAL), 'direct');
  assert.equal(pathOf({ ...NEUTRAL, gateDb: -40 }), 'direct', 'the gate is on the desk');
  for (const one of [{ lowCut: true }, { bassDb: -1 }, { presenceDb: 1 }, { trebleDb: 3 }]) assert.equal(pathOf({ ...NEUTRAL, ...one }), 'filters');
  assert.equal(pathOf({ ...NEUTRAL, compression: 5 }), 'compressor');
});

test('kept settings are read as far as they make sense', () => {
  for (const text of [null, '', 'null', '7', '{']) assert.equal(parseStrip(text), null);
  assert.deepEqual(parseStrip('{"lowCut":"yes","bassDb":99,"presenceDb":null,"compression":-1,"gateDb":-300}'), {
    ...NEUTRAL,
    bassDb: MOST_DB,
    gateDb: GATE_OFF_DB,
  });
});

/** Each letter is 100 ms: `s` speech, `.` an idle room. @param {{ follow(rms: number, seconds: number): number }} what @param {string} spoken @param {number} [raisedDb] */
function follow(what, spoken, raisedDb = 0) {
  return [...spoken].map((letter) => {
    let gain = 1;
    for (let i = 0; i < 40; i++) gain = what.follow(fromDb((letter === 's' ? -25 : -55) + raisedDb), 0.0025);
    return 20 * Math.log10(gain);
  });
}

test('a gate lowers an idle room, not the pauses between words, and opens at the first sound', () => {
  const gate = new Gate();
  gate.thresholdDb = -45;
  const levels = follow(gate, 'ss..ss..........');
  assert.ok(Math.min(...levels.slice(0, 8)) > -0.5, `${levels}`);
  assert.ok((levels.at(-1) ?? 0) < -17, `${levels}`);
  const [opened] = follow(gate, 's');
  assert.ok(opened > -0.1, `${opened}`);
});

test('no gate lowers nothing', () => {
  const levels = follow(new Gate(), '....................');
  assert.ok(levels.every((level) => level === 0), `${levels}`);
});

test('a room that the strip makes louder still does not lower the music', () => {
  const raisedDb = raisedBy({ ...NEUTRAL, compression: 100 });
  const unaware = follow(new Ducking(), '.....', raisedDb).at(-1) ?? 0;
  assert.ok(unaware < -10, `it would: ${unaware}`);
  const ducking = new Ducking();
  ducking.raisedDb = raisedDb;
  assert.equal(follow(ducking, '.....', raisedDb).at(-1), 0);
  assert.ok((follow(ducking, 'sss', raisedDb).at(-1) ?? 0) < -13, 'speech does');
});
