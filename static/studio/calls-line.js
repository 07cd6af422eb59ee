/**
 * The connection of the DJ's desk for calls.
 *
 * In: an account, orders, talkback. Out: the line, and the callers' sound. Comes back by itself until it is ended.
 */

import { socketAt } from '../address.js';
import { backoffMs } from '../backoff.js';
import { DESK_PROTOCOL, deskHelloMessage, openMessage, orderMessage, parseForDesk } from '../call/protocol.js';
import { nowUs, soundMessage } from './protocol.js';

/** @import { LineTold, Order } from '../call/protocol.js' */
/** @import { Account } from './protocol.js' */

/** The line is told four times a second, so this long without a word is a dead connection. */
const STALLED_MS = 5000;
const MOST_WAITING_BYTES = 2000;

/**
 * @typedef {object} DeskEvents
 * @property {(line: LineTold) => void} line
 * @property {(message: ArrayBuffer) => void} sound
 * @property {(reason: string) => void} refused
 * @property {() => void} lost for the moment
 * @property {(reason: string) => void} over
 */

export class CallsLine {
  #slug;
  #account;
  #events;
  /** @type {WebSocket | null} */
  #socket = null;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} slug the station's @param {Account} account @param {DeskEvents} events */
  constructor(slug, account, events) {
    this.#slug = slug;
    this.#account = account;
    this.#events = events;
    this.#connect();
  }

  /** Opens or closes the line. @param {boolean} open */
  open(open) {
    this.#say(openMessage(open));
  }

  /** @param {number} call @param {Order} order @param {number} [seconds] of a bar */
  order(call, order, seconds) {
    this.#say(orderMessage(call, order, seconds));
  }

  /** @param {Uint8Array} packet of talkback, that may be left out */
  sendPacket(packet) {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > MOST_WAITING_BYTES) return;
    socket.send(soundMessage(nowUs(), packet));
  }

  end() {
    clearTimeout(this.#timer);
    if (!this.#socket) return;
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  #connect() {
    const socket = new WebSocket(socketAt(`/${this.#slug}/call/desk`), DESK_PROTOCOL);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(deskHelloMessage(this.#account));
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = () => this.#lose();
    this.#socket = socket;
    this.#watch();
  }

  /** @param {string | ArrayBuffer} data */
  #take(data) {
    if (typeof data !== 'string') return this.#events.sound(data);
    const said = parseForDesk(data);
    if (said === null) return;
    this.#watch();
    if (said.type === 'refused') return this.#events.refused(said.reason);
    if (said.type === 'line') {
      this.#failures = 0;
      return this.#events.line(said);
    }
    this.end();
    this.#events.over(said.reason);
  }

  /** @param {string} text */
  #say(text) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lose(), STALLED_MS);
  }

  #lose() {
    this.end();
    this.#events.lost();
    this.#timer = setTimeout(() => this.#connect(), backoffMs(this.#failures, Math.random()));
    this.#failures += 1;
  }
}
