/**
 * Ends the sound after a time that the listener chooses, and fades it before.
 */

const FADE_MS = 8000;
const STEPS = 40;

export class SleepTimer {
  #fade;
  #stop;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(level: number) => void} fade from 1 to 0, and 1 again once it is over
   * @param {() => void} stop
   */
  constructor(fade, stop) {
    this.#fade = fade;
    this.#stop = stop;
  }

  /** Ends the sound after `minutes` from now; 0 does not. @param {number} minutes */
  set(minutes) {
    clearTimeout(this.#timer);
    this.#fade(1);
    if (minutes > 0) this.#timer = setTimeout(() => this.#fadeFrom(STEPS), minutes * 60_000 - FADE_MS);
  }

  /** @param {number} step that are left */
  #fadeFrom(step) {
    if (step === 0) {
      this.#stop();
      this.#fade(1);
      return;
    }
    this.#fade(step / STEPS);
    this.#timer = setTimeout(() => this.#fadeFrom(step - 1), FADE_MS / STEPS);
  }
}

/**
 * The list of times to choose from: it is at "off" again once the sound has ended.
 * @param {HTMLSelectElement} list of minutes
 * @param {(level: number) => void} fade @param {() => void} stop
 */
export function openSleepTimer(list, fade, stop) {
  const timer = new SleepTimer(fade, () => {
    stop();
    list.value = '0';
  });
  list.addEventListener('change', () => timer.set(Number(list.value)));
}
