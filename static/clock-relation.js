/**
 * Relates one clock to another by noisy readings: by how much it is ahead, and by how much it is faster.
 *
 * A Kalman filter of two states, offset and drift. In: readings, each with its standard deviation. Out:
 * the offset at any time near the last reading. Never: believes a single reading that is far off.
 */

/** Standard deviation of the drift as long as nothing is known. */
const FIRST_DRIFT_PPM = 150;
/** No clock is further off. */
const MOST_DRIFT_PPM = 500;
/** By how much the drift itself changes in a second. */
const DRIFT_WANDER_PPM = 0.02;
/** A reading further off than this many standard deviations counts as if it were only so far off. */
const MOST_DEVIATIONS = 4;
/** And one further off than this says nothing of the drift: clocks that step do not go faster. */
const STEADY_DEVIATIONS = 2.5;

export class ClockRelation {
  #wander;
  #atUs = 0;
  #offsetUs = 0;
  /** Microseconds a second. */
  #drift = 0;
  /** Covariance: of the offset, of both, of the drift. */
  #pOffset = Infinity;
  #pBoth = 0;
  #pDrift;

  /**
   * @param {number} wanderUs the standard deviation that the offset gains in a second, beside the drift
   * @param {number} [driftPpm] the standard deviation of the drift at first
   */
  constructor(wanderUs, driftPpm = FIRST_DRIFT_PPM) {
    this.#wander = wanderUs ** 2;
    this.#pDrift = driftPpm ** 2;
  }

  /** Whether anything is known. */
  get known() {
    return this.#pOffset !== Infinity;
  }

  /** The standard deviation of the offset, in microseconds. */
  get deviationUs() {
    return Math.sqrt(this.#pOffset);
  }

  /** By how many millionths the other clock is faster. */
  get ppm() {
    return this.#drift;
  }

  /** The other clock less this one, in microseconds. @param {number} atUs by this clock */
  offsetAt(atUs) {
    return this.#offsetUs + (this.#drift * (atUs - this.#atUs)) / 1e6;
  }

  /** The offset has changed by so much. @param {number} us */
  shift(us) {
    this.#offsetUs += us;
  }

  /** The offset may have changed by so much; the drift has not. @param {number} deviationUs */
  doubt(deviationUs) {
    if (!this.known) return;
    this.#pOffset += deviationUs ** 2;
    this.#pBoth = 0;
  }

  /**
   * @param {number} atUs by this clock
   * @param {number} offsetUs the other clock less this one
   * @param {number} deviationUs the reading's standard deviation
   * @returns {number} how far it was from what was expected
   */
  add(atUs, offsetUs, deviationUs) {
    if (!this.known) {
      this.#atUs = atUs;
      this.#offsetUs = offsetUs;
      this.#pOffset = deviationUs ** 2;
      return 0;
    }
    this.#passTo(atUs);
    const residual = offsetUs - this.#offsetUs;
    const variance = this.#pOffset + deviationUs ** 2;
    const most = MOST_DEVIATIONS * Math.sqrt(variance);
    const counted = Math.max(-most, Math.min(most, residual));
    const gainOffset = this.#pOffset / variance;
    const gainDrift = this.#pBoth / variance;
    this.#offsetUs += gainOffset * counted;
    if (Math.abs(residual) < STEADY_DEVIATIONS * Math.sqrt(variance)) {
      this.#drift = Math.max(-MOST_DRIFT_PPM, Math.min(MOST_DRIFT_PPM, this.#drift + gainDrift * counted));
    }
    this.#pDrift -= gainDrift * this.#pBoth;
    this.#pBoth -= gainOffset * this.#pBoth;
    this.#pOffset -= gainOffset * this.#pOffset;
    return residual;
  }

  /** @param {number} atUs */
  #passTo(atUs) {
    const seconds = Math.max(0, (atUs - this.#atUs) / 1e6);
    this.#offsetUs += this.#drift * seconds;
    this.#pOffset += 2 * this.#pBoth * seconds + this.#pDrift * seconds ** 2 + this.#wander * seconds;
    this.#pBoth += this.#pDrift * seconds;
    this.#pDrift += DRIFT_WANDER_PPM ** 2 * seconds;
    this.#atUs = Math.max(this.#atUs, atUs);
  }
}
