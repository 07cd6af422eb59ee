/**
 * Types and helpers shared by the decoders: `decoder-opus.js`, `decoder-wasm.js` and `decoder-pcm.js`.
 *
 * In: frames in order. Out: pieces of sound in the same order.
 */

import { SAMPLE_RATE } from './sound-buffer.js';

/** @import { Placed } from './frame-order.js' */
/** @import { Piece } from './sink.js' */

/**
 * @typedef {object} Decoder
 * @property {(placed: Placed) => void} decode
 * @property {() => void} end
 */

/** Samples of each channel in a frame of Opus or PCM. */
export const FRAME_SAMPLES = 960;

/**
 * Returns the piece of sound that a frame became.
 * @param {Placed} placed
 * @param {{ left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer> }} sound
 * @param {number} preSkip by how many samples the sound trails its frame's time
 * @returns {Piece}
 */
export function pieceOf({ frame, silentFrames, cut }, { left, right }, preSkip) {
  const timeUs = frame.timeUs - (preSkip * 1e6) / SAMPLE_RATE;
  return { left, right, timeUs, silentSamples: silentFrames * FRAME_SAMPLES, cut };
}
