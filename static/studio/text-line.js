/**
 * Messages of listeners on the DJ's page, the newest last, and which of them are unread.
 *
 * In: all messages, whenever they change. Out: orders to hide one or to block its sender.
 */

import { formatLanguage, t } from '../languages.js';
import { store, stored } from '../stored.js';
import { box, button, find, setText } from './page.js';

/** @import { ListenerMessage, MessageOrder } from './protocol.js' */

/** A list that is scrolled up by more than this stays where it is. */
const AT_END_PX = 40;

export class TextLine {
  #key;
  #onOrder;
  #card = box('#messages-card');
  #list = box('#listener-messages');
  #read = button('#messages-read');
  #template = find('#listener-message', HTMLTemplateElement);
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  /** The time of the newest message that was read. */
  #readUs;
  /** @type {ListenerMessage[]} */
  #messages = [];
  /** Numbers of those that were taken away here, which the station does in a moment. @type {Set<number>} */
  #gone = new Set();

  /** @param {string} slug the station's @param {(order: MessageOrder, number: number) => void} onOrder */
  constructor(slug, onOrder) {
    this.#key = `longwave.studio.read.${slug}`;
    this.#onOrder = onOrder;
    this.#readUs = Number(stored(this.#key)) || 0;
    this.#read.addEventListener('click', () => this.#readAll());
    this.live = false;
  }

  /** Whether the station hears what is ordered. @param {boolean} live */
  set live(live) {
    for (const one of this.#list.querySelectorAll('button')) one.disabled = !live;
    box('#messages-hint').hidden = live;
  }

  /** @param {ListenerMessage[]} all the oldest first */
  show(all) {
    const messages = all.filter(({ number }) => !this.#gone.has(number));
    const isAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < AT_END_PX;
    if (messages.length > 0) this.#card.hidden = false;
    this.#messages = messages;
    const there = new Set(messages.map(({ number }) => number));
    for (const number of this.#rows.keys()) if (!there.has(number)) this.#remove(number);
    for (const message of messages) if (!this.#rows.has(message.number)) this.#add(message);
    if (isAtEnd) this.#list.scrollTop = this.#list.scrollHeight;
    this.#count();
  }

  /** @param {ListenerMessage} message */
  #add({ number, atUs, name, text }) {
    const row = /** @type {DocumentFragment} */ (this.#template.content.cloneNode(true)).firstElementChild;
    if (!(row instanceof HTMLElement)) throw new Error('the page has no row for a message');
    const time = find('time', HTMLTimeElement, row);
    const at = new Date(atUs / 1000);
    time.dateTime = at.toISOString();
    setText(time, at.toLocaleTimeString(formatLanguage(), { hour: '2-digit', minute: '2-digit' }));
    setText(find('.message-name', HTMLElement, row), name || t('unnamed-listener'));
    setText(find('.message-text', HTMLElement, row), text);
    const [hide, block] = [button('.message-hide', row), button('.message-block', row)];
    hide.setAttribute('aria-label', t('hide-message-of', { text }));
    block.setAttribute('aria-label', t('block-sender-of', { text }));
    hide.addEventListener('click', () => this.#order('hide', number));
    block.addEventListener('click', () => this.#order('block', number));
    this.#rows.set(number, row);
    this.#list.append(row);
  }

  /** @param {MessageOrder} order @param {number} number */
  #order(order, number) {
    this.#onOrder(order, number);
    this.#gone.add(number);
    this.#messages = this.#messages.filter((message) => message.number !== number);
    this.#remove(number);
    this.#count();
  }

  /** Whoever stood on it by keys goes on with the next one. @param {number} number */
  #remove(number) {
    const row = this.#rows.get(number);
    const beside = row?.contains(document.activeElement) ? (row.nextElementSibling ?? row.previousElementSibling) : null;
    row?.remove();
    this.#rows.delete(number);
    beside?.querySelector('button')?.focus();
  }

  #readAll() {
    this.#readUs = this.#messages.at(-1)?.atUs ?? this.#readUs;
    store(this.#key, String(this.#readUs));
    this.#count();
  }

  #count() {
    let count = 0;
    for (const { number, atUs } of this.#messages) {
      const isUnread = atUs > this.#readUs;
      if (isUnread) count += 1;
      this.#rows.get(number)?.classList.toggle('unread', isUnread);
    }
    setText(box('#messages-unread'), count > 0 ? t('messages-unread', { count }) : '');
    this.#read.disabled = count === 0;
    box('#messages-none').hidden = this.#messages.length > 0;
  }
}
