/**
 * The words shared by the two ways to the ear, `sink-worklet.js` and `sink-scheduled.js`.
 *
 * In: pieces of sound in order. Out: an audio node, and reports of what is being heard.
 */

/**
 * A piece of stereo sound at 48 kHz.
 * @typedef {object} Piece
 * @property {Float32Array<ArrayBuffer>} left
 * @property {Float32Array<ArrayBuffer>} right
 * @property {number} timeUs the server's time of its first sample
 * @property {number} silentSamples silence to go before it
 * @property {boolean} cut whether it does not continue what went before
 */

/** @import { Line } from './timing.js' */

/** A message of the page to the worklet. @typedef {Piece | { line: Line | null } | 'end'} ToWorklet */

/**
 * What is being heard.
 * @typedef {object} Report
 * @property {boolean} playing whether sound comes out
 * @property {number | null} timeUs the server's time of what is played at `contextTime`
 * @property {number} contextTime on the audio context's clock
 * @property {number} seconds what is buffered
 * @property {number} underruns
 * @property {number} resyncs how often it was put elsewhere, being too far off its time
 * @property {number} lateUs by how much it is behind its time, in microseconds
 * @property {number} energy RMS over the last 100 ms
 * @property {number} ppm
 */

/**
 * @typedef {object} Sink
 * @property {AudioNode} node to be connected
 * @property {(piece: Piece) => void} write
 * @property {(line: Line | null) => void} follow says which moment is due when; null while that is not known
 * @property {() => void} end
 */

export {};
