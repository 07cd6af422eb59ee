/**
 * Lowers the music while somebody speaks.
 *
 * In: how loud the microphone is, piece by piece. Out: the gain for the music. Never: jumps. The music
 * goes down within a syllable, waits out the pauses between words, and comes back as slowly as it is set.
 */

import { fromDb } from './levels.js';

/** Louder than this is speech; an idle room is not. */
const SPEECH_DB = -42;
/** Once it speaks, what is this much softer still counts: the ends of words. */
const STAYS_DB = 6;
const ATTACK_SECONDS = 0.06;
/** Longer than the pause between two words. */
const HOLD_SECONDS = 0.35;

/**
 * @typedef {object} DuckingSettings
 * @property {boolean} on
 * @property {number} amountDb by how much the music is lowered
 * @property {number} releaseSeconds until it is most of the way back
 */

export class Ducking {
  #gain = 1;
  #sinceSpeech = Infinity;

  /** @type {DuckingSettings} */
  settings = { on: true, amountDb: 14, releaseSeconds: 0.8 };
  /** By how much the microphone's strip raises soft sound: a room that it makes louder is still no speech. */
  raisedDb = 0;

  /**
   * The gain at the end of a piece of sound.
   * @param {number} micRms of this piece
   * @param {number} seconds how long the piece is
   */
  follow(micRms, seconds) {
    const { on, amountDb, releaseSeconds } = this.settings;
    const speaking = this.#sinceSpeech < HOLD_SECONDS;
    const enough = fromDb((speaking ? SPEECH_DB - STAYS_DB : SPEECH_DB) + this.raisedDb);
    this.#sinceSpeech = micRms > enough ? 0 : this.#sinceSpeech + seconds;

    const down = on && this.#sinceSpeech < HOLD_SECONDS;
    const target = down ? fromDb(-amountDb) : 1;
    const pace = target < this.#gain ? ATTACK_SECONDS / 3 : releaseSeconds / 3;
    this.#gain += (target - this.#gain) * (1 - Math.exp(-seconds / pace));
    return this.#gain;
  }
}
