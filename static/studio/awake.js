/**
 * Keeps the screen on during a show, for a machine that goes to sleep takes the show with it.
 */

export class Awake {
  #wanted = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;

  constructor() {
    // A browser lets go when the page is hidden.
    document.addEventListener('visibilitychange', () => this.#hold());
  }

  /** @param {boolean} wanted */
  set wanted(wanted) {
    this.#wanted = wanted;
    if (wanted) this.#hold();
    else this.#lock?.release();
  }

  async #hold() {
    if (!this.#wanted || document.hidden || !navigator.wakeLock) return;
    // Refused when the battery is low; then it is as it was before.
    const lock = await navigator.wakeLock.request('screen').catch(() => null);
    this.#lock = lock;
    if (!this.#wanted) lock?.release();
  }
}
