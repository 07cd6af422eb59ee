/**
 * The server's clock, as seen from this device.
 *
 * In: the four times of each ping and its pong. Out: the server's time at any time of the device's. Never:
 * steps, unless one of the clocks has stepped; a better estimate is approached slowly.
 *
 * The quicker an answer, the less can have gone wrong with it: the last half hour's answers are weighted by how
 * much longer they took than the quickest, and a line is laid through them. A delay that is always longer in
 * one direction cannot be seen by any such filter; half of the difference stays.
 */

/** Drift is steady, so a quick answer of half an hour ago still counts; of the older ones the slowest go first. */
const REMEMBERED = 160;
const RECENT = 60;
const REMEMBERED_US = 30 * 60e6;
/** The uncertainty of an answer that came as quickly as any: timers, and the threads on both sides. */
const FLOOR_US = 40;
/** The drift of quartz clocks, before anything is known. */
const USUAL_DRIFT_PPM = 40;
/** How fast a new estimate is approached, in microseconds a second. */
const SLEW_PPM = 300;
/** While so little is known, what comes is better than what was. */
const FIRST_ANSWERS = 12;
/** So many answers in a row that contradict the estimate mean that a clock was set. */
const CONTRADICTIONS = 3;
const CONTRADICTION_US = 50_000;
/** The uncertainty of the greeting alone: its way here took an unknown time. */
const GREETING_US = 100_000;

/** @typedef {{ atUs: number, offsetUs: number, roundTripUs: number }} Answer */

export class ServerClock {
  /** @type {Answer[]} */
  #answers = [];
  #contradictions = 0;
  #count = 0;
  /** @type {number | null} */
  #greetingUs = null;
  /** The line through the answers. */
  #line = { atUs: 0, offsetUs: 0, ppm: 0 };
  /** The offset told before the last answer, less the line: given up slowly. */
  #excess = { atUs: 0, us: 0 };

  /** How many answers have come. */
  get answers() {
    return this.#count;
  }

  /** Whether anything is known. */
  get known() {
    return this.#answers.length > 0 || this.#greetingUs !== null;
  }

  /** By how many millionths the server's clock is faster. */
  get ppm() {
    return this.#line.ppm;
  }

  /** The shortest way there and back, in microseconds; null before the first answer. */
  get roundTripUs() {
    return this.#answers.length === 0 ? null : Math.min(...this.#answers.map(({ roundTripUs }) => roundTripUs));
  }

  /** Forgets everything: another clock. */
  reset() {
    this.#answers = [];
    this.#count = this.#contradictions = 0;
    this.#greetingUs = null;
    this.#excess.us = 0;
  }

  /** A first idea. @param {number} serverUs the server's time when it sent it @param {number} nowUs */
  greet(serverUs, nowUs) {
    const offsetUs = serverUs - nowUs;
    // The quickest answers say most.
    if (this.#greetingUs === null || offsetUs > this.#greetingUs) this.#greetingUs = offsetUs;
  }

  /**
   * @param {number} t0 asked, by the device's clock, in microseconds
   * @param {number} t1 received, by the server's
   * @param {number} t2 answered, by the server's
   * @param {number} t3 the answer came, by the device's
   */
  add(t0, t1, t2, t3) {
    const roundTripUs = t3 - t0 - (t2 - t1);
    // A clock was set in between; it says nothing.
    if (!(roundTripUs >= 0)) return;
    const answer = { atUs: (t0 + t3) / 2, offsetUs: (t1 - t0 + (t2 - t3)) / 2, roundTripUs };
    const before = this.known ? this.offsetAt(t3) : null;
    const stepped = this.#contradicts(answer);
    this.#answers.push(answer);
    this.#forget(t3);
    this.#count += 1;
    this.#fit(t3);
    const slews = before !== null && !stepped && this.#count > FIRST_ANSWERS;
    this.#excess = { atUs: t3, us: slews ? before - this.#lineAt(t3) : 0 };
  }

  /** The server's clock less the device's, in microseconds. @param {number} atUs by the device's */
  offsetAt(atUs) {
    if (this.#answers.length === 0) return this.#greetingUs === null ? 0 : this.#greetingUs + GREETING_US / 10;
    const { us, atUs: sinceUs } = this.#excess;
    const left = Math.max(0, Math.abs(us) - ((atUs - sinceUs) * SLEW_PPM) / 1e6);
    return this.#lineAt(atUs) + Math.sign(us) * left;
  }

  /** @param {number} nowUs */
  #forget(nowUs) {
    if (nowUs - this.#answers[0].atUs > REMEMBERED_US) this.#answers.shift();
    if (this.#answers.length <= REMEMBERED) return;
    let slowest = 0;
    for (let at = 1; at < REMEMBERED - RECENT; at++) {
      if (this.#answers[at].roundTripUs > this.#answers[slowest].roundTripUs) slowest = at;
    }
    this.#answers.splice(slowest, 1);
  }

  /** @param {number} atUs */
  #lineAt(atUs) {
    return this.#line.offsetUs + ((atUs - this.#line.atUs) * this.#line.ppm) / 1e6;
  }

  /**
   * An answer can be wrong by no more than half its way. If several in a row say that the estimate is, the
   * estimate is of another time: the device slept, or its clock was set.
   * @param {Answer} answer
   */
  #contradicts({ atUs, offsetUs, roundTripUs }) {
    if (this.#answers.length === 0) return false;
    const off = Math.abs(offsetUs - this.#lineAt(atUs)) - roundTripUs / 2;
    this.#contradictions = off > CONTRADICTION_US ? this.#contradictions + 1 : 0;
    if (this.#contradictions < CONTRADICTIONS) return false;
    this.#answers = this.#answers.slice(1 - CONTRADICTIONS);
    this.#contradictions = 0;
    return true;
  }

  /** Lays a line through the answers, by weight, with the usual drift as a prior. @param {number} nowUs */
  #fit(nowUs) {
    const quickest = Math.min(...this.#answers.map(({ roundTripUs }) => roundTripUs));
    const floor = FLOOR_US + quickest / 100;
    const first = this.#answers[0].offsetUs;
    let [w, t, y] = [0, 0, 0];
    const weighted = this.#answers.map(({ atUs, offsetUs, roundTripUs }) => {
      const deviation = floor + (roundTripUs - quickest) / 2;
      // Steeper than the square: what took longer is not only uncertain, but as a rule wrong to one side.
      const weight = (floor / deviation) ** 2.5 / floor ** 2;
      const seconds = (atUs - nowUs) / 1e6;
      w += weight;
      t += weight * seconds;
      y += weight * (offsetUs - first);
      return { weight, seconds, us: offsetUs - first };
    });
    const [meanT, meanY] = [t / w, y / w];
    let [tt, ty] = [1 / USUAL_DRIFT_PPM ** 2, 0];
    for (const { weight, seconds, us } of weighted) {
      tt += weight * (seconds - meanT) ** 2;
      ty += weight * (seconds - meanT) * (us - meanY);
    }
    const ppm = ty / tt;
    this.#line = { atUs: nowUs, offsetUs: first + meanY - ppm * meanT, ppm };
  }
}
