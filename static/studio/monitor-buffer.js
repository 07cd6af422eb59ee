/**
 * The small cushion under what listeners hear: as little delay as the network allows.
 *
 * In: pieces of stereo sound with the server's time. Out: as much sound as is asked for. Never: waits, or
 * keeps more than it has needed of late. A cushion that ran dry grows; one that was never used shrinks by
 * a short skip. The player's `SoundBuffer` wants two seconds, since it must never be heard to stop.
 */

/** @import { Piece } from '../sink.js' */

const SAMPLE_RATE = 48000;
const SMALLEST_SECONDS = 0.04;
const LARGEST_SECONDS = 0.4;
const GROW_SECONDS = 0.02;
/** What stays in the cushion this long without being used is skipped. */
const WATCH_SECONDS = 3;
const FADE_SAMPLES = 240;

export class MonitorBuffer {
  /** @type {Piece[]} */
  #pieces = [];
  /** Samples read of the first piece. */
  #read = 0;
  #samples = 0;
  #playing = false;
  #fadingIn = 0;
  #targetSeconds = SMALLEST_SECONDS;
  #lowestSeconds = Infinity;
  #watchedSeconds = 0;

  /** How often the sound ran out. */
  underruns = 0;

  get playing() {
    return this.#playing;
  }

  /** What is buffered. */
  get seconds() {
    return this.#samples / SAMPLE_RATE;
  }

  /** The server's time of the sound to be heard next, in microseconds; null when there is none. */
  get timeUs() {
    const [first] = this.#pieces;
    return first ? first.timeUs + (this.#read * 1e6) / SAMPLE_RATE : null;
  }

  /** @param {Piece} piece */
  write(piece) {
    if (piece.cut) this.#fadingIn = FADE_SAMPLES;
    this.#pieces.push(piece);
    this.#samples += piece.left.length;
    if (this.seconds > LARGEST_SECONDS * 2) this.#skipTo(this.#targetSeconds);
  }

  /** Fills both arrays. @param {Float32Array} left @param {Float32Array} right as long as `left` */
  read(left, right) {
    if (!this.#playing && this.seconds >= this.#targetSeconds + GROW_SECONDS) this.#start();
    let at = 0;
    while (this.#playing && at < left.length) {
      at = this.#copy(left, right, at);
      if (this.#pieces.length === 0) this.#runDry(left, right, at);
    }
    left.fill(0, at);
    right.fill(0, at);
    if (this.#playing) this.#watch(left.length / SAMPLE_RATE);
  }

  #start() {
    this.#playing = true;
    this.#fadingIn = FADE_SAMPLES;
    this.#forget();
  }

  /** Copies what fits of the first piece. @param {Float32Array} left @param {Float32Array} right @param {number} at */
  #copy(left, right, at) {
    const piece = this.#pieces[0];
    const count = Math.min(left.length - at, piece.left.length - this.#read);
    for (let i = 0; i < count; i++) {
      const gain = this.#fadingIn > 0 ? 1 - this.#fadingIn-- / FADE_SAMPLES : 1;
      left[at + i] = piece.left[this.#read + i] * gain;
      right[at + i] = piece.right[this.#read + i] * gain;
    }
    this.#advance(count);
    return at + count;
  }

  /** @param {number} samples */
  #advance(samples) {
    this.#read += samples;
    this.#samples -= samples;
    if (this.#read < this.#pieces[0].left.length) return;
    this.#pieces.shift();
    this.#read = 0;
  }

  /** @param {Float32Array} left @param {Float32Array} right @param {number} at where the sound ends */
  #runDry(left, right, at) {
    const samples = Math.min(at, FADE_SAMPLES);
    for (let i = 1; i <= samples; i++) {
      left[at - i] *= (i - 1) / samples;
      right[at - i] *= (i - 1) / samples;
    }
    this.#playing = false;
    this.underruns += 1;
    this.#targetSeconds = Math.min(LARGEST_SECONDS, this.#targetSeconds + GROW_SECONDS);
  }

  /** @param {number} seconds that have passed */
  #watch(seconds) {
    this.#lowestSeconds = Math.min(this.#lowestSeconds, this.seconds);
    this.#watchedSeconds += seconds;
    if (this.#watchedSeconds < WATCH_SECONDS) return;
    // One message's worth of sound may always be there or not.
    const unused = this.#lowestSeconds - SMALLEST_SECONDS / 2;
    if (unused > GROW_SECONDS) {
      this.#targetSeconds = Math.max(SMALLEST_SECONDS, this.#targetSeconds - GROW_SECONDS / 2);
      this.#skipTo(this.seconds - unused);
    }
    this.#forget();
  }

  /** @param {number} seconds to be left */
  #skipTo(seconds) {
    let excess = this.#samples - Math.round(seconds * SAMPLE_RATE);
    while (excess > 0 && this.#pieces.length > 0) {
      const count = Math.min(excess, this.#pieces[0].left.length - this.#read);
      this.#advance(count);
      excess -= count;
    }
    this.#fadingIn = FADE_SAMPLES;
    this.#forget();
  }

  #forget() {
    this.#lowestSeconds = Infinity;
    this.#watchedSeconds = 0;
  }
}
