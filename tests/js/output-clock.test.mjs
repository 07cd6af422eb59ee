import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutputClock } from '../../static/output-clock.js';
import { chance } from './chance.mjs';

const START_US = 5_000_000;

/**
 * Readings of a page while its output plays: readings scatter by a device buffer, as Chromium's do.
 * @param {OutputClock} clock
 * @param {object} output
 * @param {number} output.fromSeconds
 * @param {number} output.seconds
 * @param {number} [output.ppm] by how much the page's clock is faster than the device's
 * @param {number} [output.brokeUs] by how much sound is late since
 * @param {number} [output.aheadUs] by how much the browser keeps more ahead since
 * @param {(seconds: number) => number | null} [output.stampMs] the latency by `getOutputTimestamp`
 * @param {number} [output.reportedMs]
 * @returns {number} how far off it is at the end, in microseconds, for an output of 40 ms
 */
function run(clock, { fromSeconds, seconds, ppm = 0, brokeUs = 0, aheadUs = 0, stampMs = () => 40, reportedMs = 40 }) {
  const random = chance(1 + fromSeconds);
  let contextUs = 0;
  const rate = 1 + ppm / 1e6;
  for (let passed = fromSeconds; passed < fromSeconds + seconds; passed += passed - fromSeconds < 2 ? 0.015 : 0.05) {
    contextUs = passed * 1e6;
    const nowUs = START_US + contextUs * rate + brokeUs - aheadUs + (random() - 0.5) * 12_000 + (random() - 0.5) * 12_000;
    const stamp = stampMs(passed);
    const stampUs = stamp === null ? null : START_US + contextUs * (rate - 1) + brokeUs + stamp * 1000 + (random() - 0.5) * 20_000;
    clock.add({ nowUs, contextUs, stampUs, reportedUs: reportedMs * 1000 + aheadUs });
  }
  return clock.earUs(contextUs) - (START_US + contextUs * rate + brokeUs + 40_000);
}

for (const ppm of [-350, -20, 0, 350]) {
  test(`a device ${ppm} ppm off: within 3 ms after a second, 1 ms after a minute`, () => {
    const clock = new OutputClock();
    const soon = run(clock, { fromSeconds: 0, seconds: 1, ppm });
    assert.ok(Math.abs(soon) < 3000, `${soon} µs after a second`);
    const later = run(clock, { fromSeconds: 1, seconds: 60, ppm });
    assert.ok(Math.abs(later) < 1000, `${later} µs`);
    assert.ok(Math.abs(clock.ppm - ppm) < 20, `${clock.ppm} ppm`);
    assert.equal(clock.moves, 1);
  });
}

test('an output that broke off is found out within half a second', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 20, ppm: 50 });
  const { moves } = clock;
  const off = run(clock, { fromSeconds: 20, seconds: 1, ppm: 50, brokeUs: 32_000 });
  assert.equal(clock.moves, moves + 1);
  assert.ok(Math.abs(off) < 3500, `${off} µs`);
});

for (const stampMs of [() => 40, () => null]) {
  test(`a browser that keeps another buffer ahead moves nothing, ${stampMs() ? 'with' : 'without'} stamps`, () => {
    const clock = new OutputClock();
    run(clock, { fromSeconds: 0, seconds: 20, stampMs });
    const { moves } = clock;
    for (const aheadUs of [19_000, 0, 19_000]) {
      const off = run(clock, { fromSeconds: 20 + moves, seconds: 1, aheadUs, stampMs });
      assert.ok(Math.abs(off) < 1000, `${off} µs`);
      assert.ok(clock.readingsSince < 70, 'it is noticed');
    }
    assert.equal(clock.moves, moves);
  });
}

test('a latency that wanders after the browser kept another buffer ahead moves less than half as much', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 20 });
  const off = run(clock, { fromSeconds: 20, seconds: 4, aheadUs: 19_000, stampMs: () => 70, reportedMs: 60 });
  assert.ok(clock.readingsSince < 200, 'it is noticed');
  assert.ok(Math.abs(off) < 15_000, `${off} µs`);
});

test('a latency that wanders for ten seconds moves less than half as much', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 60 });
  const off = run(clock, { fromSeconds: 60, seconds: 10, stampMs: (passed) => 40 + 30 * Math.sin((passed - 60) / 3) });
  assert.ok(Math.abs(off) < 10_000, `${off} µs`);
});

test('another device is taken note of', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 30 });
  const { moves } = clock;
  run(clock, { fromSeconds: 30, seconds: 20, stampMs: () => 240, reportedMs: 240 });
  assert.ok(Math.abs(clock.latencyUs - 240_000) < 5000, `${clock.latencyUs} µs`);
  assert.equal(clock.moves, moves + 1);
});

test('without stamps it takes the latency that is said', () => {
  const said = new OutputClock();
  run(said, { fromSeconds: 0, seconds: 20, stampMs: () => null, reportedMs: 25 });
  assert.ok(Math.abs(said.latencyUs - 25_000) < 700, `${said.latencyUs} µs`);
});

test('stamps that come late, and another device, interrupt nothing', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 0.2, stampMs: () => null, reportedMs: 30 });
  for (const stampMs of [40, 240]) {
    for (let passed = 1; passed < 20; passed += 0.1) {
      run(clock, { fromSeconds: passed, seconds: 0.1, stampMs: () => stampMs, reportedMs: stampMs - 10 });
      assert.ok(clock.known);
    }
    assert.ok(Math.abs(clock.latencyUs - stampMs * 1000) < 2500, `${clock.latencyUs} µs`);
  }
});

test('what is heard is what is at the ear', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 20, ppm: 200 });
  assert.ok(Math.abs(clock.heardUs(clock.earUs(19_000_000)) - 19_000_000) < 1);
});

test('stamps of another time are not believed', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 5, stampMs: (passed) => (passed < 1 ? 2500 : -800) });
  assert.ok(Math.abs(clock.latencyUs - 40_000) < 1500, `${clock.latencyUs} µs`);
});

test('begins anew when the context stood still', () => {
  const clock = new OutputClock();
  run(clock, { fromSeconds: 0, seconds: 10 });
  clock.restart();
  assert.equal(clock.known, false);
  const off = run(clock, { fromSeconds: 10, seconds: 2, brokeUs: 7_000_000 });
  assert.ok(Math.abs(off) < 3000, `${off} µs`);
});
