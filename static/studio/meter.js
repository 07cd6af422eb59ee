/**
 * A level meter: how loud it is, and where the loudest was.
 */

import { FLOOR_DB, PeakHold, placeOnMeter, toDb } from './levels.js';
import { dbWords } from './words.js';

/** @import { Loudness } from './desk.js' */

/** How fast the bar falls, in dB a second, so that it can be read. */
const FALL = 30;
const SPOKEN_EVERY_MS = 1000;
const MARKS = [-40, -20, -12, -6, -3, 0];

export class Meter {
  #element;
  #hold = new PeakHold();
  #shownDb = FLOOR_DB;
  #spokenAt = 0;
  #drawn = '';

  /** @param {HTMLElement} element with the role of a meter */
  constructor(element) {
    this.#element = element;
    for (const part of ['fill', 'hold']) {
      const bar = document.createElement('span');
      bar.className = part;
      element.append(bar);
    }
  }

  /** @param {Loudness} loudness @param {number} nowMs @param {number} seconds since the last time */
  show({ peak }, nowMs, seconds) {
    const db = toDb(peak);
    this.#shownDb = Math.max(db, this.#shownDb - FALL * seconds, FLOOR_DB);
    const held = this.#hold.follow(db, seconds);
    const drawn = `${percent(this.#shownDb)} ${percent(held)}`;
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      this.#element.style.setProperty('--level', percent(this.#shownDb));
      this.#element.style.setProperty('--held', percent(held));
      this.#element.classList.toggle('quiet', held <= FLOOR_DB);
      this.#element.classList.toggle('hot', held > -1);
    }
    if (nowMs - this.#spokenAt < SPOKEN_EVERY_MS) return;
    this.#spokenAt = nowMs;
    this.#element.setAttribute('aria-valuenow', String(Math.round(held)));
    this.#element.setAttribute('aria-valuetext', dbWords(held));
  }
}

/** Writes the decibels under a meter. @param {HTMLElement} scale */
export function drawScale(scale) {
  for (const db of MARKS) {
    const mark = document.createElement('span');
    mark.textContent = String(db).replace('-', '−');
    mark.style.setProperty('--at', percent(db));
    scale.append(mark);
  }
}

/** @param {number} db */
function percent(db) {
  return `${(placeOnMeter(db) * 100).toFixed(1)}%`;
}
