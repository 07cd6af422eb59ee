/**
 * The decoded sound between the network and the ear, played on time.
 *
 * In: pieces of stereo sound, each with the server's time, and a line that says which moment is due when.
 * Out: as much sound as is asked for, whenever it is asked: every sample when it is due. Never: waits,
 * clicks or grows without bound. What is missing is silence, faded on both sides. It runs inside the audio
 * worklet and, where there is none, on the page's own thread, so it knows of neither.
 */

import { DriftController } from './drift-controller.js';
import { TAPS_BEFORE, sampleAt } from './interpolate.js';

/** @import { Line } from './timing.js' */

/** What the station sends: samples a second. */
export const SAMPLE_RATE = 48000;

/** More than this is skipped: radio is live. */
const LIMIT_SECONDS = 16;
/** A power of two that holds the limit with room to spare, for `interpolate.js`. */
const RING_SAMPLES = 2 ** 20;
/** 10 ms: too short to be heard as a fade, too long to be heard as a click. */
const FADE_SAMPLES = 480;
/** The least sound that must be there beyond the moment at which it begins. */
const START_SAMPLES = FADE_SAMPLES + 240;
/** A burst is decoded bit by bit: it begins with the reserve that is asked for, or once so long has passed without it. */
const GATHER_SECONDS = 0.25;
/** Sound that is further off its time than this is put there at once. */
const RESYNC_US = 50_000;
/** The same where it has just begun or was broken just now, so that nobody minds. */
const REALIGN_US = 3000;
/** What loudness is measured over: 100 ms. */
const ENERGY_SAMPLES = 4800;

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
  /** Since when what is due has been there, by the context's clock; null while it plays. @type {number | null} */
  #gatheringSince = null;
  /** Fading out, to be put elsewhere. */
  #resyncing = false;
  #realign = false;
  /** @type {Line | null} */
  #line = null;
  /** Where in the sound the server's time is known anew. @type {{ index: number, timeUs: number }[]} */
  #marks = [];
  #controller = new DriftController();
  #energySum = 0;
  #energyCount = 0;
  #outputRate;

  /** How often the sound ran out. */
  underruns = 0;
  /** RMS of both channels over the last 100 ms, 1 being full scale. */
  energy = 0;
  /** How often the sound was put elsewhere, since it was too far off its time. */
  resyncs = 0;
  /** By how many millionths it plays faster than the sound card's clock. */
  ppm = 0;
  /** By how much it is behind its time, in microseconds. */
  lateUs = 0;

  /** @param {number} outputRate samples a second it is asked for */
  constructor(outputRate) {
    this.#outputRate = outputRate;
  }

  /** Whether sound comes out; if not, it is being gathered. */
  get playing() {
    return this.#playing;
  }

  /** What is buffered, in seconds. */
  get seconds() {
    return (this.#written - this.#place) / SAMPLE_RATE;
  }

  /** The server's time of the sound to be heard next, in microseconds; null before the first. */
  get timeUs() {
    const { mark } = this.#markAt(this.#place);
    return mark ? mark.timeUs + ((this.#place + this.#fraction - mark.index) * 1e6) / SAMPLE_RATE : null;
  }

  /** Says which moment is due when; null while that is not known. @param {Line | null} line */
  follow(line) {
    if (line?.realign) this.#realign = true;
    this.#line = line;
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
   * @param {number} contextTime when the first sample leaves, in seconds of the audio context's clock
   */
  read(left, right, contextTime) {
    this.#keepTime(contextTime, left.length / this.#outputRate);
    const step = (SAMPLE_RATE / this.#outputRate) * (1 + this.ppm * 1e-6);
    for (let i = 0; i < left.length; i++) {
      if (this.#playing) this.#fadeTowards(this.#hasEnough() && !this.#resyncing);
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

  /** @param {number} contextTime @param {number} seconds about to be played */
  #keepTime(contextTime, seconds) {
    if (this.#line === null) return void (this.#resyncing = this.#playing);
    const dueUs = this.#dueUs(this.#line, contextTime);
    if (!this.#playing) this.#startAt(dueUs, contextTime, this.#line.reserveUs ?? 0);
    if (!this.#playing) return;
    this.lateUs = dueUs - Number(this.timeUs);
    const most = this.#realign ? REALIGN_US : RESYNC_US;
    if (Math.abs(this.lateUs) > most && !this.#resyncing) {
      this.#resyncing = true;
      this.resyncs += 1;
    }
    this.#realign = false;
    this.ppm = this.#controller.ppm(this.lateUs, this.#line.ppm, seconds);
  }

  /** @param {Line} line @param {number} contextTime */
  #dueUs({ contextTime: since, timeUs, ppm }, contextTime) {
    return timeUs + (contextTime - since) * (1e6 + ppm);
  }

  /** Begins with what is due, if it is there. @param {number} dueUs @param {number} contextTime @param {number} reserveUs */
  #startAt(dueUs, contextTime, reserveUs) {
    const index = this.#indexOf(dueUs);
    if (index === null || index > this.#written) {
      // None of it will be due any more.
      if (index !== null) this.#place = this.#written;
      return;
    }
    const place = Math.floor(index);
    if (place < this.#oldest) return;
    this.#place = place;
    this.#fraction = index - place;
    const samples = this.#written - place;
    if (samples < START_SAMPLES) return;
    this.#gatheringSince ??= contextTime;
    const hasReserve = samples >= START_SAMPLES + (reserveUs * SAMPLE_RATE) / 1e6;
    if (!hasReserve && contextTime - this.#gatheringSince < GATHER_SECONDS) return;
    this.#gatheringSince = null;
    this.#playing = true;
    this.#gain = 0;
    this.#controller.reset();
  }

  /** The first sample that is still there. */
  get #oldest() {
    return Math.max(this.#marks[0]?.index ?? 0, this.#written - RING_SAMPLES + SAMPLE_RATE);
  }

  /** Which sample is due at a time, and how far between samples; null before all that is there. @param {number} timeUs */
  #indexOf(timeUs) {
    for (let at = this.#marks.length - 1; at >= 0; at--) {
      const { index, timeUs: since } = this.#marks[at];
      // Stamps are whole, and so is a silence that was put in place of what was lost.
      if (since > timeUs) continue;
      const due = index + ((timeUs - since) * SAMPLE_RATE) / 1e6;
      const next = this.#marks[at + 1];
      // The sound in between was never written.
      return next && due >= next.index ? null : due;
    }
    return null;
  }

  /** The mark that a sample's time counts from, and where it stands. @param {number} place */
  #markAt(place) {
    let at = this.#marks.length - 1;
    while (at > 0 && this.#marks[at].index > place) at -= 1;
    return { mark: this.#marks[at], at };
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
    // It begins again where it is due.
    this.#playing = false;
    if (!this.#resyncing) this.underruns += 1;
    this.#resyncing = false;
  }

  #keepBounded() {
    // Nobody reads, or what is due is far in the past.
    if (this.seconds > LIMIT_SECONDS) this.#place = this.#written - LIMIT_SECONDS * SAMPLE_RATE;
    const { at } = this.#markAt(this.#oldest);
    if (at > 0) this.#marks.splice(0, at);
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
