/**
 * Lowers the microphone while nobody speaks into it, so that a room's noise is not on air between sentences.
 *
 * In: how loud the microphone is, piece by piece. Out: its gain. Never: silences it altogether, for a threshold that
 * is set too high would take the whole voice away.
 */

import { fromDb } from './levels.js';

/** By how much it lowers. */
const RANGE_DB = 18;
/** Once it is open, what is this much softer keeps it open. */
const STAYS_DB = 6;
const OPENS_SECONDS = 0.004;
const CLOSES_SECONDS = 0.2;
/** Longer than the pause between two words. */
const HOLD_SECONDS = 0.3;

export class Gate {
  #gain = 1;
  #sinceVoice = 0;

  /** Null for no gate. @type {number | null} */
  thresholdDb = null;

  /**
   * The gain at the end of a piece of sound.
   * @param {number} rms of this piece
   * @param {number} seconds how long the piece is
   */
  follow(rms, seconds) {
    const isOpen = this.#sinceVoice < HOLD_SECONDS;
    const enough = this.thresholdDb === null ? 0 : fromDb(this.thresholdDb - (isOpen ? STAYS_DB : 0));
    this.#sinceVoice = rms >= enough ? 0 : this.#sinceVoice + seconds;

    const target = this.#sinceVoice < HOLD_SECONDS ? 1 : fromDb(-RANGE_DB);
    const pace = target > this.#gain ? OPENS_SECONDS / 3 : CLOSES_SECONDS / 3;
    this.#gain += (target - this.#gain) * (1 - Math.exp(-seconds / pace));
    return this.#gain;
  }
}
