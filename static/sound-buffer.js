/**
 * The cushion of decoded sound between the network and the ear.
 *
 * In: pieces of stereo sound, each with the server's time. Out: as much sound as is asked for, whenever
 * it is asked. Never: waits, clicks or grows without bound. What is missing is silence, faded on both
 * sides; what is too much is skipped. It runs inside the audio worklet and, where there is none, on the
 * page's own thread, so it knows of neither.
 */

import { TAPS_BEFORE, sampleAt } from './interpolate.js';
import { Steering } from './steering.js';

/** What the station sends: samples a second. */
export const SAMPLE_RATE = 48000;

/** What is buffered before the first sound. */
const START_SECONDS = 0.2;
/** What the burst brings, and what is kept. */
const TARGET_SECONDS = 2;
/** More than this is skipped: radio is live. */
const LIMIT_SECONDS = 10;
/** A power of two that holds the limit with room to spare, for `interpolate.js`. */
const RING_SAMPLES = 2 ** 20;
/** 5 ms: too short to be heard as a fade, too long to be heard as a click. */
const FADE_SAMPLES = 240;
/** What loudness is measured over: 100 ms. */
const ENERGY_SAMPLES = 4800;
/** After this long without an interruption the network is trusted again. */
const TRUST_SECONDS = 60;

export class SoundBuffer {
  #left = new Float32Array(RING_SAMPLES);
  #right = new Float32Array(RING_SAMPLES);
  /** Samples written since the beginning. */
  #written = 0;
  /** The sample to be heard next, and how far the place is towards the one after it. */
  #place = 0;
  #fraction = 0;
  #gain = 0;
  #playing = false;
  #skipping = false;
  /** Where in the sound the server's time is known anew. @type {{ index: number, timeUs: number }[]} */
  #marks = [];
  #steering = new Steering(TARGET_SECONDS);
  #startSeconds = START_SECONDS;
  #playedSeconds = 0;
  #energySum = 0;
  #energyCount = 0;
  #outputRate;

  /** How often the sound ran out. */
  underruns = 0;
  /** RMS of both channels over the last 100 ms, 1 being full scale. */
  energy = 0;
  /** By how many millionths it plays faster than the sound card's clock. */
  ppm = 0;

  /** @param {number} outputRate samples a second it is asked for */
  constructor(outputRate) {
    this.#outputRate = outputRate;
  }

  /** Whether sound comes out; if not, it is being gathered. */
  get playing() {
    return this.#playing;
  }

  /** Whether enough is gathered to begin. */
  get ready() {
    return this.seconds >= this.#startSeconds;
  }

