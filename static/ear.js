/**
 * The microphone, as nothing has improved it, on the clock of an audio context.
 */

/** The sound is to be as it is. */
const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };

/** Whether this page may ask for a microphone: pages of insecure origins may not. */
export function canHear() {
  return 'AudioWorkletNode' in globalThis && navigator.mediaDevices !== undefined;
}

export class Ear {
  #stream;
  #source;
  #node;
  /** @type {{ frame: number, samples: Float32Array }[]} */
  #parts = [];

  /** Asks for the microphone; fails if it may not be used. @param {AudioContext} context */
  static async open(context) {
    await context.audioWorklet.addModule(new URL('./ear-worklet.js', import.meta.url));
    // A phone would give it to nobody who only plays.
    if (navigator.audioSession) navigator.audioSession.type = 'play-and-record';
    /** @type {MediaStream | null} */
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: AS_IT_IS });
      return new Ear(context, stream);
    } catch (error) {
      // Some browsers do not bring a microphone of another rate into the context.
      for (const track of stream?.getTracks() ?? []) track.stop();
      forPlayingAlone();
      throw error;
    }
  }

  /** @param {AudioContext} context @param {MediaStream} stream */
  constructor(context, stream) {
    this.#stream = stream;
    this.#source = new MediaStreamAudioSourceNode(context, { mediaStream: stream });
    this.#node = new AudioWorkletNode(context, 'longwave-ear', { numberOfInputs: 1, numberOfOutputs: 0 });
    this.#node.port.onmessage = ({ data }) => this.#parts.push(data);
    this.#source.connect(this.#node);
  }

  /** By how many seconds the microphone is late, as far as the browser knows. */
  get latency() {
    const { latency = 0 } = /** @type {{ latency?: number }} */ (this.#stream.getAudioTracks()[0]?.getSettings() ?? {});
    return latency;
  }

  /** Sound from one sample of the context's clock on; null unless all of it is there. @param {number} from @param {number} length */
  heard(from, length) {
    const samples = new Float32Array(length);
    let filled = 0;
    for (const part of this.#parts) {
      const begin = Math.max(part.frame, from);
      const end = Math.min(part.frame + part.samples.length, from + length);
      if (begin >= end) continue;
      samples.set(part.samples.subarray(begin - part.frame, end - part.frame), begin - from);
      filled += end - begin;
    }
    return filled === length ? samples : null;
  }

  close() {
    this.#source.disconnect();
    this.#node.port.postMessage('end');
    this.#node.disconnect();
    for (const track of this.#stream.getTracks()) track.stop();
    this.#parts = [];
    forPlayingAlone();
  }
}

function forPlayingAlone() {
  if (navigator.audioSession) navigator.audioSession.type = 'playback';
}
