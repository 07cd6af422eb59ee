/**
 * The audio worklet that passes on what a microphone hears, with the place of each part on the context's clock.
 */

/** So many samples are passed on at once. */
const PART = 1024;

class EarWorklet extends AudioWorkletProcessor {
  #part = new Float32Array(PART);
  #filled = 0;
  #ended = false;

  constructor() {
    super();
    this.port.onmessage = () => (this.#ended = true);
  }

  /** @param {Float32Array[][]} inputs @returns {boolean} whether to be called again */
  process([input]) {
    const samples = input[0];
    if (!samples) {
      // The next samples do not continue these.
      this.#filled = 0;
      return !this.#ended;
    }
    this.#part.set(samples, this.#filled);
    this.#filled += samples.length;
    if (this.#filled >= PART) {
      const frame = currentFrame + samples.length - PART;
      this.port.postMessage({ frame, samples: this.#part }, [this.#part.buffer]);
      this.#part = new Float32Array(PART);
      this.#filled = 0;
    }
    return !this.#ended;
  }
}

registerProcessor('longwave-ear', EarWorklet);
