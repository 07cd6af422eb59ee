/**
 * Brings sound that is off its time back to it by playing faster or slower, so little that no ear notices.
 *
 * In: how late the sound is, and how the clocks differ. Out: by how many millionths to play faster than the
 * sound card's clock. Never: more than 500, a hundredth of a semitone, and never a sudden change of speed.
 */

export const LARGEST_PPM = 500;
/** A sound that is 1 ms late is played faster by this, so that what is off is halved in some three seconds. */
const PPM_PER_MS = 200;
/** The speed follows what is asked for over this long. */
const SMOOTH_SECONDS = 0.5;

export class DriftController {
  /** @type {number | null} */
  #ppm = null;

  /** Forgets the past, after the sound was put elsewhere. */
  reset() {
    this.#ppm = null;
  }

  /**
   * @param {number} lateUs by how much the sound is behind its time
   * @param {number} clocksPpm by how much the station's clock is faster than the sound card's
   * @param {number} passedSeconds since the last call
   */
  ppm(lateUs, clocksPpm, passedSeconds) {
    const wanted = within(clocksPpm + (lateUs / 1000) * PPM_PER_MS);
    this.#ppm ??= within(clocksPpm);
    this.#ppm += (wanted - this.#ppm) * (1 - Math.exp(-passedSeconds / SMOOTH_SECONDS));
    return this.#ppm;
  }
}

/** @param {number} ppm */
function within(ppm) {
  return Math.max(-LARGEST_PPM, Math.min(LARGEST_PPM, ppm));
}
