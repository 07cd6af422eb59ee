/**
 * A voice on its way to the station.
 *
 * In: a node with a microphone. Out: Opus packets while it is on, and the highest sample of each 20 ms always.
 */

import { OpusEncoding } from '../studio/encoder-opus.js';

/** Enough for a voice. */
const BITS_PER_SECOND = 48_000;

export class Talk {
  #context;
  #node;
  #onPacket;
  /** @type {OpusEncoding | null} */
  #encoding = null;

  /** The highest sample since it was taken. */
  #peak = 0;

  /** Whether this browser can. */
  static async isSupported() {
    return typeof AudioWorkletNode !== 'undefined' && (await OpusEncoding.isSupported());
  }

  /** @param {AudioContext} context at 48 kHz @param {(packet: Uint8Array) => void} onPacket */
  static async open(context, onPacket) {
    await context.audioWorklet.addModule(new URL('./capture-worklet.js', import.meta.url));
    return new Talk(context, onPacket);
  }

  /** @param {AudioContext} context @param {(packet: Uint8Array) => void} onPacket */
  constructor(context, onPacket) {
    this.#context = context;
    this.#onPacket = onPacket;
    this.#node = new AudioWorkletNode(context, 'longwave-capture', { numberOfInputs: 1, numberOfOutputs: 1 });
    // Not every browser runs a node that leads nowhere.
    this.#node.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
    this.#node.port.onmessage = ({ data }) => this.#take(data);
  }

  /** To connect the microphone to. */
  get node() {
    return this.#node;
  }

  get on() {
    return this.#encoding !== null;
  }

  set on(on) {
    if (on === this.on) return;
    this.#encoding?.end();
    this.#encoding = on ? this.#encoder() : null;
  }

  takePeak() {
    const peak = this.#peak;
    this.#peak = 0;
    return peak;
  }

  end() {
    this.on = false;
    this.#node.port.onmessage = null;
    this.#node.port.postMessage('end');
    this.#node.disconnect();
  }

  #encoder() {
    const failed = (/** @type {unknown} */ error) => {
      console.warn('Longwave: the encoder failed, starting it anew.', error);
      this.#encoding = this.#context.state === 'closed' ? null : this.#encoder();
    };
    return new OpusEncoding((packet) => this.#onPacket(packet), failed, BITS_PER_SECOND);
  }

  /** @param {Float32Array<ArrayBuffer>} piece */
  #take(piece) {
    for (const sample of piece) this.#peak = Math.max(this.#peak, Math.abs(sample));
    this.#encoding?.encode({ left: piece, right: piece });
  }
}
