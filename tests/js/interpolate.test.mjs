import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleAt } from '../../static/interpolate.js';

const RING = 4096;

/** How far what is read between samples is from the true tone, in decibels below it. @param {number} hertz */
function errorDb(hertz) {
  const turn = (2 * Math.PI * hertz) / 48000;
  const ring = Float32Array.from({ length: RING }, (_, i) => Math.sin(turn * i));
  let error = 0;
  let tone = 0;
  for (let i = 0; i < 1000; i++) {
    const place = 500 + i * 1.0005;
    const index = Math.floor(place);
    const exact = Math.sin(turn * place);
    error += (sampleAt(ring, index, place - index) - exact) ** 2;
    tone += exact ** 2;
  }
  return 10 * Math.log10(error / tone);
}

for (const hertz of [100, 1000, 10000, 16000]) {
  test(`${hertz} Hz is true between its samples to 70 dB`, () => {
    const db = errorDb(hertz);
    assert.ok(db < -70, `${db.toFixed(1)} dB`);
  });
}

test('a sample itself is exact, wherever the ring wraps', () => {
  const ring = Float32Array.from({ length: RING }, (_, i) => i);
  assert.equal(sampleAt(ring, 7, 0), 7);
  assert.equal(sampleAt(ring, RING * 1e6 + 7, 0), 7);
  assert.equal(sampleAt(ring, 0, 0), 0);
});

test('a place across the wrap is read as any other', () => {
  const ring = new Float32Array(RING).fill(0.25);
  assert.ok(Math.abs(sampleAt(ring, 2, 0.5) - 0.25) < 1e-6);
  assert.ok(Math.abs(sampleAt(ring, RING - 3, 0.5) - 0.25) < 1e-6);
});
