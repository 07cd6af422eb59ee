/**
 * Decodes Opus by libopus, compiled to WebAssembly: the package `opus-decoder` in `vendor/`.
 *
 * In: packets in order. Out: stereo sound at 48 kHz, 20 ms for each packet. It knows neither worker nor page.
 */

import { FRAME_SAMPLES } from './decoder.js';

/** Not resolved by the type checker: the package's file is checked by its authors. */
const PACKAGE = './vendor/opus-decoder.min.js';

/** @typedef {{ Worker?: unknown, 'opus-decoder': typeof import('opus-decoder') }} PackageScope */

/**
 * @typedef {object} Stereo
 * @property {Float32Array<ArrayBuffer>} left
 * @property {Float32Array<ArrayBuffer>} right as long as `left`
 */

export class OpusWasm {
  #decoder;

  /** @param {import('opus-decoder').OpusDecoder} decoder that is ready */
  constructor(decoder) {
    this.#decoder = decoder;
  }

  /** Loads and compiles the decoder; 88 kB, at most once. */
  static async open() {
    const scope = /** @type {PackageScope} */ (/** @type {unknown} */ (globalThis));
    // The package extends this class for a worker of its own, and not every worker has it.
    scope.Worker ??= class {};
    // A classic script, which leaves its exports in the global scope.
    await import(PACKAGE);
    const { OpusDecoder } = scope['opus-decoder'];
    // The samples of the pre-skip stay: they are placed by their time.
    const decoder = new OpusDecoder({ channels: 2, preSkip: 0 });
    await decoder.ready;
    return new OpusWasm(decoder);
  }

  /** Forgets what came before, so that the next packet does not continue it. */
  async reset() {
    await this.#decoder.reset();
  }

  /**
   * Decodes a packet; one that is damaged becomes silence.
   * @param {Uint8Array} packet
   * @returns {Stereo}
   */
  decode(packet) {
    const { channelData, samplesDecoded } = this.#decoder.decodeFrame(packet);
    if (samplesDecoded === 0) return { left: new Float32Array(FRAME_SAMPLES), right: new Float32Array(FRAME_SAMPLES) };
    const [left, right] = /** @type {Float32Array<ArrayBuffer>[]} */ (channelData);
    return { left, right };
  }

  end() {
    this.#decoder.free();
  }
}
