/**
 * How loud sound is, in numbers that a meter can show.
 *
 * In: samples and amplitudes, 1 being full scale. Out: decibels and places on a meter. Never: touches a page.
 */

/** What counts as nothing, in dBFS. */
export const FLOOR_DB = -60;
/** How long a meter keeps its highest peak, and how fast the mark falls after that. */
const HOLD_SECONDS = 1.5;
const FALL_DB_PER_SECOND = 20;

/** @param {number} amplitude */
export function toDb(amplitude) {
  return amplitude <= 0.001 ? FLOOR_DB : Math.max(FLOOR_DB, 20 * Math.log10(amplitude));
}

/** @param {number} db */
export function fromDb(db) {
  return 10 ** (db / 20);
}

/** Where a level stands on a meter, 0 to 1: the upper half is the loudest 20 dB. @param {number} db */
export function placeOnMeter(db) {
  const linear = Math.max(0, Math.min(1, (db - FLOOR_DB) / -FLOOR_DB));
  return linear ** 1.7;
}

/** The highest amplitude and the mean square of a piece of sound, gathered until asked. */
export class Level {
  #peak = 0;
  #sum = 0;
  #count = 0;

  /** @param {number} sample */
  add(sample) {
    const size = Math.abs(sample);
    if (size > this.#peak) this.#peak = size;
    this.#sum += sample * sample;
    this.#count += 1;
  }

  /** What was gathered since it was last taken. */
  take() {
    const rms = this.#count > 0 ? Math.sqrt(this.#sum / this.#count) : 0;
    const taken = { peak: this.#peak, rms };
    this.#peak = this.#sum = this.#count = 0;
    return taken;
  }
}

/** The mark that stays where the loudest sound was, for a while. */
export class PeakHold {
  #heldFor = 0;

  /** In dBFS. */
  db = FLOOR_DB;

  /** @param {number} db the level now @param {number} seconds since the last call */
  follow(db, seconds) {
    this.#heldFor += seconds;
    if (db >= this.db) {
      this.db = db;
      this.#heldFor = 0;
    } else if (this.#heldFor > HOLD_SECONDS) {
      this.db = Math.max(db, FLOOR_DB, this.db - FALL_DB_PER_SECOND * seconds);
    }
    return this.db;
  }
}
