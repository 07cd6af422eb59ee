/**
 * The audio context: volume, waking and resting, and what the device does to it.
 *
 * In: nodes that sound. Out: sound to the device. Never: decides whether to play; the player does.
 */

import { OutputClock } from './output-clock.js';
import { nowUs } from './pinger.js';
import { SAMPLE_RATE } from './sound-buffer.js';
import { SilentElement } from './silent-element.js';

/** Short enough to feel immediate, long enough not to click: 95 % after 45 ms. */
const RAMP_SECONDS = 0.015;
const RAMP_MS = 60;
/** How often the clocks are read at first and after a stumble, and how often once they are known. */
const READ_OFTEN_MS = 15;
const READ_MS = 50;
const OFTEN_READINGS = 120;

/**
 * @typedef {object} OutputEvents
 * @property {() => void} interrupted the browser stopped the sound and may give it back
 * @property {() => void} resumed it gave it back
 * @property {() => void} paused the device asks for silence: a call, headphones pulled out
 * @property {() => void} played the device gives the sound back
 */

export class Output {
  context;
  clock = new OutputClock();
  #gain;
  #silent;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  #events;
  #volume = 1;
  #awake = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #reading;
  #retry = () => this.#tryAgain();

  /**
   * Made inside a click, else the browser keeps it suspended.
   * @param {OutputEvents} events
   * @param {AudioContextLatencyCategory} latencyHint `playback` has large device buffers, which spare the battery and survive a busy machine
   */
  constructor(events, latencyHint) {
    this.#events = events;
    this.context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint });
    this.#gain = new GainNode(this.context, { gain: 0 });
    this.#gain.connect(this.context.destination);
    this.#silent = new SilentElement(events.paused, events.played);
    this.context.onstatechange = () => this.#stateChanged();
    // The moments at which a browser may let go on what it had suspended.
    addEventListener('pageshow', this.#retry);
    document.addEventListener('visibilitychange', this.#retry);
  }

  /** Seconds from the context's clock to the ear. */
  get latency() {
    return this.clock.known ? this.clock.latencyUs / 1e6 : this.#reportedLatency;
  }

  get #reportedLatency() {
    return this.context.outputLatency || this.context.baseLatency || 0;
  }

  /** Loudness as it is felt, 0 to 1. @param {number} volume */
  set volume(volume) {
    this.#volume = volume;
    if (this.#awake) this.#rampTo(volume);
  }

  /** Sees what is played, as it is loud. */
  get analyser() {
    if (!this.#analyser) {
      this.#analyser = new AnalyserNode(this.context, { fftSize: 1024, minDecibels: -80, maxDecibels: -20, smoothingTimeConstant: 0.6 });
      this.#gain.connect(this.#analyser);
    }
    return this.#analyser;
  }

  /** @param {AudioNode} node */
  connect(node) {
    node.connect(this.#gain);
  }

  /** To be called inside a click. */
  wake() {
    this.#awake = true;
    this.#silent.play();
    this.#resume();
    this.#rampTo(this.#volume);
  }

  /** Falls silent; done when nothing can be heard. */
  async rest() {
    this.#awake = false;
    this.#silent.pause();
    this.#rampTo(0);
    await new Promise((done) => setTimeout(done, RAMP_MS));
    if (!this.#awake && this.context.state === 'running') await this.context.suspend();
  }

  /** Not to be woken again. */
  close() {
    this.#awake = false;
    clearTimeout(this.#reading);
    this.#silent.pause();
    this.context.onstatechange = null;
    removeEventListener('pageshow', this.#retry);
    document.removeEventListener('visibilitychange', this.#retry);
    this.context.close().catch(() => {});
  }

  #read() {
    clearTimeout(this.#reading);
    if (this.context.state !== 'running') return;
    const { contextTime = 0, performanceTime = 0 } = this.context.getOutputTimestamp?.() ?? {};
    this.clock.add({
      nowUs: nowUs(),
      contextUs: this.context.currentTime * 1e6,
      stampUs: contextTime > 0 && performanceTime > 0 ? performanceTime * 1000 - contextTime * 1e6 : null,
      reportedUs: this.#reportedLatency * 1e6,
    });
    const often = this.clock.readingsSince < OFTEN_READINGS;
    this.#reading = setTimeout(() => this.#read(), often ? READ_OFTEN_MS : READ_MS);
  }

  /** The ear's scale is not the samples': a square is near enough. @param {number} volume */
  #rampTo(volume) {
    const now = this.context.currentTime;
    this.#gain.gain.cancelScheduledValues(now);
    this.#gain.gain.setTargetAtTime(volume ** 2, now, RAMP_SECONDS);
  }

  #resume() {
    // Refused outside a click on some browsers; the listener's next click tries again.
    this.context.resume().catch(() => {});
  }

  #tryAgain() {
    if (this.#awake && this.context.state !== 'running') this.#resume();
  }

  #stateChanged() {
    // While it stands still, its clock does too.
    this.clock.restart();
    this.#read();
    if (!this.#awake) return;
    if (this.context.state === 'running') this.#events.resumed();
    else this.#events.interrupted();
  }
}
