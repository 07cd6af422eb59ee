/**
 * A line whose work is done by `line-worker.js`; to the show, a `Line` that needs no encoder beside it.
 */

/** @import { Desk } from './desk.js' */
/** @import { LineEvents } from './line.js' */
/** @import { ClockFacts, FromLine, ToLine } from './line-worker.js' */
/** @import { Account, MessageOrder } from './protocol.js' */

export class WorkerLine {
  #worker = new Worker(new URL('./line-worker.js', import.meta.url), { type: 'module' });
  #desk;
  #events;
  #channel = new MessageChannel();

  /** @type {ClockFacts} */
  clock = { offsetUs: null, roundTripUs: null };
  /** Seconds of sound that could not be sent. */
  droppedSeconds = 0;

  /**
   * @param {string} slug the station's
   * @param {Account} account
   * @param {Desk} desk with packets
   * @param {LineEvents} events
   */
  constructor(slug, account, desk, events) {
    this.#desk = desk;
    this.#events = events;
    this.#worker.onmessage = ({ data }) => this.#take(data);
    this.#worker.onerror = () => events.lost();
    this.#tell({ slug, account, sound: this.#channel.port1 }, [this.#channel.port1]);
  }

  /** The programme goes out from now on. */
  start() {
    this.#desk.out = this.#channel.port2;
  }

  /** @param {{ artist: string, title: string }} title */
  sendTitle(title) {
    this.#tell({ title });
  }

  sendDump() {
    this.#tell('dump');
  }

  /** @param {number} read of a message */
  sendRead(read) {
    this.#tell({ read });
  }

  /** @param {MessageOrder} order @param {number} number of a listener's message */
  sendOrder(order, number) {
    this.#tell({ order, number });
  }

  end() {
    this.#desk.out = null;
    this.#worker.onmessage = this.#worker.onerror = null;
    this.#tell('end');
  }

  /** @param {FromLine} what */
  #take(what) {
    if (what === 'lost') return this.#events.lost();
    this.clock = what.clock;
    this.droppedSeconds = what.droppedSeconds;
    this.#events.said(what.said);
  }

  /** @param {ToLine} wish @param {Transferable[]} [handed] */
  #tell(wish, handed = []) {
    this.#worker.postMessage(wish, handed);
  }
}
