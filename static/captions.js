/**
 * Keeps captions until their sound is heard.
 *
 * In: captions as they come, most of them after their words were spoken. Out: the lines that belong to the sound being
 * heard. Never: shows a caption before its words, or one that was withdrawn.
 */

/** @import { Caption } from './message.js' */

/** A caption stays for so long after its last word, or after it came if that is later, in microseconds. */
const STAYS_US = 4_000_000;
/** Lines that are shown at once. */
const LINES = 2;
/** Captions that are kept. */
const KEPT = 50;

/** @typedef {Caption & { untilUs: number }} Kept */

export class Captions {
  /** In order of time. @type {Kept[]} */
  #kept = [];

  /**
   * Takes a caption in, in place of the one with its number. An empty one withdraws that.
   * @param {Caption} caption
   * @param {number} heardUs the time of the sound that is heard now
   */
  take(caption, heardUs) {
    this.#kept = this.#kept.filter((other) => other.id !== caption.id);
    if (caption.text === '') return;
    this.#kept.push({ ...caption, untilUs: Math.max(caption.endUs, heardUs) + STAYS_US });
    this.#kept.sort((a, b) => a.startUs - b.startUs);
    this.#kept.splice(0, this.#kept.length - KEPT);
  }

  /**
   * The lines to be shown with the sound at `heardUs`, the newest last.
   * @param {number} heardUs
   * @returns {Caption[]}
   */
  at(heardUs) {
    return this.#kept.filter(({ startUs, untilUs }) => startUs <= heardUs && heardUs < untilUs).slice(-LINES);
  }
}
