/**
 * A show, from the count-in to the end.
 *
 * In: the DJ's wish to be on air. Out: the programme on its way to the station, and how it goes. Never: gives
 * up because of the network; it ends when the DJ or the station says so.
 */

import { backoffMs } from '../backoff.js';
import { t } from '../languages.js';
import { OpusEncoding, PACKET_MS } from './encoder-opus.js';
import { PIECE_MS, RecorderEncoding } from './encoder-recorder.js';
import { Line } from './line.js';
import { WorkerLine } from './worker-line.js';

/** @import { Desk } from './desk.js' */
/** @import { Account, Ended, ListenerMessage, ListenerMessages, Message, MessageOrder, OnAir, Status, Waiting } from './protocol.js' */

/** @typedef {'off' | 'counting' | 'connecting' | 'waiting' | 'on-air' | 'lost'} ShowState */

/**
 * @typedef {object} ShowEvents
 * @property {(state: ShowState) => void} state
 * @property {(seconds: number) => void} count before going on air
 * @property {(live: string) => void} waiting in line behind this DJ
 * @property {(status: Status) => void} status
 * @property {(message: Message) => void} message from somebody at the station, until it is read
 * @property {(messages: ListenerMessage[]) => void} texts messages of listeners, all of them
 * @property {(ended: { reason: string, code: string }, asked: boolean) => void} refused the reason in words; whether it was while asking to go on air
 */

export class Show {
  #slug;
  #desk;
  #events;
  /** @type {Account | null} */
  #account = null;
  /** @type {Line | WorkerLine | null} */
  #line = null;
  /** Where a worker does not do it. @type {RecorderEncoding | null} */
  #encoding = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #failures = 0;
  #droppedBefore = 0;
  #atOnce = () => this.#tryNow();
  /** @type {{ artist: string, title: string } | null} */
  #title = null;
  #beganMs = 0;

  /** @type {ShowState} */
  state = 'off';

  /** @param {string} slug the station's @param {Desk} desk that is open @param {ShowEvents} events */
  constructor(slug, desk, events) {
    this.#slug = slug;
    this.#desk = desk;
    this.#events = events;
    addEventListener('online', this.#atOnce);
  }

  /** Whether the DJ wants to be heard. */
  get wanted() {
    return this.state !== 'off';
  }

  /** Microseconds since the first moment on air; 0 before. */
  get elapsedUs() {
    return this.#beganMs === 0 ? 0 : (performance.now() - this.#beganMs) * 1000;
  }

  /** The station's clock, as far as it is known. */
  get clock() {
    return this.#line?.clock ?? null;
  }

  /** Milliseconds that gathering a packet takes. */
  get frameMs() {
    return this.#encoding ? PIECE_MS : PACKET_MS;
  }

  get droppedSeconds() {
    return this.#droppedBefore + (this.#line?.droppedSeconds ?? 0);
  }

  /** @param {Account} account @param {number} countIn seconds, 0 for none */
  start(account, countIn) {
    this.#account = account;
    this.#beganMs = this.#failures = this.#droppedBefore = 0;
    this.#count(countIn);
  }

  end() {
    this.#release();
    this.#setState('off');
  }

  /** What is heard now; said again after every reconnect. @param {{ artist: string, title: string }} title */
  tell(title) {
    this.#title = title;
    if (this.state === 'on-air') this.#line?.sendTitle(title);
  }

  /** The DJ has read a message. @param {number} number */
  hasRead(number) {
    this.#line?.sendRead(number);
  }

  /** @param {MessageOrder} order @param {number} number of a listener's message */
  order(order, number) {
    this.#line?.sendOrder(order, number);
  }

  /** Throws away the sound that waits in the broadcast delay. */
  dump() {
    this.#line?.sendDump();
  }

  /** @param {number} seconds */
  #count(seconds) {
    if (seconds === 0) {
      this.#connect();
      return;
    }
    this.#setState('counting');
    this.#events.count(seconds);
    this.#timer = setTimeout(() => this.#count(seconds - 1), 1000);
  }

  async #connect() {
    if (this.state !== 'lost') this.#setState('connecting');
    const packets = this.#desk.packets && (await OpusEncoding.isSupported());
    if (!this.wanted) return;
    const codec = packets ? 'opus' : RecorderEncoding.kind;
    if (codec === undefined) this.#refuse({ reason: t('no-encoder'), code: '' });
    else this.#open(codec, packets);
  }

  /** @param {string} codec @param {boolean} packets */
  #open(codec, packets) {
    if (!this.#account) return;
    const events = {
      said: (/** @type {OnAir | Waiting | Ended | Message | ListenerMessages | Status} */ said) => this.#take(said),
      lost: () => this.#lose(),
    };
    this.#line = packets
      ? new WorkerLine(this.#slug, this.#account, this.#desk, events)
      : new Line(this.#slug, this.#account, codec, events);
  }

  /** @param {OnAir | Waiting | Ended | Message | ListenerMessages | Status} said */
  #take(said) {
    if (said.type === 'status') return this.#events.status(said);
    if (said.type === 'message') return this.#events.message(said);
    if (said.type === 'listener_messages') return this.#events.texts(said.messages);
    if (said.type === 'waiting') return this.#wait(said.live);
    if (said.type !== 'on_air') return this.#refuse(said);
    this.#failures = 0;
    if (this.#beganMs === 0) this.#beganMs = performance.now();
    this.#encode();
    if (this.#title) this.#line?.sendTitle(this.#title);
    this.#setState('on-air');
  }

  /** @param {string} live */
  #wait(live) {
    this.#failures = 0;
    this.#setState('waiting');
    this.#events.waiting(live);
  }

  #encode() {
    const line = this.#line;
    if (line instanceof WorkerLine) line.start();
    if (!(line instanceof Line)) return;
    this.#encoding = new RecorderEncoding(
      this.#desk,
      (bytes) => line.sendBytes(bytes),
      () => this.#lose(),
    );
  }

  /** @param {{ reason: string, code: string }} ended */
  #refuse(ended) {
    const asked = this.state !== 'on-air';
    this.#release();
    this.#setState('off');
    this.#events.refused(ended, asked);
  }

  #lose() {
    this.#release();
    this.#setState('lost');
    this.#timer = setTimeout(() => this.#connect(), backoffMs(this.#failures, Math.random()));
    this.#failures += 1;
  }

  #tryNow() {
    if (this.state !== 'lost' || this.#line) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  #release() {
    clearTimeout(this.#timer);
    this.#droppedBefore += this.#line?.droppedSeconds ?? 0;
    this.#encoding?.end();
    this.#line?.end();
    this.#encoding = this.#line = null;
  }

  /** @param {ShowState} state */
  #setState(state) {
    if (state === this.state) return;
    this.state = state;
    this.#events.state(state);
  }
}
