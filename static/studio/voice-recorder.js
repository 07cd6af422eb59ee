/**
 * Records talk while the end of one track and the beginning of the next are heard.
 *
 * In: a microphone's node, and the sound of both tracks. Out: a take, on one clock with what was heard. Never: goes on air.
 */

import { RATE } from './voice-sound.js';

/** @import { Take, Talk } from './voice-sound.js' */

/** As AutoDJ does it: the music under the talk, and how long it takes to get there. */
const UNDER = 0.355;
const MOVES_SECONDS = 0.5;
/** Time to have both tracks in line before the first is heard. */
const LEAD_SECONDS = 0.1;
/** The longest talk that the station takes, and the longest that is heard over the next track. */
const MOST_SECONDS = 178;
const MOST_OVER_NEXT_SECONDS = 29;

/** @typedef {{ ending: AudioBuffer, beginning: AudioBuffer }} Tracks the end of the first and the beginning of the next */

export class VoiceRecorder {
  #context;
  #microphone;
  #out;
  #full;
  /** @type {AudioWorkletNode | null} */
  #node = null;
  /** @type {{ source: AudioBufferSourceNode, gain: GainNode }[]} */
  #heard = [];
  /** @type {{ frame: number, samples: Float32Array }[]} */
  #pieces = [];
  #beganAt = 0;
  /** @type {number | null} */
  #nextAt = null;
  /** @type {Tracks | null} */
  #tracks = null;

  /** @param {AudioContext} context @param {AudioNode} microphone @param {AudioNode} out where the DJ hears @param {() => void} full no more is taken */
  constructor(context, microphone, out, full) {
    this.#context = context;
    this.#microphone = microphone;
    this.#out = out;
    this.#full = full;
  }

  get isRecording() {
    return this.#node !== null;
  }

  /** Seconds until the first track is over; negative after that. */
  get left() {
    return (this.#tracks?.ending.duration ?? 0) - (this.#context.currentTime - this.#beganAt);
  }

  /** Whether the next track is heard. */
  get isNext() {
    return this.#nextAt !== null;
  }

  /** @param {Tracks} tracks */
  async record(tracks) {
    await this.#context.resume();
    await this.#context.audioWorklet.addModule(new URL('./voice-worklet.js', import.meta.url));
    this.silence();
    this.#tracks = tracks;
    this.#pieces = [];
    this.#nextAt = null;
    this.#node = new AudioWorkletNode(this.#context, 'longwave-voice', { numberOfOutputs: 0 });
    this.#node.port.onmessage = ({ data }) => this.#take(data);
    this.#microphone.connect(this.#node);
    this.#beganAt = this.#play(tracks.ending, this.#context.currentTime + LEAD_SECONDS);
  }

  /** Begins the next track, and fades the first out if it is still heard. */
  startNext() {
    if (!this.#tracks || this.isNext) return;
    const now = this.#context.currentTime;
    for (const { gain } of this.#heard) gain.gain.setTargetAtTime(0, now, MOVES_SECONDS / 3);
    this.#nextAt = this.#play(this.#tracks.beginning, now + LEAD_SECONDS / 4);
  }

  /** Ends the recording. @returns {Take} */
  stop() {
    this.silence();
    const first = Math.round(this.#beganAt * RATE);
    const last = this.#pieces.at(-1);
    const length = last ? Math.max(0, last.frame + last.samples.length - first) : 0;
    const samples = new Float32Array(length);
    for (const piece of this.#pieces) {
      const skipped = Math.max(0, first - piece.frame);
      if (skipped < piece.samples.length) samples.set(piece.samples.subarray(skipped), piece.frame + skipped - first);
    }
    const next = this.#nextAt === null ? null : Math.round(this.#nextAt * RATE) - first;
    return { samples, late: Math.round(this.#lateSeconds() * RATE), ending: this.#tracks?.ending.length ?? 0, next };
  }

  /** Lets the DJ hear talk between its tracks as it will be heard. @param {Talk} talk @param {Tracks} tracks @param {() => void} over */
  async listen({ sound, overlap, next }, { ending, beginning }, over) {
    await this.#context.resume();
    this.silence();
    const before = 3;
    const talk = new AudioBuffer({ length: sound.length, sampleRate: RATE });
    talk.copyToChannel(Float32Array.from(sound), 0);
    const at = this.#context.currentTime + LEAD_SECONDS;
    const skipped = Math.max(0, ending.duration - overlap / RATE - before);
    const talkAt = at + ending.duration - overlap / RATE - skipped;
    const nextAt = talkAt + next / RATE;
    const first = this.#heardFrom(ending, at, skipped);
    first.gain.setValueAtTime(1, talkAt).linearRampToValueAtTime(UNDER, talkAt + MOVES_SECONDS);
    first.gain.setTargetAtTime(0, Math.max(talkAt + MOVES_SECONDS, nextAt - MOVES_SECONDS), MOVES_SECONDS / 4);
    this.#heardFrom(talk, talkAt, 0);
    const second = this.#heardFrom(beginning, nextAt, 0);
    const talkEnds = talkAt + talk.duration;
    if (talkEnds > nextAt) {
      second.gain.setValueAtTime(UNDER, nextAt).setValueAtTime(UNDER, Math.max(nextAt, talkEnds - MOVES_SECONDS));
      second.gain.linearRampToValueAtTime(1, talkEnds);
    }
    const last = this.#heard.at(-1)?.source;
    last?.stop(Math.max(talkEnds, nextAt) + before);
    if (last) last.onended = () => this.#heard.at(-1)?.source === last && over();
  }

  /** Ends all that is heard and recorded. */
  silence() {
    for (const { source, gain } of this.#heard) {
      source.onended = null;
      source.stop();
      gain.disconnect();
    }
    this.#heard = [];
    if (!this.#node) return;
    this.#microphone.disconnect(this.#node);
    this.#node.port.postMessage('end');
    this.#node.port.onmessage = null;
    this.#node = null;
  }

  /** @param {{ frame: number, samples: Float32Array }} piece */
  #take(piece) {
    this.#pieces.push(piece);
    const now = piece.frame / RATE;
    const isFull = now - this.#beganAt > MOST_SECONDS || (this.#nextAt !== null && now - this.#nextAt > MOST_OVER_NEXT_SECONDS);
    if (isFull) this.#full();
  }

  /** Plays a buffer from a sample of the context's clock on; returns its time. @param {AudioBuffer} buffer @param {number} at */
  #play(buffer, at) {
    const exact = Math.round(at * RATE) / RATE;
    this.#heardFrom(buffer, exact, 0);
    return exact;
  }

  /** @param {AudioBuffer} buffer @param {number} at @param {number} offset seconds @returns {{ gain: AudioParam }} */
  #heardFrom(buffer, at, offset) {
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    const gain = new GainNode(this.#context);
    source.connect(gain).connect(this.#out);
    source.start(at, offset);
    this.#heard.push({ source, gain });
    return { gain: gain.gain };
  }

  /** By how much later than what was heard with it the voice comes. */
  #lateSeconds() {
    const { baseLatency, outputLatency } = this.#context;
    return (baseLatency || 0) + (outputLatency || 0);
  }
}
