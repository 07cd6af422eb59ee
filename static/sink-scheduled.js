/**
 * Plays without a worklet, which insecure origins do not have: short buffers, back to back on the audio
 * context's clock.
 *
 * The sound buffer is the same as in the worklet, so that it is as much on time; it is only asked for more
 * at once. What is scheduled can no longer be changed, so it is little, but enough to bridge what keeps the
 * page's thread busy, and never more than the delay of the sound leaves.
 */

import { SoundBuffer } from './sound-buffer.js';

/** @import { Piece, Report } from './sink.js' */
/** @import { Line } from './timing.js' */

const CHUNK_SECONDS = 0.1;
const AHEAD_SECONDS = 0.4;
/** A hidden page's timers may run only once a second. */
const AHEAD_HIDDEN_SECONDS = 1.4;
/** Below this the chunk must be made now, be it half silence. */
const URGENT_SECONDS = 0.06;
const EVERY_MS = 50;

export class ScheduledSink {
  node;
  #context;
  #onReport;
  #sound;
  #timer;
  #chunkSamples;
  /** When the next chunk begins, in samples of the context's clock, so that chunks join without a seam. */
  #nextSample = 0;
  /** @type {Set<AudioBufferSourceNode>} */
  #scheduled = new Set();

  /**
   * @param {AudioContext} context
   * @param {(report: Report) => void} onReport
   */
  constructor(context, onReport) {
    this.node = context.createGain();
    this.#context = context;
    this.#onReport = onReport;
    this.#sound = new SoundBuffer(context.sampleRate);
    this.#chunkSamples = Math.round(context.sampleRate * CHUNK_SECONDS);
    this.#timer = setInterval(() => this.#pump(), EVERY_MS);
  }

  /** @param {Piece} piece */
  write({ left, right, timeUs, silentSamples, cut }) {
    if (silentSamples > 0) this.#sound.writeSilence(silentSamples);
    this.#sound.write(left, right, timeUs, cut);
    // The socket is not slowed down in a hidden page as timers are.
    this.#pump();
  }

  /** @param {Line | null} line */
  follow(line) {
    this.#sound.follow(line);
  }

  end() {
    clearInterval(this.#timer);
    for (const chunk of this.#scheduled) chunk.stop();
    this.node.disconnect();
  }

  #pump() {
    if (this.#context.state !== 'running') return;
    const wanted = document.hidden ? AHEAD_HIDDEN_SECONDS : AHEAD_SECONDS;
    while (this.#aheadSeconds() < wanted && this.#isDue()) this.#schedule();
    this.#report();
  }

  /** Whether to make a chunk: if there is sound for it, or no more can be waited for. */
  #isDue() {
    if (this.#aheadSeconds() < URGENT_SECONDS) return true;
    return this.#sound.playing && this.#sound.seconds > 2 * CHUNK_SECONDS;
  }

  #aheadSeconds() {
    return this.#nextSample / this.#context.sampleRate - this.#context.currentTime;
  }

  #schedule() {
    const { sampleRate, currentTime } = this.#context;
    const buffer = this.#context.createBuffer(2, this.#chunkSamples, sampleRate);
    // Late, or first: begin as soon as can be.
    if (this.#aheadSeconds() < 0) this.#nextSample = Math.ceil((currentTime + 0.02) * sampleRate);
    this.#sound.read(buffer.getChannelData(0), buffer.getChannelData(1), this.#nextSample / sampleRate);

    const chunk = new AudioBufferSourceNode(this.#context, { buffer });
    chunk.connect(this.node);
    chunk.onended = () => this.#scheduled.delete(chunk);
    chunk.start(this.#nextSample / sampleRate);
    this.#scheduled.add(chunk);
    this.#nextSample += this.#chunkSamples;
  }

  #report() {
    const { playing, timeUs, seconds, underruns, resyncs, lateUs, energy, ppm } = this.#sound;
    const contextTime = this.#nextSample / this.#context.sampleRate;
    const ahead = Math.max(0, this.#aheadSeconds());
    this.#onReport({ contextTime, playing, timeUs, seconds: seconds + ahead, underruns, resyncs, lateUs, energy, ppm });
  }
}
