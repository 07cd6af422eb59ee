import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bandLevels } from '../../static/spectrum.js';

/** Bins of 512 bands up to 24 kHz, of which the one at `hertz` is loud. @param {number} hertz */
function bins(hertz) {
  const all = new Uint8Array(512);
  all[Math.round(hertz / (24_000 / 512))] = 255;
  return all;
}

test('a tone is in the band of its pitch, which are equally wide to the ear', () => {
  const loudest = (/** @type {number} */ hertz) => bandLevels(bins(hertz), 48_000, 36).indexOf(1);
  const [bass, middle, high] = [100, 1000, 8000].map(loudest);
  assert.ok(bass >= 0 && bass < 8 && middle > 17 && middle < 21 && high > 32, `${bass} ${middle} ${high}`);
});

test('silence is no ring, and every band has a bin', () => {
  assert.deepEqual(bandLevels(new Uint8Array(512), 48_000, 36), Array(36).fill(0));
  assert.ok(bandLevels(new Uint8Array(512).fill(255), 48_000, 36).every((level) => level === 1));
  assert.ok(bandLevels(new Uint8Array(16).fill(51), 22_050, 36).every((level) => level === 0.2));
});
