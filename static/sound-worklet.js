/**
 * The audio worklet: plays the sound buffer on the browser's audio thread, where a busy page cannot
 * make it stutter.
 *
 * In: pieces of sound by its port. Out: sound, and ten times a second a report of what is being heard.
 */

import { SoundBuffer } from './sound-buffer.js';

/** @import { Report, ToWorklet } from './sink.js' */

const REPORT_SECONDS = 0.1;

class SoundWorklet extends AudioWorkletProcessor {
  #sound = new SoundBuffer(sampleRate);
  #reportedAt = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  /** @param {ToWorklet} piece */
  #take(piece) {
    if (piece === 'end') {
      this.#ended = true;
    } else if ('line' in piece) {
      this.#sound.follow(piece.line);
    } else {
      const { left, right, timeUs, silentSamples, cut } = piece;
      if (silentSamples > 0) this.#sound.writeSilence(silentSamples);
      this.#sound.write(left, right, timeUs, cut);
    }
  }

  /**
   * @param {Float32Array[][]} _inputs
   * @param {Float32Array[][]} outputs
   * @returns {boolean} whether to be called again
   */
  process(_inputs, outputs) {
    const [left, right] = outputs[0];
    this.#sound.read(left, right, currentTime);
    const end = currentTime + left.length / sampleRate;
    if (end - this.#reportedAt >= REPORT_SECONDS) {
      this.#reportedAt = end;
      this.#report(end);
    }
    return !this.#ended;
  }

  /** @param {number} contextTime when what is to be read next will be played */
  #report(contextTime) {
    const { playing, timeUs, seconds, underruns, resyncs, lateUs, energy, ppm } = this.#sound;
    /** @type {Report} */
    const report = { contextTime, playing, timeUs, seconds, underruns, resyncs, lateUs, energy, ppm };
    this.port.postMessage(report);
  }
}

registerProcessor('longwave-sound', SoundWorklet);
