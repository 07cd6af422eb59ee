/**
 * Sound of the past on its way to the ear: its times are moved to the present, so that it is played as live sound is.
 *
 * In: titles and frames as the archive sends them, with the times of then. Out: the same with times of now, and where to
 * go on after a break. Never: changes by how much it moves them while a connection lasts.
 */

/** @import { Frame, Hello, NowPlaying } from './message.js' */

export class Past {
  /** The moment to begin or go on with, in microseconds of the server's clock. */
  #nextUs;
  #burstUs;
  /** By how much later everything is than it was; null before the first sound of a connection. @type {number | null} */
  #spanUs = null;
  /** The server's time at the greeting. @type {number | null} */
  #greetedUs = null;
  /** Titles that came before the first sound. @type {NowPlaying[]} */
  #early = [];

  /**
   * @param {number} startUs in microseconds of the server's clock
   * @param {number} burstMs how much sound comes at once
   */
  constructor(startUs, burstMs) {
    this.#nextUs = startUs;
    this.#burstUs = burstMs * 1000;
  }

  /** The query for the server. */
  get at() {
    return (this.#nextUs / 1e6).toFixed(6);
  }

  /** By how much later it is heard than it was on air, in microseconds; null before the first sound. */
  get spanUs() {
    return this.#spanUs;
  }

  /** A connection begins. @param {Pick<Hello, 'serverUs'>} hello */
  greet({ serverUs }) {
    this.#spanUs = null;
    this.#greetedUs = serverUs;
    this.#early = [];
  }

  /** Takes a title in; returns those that are known to be of now. @param {NowPlaying} title @returns {NowPlaying[]} */
  title(title) {
    if (this.#spanUs !== null) return [heardLater(title, this.#spanUs)];
    this.#early.push(title);
    return [];
  }

  /**
   * Takes frames in; the first of a connection settle by how much all are moved.
   * @param {Frame[]} frames
   * @param {number} frameUs how long a frame lasts
   * @returns {{ frames: Frame[], titles: NowPlaying[] }}
   */
  sound(frames, frameUs) {
    if (frames.length === 0) return { frames, titles: [] };
    this.#spanUs ??= this.#spanTo(frames[0].timeUs, frameUs);
    const spanUs = this.#spanUs;
    const titles = this.#early.map((title) => heardLater(title, spanUs));
    this.#early = [];
    this.#nextUs = frames[frames.length - 1].timeUs + frameUs;
    return { frames: frames.map((frame) => moved(frame, spanUs)), titles };
  }

  /** Whole frames, so that sound before and after a break fits together. @param {number} firstUs @param {number} frameUs */
  #spanTo(firstUs, frameUs) {
    const nowUs = this.#greetedUs ?? firstUs;
    return Math.max(0, Math.floor((nowUs - this.#burstUs - firstUs) / frameUs) * frameUs);
  }
}

/** @param {NowPlaying} title @param {number} spanUs @returns {NowPlaying} */
function heardLater(title, spanUs) {
  return { ...moved(title, spanUs), airedUs: title.timeUs };
}

/**
 * @template {{ timeUs: number }} T
 * @param {T} what @param {number} spanUs
 * @returns {T}
 */
function moved(what, spanUs) {
  return { ...what, timeUs: what.timeUs + spanUs };
}
