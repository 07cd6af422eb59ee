/**
 * The way back: from the start of the show, ten minutes back, and live again.
 *
 * In: what the station keeps, as the page tells it, and presses. Out: where to begin. Never: offers what is not kept.
 */

import { t } from './languages.js';

/** How far one press goes back, in microseconds. */
const STEP_US = 600e6;
/** Less than this behind is live, in microseconds. */
const LEAST_US = 5e6;

/**
 * The times that the station keeps.
 * @typedef {object} KeptSound
 * @property {number} fromUs since when all is kept, in microseconds of the server's clock
 * @property {number | null} showUs when the show on air began
 */

/** @typedef {'show' | 'ten' | 'live'} BackChoice */

/**
 * The time to begin at; null for live.
 * @param {BackChoice} choice
 * @param {KeptSound} kept
 * @param {number} nowUs the server's time
 * @param {number} behindUs how far behind it is played now
 * @returns {number | null}
 */
export function startOf(choice, kept, nowUs, behindUs) {
  if (choice === 'live') return null;
  const wanted = choice === 'show' ? (kept.showUs ?? nowUs) : nowUs - behindUs - STEP_US;
  const startUs = Math.max(wanted, kept.fromUs);
  return nowUs - startUs < LEAST_US ? null : startUs;
}

/** How far behind it is played, in words. @param {number} behindUs */
export function behindWords(behindUs) {
  if (behindUs < LEAST_US) return '';
  const minutes = Math.round(behindUs / 60e6);
  if (minutes < 1) return t('behind-less-than-a-minute');
  if (minutes < 120) return t('behind-minutes', { minutes });
  return t('behind-hours', { hours: Math.round(minutes / 60) });
}

export class BackButtons {
  #section;
  /** @type {KeptSound} */
  #kept;
  #choose;
  #nowUs;
  #behindUs = 0;

  /**
   * @param {HTMLElement} section
   * @param {() => number} nowUs the server's time
   * @param {(startUs: number | null, behindUs: number) => void} choose
   */
  constructor(section, nowUs, choose) {
    this.#section = section;
    this.#nowUs = nowUs;
    this.#choose = choose;
    const { keptFromUs = '', showFromUs = '' } = section.dataset;
    this.#kept = { fromUs: Number(keptFromUs), showUs: showFromUs ? Number(showFromUs) : null };
    for (const button of section.querySelectorAll('button')) {
      button.addEventListener('click', () => this.#press(/** @type {BackChoice} */ (button.value)));
    }
    this.live();
  }

  /** It is played live, or not at all. */
  live() {
    this.#show(0);
  }

  /** @param {BackChoice} choice */
  #press(choice) {
    const nowUs = this.#nowUs();
    const startUs = startOf(choice, this.#kept, nowUs, this.#behindUs);
    this.#show(startUs === null ? 0 : nowUs - startUs);
    this.#choose(startUs, this.#behindUs);
  }

  /** @param {number} behindUs */
  #show(behindUs) {
    this.#behindUs = behindUs;
    const live = this.#section.querySelector('button[value="live"]');
    live?.setAttribute('aria-pressed', String(behindUs === 0));
    const words = this.#section.querySelector('output');
    if (words) words.textContent = behindWords(behindUs);
  }
}
