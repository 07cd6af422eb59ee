/**
 * Tells the time, by the page's clock, at which a sample of the audio context is at the ear.
 *
 * In: readings of the context's clock and of what the browser says of its output. Out: the time at the ear
 * of any time of the context. Never: follows what the browser says of its delay from one moment to the next.
 *
 * Two things are measured, each from what is good for it. How the context's clock goes: from `currentTime`,
 * whose readings scatter by a device buffer but follow each stumble of the output at once. How long from
 * there to the ear: from the average that `playbackStats` keeps, else from `getOutputTimestamp`, else from
 * `outputLatency`. The two last wander by tens of milliseconds for seconds, most of all after a stumble,
 * while the real delay stays. So they are averaged over minutes.
 */

import { ClockRelation } from './clock-relation.js';

/** Readings of the context's clock scatter by so much. */
const READING_US = 6000;
/** The wander of a device's clock within a second. */
const WANDER_US = 60;
/** Over so many readings a mean of residuals beyond this is a stumble: sound was late, and stays late. */
const STUMBLES = [
  { readings: 16, us: 7000 },
  { readings: 64, us: 4000 },
];
/** The same on a busy machine, whose readings scatter more: so many standard deviations of the mean. */
const STUMBLE_DEVIATIONS = 6;
const STUMBLE_US = 50_000;
/** The most by which two sources of the latency may differ. */
const AGREES_US = 100_000;
/** No output has more. */
const LONGEST_LATENCY_US = 2_000_000;
/** So many readings make the latency known; after that it follows only slowly. */
const FIRST_READINGS = 400;
const SLOW = 1 / 3000;
/** How fast the browser's own average is approached, at each reading. */
const TO_AVERAGE = 0.02;
/** The latency of a moment counts as no further off than this. */
const FARTHEST_US = 25_000;
/** Another device: the latency is elsewhere for so many readings. */
const OTHER_READINGS = 100;
const OTHER_US = 60_000;

/**
 * @typedef {object} Reading
 * @property {number} nowUs of the page's clock
 * @property {number} contextUs `currentTime`
 * @property {number | null} stampUs the page's clock less the context's, by `getOutputTimestamp`; null if it has none
 * @property {number} averageUs the latency since the context began, by `playbackStats`; 0 if not known
 * @property {number} reportedUs `outputLatency`, or what else is known; 0 if nothing is
 */

export class OutputClock {
  #relation = new ClockRelation(WANDER_US);
  /** @type {number[]} */
  #residuals = [];
  /** How far readings are off as a rule. */
  #scatterUs = READING_US / 2;
  #latencyUs = 0;
  #latencyReadings = 0;
  #otherReadings = 0;
  #readings = 0;

  /** How often the output has stumbled. */
  stumbles = 0;
  /** Readings since the last stumble, or since the beginning. */
  readingsSince = 0;

  /** Whether enough is known to begin. */
  get known() {
    return this.#readings >= 4;
  }

  /** How long from the context's clock to the ear, in microseconds. */
  get latencyUs() {
    return this.#latencyUs;
  }

  /** By how many millionths the page's clock is faster than the context's. */
  get ppm() {
    return this.#relation.ppm;
  }

  /** The page's clock when a time of the context is at the ear. @param {number} contextUs */
  earUs(contextUs) {
    return contextUs + this.#relation.offsetAt(contextUs) + this.#latencyUs;
  }

  /** The context stood still, or is another one; its latency is as it was. */
  restart() {
    this.#relation = new ClockRelation(WANDER_US);
    this.#residuals = [];
    this.#readings = this.readingsSince = 0;
  }

  /** @param {Reading} reading */
  add({ nowUs, contextUs, stampUs, averageUs, reportedUs }) {
    this.#readings += 1;
    this.readingsSince += 1;
    const residual = this.#relation.add(contextUs, nowUs - contextUs, READING_US);
    this.#watch(residual);
    const stamped = stampUs === null ? null : stampUs - this.#relation.offsetAt(contextUs);
    const trusted = stamped !== null && stamped > 0 && this.#agrees(stamped, reportedUs) ? stamped : null;
    const latency = trusted ?? reportedUs;
    if (averageUs > 0) this.#latencyUs += (averageUs - this.#latencyUs) * TO_AVERAGE;
    else if (latency > 0) this.#addLatency(latency);
  }

  /** The first stamps of a context may be of another time. @param {number} stampedUs @param {number} reportedUs */
  #agrees(stampedUs, reportedUs) {
    if (reportedUs > 0) return Math.abs(stampedUs - reportedUs) < AGREES_US;
    return stampedUs < LONGEST_LATENCY_US;
  }

  /** @param {number} residual */
  #watch(residual) {
    this.#residuals.push(residual);
    this.#scatterUs += (Math.min(Math.abs(residual), 4 * this.#scatterUs) - this.#scatterUs) * 0.02;
    if (this.#residuals.length > STUMBLES[1].readings) this.#residuals.shift();
    const stumbled = STUMBLES.some(({ readings, us }) => {
      const last = this.#residuals.slice(-readings);
      const most = Math.max(us, (STUMBLE_DEVIATIONS * this.#scatterUs) / Math.sqrt(readings));
      return (Math.abs(mean(last)) * last.length) / readings > most;
    });
    if (!stumbled) return;
    this.#relation.doubt(STUMBLE_US);
    this.#residuals = [];
    this.stumbles += 1;
    this.readingsSince = 0;
  }

  /** @param {number} latencyUs */
  #addLatency(latencyUs) {
    const off = latencyUs - this.#latencyUs;
    const other = this.#latencyReadings >= FIRST_READINGS && Math.abs(off) > OTHER_US;
    this.#otherReadings = other ? this.#otherReadings + 1 : 0;
    if (this.#otherReadings > OTHER_READINGS) this.#latencyReadings = this.#otherReadings = 0;
    this.#latencyReadings += 1;
    const weight = this.#latencyReadings <= FIRST_READINGS ? 1 / this.#latencyReadings : SLOW;
    const farthest = this.#latencyReadings < 8 ? Infinity : FARTHEST_US;
    this.#latencyUs += Math.max(-farthest, Math.min(farthest, off)) * weight;
  }
}

/** @param {number[]} values */
function mean(values) {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
