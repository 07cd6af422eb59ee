/**
 * The tracks that wait on a deck.
 *
 * In: files of the DJ and tracks of the station. Out: one after the other. Never: more than a night's worth.
 */

import { titleFromName } from './file-title.js';

/** @import { StationTrack } from './station-library.js' */

/** Longer sets are one file. */
const MOST = 100;

/** @typedef {{ file: File } | { track: StationTrack }} DeckItem */

export class DeckQueue {
  #changed;
  /** @type {DeckItem[]} */
  #items = [];

  /** @param {() => void} changed */
  constructor(changed) {
    this.#changed = changed;
  }

  /** The titles that wait, the next one first. */
  get titles() {
    return this.#items.map((item) => ('file' in item ? titleFromName(item.file.name) : item.track));
  }

  /** Appends them; false if there is no room for all. @param {DeckItem[]} items */
  add(items) {
    const room = MOST - this.#items.length;
    this.#items.push(...items.slice(0, room));
    this.#changed();
    return items.length <= room;
  }

  /** Takes the next one out; null if there is none. */
  take() {
    const next = this.#items.shift() ?? null;
    if (next) this.#changed();
    return next;
  }

  /** @param {number} place 0 for the next one */
  remove(place) {
    this.#items.splice(place, 1);
    this.#changed();
  }
}
