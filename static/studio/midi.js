/**
 * The messages of a MIDI controller, and which control of the page it is for.
 *
 * In: messages of MIDI 1.0. Out: presses, and places of faders and knobs. Never: acts on what nothing was assigned to.
 */

import { store, stored } from '../stored.js';

const KEPT = 'longwave.studio.midi';
const NOTE_OFF = 0x80;
const NOTE_ON = 0x90;
const CONTROL_CHANGE = 0xb0;
/** A key that sends a control change is pressed beyond this. */
const PRESSED = 0.5;

/**
 * @typedef {object} MidiInput
 * @property {string} source the kind of message, its channel and its number
 * @property {number} place 0 to 1
 */

/** Null for what is neither a key nor a fader. @param {Uint8Array} message @returns {MidiInput | null} */
export function readMidi([status = 0, number = 0, value = 0]) {
  const [kind, channel] = [status & 0xf0, (status & 0x0f) + 1];
  if (kind === NOTE_ON || kind === NOTE_OFF) return { source: `note ${channel}/${number}`, place: kind === NOTE_ON ? value / 127 : 0 };
  return kind === CONTROL_CHANGE ? { source: `control ${channel}/${number}`, place: value / 127 } : null;
}

/** Which controls are assigned to what, as this device remembers it. */
export class MidiMap {
  /** Selectors of controls by their source. @type {Map<string, string>} */
  #controls = new Map();
  /** @type {Map<string, number>} */
  #places = new Map();

  constructor() {
    try {
      this.#controls = new Map(Object.entries(JSON.parse(stored(KEPT) ?? '{}')));
    } catch {
      // Something else is kept there.
    }
  }

  get size() {
    return this.#controls.size;
  }

  /** @param {string} source @param {string} control */
  assign(source, control) {
    this.#controls.set(source, control);
    this.#keep();
  }

  clear() {
    this.#controls.clear();
    this.#keep();
  }

  /**
   * The control that something is for, and whether it was pressed just now; null if there is none.
   * @param {MidiInput} input
   */
  take({ source, place }) {
    const wasPressed = (this.#places.get(source) ?? 0) > PRESSED;
    // A soft touch of a key counts as one, too.
    const isPressed = source.startsWith('note') ? place > 0 : place > PRESSED;
    this.#places.set(source, isPressed ? 1 : 0);
    const control = this.#controls.get(source);
    return control === undefined ? null : { control, place, pressed: isPressed && !wasPressed };
  }

  #keep() {
    store(KEPT, JSON.stringify(Object.fromEntries(this.#controls)));
  }
}
