/**
 * Decodes Opus by the browser's own decoder, WebCodecs. Needs a secure origin.
 */

import { pieceOf } from './decoder.js';
import { SAMPLE_RATE } from './sound-buffer.js';

/** @import { Placed } from './frame-order.js' */
/** @import { Piece } from './sink.js' */

/** Without a `description`, so that chunks are bare packets (the WebCodecs registration of Opus). */
const CONFIG = { codec: 'opus', sampleRate: SAMPLE_RATE, numberOfChannels: 2 };

export class OpusDecoder {
  #decoder;
  #onPiece;
  #preSkip;
  /** What went in and has not come out yet: one piece for each packet, in the same order. @type {Placed[]} */
  #inside = [];

  /** Whether this browser can. */
  static async isSupported() {
    if (typeof AudioDecoder === 'undefined') return false;
    const { supported } = await AudioDecoder.isConfigSupported(CONFIG);
    return supported === true;
  }

  /**
   * @param {number} preSkip by how many samples the sound trails its frame's time
   * @param {(piece: Piece) => void} onPiece
   * @param {(error: DOMException) => void} onError after which it is of no more use
   */
  constructor(preSkip, onPiece, onError) {
    this.#onPiece = onPiece;
    this.#preSkip = preSkip;
    this.#decoder = new AudioDecoder({ output: (sound) => this.#take(sound), error: onError });
    this.#decoder.configure(CONFIG);
  }

  /** @param {Placed} placed */
  decode(placed) {
    const { timeUs, payload } = placed.frame;
    this.#inside.push(placed);
    this.#decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: timeUs, data: payload }));
  }

  end() {
    if (this.#decoder.state !== 'closed') this.#decoder.close();
  }

  /**
   * Browsers differ in what they make of a chunk's timestamp after a jump, but each packet gives one
   * piece, so the order tells which.
   * @param {AudioData} sound
   */
  #take(sound) {
    const placed = this.#inside.shift();
    if (!placed) return sound.close();
    const left = new Float32Array(sound.numberOfFrames);
    const right = new Float32Array(sound.numberOfFrames);
    sound.copyTo(left, { planeIndex: 0, format: 'f32-planar' });
    const plane = sound.numberOfChannels > 1 ? 1 : 0;
    sound.copyTo(right, { planeIndex: plane, format: 'f32-planar' });
    sound.close();
    this.#onPiece(pieceOf(placed, { left, right }, this.#preSkip));
  }
}
