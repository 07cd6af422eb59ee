/**
 * The places of recorded talk between two tracks.
 *
 * In: what the microphone brought while the end of one track and the beginning of the next were heard. Out: the talk, from its first
 * word on, and its places in samples. Never: moves a word against the music by a sample.
 */

import { fromDb } from './levels.js';

export const RATE = 48000;

/** Louder than this is talk. */
const SPEECH_DB = -45;
const PIECE = RATE / 100;
/** Breath before the first word, and after the last. */
const BEFORE = RATE / 5;
const AFTER = (RATE * 3) / 10;

/**
 * A take. Its samples, and the places, count from the first sample of the first track that was heard.
 * @typedef {object} Take
 * @property {Float32Array} samples of the microphone
 * @property {number} late samples by which they are later than what was heard with them
 * @property {number} ending samples of the first track that were heard
 * @property {number | null} next where the next track was started
 */

/**
 * Talk and its places.
 * @typedef {object} Talk
 * @property {Float32Array} sound
 * @property {number} overlap it begins so many samples before the end of the first track
 * @property {number} next the next track begins so many samples after its own beginning
 */

/** The first sample of talk and the one after the last; null if there is none. @param {Float32Array} samples @returns {[number, number] | null} */
export function spoken(samples) {
  const least = fromDb(SPEECH_DB) ** 2 * PIECE;
  let first = -1;
  let last = -1;
  for (let from = 0; from < samples.length; from += PIECE) {
    let power = 0;
    for (const sample of samples.subarray(from, from + PIECE)) power += sample * sample;
    if (power <= least) continue;
    if (first < 0) first = from;
    last = Math.min(from + PIECE, samples.length);
  }
  return first < 0 ? null : [first, last];
}

/** The talk that is kept of a take; null if nobody spoke. @param {Take} take @returns {Talk | null} */
export function talkOf({ samples, late, ending, next }) {
  const heard = samples.subarray(Math.min(late, samples.length));
  const words = spoken(heard);
  if (!words) return null;
  const from = Math.min(Math.max(0, words[0] - BEFORE), next ?? Infinity);
  const lastWord = Math.min(words[1] + AFTER, Math.max(heard.length, words[1]));
  // Nothing is cut off that the DJ did not end: without a hand on the next track, that waits for the first one and the talk.
  const to = Math.max(lastWord, next ?? ending, from + RATE / 2);
  const sound = new Float32Array(to - from);
  sound.set(heard.subarray(from, Math.min(to, heard.length)));
  return { sound, overlap: Math.max(0, ending - from), next: (next ?? to) - from };
}

/** A WAV file of 16 bits in mono. @param {Float32Array} samples */
export function wavOf(samples) {
  const file = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (/** @type {number} */ at, /** @type {string} */ word) => {
    for (let i = 0; i < word.length; i++) file.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, 'RIFF');
  file.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  text(36, 'data');
  file.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => file.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true));
  return file.buffer;
}
