import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DriftController, LARGEST_PPM } from '../../static/drift-controller.js';

const BLOCK_SECONDS = 128 / 48000;

/** Lets sound play for a while. @param {{ lateUs: number, clocksPpm: number, seconds: number, believedPpm?: number }} how */
function run({ lateUs, clocksPpm, seconds, believedPpm = clocksPpm }) {
  const controller = new DriftController();
  let [largest, step, before] = [0, 0, believedPpm];
  for (let passed = 0; passed < seconds; passed += BLOCK_SECONDS) {
    const ppm = controller.ppm(lateUs, believedPpm, BLOCK_SECONDS);
    lateUs += (clocksPpm - ppm) * BLOCK_SECONDS;
    largest = Math.max(largest, Math.abs(ppm));
    step = Math.max(step, Math.abs(ppm - before));
    before = ppm;
  }
  return { lateUs, largest, step };
}

test('10 ms are made good in under half a minute, by no more than 500 ppm', () => {
  for (const lateUs of [-10_000, 10_000]) {
    const ended = run({ lateUs, clocksPpm: 0, seconds: 28 });
    assert.ok(Math.abs(ended.lateUs) < 300, `${ended.lateUs} µs`);
    assert.ok(ended.largest <= LARGEST_PPM);
  }
});

test('the speed never changes suddenly', () => {
  const { step } = run({ lateUs: 40_000, clocksPpm: 0, seconds: 10 });
  assert.ok(step < 5, `${step} ppm from block to block`);
});

test('clocks that differ by 300 ppm, known or not', () => {
  for (const believedPpm of [300, 0]) {
    const { lateUs } = run({ lateUs: 0, clocksPpm: 300, believedPpm, seconds: 60 });
    assert.ok(Math.abs(lateUs) < (believedPpm === 300 ? 10 : 1600), `${lateUs} µs`);
  }
});

test('settles without swinging', () => {
  const { lateUs } = run({ lateUs: 3000, clocksPpm: 100, seconds: 60 });
  assert.ok(lateUs > -20 && lateUs < 20, `${lateUs} µs`);
});
