/**
 * Captions for the browser's own player, whose stream has none: server-sent events.
 */

import { MalformedMessage, parseObject, readCaption } from './message.js';

/** @import { Caption } from './message.js' */

export class CaptionEvents {
  #address;
  #take;
  /** @type {EventSource | null} */
  #source = null;

  /** @param {string} address @param {(caption: Caption) => void} take */
  constructor(address, take) {
    this.#address = address;
    this.#take = take;
  }

  /** Whether they are wanted now. @param {boolean} wanted */
  keep(wanted) {
    if (wanted === (this.#source !== null)) return;
    if (!wanted) {
      this.#source?.close();
      this.#source = null;
      return;
    }
    this.#source = new EventSource(this.#address);
    this.#source.addEventListener('caption', ({ data }) => this.#read(data));
  }

  /** @param {string} data */
  #read(data) {
    try {
      this.#take(readCaption(parseObject(data)));
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
    }
  }
}
