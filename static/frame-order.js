/**
 * Puts what arrives into one unbroken order.
 *
 * In: frames as messages bring them, after a resume some of them twice. Out: every frame once, and
 * how it joins on to the one before. Never: waits, since the transport already keeps the order.
 */

/** @import { Frame } from './message.js' */

/**
 * @typedef {object} Placed
 * @property {Frame} frame
 * @property {number} silentFrames how many frames of silence go before it, in place of lost ones
 * @property {boolean} cut whether the sound does not continue what went before
 */

/** A hole up to this long keeps its length, so that the beat goes on; a longer one is left out. */
const LONGEST_SILENCE_FRAMES = 25;

export class FrameOrder {
  /** @type {number | null} */
  #next = null;
  #broken = false;

  /** The number to resume at; null before the first frame. */
  get next() {
    return this.#next;
  }

  /** What follows is a new producer's, whatever its numbers. */
  startAnew() {
    this.#broken = this.#next !== null;
    this.#next = null;
  }

  /**
   * @param {Frame[]} frames in rising order
   * @returns {Placed[]}
   */
  accept(frames) {
    const placed = [];
    for (const frame of frames) {
      if (this.#next !== null && frame.seq < this.#next) continue;
      const lost = this.#next === null ? 0 : frame.seq - this.#next;
      const silentFrames = lost <= LONGEST_SILENCE_FRAMES ? lost : 0;
      placed.push({ frame, silentFrames, cut: lost > 0 || this.#broken });
      this.#next = frame.seq + 1;
      this.#broken = false;
    }
    return placed;
  }
}
