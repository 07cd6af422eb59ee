/**
 * The audio context: volume, waking and resting, and what the device does to it.
 *
 * In: nodes that sound. Out: sound to the device. Never: decides whether to play; the player does.
 */

import { SAMPLE_RATE } from './sound-buffer.js';
import { SilentElement } from './silent-element.js';

/** Short enough to feel immediate, long enough not to click: 95 % after 45 ms. */
const RAMP_SECONDS = 0.015;
const RAMP_MS = 60;

/**
 * @typedef {object} OutputEvents
 * @property {() => void} interrupted the browser stopped the sound and may give it back
 * @property {() => void} resumed it gave it back
 * @property {() => void} paused the device asks for silence: a call, headphones pulled out
 * @property {() => void} played the device gives the sound back
 */

export class Output {
  context;
  #gain;
  #silent;
  #events;
  #volume = 1;
  #awake = false;
  #retry = () => this.#tryAgain();

  /**
   * Made inside a click, else the browser keeps it suspended.
   * @param {OutputEvents} events
   */
  constructor(events) {
    this.#events = events;
    // Radio has time: larger device buffers spare the battery and survive a busy machine.
    this.context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'playback' });
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
    return this.context.outputLatency || this.context.baseLatency || 0;
  }

  /** Loudness as it is felt, 0 to 1. @param {number} volume */
  set volume(volume) {
    this.#volume = volume;
    if (this.#awake) this.#rampTo(volume);
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
    if (!this.#awake) return;
    if (this.context.state === 'running') this.#events.resumed();
    else this.#events.interrupted();
  }
}
