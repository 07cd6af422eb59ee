/**
 * The switch and what stands beside it: how it goes, for how long, for whom, and how late they hear it.
 */

import { t } from '../languages.js';
import { lengthWords } from '../words.js';
import { Meter, drawScale } from './meter.js';
import { box, button, setText } from './page.js';
import { delayName, delayWords, hoursWords, stateWords, switchWords, tooLoudWords, waitingWords } from './words.js';

/** @import { Delay } from './delay.js' */
/** @import { Levels } from './desk.js' */
/** @import { Status } from './protocol.js' */
/** @import { ShowState } from './show.js' */

/** How long the second press that ends a show is waited for. */
const SURE_MS = 3000;
const TOO_LOUD_MS = 2000;

export class AirView {
  #button = button('#on-air');
  #dump = button('#dump');
  #left = new Meter(box('#meter-left'));
  #right = new Meter(box('#meter-right'));
  #tooLoudUntil = 0;
  /** @type {ShowState} */
  #state = 'off';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #sure;

  /** @param {{ start: () => void, end: () => void, dump: () => void }} wishes */
  constructor(wishes) {
    drawScale(box('#scale'));
    this.#button.addEventListener('click', () => this.#press(wishes));
    this.#dump.addEventListener('click', wishes.dump);
    box('#notice-close').addEventListener('click', () => this.notice(''));
  }

  /** The switch does something from now on. */
  ready() {
    this.#button.disabled = false;
  }

  press() {
    this.#button.click();
  }

  /** @param {ShowState} state */
  showState(state) {
    this.#state = state;
    document.body.dataset.state = state;
    this.#unsure();
    setText(box('#state'), stateWords(state));
  }

  /** @param {number} seconds */
  showCount(seconds) {
    setText(box('#on-air-words'), String(seconds));
    setText(box('#state'), t('on-air-in', { seconds }));
  }

  /** @param {string} live the DJ to wait for */
  showWaiting(live) {
    setText(box('#state'), waitingWords(live));
  }

  /** Whether a notice stands there. */
  get noticed() {
    return !box('#notice').hidden;
  }

  /** @param {string} words empty to say nothing */
  notice(words) {
    setText(box('#notice-text'), words);
    box('#notice').hidden = words === '';
  }

  /** @param {Status | null} status */
  showHours(status) {
    const words = hoursWords(status);
    // Only when it differs: a screen reader speaks what is set.
    if (box('#hours').textContent !== words) box('#hours').textContent = words;
    box('#hours').hidden = words === '';
  }

  /** @param {{ elapsedUs: number, listeners: number | null, delay: Delay | null, heldSeconds: number }} facts */
  showFacts({ elapsedUs, listeners, delay, heldSeconds }) {
    setText(box('#elapsed'), lengthWords(elapsedUs));
    setText(box('#listeners'), listeners === null ? '–' : String(listeners));
    setText(box('#delay-name'), delayName(delay));
    setText(box('#delay'), delayWords(delay));
    this.#dump.hidden = heldSeconds === 0;
    setText(this.#dump, t('dump', { seconds: heldSeconds }));
  }

  /** @param {Levels} levels @param {number} nowMs @param {number} seconds since the last time */
  meter({ left, right }, nowMs, seconds) {
    this.#left.show(left, nowMs, seconds);
    this.#right.show(right, nowMs, seconds);
    const words = tooLoudWords(Math.max(left.peak, right.peak));
    if (words) this.#tooLoudUntil = nowMs + TOO_LOUD_MS;
    setText(box('#master-words'), nowMs < this.#tooLoudUntil ? tooLoudWords(1) : '');
  }

  /** A show is ended by two presses: one may be a slip. @param {{ start: () => void, end: () => void }} wishes */
  #press({ start, end }) {
    if (this.#state === 'off') return start();
    if (this.#state !== 'on-air' || this.#sure !== undefined) return end();
    this.#sure = setTimeout(() => this.#unsure(), SURE_MS);
    this.#showSwitch();
  }

  #unsure() {
    clearTimeout(this.#sure);
    this.#sure = undefined;
    this.#showSwitch();
  }

  #showSwitch() {
    const isSure = this.#sure !== undefined;
    setText(box('#on-air-words'), switchWords(this.#state, isSure));
    this.#button.toggleAttribute('data-sure', isSure);
  }
}
