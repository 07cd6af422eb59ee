import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from '../../static/server-clock.js';
import { chance } from './chance.mjs';

/** The server is so far ahead at the beginning. */
const AHEAD_US = 1_790_000_000_000_000;

/**
 * A day, or less, of pings over a network.
 * @param {object} trace
 * @param {number} trace.seconds
 * @param {number} [trace.ppm] by how much the server's clock is faster
 * @param {(random: () => number, seconds: number) => [number, number]} trace.ways there and back, in microseconds
 * @param {(seconds: number) => number} [trace.step] what the device's clock has lost, in microseconds
 */
function* listen({ seconds, ppm = 0, ways, step = () => 0 }) {
  const clock = new ServerClock();
  const random = chance(1);
  let passed = 0;
  for (let n = 0; passed < seconds; n++) {
    const [there, back] = ways(random, passed);
    const lost = step(passed);
    const server = (/** @type {number} */ us) => us * (1 + ppm / 1e6) + AHEAD_US;
    const sent = passed * 1e6;
    const came = sent + there + 50 + back;
    clock.add(sent - lost, server(sent + there), server(sent + there + 50), came - lost);
    const error = clock.offsetAt(came - lost) - (server(came) - (came - lost));
    yield { seconds: passed, error, clock };
    passed += n < 24 ? 0.045 : 2;
  }
}

/** @param {Iterable<{ seconds: number, error: number }>} trace @param {number} fromSeconds */
function worst(trace, fromSeconds) {
  let most = 0;
  for (const { seconds, error } of trace) if (seconds >= fromSeconds) most = Math.max(most, Math.abs(error));
  return most;
}

test('a quiet network: within 0.1 ms after the first second', () => {
  const most = worst(listen({ seconds: 600, ways: (random) => [150 + random() * 100, 150 + random() * 100] }), 1);
  assert.ok(most < 100, `${most} µs`);
});

test('a day with a clock 100 ppm off and jitter of up to 40 ms each way: within 3 ms', () => {
  const ways = (/** @type {() => number} */ random) => /** @type {[number, number]} */ ([20_000 + random() ** 2 * 40_000, 20_000 + random() ** 2 * 40_000]);
  const most = worst(listen({ seconds: 86_400, ppm: 100, ways }), 60);
  assert.ok(most < 3000, `${most} µs`);
});

test('80 ± 40 ms each way: within 25 ms after a second, and 8 ms after a minute', () => {
  const ways = (/** @type {() => number} */ random) => /** @type {[number, number]} */ ([40_000 + random() * 80_000, 40_000 + random() * 80_000]);
  for (const [from, most] of [[1, 25_000], [60, 8000]]) {
    const off = worst(listen({ seconds: 3600, ppm: -30, ways }), from);
    assert.ok(off < most, `${off} µs after ${from} s`);
  }
});

test('a way that is longer in one direction: wrong by no more than half the difference', () => {
  const ways = (/** @type {() => number} */ random) => /** @type {[number, number]} */ ([60_000 + random() * 2000, 10_000 + random() * 2000]);
  const most = worst(listen({ seconds: 3600, ppm: 20, ways }), 10);
  assert.ok(most < 25_000 + 2000, `${most} µs`);
});

test('Wi-Fi that stalls for a second now and then is not believed', () => {
  const ways = (/** @type {() => number} */ random, /** @type {number} */ seconds) => {
    const stall = seconds % 60 < 10 && seconds > 2 ? random() * 1_000_000 : 0;
    return /** @type {[number, number]} */ ([3000 + random() * 2000, 3000 + random() * 2000 + stall]);
  };
  const most = worst(listen({ seconds: 86_400, ppm: 100, ways }), 5);
  assert.ok(most < 1500, `${most} µs`);
});

test('never steps while the clocks go on', () => {
  const ways = (/** @type {() => number} */ random) => /** @type {[number, number]} */ ([random() * 80_000, random() * 80_000]);
  let before = null;
  let most = 0;
  for (const { seconds, clock } of listen({ seconds: 7200, ppm: 50, ways })) {
    const at = (seconds + 1) * 1e6;
    if (seconds > 5 && before !== null) most = Math.max(most, Math.abs(clock.offsetAt(before.at) - before.offset));
    before = { at: at + 3e6, offset: clock.offsetAt(at + 3e6) };
  }
  // The offset told for a moment four seconds ahead, and that told when it comes.
  assert.ok(most < 6000, `${most} µs`);
});

test('a device that slept is right again after three answers', () => {
  const ways = () => /** @type {[number, number]} */ ([20_000, 20_000]);
  const step = (/** @type {number} */ seconds) => (seconds > 300 ? 3_600_000_000 : 0);
  const after = [...listen({ seconds: 400, ways, step })].filter(({ seconds }) => seconds > 300);
  assert.ok(Math.abs(after[0].error) > 1e9);
  assert.ok(Math.abs(after[2].error) < 1000, `${after[2].error} µs`);
});

test('the greeting alone gives an idea', () => {
  const clock = new ServerClock();
  assert.equal(clock.known, false);
  clock.greet(AHEAD_US, 20_000);
  assert.equal(clock.known, true);
  assert.ok(Math.abs(clock.offsetAt(20_000) - AHEAD_US) < 50_000);
  assert.equal(clock.answers, 0);
});

test('an answer from before the question says nothing', () => {
  const clock = new ServerClock();
  clock.add(1000, 5000, 5000, 900);
  assert.equal(clock.known, false);
});
