import assert from 'node:assert/strict';
import { test } from 'node:test';

import { OpusWasm } from '../../static/opus-wasm.js';
import { opusFile } from './ogg-packets.mjs';

/** A second of 440 Hz left and 660 Hz right, at 0.4 of full scale, in 96 and 48 kbit/s. */
const tones = opusFile('tones-96.opus');
const small = opusFile('tones-48.opus');
const [LEFT_HZ, RIGHT_HZ, LEVEL] = [440, 660, 0.4];
/** RMS of the difference: what is lost by coding is far below, what a decoder breaks far above. */
const ALMOST = 0.02;

/**
 * RMS of the difference between what a packet became and the tones that it was made from.
 * @param {import('../../static/opus-wasm.js').Stereo} sound
 * @param {number} number of the packet
 */
function difference({ left, right }, number) {
  let sum = 0;
  for (let i = 0; i < left.length; i++) {
    const seconds = (number * 960 + i - tones.preSkip) / 48000;
    sum += (left[i] - LEVEL * Math.sin(2 * Math.PI * LEFT_HZ * seconds)) ** 2;
    sum += (right[i] - LEVEL * Math.sin(2 * Math.PI * RIGHT_HZ * seconds)) ** 2;
  }
  return Math.sqrt(sum / (2 * left.length));
}

/** The largest step between neighbouring samples. @param {Float32Array} samples @param {number} before the first */
function largestStep(samples, before) {
  return samples.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (i ? samples[i - 1] : before))), 0);
}

test('decodes packets of 20 ms into the sound that they were made from, later by the pre-skip', async () => {
  const opus = await OpusWasm.open();
  assert.equal(tones.preSkip, 312);
  for (const [number, packet] of tones.packets.slice(0, 49).entries()) {
    const sound = opus.decode(packet);
    assert.equal(sound.left.length, 960);
    assert.equal(sound.right.length, 960);
    if (number >= 3) assert.ok(difference(sound, number) < ALMOST, `packet ${number}: ${difference(sound, number)}`);
  }
  opus.end();
});

test('goes on after lost packets as if they had been there, within 60 ms', async () => {
  const opus = await OpusWasm.open();
  for (const packet of tones.packets.slice(0, 10)) opus.decode(packet);
  for (let number = 15; number < 18; number++) opus.decode(tones.packets[number]);
  for (let number = 18; number < 30; number++) {
    const off = difference(opus.decode(tones.packets[number]), number);
    assert.ok(off < ALMOST, `packet ${number}: ${off}`);
  }
  opus.end();
});

test('a change of rendition between two packets is not heard', async () => {
  const opus = await OpusWasm.open();
  let before = 0;
  for (let number = 0; number < 45; number++) {
    const { packets } = number % 20 < 10 ? tones : small;
    const { left, right } = opus.decode(packets[number]);
    if (number >= 3) {
      const off = difference({ left, right }, number);
      assert.ok(off < 2 * ALMOST, `packet ${number}: ${off}`);
      const steepest = LEVEL * 2 * Math.PI * (LEFT_HZ / 48000);
      assert.ok(largestStep(left, before) < 2 * steepest, `a click in packet ${number}`);
    }
    before = left[959];
  }
  opus.end();
});

test('nothing of what came before is left after a reset', async () => {
  const opus = await OpusWasm.open();
  const fresh = opus.decode(tones.packets[20]);
  for (const packet of small.packets.slice(0, 20)) opus.decode(packet);
  const continued = opus.decode(tones.packets[20]);
  assert.notDeepEqual(continued.left, fresh.left);
  await opus.reset();
  assert.deepEqual(opus.decode(tones.packets[20]), fresh);
  opus.end();
});

test('a damaged packet is 20 ms of silence, and the next one sounds', async (t) => {
  t.mock.method(console, 'error', () => {});
  const opus = await OpusWasm.open();
  for (const packet of tones.packets.slice(0, 10)) opus.decode(packet);
  // Code 3 with a count of 0 frames (RFC 6716 section 3.2.5).
  const silence = opus.decode(Uint8Array.of(0xff, 0x00));
  assert.deepEqual(silence, { left: new Float32Array(960), right: new Float32Array(960) });
  for (let number = 11; number < 14; number++) opus.decode(tones.packets[number]);
  assert.ok(difference(opus.decode(tones.packets[14]), 14) < ALMOST);
  opus.end();
});
