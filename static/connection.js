/**
 * One WebSocket to the station that comes back by itself.
 *
 * In: messages. Out: the same messages, and whether there is a connection. Never: gives up. It knows
 * nothing of what the messages mean, except that sound is binary and so shows a healthy connection.
 */

import { backoffMs } from './backoff.js';

const PROTOCOL = 'longwave.v1';
/** The server sends ten messages a second, so this long without one is a dead line that nobody closed. */
const STALLED_MS = 5000;
/** A phone's radio may take this long to wake. */
const OPENING_MS = 10000;
/** How a server closes that is going away. */
const GOING_AWAY = 1001;

/**
 * @typedef {object} Events
 * @property {() => string} address asked for at every attempt, since where to resume changes
 * @property {() => void} [opened] every time there is a connection
 * @property {(data: string | ArrayBuffer) => void} message
 * @property {(goingAway: boolean) => void} lost every time an attempt or a connection ends
 */

export class Connection {
  #events;
  /** @type {WebSocket | null} */
  #socket = null;
  #failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;
  #atOnce = () => this.#tryNow();

  /** @param {Events} events */
  constructor(events) {
    this.#events = events;
    // Waiting out the backoff would be silence for nothing.
    addEventListener('online', this.#atOnce);
    this.#open();
  }

  end() {
    removeEventListener('online', this.#atOnce);
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Drops a connection that does not keep to the protocol, and tries again later. */
  reject() {
    this.#lose(false);
  }

  /** Says something, if there is a connection. @param {string} text */
  send(text) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  #open() {
    const socket = new WebSocket(this.#events.address(), PROTOCOL);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#events.opened?.();
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = ({ code }) => this.#lose(code === GOING_AWAY);
    this.#socket = socket;
    this.#watchFor(OPENING_MS);
  }

  /** @param {string | ArrayBuffer} data */
  #take(data) {
    if (typeof data !== 'string') this.#failures = 0;
    this.#watchFor(STALLED_MS);
    this.#events.message(data);
  }

  /** @param {number} ms */
  #watchFor(ms) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lose(false), ms);
  }

  /** @param {boolean} goingAway */
  #lose(goingAway) {
    this.#drop();
    this.#retry = setTimeout(() => this.#open(), backoffMs(this.#failures, Math.random()));
    this.#failures += 1;
    this.#events.lost(goingAway);
  }

  #tryNow() {
    if (this.#socket) return;
    clearTimeout(this.#retry);
    this.#failures = 0;
    this.#open();
  }

  #drop() {
    clearTimeout(this.#watch);
    if (!this.#socket) return;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }
}
