/**
 * Shows captions under the cover, to those who want them.
 *
 * Screen readers are told each caption once, when it is final: what changes with every word would be read again and again.
 */

import { Captions } from './captions.js';
import { store, stored } from './stored.js';

/** @import { Caption } from './message.js' */

const KEY = 'longwave.captions';

/**
 * The parts of the page that captions need.
 * @typedef {object} CaptionElements
 * @property {HTMLElement} section hidden while the station has no captions
 * @property {HTMLElement} toggle pressed while they are shown
 * @property {HTMLElement} lines the captions, for the eye
 * @property {HTMLElement} spoken the captions, for screen readers
 */

export class CaptionsView {
  #captions = new Captions();
  #elements;
  #isOn = stored(KEY) === 'on';
  #shown = '';
  /** The number of the caption that was told last. */
  #told = -1;

  /** @param {CaptionElements} elements */
  constructor(elements) {
    this.#elements = elements;
    elements.toggle.addEventListener('click', () => {
      this.#isOn = !this.#isOn;
      store(KEY, this.#isOn ? 'on' : 'off');
      this.#showToggle();
    });
    this.#showToggle();
  }

  /** Whether they are wanted. */
  get isOn() {
    return this.#isOn;
  }

  /** @param {Caption} caption @param {number} heardUs the time of the sound that is heard now */
  take(caption, heardUs) {
    this.#captions.take(caption, heardUs);
    // Captions were switched on since the page was made.
    this.#elements.section.hidden = false;
  }

  /** @param {number | null} heardUs the time of the sound that is heard; null if nothing is */
  show(heardUs) {
    const lines = this.#isOn && heardUs !== null ? this.#captions.at(heardUs) : [];
    const text = lines.map((line) => line.text).join('\n');
    if (text !== this.#shown) this.#elements.lines.textContent = text;
    this.#shown = text;
    const told = lines.filter((line) => line.final && line.id > this.#told);
    if (told.length === 0) return;
    this.#elements.spoken.textContent = told.map((line) => line.text).join(' ');
    this.#told = told[told.length - 1].id;
  }

  #showToggle() {
    this.#elements.toggle.setAttribute('aria-pressed', String(this.#isOn));
    this.#elements.lines.hidden = !this.#isOn;
    if (!this.#isOn) this.#elements.spoken.textContent = '';
  }
}

/** The captions of this page. @param {Document} page */
export function openCaptions(page) {
  const [section, toggle, lines, spoken] =
    ['captions', 'captions-toggle', 'captions-lines', 'captions-spoken'].map((id) => page.getElementById(id));
  if (!section || !toggle || !lines || !spoken) throw new Error('the page has no captions');
  return new CaptionsView({ section, toggle, lines, spoken });
}
