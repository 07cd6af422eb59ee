/**
 * What people at the station have to say to the DJ, until it is read.
 */

import { t } from '../languages.js';
import { box } from './page.js';

/** @import { Message } from './protocol.js' */

export class Messages {
  #list = box('#messages');
  #onRead;
  /** Numbers of those that are shown; one that was not noted as read comes again with the next connection. */
  #shown = /** @type {Set<number>} */ (new Set());

  /** @param {(number: number) => void} onRead */
  constructor(onRead) {
    this.#onRead = onRead;
  }

  /** @param {Message} message */
  show({ number, from, text }) {
    if (this.#shown.has(number)) return;
    this.#shown.add(number);
    const words = document.createElement('p');
    words.textContent = `${from}: ${text}`;
    const read = document.createElement('button');
    read.type = 'button';
    read.className = 'plain';
    read.textContent = t('read');
    read.setAttribute('aria-label', t('read-message', { text }));
    const item = document.createElement('div');
    item.className = 'notice';
    item.append(words, read);
    read.addEventListener('click', () => {
      this.#shown.delete(number);
      item.remove();
      this.#onRead(number);
    });
    this.#list.append(item);
  }
}
