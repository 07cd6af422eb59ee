/**
 * Maps the audio context's clock to the moment of the station that is to be played.
 *
 * In: the server's clock, the output's clock, the delay, and the listener's trim. Out: a line, since all
 * clocks go steadily.
 */

import { PlayoutDelay } from './playout-delay.js';
import { ServerClock } from './server-clock.js';

/** @import { OutputClock } from './output-clock.js' */
/** @import { Mode } from './playout-delay.js' */

/**
 * The moment to be played at a time of the audio context, and how that goes on.
 * @typedef {object} Line
 * @property {number} contextTime in seconds
 * @property {number} timeUs the server's stamp of what is to be played then
 * @property {number} ppm by how many millionths the server's clock is faster than the context's
 * @property {number} [reserveUs] how much sound is to be there when it begins, beyond what is due
 * @property {boolean} realign whether to put the sound right at once, since it was broken just now
 */

/** So many answers to pings are waited for, and no longer than this. */
const ANSWERS = 3;
const WAIT_US = 400_000;
/** So much sound is gathered before it begins, or a quarter of the delay where that is less. */
const RESERVE_US = 150_000;

export class Timing {
  server = new ServerClock();
  delay;
  #output;
  #trimUs = 0;
  #greetedUs = 0;
  #moves = 0;
  /** @type {string | null} */
  #timeline = null;

  /** @param {Mode} mode @param {OutputClock} output */
  constructor(mode, output) {
    this.delay = new PlayoutDelay(mode);
    this.#output = output;
    this.#moves = output.moves;
  }

  /** How much earlier than said to play, in milliseconds, for an output that is later than it says. @param {number} ms */
  set trimMs(ms) {
    this.#trimUs = ms * 1000;
  }

  /**
   * @param {string} timeline another one has another clock
   * @param {number | null} serverUs
   * @param {number | null} delayUs what the station says that all players add
   * @param {number} nowUs
   */
  greet(timeline, serverUs, delayUs, nowUs) {
    if (this.#timeline !== null && this.#timeline !== timeline) this.server.reset();
    this.#timeline = timeline;
    this.#greetedUs = nowUs;
    this.delay.stationUs = delayUs;
    this.delay.connected(nowUs);
    if (serverUs !== null) this.server.greet(serverUs, nowUs);
  }

  /** Whether both clocks are known well enough to play by. @param {number} nowUs */
  #isKnown(nowUs) {
    if (!this.server.known || !this.#output.known) return false;
    return this.server.answers >= ANSWERS || nowUs - this.#greetedUs > WAIT_US;
  }

  /** The server's stamp of what is due at a time of the context; null while too little is known. @param {number} contextUs @param {number} nowUs */
  dueUs(contextUs, nowUs) {
    if (!this.#isKnown(nowUs)) return null;
    const earUs = this.#output.earUs(contextUs);
    return earUs + this.server.offsetAt(earUs) - this.delay.us + this.#trimUs;
  }

  /**
   * Null while too little is known.
   * @param {number} contextUs
   * @param {number} nowUs
   * @returns {Line | null}
   */
  line(contextUs, nowUs) {
    const timeUs = this.dueUs(contextUs, nowUs);
    if (timeUs === null) return null;
    this.delay.outputUs = this.#output.latencyUs;
    const reserveUs = Math.min(RESERVE_US, this.delay.us / 4);
    const ppm = this.#output.ppm + this.server.ppm;
    return { contextTime: contextUs / 1e6, timeUs, ppm, reserveUs, realign: this.#realign() };
  }

  /** Whether the time at the ear has just become known, or is another one. */
  #realign() {
    if (this.#output.moves === this.#moves) return false;
    this.#moves = this.#output.moves;
    return true;
  }
}
