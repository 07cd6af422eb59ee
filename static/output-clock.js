/**
 * Tells the time, by the page's clock, at which a sample of the audio context is at the ear.
 *
 * In: readings of the context's clock and of what the browser says of its output. Out: the time at the ear
 * of any time of the context. Never: follows what the browser says from one moment to the next.
 *
 * Each reading says how far the ear's time is from the context's, and scatters by a device buffer; what it
 * scatters around wanders by tens of milliseconds for seconds, while the sound goes on evenly. So readings are
 * averaged over minutes. Only where the context's clock falls behind may the sound have broken off; where it goes
 * ahead, the browser keeps another buffer ahead, says so, and nothing is heard of it.
 */

import { ClockRelation } from './clock-relation.js';

/** Readings of the context's clock scatter by so much. */
const READING_US = 6000;
/** The wander of a device's clock within a second: one that follows each stumble, and one that is known by all readings. */
const TICKS_WANDER_US = 60;
const EAR_WANDER_US = 10;
/** Most devices are no further off. */
const EAR_DRIFT_PPM = 60;
/** Over so many readings a mean of residuals beyond this is a stumble of the context's clock. */
const STUMBLES = [
  { readings: 6, us: 15_000 },
  { readings: 16, us: 7000 },
  { readings: 64, us: 4000 },
];
/** The same on a busy machine, whose readings scatter more: so many standard deviations of the mean. */
const STUMBLE_DEVIATIONS = 6;
const STUMBLE_US = 50_000;
/** After a stumble, so many readings decide whether the sound broke off: if it is later by more than this. */
const DECIDING_READINGS = 24;
const BROKE_US = 8000;
/** The most by which two ways to know the latency may differ. */
const AGREES_US = 100_000;
/** No output has more. */
const LONGEST_LATENCY_US = 2_000_000;
/** So many readings are enough to begin. */
const KNOWN_READINGS = 4;
/** So many make the time at the ear known well enough to put the sound right by it. */
const SETTLED_READINGS = 64;
/** From then on, one counts as no further off than this, which is half a device buffer. */
const FARTHEST_US = 12_000;
/** Another device: readings are elsewhere so often in a row. */
const OTHER_READINGS = 100;
const OTHER_US = 60_000;

/**
 * @typedef {object} Reading
 * @property {number} nowUs of the page's clock
 * @property {number} contextUs `currentTime`
 * @property {number | null} stampUs the page's clock less the context's, by `getOutputTimestamp`; null if it has none
 * @property {number} reportedUs `outputLatency`, or what else is known; 0 if nothing is
 */

export class OutputClock {
  /** The page's clock less the context's. */
  #ticks = new ClockRelation(TICKS_WANDER_US);
  /** The page's clock, when it is at the ear, less the context's. */
  #ear = new ClockRelation(EAR_WANDER_US, EAR_DRIFT_PPM);
  /** The time of the context at the last reading. */
  #atUs = 0;
  /** Readings in that. */
  #earReadings = 0;
  /** @type {number[]} */
  #residuals = [];
  /** How far readings are off as a rule. */
  #scatterUs = READING_US / 2;
  /** After a stumble: by how much the readings since are off. @type {number[] | null} */
  #deciding = null;
  #otherReadings = 0;
  /** Whether stamps of the output are what is read, and how many in a row could not be believed. */
  #hasStamps = false;
  #unbelieved = 0;

  /** How often the time at the ear has become known, or is another one: what plays by it is to be put right. */
  moves = 0;
  /** Readings since the last stumble, or since the beginning. */
  readingsSince = 0;

  /** Whether enough is known to begin. */
  get known() {
    return this.#earReadings >= KNOWN_READINGS;
  }

