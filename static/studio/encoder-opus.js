/**
 * Encodes the programme by the browser's own Opus encoder, WebCodecs. Needs a secure origin.
 */

import { SAMPLE_RATE } from '../sound-buffer.js';

/** @import { Sound } from './desk.js' */

/** @type {AudioEncoderConfig} */
const CONFIG = {
  codec: 'opus',
  sampleRate: SAMPLE_RATE,
  numberOfChannels: 2,
  bitrate: 128_000,
  // Frames of 20 ms, as the station's own (the WebCodecs registration of Opus).
  opus: { frameDuration: 20_000 },
};

/** Time that gathering a packet takes. */
export const PACKET_MS = 20;

export class OpusEncoding {
  #encoder;
  #timestamp = 0;

  static async isSupported() {
    if (typeof AudioEncoder === 'undefined') return false;
    const { supported } = await AudioEncoder.isConfigSupported(CONFIG).catch(() => ({ supported: false }));
    return supported === true;
  }

  /**
   * @param {(packet: Uint8Array) => void} onPacket
   * @param {(error: unknown) => void} onError after which it is of no more use
   * @param {number} [bitrate] bits per second
   */
  constructor(onPacket, onError, bitrate = CONFIG.bitrate) {
    this.#encoder = new AudioEncoder({
      output: (chunk) => {
        const packet = new Uint8Array(chunk.byteLength);
        chunk.copyTo(packet);
        onPacket(packet);
      },
      error: onError,
    });
    this.#encoder.configure({ ...CONFIG, bitrate });
  }

  end() {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }

  /** @param {Sound} sound */
  encode({ left, right }) {
    if (this.#encoder.state !== 'configured') return;
    const data = new Float32Array(left.length * 2);
    data.set(left);
    data.set(right, left.length);
    const sound = new AudioData({
      format: 'f32-planar',
      sampleRate: SAMPLE_RATE,
      numberOfChannels: 2,
      numberOfFrames: left.length,
      timestamp: this.#timestamp,
      data,
    });
    this.#timestamp += Math.round((left.length * 1e6) / SAMPLE_RATE);
    this.#encoder.encode(sound);
    sound.close();
  }
}
