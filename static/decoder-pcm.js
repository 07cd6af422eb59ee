/**
 * Unpacks sound that was never packed: 16 bits a sample, left and right in turn, little-endian.
 */

import { pieceOf } from './decoder.js';
import { MalformedMessage } from './message.js';

/** @import { Placed } from './frame-order.js' */
/** @import { Piece } from './sink.js' */

export class PcmDecoder {
  #onPiece;

  /** @param {(piece: Piece) => void} onPiece */
  constructor(onPiece) {
    this.#onPiece = onPiece;
  }

  /** @param {Placed} placed */
  decode(placed) {
    const { payload } = placed.frame;
    if (payload.byteLength % 4 !== 0) throw new MalformedMessage('half a sample');
    const samples = payload.byteLength / 4;
    const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
    const left = new Float32Array(samples);
    const right = new Float32Array(samples);
    for (let i = 0; i < samples; i++) {
      left[i] = view.getInt16(4 * i, true) / 32768;
      right[i] = view.getInt16(4 * i + 2, true) / 32768;
    }
    this.#onPiece(pieceOf(placed, { left, right }, 0));
  }

  end() {}
}
