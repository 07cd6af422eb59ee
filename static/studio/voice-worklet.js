/**
 * Records one channel of what is plugged in, sample by sample, with the context's number of the first one.
 */

class VoiceWorklet extends AudioWorkletProcessor {
  #isOpen = true;

  constructor() {
    super();
    this.port.onmessage = () => (this.#isOpen = false);
  }

  /** @param {Float32Array[][]} inputs @returns {boolean} whether to be called again */
  process([channels]) {
    // Without a microphone there are no channels: nothing is silence.
    const samples = channels[0] ? mono(channels) : new Float32Array(128);
    this.port.postMessage({ frame: currentFrame, samples }, [samples.buffer]);
    return this.#isOpen;
  }
}

/** @param {Float32Array[]} channels */
function mono(channels) {
  return channels[0].map((_, i) => channels.reduce((sum, channel) => sum + channel[i], 0) / channels.length);
}

registerProcessor('longwave-voice', VoiceWorklet);
