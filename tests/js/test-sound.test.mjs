import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recording, sequence, testSound } from '../../static/test-sound.js';

/** Noise whose neighbours are alike, as in music. @param {number} length @param {number} level */
function music(length, level) {
  const samples = new Float32Array(length);
  let [state, smooth] = [1, 0];
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    smooth = 0.95 * smooth + 0.05 * (state / 2 ** 31 - 1);
    samples[i] = smooth * level * 8;
  }
  return samples;
}

/** @param {Float32Array} samples @param {Float32Array} sound @param {number} at @param {number} gain */
function mix(samples, sound, at, gain) {
  for (let i = 0; i < sound.length; i++) samples[at + i] += sound[i] * gain;
}

test('the sequences have their greatest length', () => {
  for (const taps of [[14, 13, 12, 2], [14, 5, 3, 1]]) {
    const bits = sequence(taps);
    const seen = new Set();
    for (let i = 0; i < bits.length; i++) {
      let word = 0;
      for (let k = 0; k < 14; k++) word = word * 2 + bits[(i + k) % bits.length];
      seen.add(word);
    }
    assert.equal(seen.size, 2 ** 14 - 1);
  }
});

test('both sounds are found in music, at their places, with echoes', () => {
  const samples = music(91_200, 0.3);
  const [measuring, other] = [testSound('measuring'), testSound('other')];
  mix(samples, measuring, 24_000, 0.3);
  mix(samples, measuring, 24_170, 0.2);
  mix(samples, other, 31_111, 0.05);
  // The echo is stronger than what comes straight.
  mix(samples, other, 31_311, 0.08);
  const recording = new Recording(samples);
  const found = [recording.find(measuring), recording.find(other)].map((at) => at ?? NaN);
  assert.ok(Math.abs(found[0] - 24_000) < 0.6 && Math.abs(found[1] - 31_111) < 0.6, `${found}`);
});

test('a sound that is not there is not found', () => {
  assert.equal(new Recording(music(91_200, 0.3)).find(testSound('other')), null);
  assert.equal(new Recording(new Float32Array(91_200)).find(testSound('other')), null);
  const samples = music(91_200, 0.3);
  mix(samples, testSound('measuring'), 10_000, 1);
  assert.equal(new Recording(samples).find(testSound('other')), null, 'the one is not taken for the other');
});
