import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PcmDecoder } from '../../static/decoder-pcm.js';
import { MalformedMessage } from '../../static/message.js';

/** @param {number[]} bytes */
function placed(bytes) {
  // Inside a larger message, at an odd place, as it arrives.
  const payload = Uint8Array.from([9, ...bytes]).subarray(1);
  return { frame: { seq: 1, timeUs: 70, payload }, silentFrames: 2, cut: true };
}

test('takes left and right in turn, little end first', () => {
  /** @type {import('../../static/sink.js').Piece[]} */
  const pieces = [];
  new PcmDecoder((piece) => pieces.push(piece)).decode(placed([0x00, 0x40, 0x00, 0x80, 0xff, 0xff, 0x00, 0x00]));
  assert.deepEqual(pieces, [
    {
      left: Float32Array.of(0.5, -1 / 32768),
      right: Float32Array.of(-1, 0),
      timeUs: 70,
      silentSamples: 1920,
      cut: true,
    },
  ]);
});

test('refuses half a sample', () => {
  assert.throws(() => new PcmDecoder(() => {}).decode(placed([1, 2, 3])), MalformedMessage);
});