  /** What is buffered, in seconds. */
  get seconds() {
    return (this.#written - this.#place) / SAMPLE_RATE;
  }

  /** The server's time of the sound to be heard next, in microseconds; null before the first. */
  get timeUs() {
    while (this.#marks.length > 1 && this.#marks[1].index <= this.#place) this.#marks.shift();
    const mark = this.#marks[0];
    return mark ? mark.timeUs + ((this.#place + this.#fraction - mark.index) * 1e6) / SAMPLE_RATE : null;
  }

  /**
   * @param {Float32Array} left
   * @param {Float32Array} right as long as `left`
   * @param {number} timeUs the server's time of its first sample
   * @param {boolean} cut whether it does not continue what was written before
   */
  write(left, right, timeUs, cut) {
    if (cut) this.#fadeOutEnd();
    this.#mark(timeUs);
    const start = this.#written;
    for (let i = 0; i < left.length; i++) {
      const at = (start + i) % RING_SAMPLES;
      const gain = cut ? Math.min(1, i / FADE_SAMPLES) : 1;
      this.#left[at] = left[i] * gain;
      this.#right[at] = right[i] * gain;
    }
    this.#written += left.length;
    this.#keepBounded();
  }

  /** In place of sound that was lost. @param {number} samples */
  writeSilence(samples) {
    this.#fadeOutEnd();
    for (let i = 0; i < samples; i++) {
      const at = (this.#written + i) % RING_SAMPLES;
      this.#left[at] = this.#right[at] = 0;
    }
    this.#written += samples;
    this.#keepBounded();
  }

  /**
   * Fills both arrays.
   * @param {Float32Array} left
   * @param {Float32Array} right as long as `left`
   * @param {number} aheadSeconds what was read before and is not heard yet; part of the cushion
   */
  read(left, right, aheadSeconds = 0) {
    this.#startOrSteer(left.length / this.#outputRate, aheadSeconds);
    const step = (SAMPLE_RATE / this.#outputRate) * (1 + this.ppm * 1e-6);
    for (let i = 0; i < left.length; i++) {
      if (this.#playing) this.#fadeTowards(this.#hasEnough() && !this.#skipping);
      if (!this.#playing) {
        left[i] = right[i] = 0;
        this.#measure(0, 0);
        continue;
      }
      left[i] = sampleAt(this.#left, this.#place, this.#fraction) * this.#gain;
      right[i] = sampleAt(this.#right, this.#place, this.#fraction) * this.#gain;
      this.#measure(left[i], right[i]);
      this.#fraction += step;
      const whole = Math.floor(this.#fraction);
      this.#place += whole;
      this.#fraction -= whole;
    }
  }

  /** @param {number} seconds about to be played @param {number} aheadSeconds */
  #startOrSteer(seconds, aheadSeconds) {
    if (!this.#playing && this.ready) {
      this.#playing = true;
      this.#playedSeconds = 0;
      this.#steering.reset();
    }
    if (!this.#playing) return;
    this.#playedSeconds += seconds;
    if (this.#playedSeconds > TRUST_SECONDS) this.#startSeconds = START_SECONDS;
    this.ppm = this.#steering.ppm(this.seconds + aheadSeconds, seconds);
  }

  /** Whether there is sound to fade out over, should no more come. */
  #hasEnough() {
    return this.#written - this.#place > FADE_SAMPLES + TAPS_BEFORE + 1;
  }

  /** @param {boolean} up */
  #fadeTowards(up) {
    const gain = this.#gain + (up ? 1 : -1) / FADE_SAMPLES;
    this.#gain = Math.max(0, Math.min(1, gain));
    if (this.#gain > 0) return;
    if (this.#skipping) this.#skip();
    else this.#runDry();
  }

  #runDry() {
    this.#playing = false;
    this.underruns += 1;
    // A network that failed once gets a larger cushion before sound is risked again.
    this.#startSeconds = Math.min(TARGET_SECONDS, this.#startSeconds * 2);
  }

  #skip() {
    this.#place = this.#written - TARGET_SECONDS * SAMPLE_RATE;
    this.#fraction = 0;
    this.#gain = 0;
    this.#skipping = false;
    this.#steering.reset();
  }

  /** Live again after a pause that was not the listener's: what has gathered meanwhile is not played out. */
  catchUp() {
    if (this.seconds > TARGET_SECONDS * 1.5) this.#skip();
  }

  #keepBounded() {
    if (this.seconds <= LIMIT_SECONDS) return;
    // While nobody reads there is no fade to wait for.
    if (!this.#playing || this.seconds > LIMIT_SECONDS + 1) this.#skip();
    else this.#skipping = true;
  }

  #fadeOutEnd() {
    const samples = Math.min(FADE_SAMPLES, this.#written - this.#place);
    for (let i = 0; i < samples; i++) {
      const at = (this.#written - 1 - i) % RING_SAMPLES;
      this.#left[at] *= i / samples;
      this.#right[at] *= i / samples;
    }
  }

  /** @param {number} timeUs of the sample to be written next */
  #mark(timeUs) {
    const last = this.#marks.at(-1);
    const expected = last && last.timeUs + ((this.#written - last.index) * 1e6) / SAMPLE_RATE;
    // Stamps are whole microseconds, so what continues is seldom off by more than one.
    if (expected === undefined || Math.abs(expected - timeUs) > 100) {
      this.#marks.push({ index: this.#written, timeUs });
    }
  }

  /** @param {number} left @param {number} right */
  #measure(left, right) {
    this.#energySum += left * left + right * right;
    this.#energyCount += 1;
    if (this.#energyCount < ENERGY_SAMPLES) return;
    this.energy = Math.sqrt(this.#energySum / (2 * this.#energyCount));
    this.#energySum = this.#energyCount = 0;
  }
}
