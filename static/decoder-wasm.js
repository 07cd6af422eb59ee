/**
 * Decodes Opus by WebAssembly, for browsers that have no Opus decoder of their own or do not offer it here.
 *
 * The decoding is done by a worker, `opus-worker.js`, which is loaded when a decoder is opened and not before.
 */

import { pieceOf } from './decoder.js';

/** @import { Placed } from './frame-order.js' */
/** @import { Decoded, Packet } from './opus-worker.js' */
/** @import { Piece } from './sink.js' */

/** With ten seconds of frames not yet decoded, the worker does not load or is too slow. */
const MOST_INSIDE = 500;

export class WasmDecoder {
  #worker;
  #preSkip;
  #onPiece;
  #onError;
  /** Frames that the worker has not answered yet, in their order. @type {Placed[]} */
  #inside = [];

  /**
   * @param {number} preSkip by how many samples the sound trails its frame's time
   * @param {(piece: Piece) => void} onPiece
   * @param {(error: Error) => void} onError after which it is of no more use
   */
  constructor(preSkip, onPiece, onError) {
    this.#preSkip = preSkip;
    this.#onPiece = onPiece;
    this.#onError = onError;
    this.#worker = new Worker(new URL('./opus-worker.js', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }) => this.#take(data);
    this.#worker.onerror = ({ message }) => this.#fail(message || 'the worker does not load');
  }

  /** @param {Placed} placed */
  decode(placed) {
    this.#inside.push(placed);
    if (this.#inside.length > MOST_INSIDE) return this.#fail('the worker does not keep up');
    // A copy, since the payload is a part of a larger message that other frames need.
    const packet = placed.frame.payload.slice();
    /** @type {Packet} */
    const message = { packet, cut: placed.cut };
    this.#worker.postMessage(message, [packet.buffer]);
  }

  end() {
    this.#worker.onmessage = this.#worker.onerror = null;
    this.#worker.terminate();
    this.#inside = [];
  }

  /** @param {Decoded} decoded */
  #take(decoded) {
    if ('error' in decoded) return this.#fail(decoded.error);
    const placed = this.#inside.shift();
    if (placed) this.#onPiece(pieceOf(placed, decoded, this.#preSkip));
  }

  /** @param {string} reason */
  #fail(reason) {
    this.end();
    this.#onError(new Error(`decoding by WebAssembly failed: ${reason}`));
  }
}
