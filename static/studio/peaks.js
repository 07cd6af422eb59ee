/**
 * The outline of a sound, and where in it there is something to hear.
 *
 * In: samples, 1 being full scale. Out: peaks and seconds, as the station's library has them. Never: touches a page.
 */

/** Points of an outline, as many as the library's have. */
export const POINTS = 800;
/** Softer is silence before and after the sound: −50 dBFS, as for the library. */
const SILENCE = 10 ** (-50 / 20);
/** Sound is looked for in pieces of 20 ms. */
const PIECES_PER_SECOND = 50;

/** @typedef {{ peaks: Uint8Array<ArrayBuffer>, cueIn: number, cueOut: number }} Outline peaks of 255; seconds of the sound's beginning and end */

/** @param {Float32Array[]} channels of the same length @param {number} rate @returns {Outline} */
export function outlineOf(channels, rate) {
  const samples = channels[0]?.length ?? 0;
  const peaks = new Uint8Array(POINTS);
  if (samples === 0) return { peaks, cueIn: 0, cueOut: 0 };
  const parts = partPeaks(channels, Math.max(1, Math.round(rate / PIECES_PER_SECOND)));
  for (let point = 0; point < POINTS; point++) {
    const [from, to] = [(point * samples) / POINTS, ((point + 1) * samples) / POINTS];
    peaks[point] = Math.round(255 * Math.min(1, highest(channels, Math.floor(from), Math.max(Math.floor(from) + 1, Math.floor(to)))));
  }
  const sounding = parts.flatMap((peak, part) => (peak > SILENCE ? [part] : []));
  const [first, last] = [sounding[0] ?? -1, sounding.at(-1) ?? -1];
  const seconds = (/** @type {number} */ part) => Math.min(samples / rate, part / PIECES_PER_SECOND);
  // Silence altogether is played as it is.
  return { peaks, cueIn: first < 0 ? 0 : seconds(first), cueOut: first < 0 ? samples / rate : seconds(last + 1) };
}

/** @param {Float32Array[]} channels @param {number} length in samples */
function partPeaks(channels, length) {
  const peaks = [];
  for (let at = 0; at < channels[0].length; at += length) peaks.push(highest(channels, at, at + length));
  return peaks;
}

/** @param {Float32Array[]} channels @param {number} from @param {number} to in samples */
function highest(channels, from, to) {
  let most = 0;
  for (const samples of channels) {
    const end = Math.min(to, samples.length);
    for (let i = from; i < end; i++) most = Math.max(most, Math.abs(samples[i]));
  }
  return most;
}

/**
 * Heights of the bars of a drawing, 0 to 1: the loudest part of a track fills it, however softly it was recorded.
 * @param {Uint8Array} peaks @param {number} bars how many there is room for
 */
export function barsOf(peaks, bars) {
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 1);
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * peaks.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / bars));
    return peaks.subarray(from, to).reduce((most, peak) => Math.max(most, peak), 0) / loudest;
  });
}
