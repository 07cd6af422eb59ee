/**
 * The sounds by which a microphone tells two devices apart, and where they are in what it recorded.
 *
 * Each is a maximum-length sequence: as short as it is, it stands out of music and echoes when it is searched for. In: a
 * recording at 48 kHz. Out: the place of a sound in it, to a fraction of a sample. Never: a place that is not clear.
 */

import { transform } from './fourier.js';

/** Of this many bits. */
const ORDER = 14;
/** Places of the feedback, those of two primitive polynomials. @type {Record<TestSoundName, number[]>} */
const TAPS = { measuring: [14, 13, 12, 2], other: [14, 5, 3, 1] };
/** Loud enough beside music, at half its length no shock. */
const LEVEL = 0.18;
const FADE_SAMPLES = 96;
/** A place counts if it stands out of the rest by so much. */
const CLEAR_DB = 18;
/** So near the strongest place, what comes before it is the direct way, if it is at least so strong: an echo may be stronger. */
const EARLIER_SAMPLES = 480;
const EARLIER_PART = 0.5;

/** Of the device that measures, and of the other one. @typedef {'measuring' | 'other'} TestSoundName */

/** @param {TestSoundName} name @returns {Float32Array<ArrayBuffer>} its samples */
export function testSound(name) {
  const bits = sequence(TAPS[name]);
  return Float32Array.from(bits, (bit, i) => {
    const fade = Math.min(1, (i + 1) / FADE_SAMPLES, (bits.length - i) / FADE_SAMPLES);
    return (bit ? LEVEL : -LEVEL) * fade;
  });
}

/** One period of a shift register with feedback. @param {number[]} taps */
export function sequence(taps) {
  const bits = new Uint8Array(2 ** ORDER - 1);
  let register = 1;
  for (let i = 0; i < bits.length; i++) {
    bits[i] = register & 1;
    const fed = taps.reduce((sum, tap) => sum ^ (register >> (ORDER - tap)), 0) & 1;
    register = (register >> 1) | (fed << (ORDER - 1));
  }
  return bits;
}

/** A recording that is ready to be searched. */
export class Recording {
  #re;
  #im;

  /** @param {Float32Array} samples */
  constructor(samples) {
    const points = 2 ** Math.ceil(Math.log2(samples.length + 2 ** ORDER));
    this.#re = new Float64Array(points);
    this.#re.set(samples);
    this.#im = new Float64Array(points);
    transform(this.#re, this.#im, -1);
  }

  /** Returns the place at which `sound` begins, in samples; null if it is not clear. @param {Float32Array} sound @returns {number | null} */
  find(sound) {
    const points = this.#re.length;
    const [re, im] = [new Float64Array(points), new Float64Array(points)];
    re.set(sound);
    transform(re, im, -1);
    for (let i = 0; i < points; i++) {
      const x = this.#re[i] * re[i] + this.#im[i] * im[i];
      const y = this.#im[i] * re[i] - this.#re[i] * im[i];
      // All frequencies count alike: the peak is narrow, and music, which is loud at few of them, does little.
      const size = Math.hypot(x, y) || 1;
      re[i] = x / size;
      im[i] = y / size;
    }
    transform(re, im, 1);
    return place(re);
  }
}

/** The first clear peak. @param {Float64Array} correlation @returns {number | null} */
function place(correlation) {
  let [best, power] = [0, 0];
  for (let i = 0; i < correlation.length; i++) {
    power += correlation[i] ** 2;
    if (correlation[i] > correlation[best]) best = i;
  }
  const rest = Math.sqrt((power - correlation[best] ** 2) / correlation.length);
  if (!(20 * Math.log10(correlation[best] / rest) >= CLEAR_DB)) return null;
  const least = correlation[best] * EARLIER_PART;
  let first = Math.max(1, best - EARLIER_SAMPLES);
  while (first < best && !(correlation[first] >= least && correlation[first] >= correlation[first + 1])) first++;
  const [before, peak, after] = [first - 1, first, first + 1].map((at) => correlation[at] ?? 0);
  return first + (before - after) / (2 * (before - 2 * peak + after));
}
