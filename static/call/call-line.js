/**
 * The connection of a call, which comes back into its seat by itself.
 *
 * In: name, topic, sound, levels. Out: how the call stands, and sound. Never: gives up before the station says that the
 * call is over, or half a minute has passed: the seat is kept for so long.
 */

import { socketAt } from '../address.js';
import { backoffMs } from '../backoff.js';
import { nowUs, soundMessage } from '../studio/protocol.js';
import { CALL_PROTOCOL, hangUpMessage, levelMessage, parseForCaller, ringMessage } from './protocol.js';

/** @import { Stands } from './protocol.js' */

const COMES_BACK_MS = 30_000;
const OPENING_MS = 15_000;
/** Sound comes fifty times a second to a caller with a seat, so this long without a word is a dead connection. */
const STALLED_MS = 5000;
/** 200 ms of sound: more in the browser's own queue is a network too slow. */
const MOST_WAITING_BYTES = 2000;

/**
 * @typedef {object} CallEvents
 * @property {(stands: Stands) => void} stands
 * @property {(message: ArrayBuffer) => void} sound
 * @property {(token: string) => void} joined
 * @property {() => void} lost for the moment
 * @property {(reason: string) => void} over
 */

export class CallLine {
  #slug;
  #call;
  #events;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {string | null} */
  #farewell = null;
  #failures = 0;
  /** When the connection was lost. @type {number | null} */
  #lostMs = null;
  /** Whether the caller has a seat: not while waiting. */
  #seated = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} slug the station's @param {{ name: string, topic: string, token: string | null }} call @param {CallEvents} events */
  constructor(slug, call, events) {
    this.#slug = slug;
    this.#call = call;
    this.#events = events;
    this.#open();
  }

  /** @param {Uint8Array} packet that may be left out */
  sendPacket(packet) {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > MOST_WAITING_BYTES) return;
    socket.send(soundMessage(nowUs(), packet));
  }

  /** @param {number} level of the microphone, 0 to 100 */
  sendLevel(level) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(levelMessage(level));
  }

  hangUp() {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(hangUpMessage());
    this.#end();
  }

  #open() {
    const socket = new WebSocket(socketAt(`/${this.#slug}/call/ws`), CALL_PROTOCOL);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(ringMessage(this.#call));
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = () => this.#closed();
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#closed(), OPENING_MS);
  }

  /** @param {string | ArrayBuffer} data */
  #take(data) {
    if (this.#seated) this.#watch();
    if (typeof data !== 'string') return this.#events.sound(data);
    const said = parseForCaller(data);
    if (said === null) return;
    if (said.type === 'state') return this.#stand(said);
    if (said.type === 'joined') return this.#join(said.token);
    this.#farewell = said.reason;
    this.#closed();
  }

  /** @param {string} token */
  #join(token) {
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.#lostMs = null;
    this.#call = { ...this.#call, token };
    this.#events.joined(token);
  }

  /** @param {Stands} stands */
  #stand(stands) {
    this.#seated = stands.state !== 'waiting';
    if (this.#seated) this.#watch();
    else clearTimeout(this.#timer);
    this.#events.stands(stands);
  }

  #watch() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#closed(), STALLED_MS);
  }

  #closed() {
    const first = this.#call.token === null;
    this.#end();
    const lostMs = (this.#lostMs ??= performance.now());
    if (this.#farewell !== null) return this.#events.over(this.#farewell);
    if (first) return this.#events.over('The station cannot be reached, or takes no more calls from your connection. Please try again in a moment.');
    if (performance.now() - lostMs > COMES_BACK_MS) return this.#events.over('The connection was lost.');
    this.#events.lost();
    this.#timer = setTimeout(() => this.#open(), backoffMs(this.#failures, Math.random()));
    this.#failures += 1;
  }

  #end() {
    clearTimeout(this.#timer);
    this.#seated = false;
    if (!this.#socket) return;
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }
}
