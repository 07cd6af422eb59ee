/**
 * Plays what the station sends back to a caller or to the DJ, with a small cushion.
 *
 * In: messages of sound, one packet of 20 ms each. Out: sound into a node.
 */

import { OpusDecoder } from '../decoder-opus.js';
import { FrameOrder } from '../frame-order.js';
import { parseSound } from '../message.js';

const FRAME_US = 20_000;

export class ReturnSound {
  #node;
  #decoder;
  #order = new FrameOrder();

  /** Whether this browser can. */
  static async isSupported() {
    return typeof AudioWorkletNode !== 'undefined' && OpusDecoder.isSupported().catch(() => false);
  }

  /** @param {AudioContext} context at 48 kHz @param {AudioNode} into */
  static async open(context, into) {
    await context.audioWorklet.addModule(new URL('../studio/monitor-worklet.js', import.meta.url));
    return new ReturnSound(context, into);
  }

  /** @param {AudioContext} context @param {AudioNode} into */
  constructor(context, into) {
    this.#node = new AudioWorkletNode(context, 'longwave-monitor', { numberOfInputs: 0, outputChannelCount: [2] });
    this.#node.connect(into);
    this.#decoder = new OpusDecoder(
      0,
      (piece) => this.#node.port.postMessage(piece, [piece.left.buffer, piece.right.buffer]),
      (error) => console.warn('Longwave: the decoder of the return failed.', error),
    );
  }

  /** @param {ArrayBuffer} message fails if it is not sound */
  take(message) {
    for (const placed of this.#order.accept(parseSound(message, FRAME_US))) this.#decoder.decode(placed);
  }

  end() {
    this.#decoder.end();
    this.#node.port.postMessage('end');
    this.#node.disconnect();
  }
}
