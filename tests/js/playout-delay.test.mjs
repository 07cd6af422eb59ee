import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlayoutDelay, burstMs } from '../../static/playout-delay.js';
import { chance } from './chance.mjs';

/** @import { Mode } from '../../static/playout-delay.js' */

const OUTPUT_US = 40_000;

/** @param {Mode} mode */
function begin(mode) {
  const delay = new PlayoutDelay(mode);
  delay.outputUs = OUTPUT_US;
  delay.connected(0);
  return delay;
}

/**
 * Pieces of 20 ms arrive for a while.
 * @param {PlayoutDelay} delay @param {number} fromSeconds @param {number} seconds @param {(seconds: number) => number} ageMs
 */
function arrive(delay, fromSeconds, seconds, ageMs) {
  for (let passed = fromSeconds; passed < fromSeconds + seconds; passed += 0.02) delay.arrived(ageMs(passed) * 1000, passed * 1e6);
}

test('in sync is what the station says, steady five seconds', () => {
  const sync = begin('sync');
  sync.stationUs = 700_000;
  assert.equal(sync.us, 700_000);
  sync.stationUs = null;
  assert.equal(sync.us, 1_000_000);
  assert.equal(begin('steady').us, 5_000_000);
});

test('live on a good network stays below 150 ms', () => {
  const delay = begin('live');
  const random = chance(1);
  arrive(delay, 0, 120, () => 22 + random() * 8);
  assert.ok(delay.us < 110_000, `${delay.us} µs`);
  assert.ok(delay.us >= 30_000 + OUTPUT_US);
});

test('live grows at once when sound comes late, and shrinks slowly', () => {
  const delay = begin('live');
  arrive(delay, 0, 5, () => 25);
  arrive(delay, 5, 0.1, () => 200);
  const grown = delay.us;
  assert.ok(grown >= 200_000 + OUTPUT_US, `${grown} µs`);
  arrive(delay, 5.1, 9, () => 25);
  assert.equal(delay.us, grown, 'not at once');
  arrive(delay, 14.1, 60, () => 25);
  const after = grown - delay.us;
  assert.ok(after > 5000 && after < 60 * 300, `by ${after} µs in a minute`);
  arrive(delay, 74.1, 900, () => 25);
  assert.ok(delay.us < 110_000, `${delay.us} µs in the end`);
});

test('in sync stays put while single pieces are late', () => {
  const delay = begin('sync');
  const random = chance(1);
  arrive(delay, 0, 300, () => (random() < 0.02 ? 400 : 110));
  assert.equal(delay.us, 1_000_000);
});

test('who gets everything too late hears it later, and is back once it comes in time', () => {
  const delay = begin('sync');
  arrive(delay, 0, 3, () => 1500);
  assert.ok(delay.us > 1_540_000 && delay.us < 2_000_000, `${delay.us} µs`);
  assert.equal(delay.lagUs, delay.us - 1_000_000);
  arrive(delay, 3, 130, () => 120);
  assert.equal(delay.us, 1_000_000);
});

test('three stutters within a minute ask for more time, two do not', () => {
  const delay = begin('sync');
  delay.stuttered(1e6);
  delay.stuttered(20e6);
  assert.equal(delay.lagUs, 0);
  delay.stuttered(75e6);
  assert.equal(delay.lagUs, 0);
  delay.stuttered(76e6);
  assert.ok(delay.lagUs > 0);
});

test('never grows without bound', () => {
  for (const mode of /** @type {const} */ (['sync', 'live'])) {
    const delay = begin(mode);
    arrive(delay, 0, 100, () => 60_000);
    assert.ok(delay.us <= 7_000_000, `${delay.us} µs`);
  }
});

test('as much past sound is asked for as the delay takes, and a message more', () => {
  assert.equal(burstMs('sync', null), 1100);
  assert.equal(burstMs('sync', 200_000), 1100);
  assert.equal(burstMs('sync', 2_500_000), 2600);
  assert.equal(burstMs('steady', 2_500_000), 5100);
  assert.equal(burstMs('live', 2_500_000), 300);
});
