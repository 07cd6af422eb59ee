/**
 * The way back: from the start of the show, steps back and forward, and live again.
 *
 * In: what the station keeps, as the page tells it, and presses. Out: where to begin. Never: offers what is not kept.
 */

import { t } from './languages.js';
import { lengthWords } from './words.js';

/** Less than this behind is live, in microseconds. */
const LEAST_US = 5e6;
/** From here on, in seconds, whole minutes say enough. */
const WHOLE_MINUTES_FROM = 600;

/**
 * The times that the station keeps.
 * @typedef {object} KeptSound
 * @property {number} fromUs since when all is kept, in microseconds of the server's clock
 * @property {number | null} showUs when the show on air began
 */

/** @typedef {'show' | 'live' | number} BackChoice a number of seconds is a step, back if it is negative */

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
  const wanted = choice === 'show' ? (kept.showUs ?? nowUs) : nowUs - behindUs + choice * 1e6;
  const startUs = Math.max(wanted, kept.fromUs);
  return nowUs - startUs < LEAST_US ? null : startUs;
}

/** How far behind it is played, in words. @param {number} behindUs */
export function behindWords(behindUs) {
  if (behindUs < LEAST_US) return '';
  const seconds = Math.round(behindUs / 1e6);
  if (seconds < WHOLE_MINUTES_FROM && seconds % 60 !== 0) return t('behind-time', { time: lengthWords(seconds * 1e6) });
  const minutes = Math.round(seconds / 60);
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
   * @param {KeptSound} kept
   * @param {() => number} nowUs the server's time
   * @param {(startUs: number | null, behindUs: number) => void} choose
   */
  constructor(section, kept, nowUs, choose) {
    this.#section = section;
    this.#kept = kept;
    this.#nowUs = nowUs;
    this.#choose = choose;
    for (const button of section.querySelectorAll('button')) {
      button.addEventListener('click', () => this.#press(choiceOf(button.value)));
    }
    this.live();
  }

  /** How far behind it is played, in microseconds. */
  get behindUs() {
    return this.#behindUs;
  }

  /** The moment that is heard, as far as it is known without the sound, in microseconds of the server's clock; null for live. */
  get momentUs() {
    return this.#behindUs > 0 ? this.#nowUs() - this.#behindUs : null;
  }

  /** Follows what is kept by now. @param {KeptSound | null} kept null if nothing is */
  follow(kept) {
    this.#section.hidden = kept === null;
    if (!kept) return;
    this.#kept = kept;
    const show = this.#section.querySelector('button[value="show"]');
    if (show instanceof HTMLElement) show.hidden = kept.showUs === null;
  }

  /** Whether something is kept of a moment. @param {number} atUs in microseconds of the server's clock */
  keeps(atUs) {
    return atUs >= this.#kept.fromUs && atUs <= this.#nowUs() - LEAST_US;
  }

  /** Begins at a moment that is kept. @param {number} atUs */
  goTo(atUs) {
    this.announce(atUs);
    this.#choose(atUs, this.#behindUs);
  }

  /** Says how far behind it will be, once it plays from a moment. @param {number} atUs */
  announce(atUs) {
    this.#show(this.#nowUs() - atUs);
  }

  /** Says that nothing is kept of the moment that a link is to. */
  tellGone() {
    const words = this.#section.querySelector('output');
    if (words) words.textContent = t('moment-gone');
  }

  /** Says it anew, such as in another language. */
  showWords() {
    this.#show(this.#behindUs);
  }

  /** It is played live, or not at all. */
  live() {
    this.#show(0);
  }

  /** @param {BackChoice} choice */
  #press(choice) {
    // Nothing is further forward than live, and live sound is not to stop for it.
    if (typeof choice === 'number' && choice > 0 && this.#behindUs === 0) return;
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
    // Not `disabled`, which would take the keyboard's place away on the press that reaches live.
    this.#section.querySelector('button[data-forward]')?.setAttribute('aria-disabled', String(behindUs === 0));
    const words = this.#section.querySelector('output');
    if (words) words.textContent = behindWords(behindUs);
  }
}

/** @param {string} value of a button @returns {BackChoice} */
function choiceOf(value) {
  return value === 'show' || value === 'live' ? value : Number(value);
}
