/**
 * Takes a microphone apart into 20 ms pieces of one channel, on the browser's audio thread.
 */

/** 20 ms, what one Opus packet holds. */
const FRAME_SAMPLES = 960;

class CaptureWorklet extends AudioWorkletProcessor {
  #piece = new Float32Array(FRAME_SAMPLES);
  #filled = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = () => (this.#ended = true);
  }

  /**
   * @param {Float32Array[][]} inputs
   * @returns {boolean} whether to be called again
   */
  process([input]) {
    const [left, right] = input;
    const samples = left ? left.length : 128;
    for (let i = 0; i < samples; i++) {
      const sample = !left ? 0 : right ? (left[i] + right[i]) / 2 : left[i];
      this.#piece[this.#filled++] = sample;
      if (this.#filled === FRAME_SAMPLES) this.#hand();
    }
    return !this.#ended;
  }

  #hand() {
    this.port.postMessage(this.#piece, [this.#piece.buffer]);
    this.#piece = new Float32Array(FRAME_SAMPLES);
    this.#filled = 0;
  }
}

registerProcessor('longwave-capture', CaptureWorklet);
