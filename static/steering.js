/**
 * Keeps the cushion at its size while two clocks disagree.
 *
 * The server's clock and the sound card's differ by up to some hundred millionths, which in a day is
 * tens of seconds. So the sound is played faster or slower by what no ear notices (500 ppm is less
 * than a hundredth of a semitone), by the level's average over many seconds: sound arrives in pieces,
 * so the level of a moment says little.
 */

export const LARGEST_PPM = 500;
const PPM_PER_SECOND_OFF = 1000;
const AVERAGE_OVER_SECONDS = 20;
/** Sound begins before all of the burst is there; the level means nothing until it is. */
const SETTLING_SECONDS = 2;

export class Steering {
  #targetSeconds;
  /** @type {number | null} */
  #average = null;
  #settlingSeconds = SETTLING_SECONDS;

  /** @param {number} targetSeconds the cushion to keep */
  constructor(targetSeconds) {
    this.#targetSeconds = targetSeconds;
  }

  /** Forgets the past, after the level has jumped. */
  reset() {
    this.#average = null;
    this.#settlingSeconds = SETTLING_SECONDS;
  }

  /**
   * How much faster to play than the sound card's clock says, in millionths.
   * @param {number} levelSeconds what is buffered now
   * @param {number} passedSeconds since the last call
   */
  ppm(levelSeconds, passedSeconds) {
    this.#settlingSeconds -= passedSeconds;
    if (this.#settlingSeconds > 0) return 0;
    this.#average ??= levelSeconds;
    const weight = 1 - Math.exp(-passedSeconds / AVERAGE_OVER_SECONDS);
    this.#average += (levelSeconds - this.#average) * weight;
    const ppm = (this.#average - this.#targetSeconds) * PPM_PER_SECOND_OFF;
    return Math.max(-LARGEST_PPM, Math.min(LARGEST_PPM, ppm));
  }
}
