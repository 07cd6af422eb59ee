/**
 * The words shared by the decoders, `decoder-opus.js` and `decoder-pcm.js`.
 *
 * In: frames in order. Out: pieces of sound in the same order.
 */

/** @import { Placed } from './frame-order.js' */

/**
 * @typedef {object} Decoder
 * @property {(placed: Placed) => void} decode
 * @property {() => void} end
 */

export const FRAME_SAMPLES = 960;
