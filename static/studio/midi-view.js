/**
 * The MIDI controller on the page: every button and slider of the studio can be assigned to one of its keys or faders.
 */

import { t } from '../languages.js';
import { MidiMap, readMidi } from './midi.js';
import { box, button, setText } from './page.js';

const CONTROLS = 'main button, main input[type="range"], main input[type="checkbox"]';

export class MidiView {
  #map = new MidiMap();
  #said = box('#midi-said');
  #assign = button('#midi-assign');
  #forget = button('#midi-forget');
  #assigning = false;
  /** The control that the next key or fader is assigned to. @type {HTMLElement | null} */
  #chosen = null;

  constructor() {
    box('#midi').hidden = !('requestMIDIAccess' in navigator);
    button('#midi-connect').addEventListener('click', () => this.#connect());
    this.#assign.addEventListener('click', () => this.#setAssigning(!this.#assigning));
    this.#forget.addEventListener('click', () => {
      this.#map.clear();
      this.#setAssigning(false);
      setText(this.#said, t('midi-forgotten'));
    });
    // Before the control itself hears of it.
    document.addEventListener('click', (event) => this.#choose(event), true);
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && this.#assigning && this.#setAssigning(false), true);
    document.addEventListener('focusin', (event) => event.target instanceof HTMLInputElement && this.#choose(event), true);
  }

  async #connect() {
    try {
      const access = await navigator.requestMIDIAccess();
      access.addEventListener('statechange', () => this.#listen(access));
      this.#listen(access);
    } catch {
      setText(this.#said, t('midi-refused'));
    }
  }

  /** @param {MIDIAccess} access */
  #listen(access) {
    const inputs = [...access.inputs.values()].filter(({ state }) => state === 'connected');
    for (const one of inputs) one.onmidimessage = ({ data }) => data && this.#take(data);
    // Without one, nothing could be assigned, and no button of the page pressed.
    if (inputs.length === 0) this.#setAssigning(false);
    else if (this.#assigning) return;
    const names = new Intl.ListFormat(document.documentElement.lang).format(inputs.map(({ name }) => name ?? '?'));
    setText(this.#said, inputs.length > 0 ? t('midi-connected', { names }) : t('midi-none'));
    this.#assign.disabled = inputs.length === 0;
    this.#forget.disabled = this.#map.size === 0;
  }

  /** @param {boolean} assigning */
  #setAssigning(assigning) {
    this.#mark(null);
    this.#assigning = assigning;
    this.#assign.setAttribute('aria-pressed', String(assigning));
    this.#forget.disabled = this.#map.size === 0;
    setText(this.#said, assigning ? t('midi-choose') : '');
  }

  /** @param {HTMLElement | null} control */
  #mark(control) {
    this.#chosen?.classList.remove('midi-chosen');
    control?.classList.add('midi-chosen');
    this.#chosen = control;
  }

  /** @param {Event} event */
  #choose(event) {
    const control = event.target instanceof Element && this.#assigning ? event.target.closest(CONTROLS) : null;
    if (!(control instanceof HTMLElement) || control.closest('#midi')) return;
    event.preventDefault();
    event.stopPropagation();
    this.#mark(control);
    setText(this.#said, t('midi-move'));
  }

  /** @param {Uint8Array} data */
  #take(data) {
    const said = readMidi(data);
    if (!said) return;
    if (this.#chosen) {
      // The key that comes up is none that was pressed.
      if (said.source.startsWith('note') && said.place === 0) return;
      this.#map.assign(said.source, selectorOf(this.#chosen));
      this.#setAssigning(false);
      return setText(this.#said, t('midi-assigned'));
    }
    const taken = this.#map.take(said);
    const control = taken && document.querySelector(taken.control);
    if (taken && control instanceof HTMLInputElement && control.type === 'range') turn(control, taken.place);
    else if (taken?.pressed && control instanceof HTMLElement) control.click();
  }
}

/** @param {HTMLInputElement} slider @param {number} place 0 to 1 */
function turn(slider, place) {
  if (slider.disabled) return;
  slider.value = String(Number(slider.min) + place * (Number(slider.max) - Number(slider.min)));
  slider.dispatchEvent(new Event('input'));
  slider.dispatchEvent(new Event('change'));
}

/** Finds a control again, also on another day. @param {Element} control */
function selectorOf(control) {
  const steps = [];
  for (let at = /** @type {Element | null} */ (control); at && at !== document.body; at = at.parentElement) {
    if (at.id) return [`#${CSS.escape(at.id)}`, ...steps].join(' > ');
    const place = [...(at.parentElement?.children ?? [])].indexOf(at) + 1;
    steps.unshift(`${at.localName}:nth-child(${place})`);
  }
  return steps.join(' > ');
}
