/**
 * Plays what listeners hear, on the browser's audio thread.
 *
 * In: pieces of sound by its port. Out: sound, and ten times a second what is being heard.
 */

import { MonitorBuffer } from './monitor-buffer.js';

/** @import { Piece } from '../sink.js' */

/** @typedef {{ contextTime: number, timeUs: number | null, playing: boolean, seconds: number, underruns: number }} Heard */

const REPORT_SECONDS = 0.1;

class MonitorWorklet extends AudioWorkletProcessor {
  #sound = new MonitorBuffer();
  #reportedAt = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  /** @param {Piece | 'end'} piece */
  #take(piece) {
    if (piece === 'end') this.#ended = true;
    else this.#sound.write(piece);
  }

  /**
   * @param {Float32Array[][]} _inputs
   * @param {Float32Array[][]} outputs
   * @returns {boolean} whether to be called again
   */
  process(_inputs, [[left, right]]) {
    const { timeUs } = this.#sound;
    this.#sound.read(left, right);
    if (currentTime - this.#reportedAt >= REPORT_SECONDS) {
      this.#reportedAt = currentTime;
      const { playing, seconds, underruns } = this.#sound;
      /** @type {Heard} */
      const heard = { contextTime: currentTime, timeUs, playing, seconds, underruns };
      this.port.postMessage(heard);
    }
    return !this.#ended;
  }
}

registerProcessor('longwave-monitor', MonitorWorklet);
