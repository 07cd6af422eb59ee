/**
 * Asks the server now and then what is on air, for those whom no connection tells it.
 */

const EVERY_MS = 15000;

/**
 * @template T
 * @typedef {object} Seen
 * @property {number} nowUs the server's time of the answer, in microseconds
 * @property {T} data
 */

/** @template T */
export class Glance {
  #ask;
  #wanted;
  #onSeen;
  #timer;
  #atOnce = () => this.look();
  /** By how much the server's clock is ahead of the device's, in microseconds. */
  #aheadUs = 0;

  /**
   * @param {() => Promise<Seen<T> | null>} ask null if there was no answer
   * @param {() => boolean} wanted whether somebody needs it now
   * @param {(data: T) => void} onSeen
   * @param {number} [nowUs] the server's time, if it is known already
   */
  constructor(ask, wanted, onSeen, nowUs = Date.now() * 1000) {
    this.#ask = ask;
    this.#wanted = wanted;
    this.#onSeen = onSeen;
    this.#aheadUs = nowUs - Date.now() * 1000;
    this.#timer = setInterval(this.#atOnce, EVERY_MS);
    document.addEventListener('visibilitychange', this.#atOnce);
  }

  end() {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#atOnce);
    this.#wanted = () => false;
  }

  /** The server's time to about a second, in microseconds. */
  get nowUs() {
    return Date.now() * 1000 + this.#aheadUs;
  }

  async look() {
    if (!this.#wanted()) return;
    // A glance that fails is made good by the next.
    const seen = await this.#ask().catch(() => null);
    if (!seen) return;
    this.#aheadUs = seen.nowUs - Date.now() * 1000;
    if (this.#wanted()) this.#onSeen(seen.data);
  }
}
