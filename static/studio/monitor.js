/**
 * What listeners hear, with as little delay as can be.
 *
 * In: the station's own stream, as any listener gets it. Out: a node for the headphones, and when which
 * moment of the programme reached the ear. Never: gives up while it is wanted.
 */

import { socketAt } from '../address.js';
import { Connection } from '../connection.js';
import { OpusDecoder } from '../decoder-opus.js';
import { FrameOrder } from '../frame-order.js';
import { MalformedMessage, parseSound, parseText } from '../message.js';
import { heardAtMs } from './delay.js';

/** @import { Hello } from '../message.js' */
/** @import { Heard } from './monitor-worklet.js' */

export class Monitor {
  #slug;
  #context;
  #into;
  /** @type {Connection | null} */
  #connection = null;
  /** @type {AudioWorkletNode | null} */
  #node = null;
  /** @type {OpusDecoder | null} */
  #decoder = null;
  /** @type {Hello | null} */
  #hello = null;
  #order = new FrameOrder();
  /** @type {string | null} */
  #rendition = null;

  /** What came last. @type {Heard | null} */
  heard = null;

  /** Whether this browser can. */
  static async isSupported() {
    return typeof AudioWorkletNode !== 'undefined' && OpusDecoder.isSupported().catch(() => false);
  }

  /** @param {string} slug the station's @param {AudioContext} context at 48 kHz @param {AudioNode} into */
  constructor(slug, context, into) {
    this.#slug = slug;
    this.#context = context;
    this.#into = into;
  }

  async start() {
    await this.#context.audioWorklet.addModule(new URL('./monitor-worklet.js', import.meta.url));
    await this.#context.resume();
    this.stop();
    const node = new AudioWorkletNode(this.#context, 'longwave-monitor', { numberOfInputs: 0, outputChannelCount: [2] });
    node.port.onmessage = ({ data }) => (this.heard = data);
    node.connect(this.#into);
    this.#node = node;
    this.#connection = new Connection({
      address: () => this.#address(),
      message: (data) => this.#take(data),
      lost: () => this.#lost(),
    });
  }

  stop() {
    this.#connection?.end();
    this.#lost();
    this.#node?.port.postMessage('end');
    if (this.#node) this.#node.port.onmessage = null;
    this.#node?.disconnect();
    this.#node = this.#connection = null;
  }

  /**
   * Milliseconds from being on air, by the station's stamp, to the ear; null if not known.
   * @param {number | null} offsetUs by how much the station's clock is ahead
   */
  delayMs(offsetUs) {
    if (!this.heard?.playing || this.heard.timeUs === null || offsetUs === null) return null;
    const context = this.#context;
    const latency = context.outputLatency || context.baseLatency || 0;
    const now = { currentTime: context.currentTime, latency, nowMs: performance.now() };
    const heardAt = heardAtMs(this.heard.contextTime, context.getOutputTimestamp?.() ?? {}, now);
    return performance.timeOrigin + heardAt + offsetUs / 1000 - this.heard.timeUs / 1000;
  }

  #lost() {
    this.#decoder?.end();
    this.#decoder = this.#hello = this.heard = null;
    this.#order = new FrameOrder();
  }

  #address() {
    const query = new URLSearchParams({ delivery: '20', burst: '0' });
    if (this.#rendition !== null) query.set('rendition', this.#rendition);
    return socketAt(`/${this.#slug}/ws?${query}`);
  }

  /** @param {string | ArrayBuffer} data */
  #take(data) {
    try {
      if (typeof data !== 'string') return this.#takeSound(data);
      const said = parseText(data);
      if (said?.type === 'hello') this.#greet(said);
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      this.#connection?.reject();
    }
  }

  /** @param {Hello} hello */
  #greet(hello) {
    if (hello.codec !== 'opus') {
      this.#rendition = hello.renditions.find((name) => name.startsWith('opus')) ?? null;
      return this.#connection?.reject();
    }
    this.#hello = hello;
    this.#decoder = new OpusDecoder(
      hello.preSkip,
      (piece) => this.#node?.port.postMessage(piece, [piece.left.buffer, piece.right.buffer]),
      () => this.#connection?.reject(),
    );
  }

  /** @param {ArrayBuffer} data */
  #takeSound(data) {
    if (!this.#hello || !this.#decoder) throw new MalformedMessage('sound before hello');
    for (const placed of this.#order.accept(parseSound(data, this.#hello.frameUs))) this.#decoder.decode(placed);
  }
}
