/**
 * One connection to the station, from hello to its end.
 *
 * In: an account, sound and titles. Out: what the station answers, and the relation of its clock to ours.
 * Never: comes back by itself; `show.js` decides that. Sound that the network cannot carry is left out and
 * counted, for sound that waits is delay that stays.
 */

import { socketAt } from '../address.js';
import { ClockFilter } from './clock-filter.js';
import {
  PROTOCOL,
  dumpMessage,
  helloMessage,
  nowUs,
  orderMessage,
  parseAnswer,
  pingMessage,
  readMessage,
  soundMessage,
  titleMessage,
} from './protocol.js';

/** @import { Account, Ended, ListenerMessages, Message, MessageOrder, OnAir, Status, Waiting } from './protocol.js' */

/** The station speaks twice a second, so this long without a word is a dead line that nobody closed. */
const STALLED_MS = 4000;
const OPENING_MS = 8000;
const CLOSING_MS = 1000;
/** How a station closes that signs off and may be back soon. */
const GOING_AWAY = 1001;
/** A few quick ones first, so that the clocks are related at once. */
const QUICK_PINGS = 8;
const QUICK_PING_MS = 60;
const PING_MS = 1000;
/** Half a second of sound: more in the browser's own queue is a network too slow. */
const MOST_WAITING_BYTES = 8000;

/**
 * @typedef {object} LineEvents
 * @property {(said: OnAir | Waiting | Ended | Message | ListenerMessages | Status) => void} said
 * @property {() => void} lost without a word of farewell
 */

export class Line {
  #events;
  #socket;
  #pings = 0;
  /** The station's last words, if it had any. @type {Ended | null} */
  #farewell = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextPing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;

  clock = new ClockFilter();
  /** Packets left out since the beginning. */
  dropped = 0;

  /**
   * @param {string} slug the station's
   * @param {Account} account
   * @param {string} codec
   * @param {LineEvents} events
   */
  constructor(slug, account, codec, events) {
    this.#events = events;
    const socket = new WebSocket(socketAt(`/${slug}/ingest`), PROTOCOL);
    socket.onopen = () => socket.send(helloMessage(account, codec));
    socket.onmessage = ({ data }) => typeof data === 'string' && this.#take(data);
    socket.onclose = ({ code }) => this.#closed(code);
    this.#socket = socket;
    this.#watchFor(OPENING_MS);
  }

  /** Seconds of sound that could not be sent. */
  get droppedSeconds() {
    return this.dropped * 0.02;
  }

  /** @param {Uint8Array} packet that may be left out */
  sendPacket(packet) {
    if (this.#socket.bufferedAmount > MOST_WAITING_BYTES) this.dropped += 1;
    else this.sendBytes(packet);
  }

  /** @param {Uint8Array} bytes of a container, of which none may be left out */
  sendBytes(bytes) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(soundMessage(nowUs(), bytes));
  }

  /** @param {{ artist: string, title: string }} what */
  sendTitle(what) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(titleMessage(what));
  }

  /** @param {number} number of a message */
  sendRead(number) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(readMessage(number));
  }

  /** @param {MessageOrder} order @param {number} number of a listener's message */
  sendOrder(order, number) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(orderMessage(order, number));
  }

  sendDump() {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(dumpMessage());
  }

  end() {
    clearTimeout(this.#watch);
    clearTimeout(this.#nextPing);
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }

  /** @param {string} text */
  #take(text) {
    const cameUs = nowUs();
    this.#watchFor(STALLED_MS);
    const said = parseAnswer(text);
    if (said === null || said.type === 'allowed') return;
    if (said.type === 'pong') return this.clock.add(said.t0, said.t1, said.t2, cameUs);
    if (this.#pings === 0) this.#ping();
    if (said.type !== 'error' && said.type !== 'off_air') return this.#events.said(said);
    // How it closes tells whether it wants us back.
    this.#farewell = said;
    this.#watchFor(CLOSING_MS);
  }

  /** @param {number} code of the WebSocket */
  #closed(code) {
    const farewell = this.#farewell;
    if (!farewell || code === GOING_AWAY) return this.#lose();
    this.end();
    this.#events.said(farewell);
  }

  #ping() {
    this.#socket.send(pingMessage(nowUs()));
    this.#pings += 1;
    this.#nextPing = setTimeout(() => this.#ping(), this.#pings < QUICK_PINGS ? QUICK_PING_MS : PING_MS);
  }

  /** @param {number} ms */
  #watchFor(ms) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#closed(0), ms);
  }

  #lose() {
    this.end();
    this.#events.lost();
  }
}
