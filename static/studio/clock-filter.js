/**
 * Relates the station's clock to this computer's, by asking for the time again and again.
 *
 * In: four times for each question. Out: by how much the station's clock is ahead. Never: trusts an answer
 * that was held up on the way: only the quickest quarter counts, and of these the median.
 */

/** How many answers are remembered: half a minute at one a second. */
const REMEMBERED = 32;

/** @typedef {{ offset: number, roundTrip: number }} Answer */

export class ClockFilter {
  /** @type {Answer[]} */
  #answers = [];

  /**
   * @param {number} t0 asked, by this computer's clock, in microseconds
   * @param {number} t1 received, by the station's
   * @param {number} t2 answered, by the station's
   * @param {number} t3 the answer came, by this computer's
   */
  add(t0, t1, t2, t3) {
    const roundTrip = t3 - t0 - (t2 - t1);
    // A clock was set in between; it says nothing.
    if (!(roundTrip >= 0)) return;
    this.#answers.push({ offset: (t1 - t0 + (t2 - t3)) / 2, roundTrip });
    if (this.#answers.length > REMEMBERED) this.#answers.shift();
  }

  /** By how many microseconds the station's clock is ahead; null before the first answer. */
  get offsetUs() {
    return median(this.#best().map(({ offset }) => offset));
  }

  /** Microseconds to the station and back at its quickest; null before the first answer. */
  get roundTripUs() {
    return this.#best()[0]?.roundTrip ?? null;
  }

  #best() {
    const sorted = [...this.#answers].sort((a, b) => a.roundTrip - b.roundTrip);
    return sorted.slice(0, Math.ceil(sorted.length / 4));
  }
}

/** @param {number[]} values */
function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
