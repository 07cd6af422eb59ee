/**
 * The desk where a browser has no audio worklet, which is on a page that is not secure: the decks only,
 * since such a page gets no microphone, and so nothing to lower the music for.
 */

/** @import { DeskKind, FromDesk, Loudness } from './desk.js' */

const LEVELS_EVERY_MS = 40;
const SILENT = { peak: 0, rms: 0 };

/** @implements {DeskKind} */
export class PlainDesk {
  #context;
  programme;
  packets = false;
  /** @type {Record<1 | 2, AnalyserNode>} */
  #meters;

  /** @param {AudioContext} context @param {AudioNode} room @param {(report: FromDesk) => void} onReport */
  constructor(context, room, onReport) {
    this.#context = context;
    this.programme = new GainNode(context);
    this.programme.connect(room);
    this.#meters = { 1: this.#meter(), 2: this.#meter() };
    const programme = this.#meter();
    this.programme.connect(programme);
    setInterval(() => {
      const [a, b, both] = [this.#meters[1], this.#meters[2], programme].map(loudness);
      onReport({ levels: { mic: SILENT, a, b, left: both, right: both, duck: 1, gate: 1 } });
    }, LEVELS_EVERY_MS);
  }

  /** @param {AudioNode} source @param {0 | 1 | 2 | 3} input */
  plug(source, input) {
    if (input === 0) return;
    source.connect(this.programme);
    if (input !== 3) source.connect(this.#meters[input]);
  }

  tell() {}

  #meter() {
    return new AnalyserNode(this.#context, { fftSize: 2048 });
  }
}

/** @param {AnalyserNode} meter @returns {Loudness} */
function loudness(meter) {
  const samples = new Float32Array(meter.fftSize);
  meter.getFloatTimeDomainData(samples);
  let [peak, sum] = [0, 0];
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    sum += sample * sample;
  }
  return { peak, rms: Math.sqrt(sum / samples.length) };
}