  /** How long from the context's clock to the ear, in microseconds. */
  get latencyUs() {
    return Math.max(0, this.#ear.offsetAt(this.#atUs) - this.#ticks.offsetAt(this.#atUs));
  }

  /** By how many millionths the page's clock is faster than the context's. */
  get ppm() {
    return this.#ear.ppm;
  }

  /** The page's clock when a time of the context is at the ear. @param {number} contextUs */
  earUs(contextUs) {
    return contextUs + this.#ear.offsetAt(contextUs);
  }

  /** The time of the context that is at the ear. @param {number} nowUs of the page's clock */
  heardUs(nowUs) {
    return nowUs - this.#ear.offsetAt(nowUs - this.#ear.offsetAt(this.#atUs));
  }

  /** The context stood still, or is another one. */
  restart() {
    this.#ticks = new ClockRelation(TICKS_WANDER_US);
    this.#residuals = [];
    this.readingsSince = 0;
    this.#forget();
    this.#earReadings = 0;
  }

  /** @param {Reading} reading */
  add(reading) {
    const { nowUs, contextUs } = reading;
    this.readingsSince += 1;
    const stumbleUs = this.#stumbleUs(this.#ticks.add(contextUs, nowUs - contextUs, READING_US));
    const offsetUs = this.#read(reading);
    if (offsetUs === null) return;
    if (stumbleUs !== 0) this.#stumble(stumbleUs);
    this.#atUs = contextUs;
    if (this.#deciding) this.#decide(this.#deciding, offsetUs - this.#ear.offsetAt(contextUs));
    else this.#average(contextUs, offsetUs);
  }

  /**
   * Reads the page's clock at the ear less the context's; null if a reading says nothing of it. Stamps are the better way,
   * and the two never mix, for they differ by a few milliseconds. The first stamps of a context may be of another time.
   * @param {Reading} reading
   */
  #read({ nowUs, contextUs, stampUs, reportedUs }) {
    const ticksUs = nowUs - contextUs;
    const latencyUs = stampUs === null ? -1 : stampUs - ticksUs;
    const agrees = reportedUs > 0 ? Math.abs(latencyUs - reportedUs) < AGREES_US : latencyUs < LONGEST_LATENCY_US;
    const isBelieved = stampUs !== null && latencyUs > 0 && agrees;
    this.#unbelieved = isBelieved ? 0 : this.#unbelieved + 1;
    const hasStamps = isBelieved || (this.#hasStamps && this.#unbelieved < OTHER_READINGS);
    if (hasStamps !== this.#hasStamps) this.#forget();
    this.#hasStamps = hasStamps;
    if (hasStamps) return isBelieved ? stampUs : null;
    return ticksUs + reportedUs;
  }

  /** By how much the context's clock stumbled: more than nothing where it fell behind; 0 if it did not. @param {number} residual */
  #stumbleUs(residual) {
    this.#residuals.push(residual);
    this.#scatterUs += (Math.min(Math.abs(residual), 4 * this.#scatterUs) - this.#scatterUs) * 0.02;
    if (this.#residuals.length > STUMBLES[STUMBLES.length - 1].readings) this.#residuals.shift();
    for (const { readings, us } of STUMBLES) {
      const last = this.#residuals.slice(-readings);
      const most = Math.max(us, (STUMBLE_DEVIATIONS * this.#scatterUs) / Math.sqrt(readings));
      const byUs = (mean(last) * last.length) / readings;
      if (Math.abs(byUs) > most) return byUs;
    }
    return 0;
  }

  /** @param {number} byUs */
  #stumble(byUs) {
    this.#ticks.doubt(STUMBLE_US);
    this.#residuals = [];
    this.readingsSince = 0;
    if (this.#earReadings < SETTLED_READINGS) this.#forget();
    // A clock that went ahead fills another buffer: nothing broke off.
    else if (byUs > 0) this.#deciding = [];
  }

  /** @param {number[]} deciding @param {number} offUs */
  #decide(deciding, offUs) {
    deciding.push(offUs);
    if (deciding.length < DECIDING_READINGS) return;
    this.#deciding = null;
    const movedUs = mean(deciding);
    if (movedUs < BROKE_US) return;
    this.#ear.shift(movedUs);
    this.moves += 1;
  }

  /** @param {number} contextUs @param {number} offsetUs */
  #average(contextUs, offsetUs) {
    this.#earReadings += 1;
    const expectedUs = this.#ear.known ? this.#ear.offsetAt(contextUs) : offsetUs;
    const offUs = offsetUs - expectedUs;
    const isKnown = this.#earReadings > SETTLED_READINGS;
    const counted = isKnown ? Math.max(-FARTHEST_US, Math.min(FARTHEST_US, offUs)) : offUs;
    this.#ear.add(contextUs, expectedUs + counted, READING_US);
    if (this.#earReadings === SETTLED_READINGS) this.moves += 1;
    this.#otherReadings = isKnown && Math.abs(offUs) > OTHER_US ? this.#otherReadings + 1 : 0;
    if (this.#otherReadings <= OTHER_READINGS) return;
    this.#forget();
    this.#ear.add(contextUs, offsetUs, READING_US);
  }

  /** It is known anew by the readings to come. What plays by it plays on. */
  #forget() {
    this.#ear = new ClockRelation(EAR_WANDER_US, EAR_DRIFT_PPM);
    this.#earReadings = Math.min(this.#earReadings, KNOWN_READINGS);
    this.#otherReadings = 0;
    this.#deciding = null;
  }
}

/** @param {number[]} values */
function mean(values) {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
