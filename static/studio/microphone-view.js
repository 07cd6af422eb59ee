/**
 * The microphone on the page: on, muted, open; which, and how it is treated; talk-over.
 */

import { numberWords, t } from '../languages.js';
import { RecorderEncoding } from './encoder-recorder.js';
import { fromDb } from './levels.js';
import { Meter } from './meter.js';
import { Microphone, devices, microphoneAllowed } from './microphone.js';
import { box, button, input, remember, select, setText, slide } from './page.js';
import { StripView } from './strip-view.js';
import { blockedWords, dbWords, microphoneWords } from './words.js';

/** @import { Desk, Levels } from './desk.js' */

export class MicrophoneView {
  #desk;
  #microphone;
  #button = button('#mic');
  #off = button('#mic-off');
  #device = select('#mic-device');
  #treatment = { echo: input('#echo'), noise: input('#noise'), autoGain: input('#auto-gain') };
  #duck = input('#duck');
  #amount = input('#duck-amount');
  #release = input('#duck-release');
  #meter = new Meter(box('#meter-mic'));
  #strip;
  #muted = false;
  /** The caller whom it goes to instead of the air. @type {string | null} */
  #talkback = null;

  /** @param {Desk} desk that is open */
  constructor(desk) {
    this.#desk = desk;
    this.#microphone = new Microphone(desk.context, () => this.#lost());
    desk.plug(this.#microphone.node, 'mic');
    const { echo, noise, autoGain } = this.#treatment;
    remember(echo, noise, autoGain, input('#mic-gain'), this.#duck, this.#amount, this.#release);
    this.#button.addEventListener('click', () => this.toggle());
    this.#off.addEventListener('click', () => this.#close());
    for (const control of [this.#device, echo, noise, autoGain]) {
      control.addEventListener('change', () => this.#microphone.on && this.#open());
    }
    slide(input('#mic-gain'), dbWords, (db) => (this.#microphone.gain = fromDb(db)));
    this.#listenDucking();
    this.#strip = new StripView(this.#microphone.strip, (voice) => (desk.voice = voice));
    if (!microphoneAllowed()) this.#block(blockedWords(new URL(location.href), RecorderEncoding.kind !== undefined));
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#list());
  }

  get on() {
    return this.#microphone.on;
  }

  /** Whether it is open, on air or to a caller. */
  get speaks() {
    return this.#microphone.on && !this.#muted;
  }

  /** To be connected to what else takes the voice. */
  get node() {
    return this.#microphone.node;
  }

  /** The name of a caller whom it goes to instead of the air. @param {string} name */
  set talkback(name) {
    if (name === this.#talkback) return;
    this.#talkback = name;
    this.#show();
  }

  /** Ends the talk off air: it goes to the air again, or is muted until the DJ presses. @param {boolean} muted */
  endTalkback(muted) {
    if (this.#talkback === null) return;
    this.#talkback = null;
    if (muted) this.#muted = true;
    this.#show();
  }

  /** Seconds from the air to the page. */
  get latency() {
    return this.#microphone.latency;
  }

  /** On, then muted and open in turn. */
  toggle() {
    if (!microphoneAllowed()) return;
    if (this.#microphone.on) {
      this.#muted = !this.#muted;
      this.#show();
    } else {
      this.#muted = false;
      this.#open();
    }
  }

  /** Turns it on if it is off; whether it is on then. */
  async turnOn() {
    if (!this.#microphone.on && microphoneAllowed()) await this.#open();
    return this.#microphone.on;
  }

  /** @param {Levels} levels @param {number} nowMs @param {number} seconds */
  meter({ mic, duck, gate }, nowMs, seconds) {
    this.#meter.show(mic, nowMs, seconds);
    this.#strip.meter(nowMs);
    document.body.classList.toggle('gated', gate < 0.7);
    document.body.classList.toggle('ducking', duck < 0.7);
  }

  async #open() {
    try {
      await this.#desk.context.resume();
      await this.#microphone.open({
        deviceId: this.#device.value,
        echoCancellation: this.#treatment.echo.checked,
        noiseSuppression: this.#treatment.noise.checked,
        autoGainControl: this.#treatment.autoGain.checked,
      });
      box('#mic-blocked').hidden = true;
      await this.#list();
    } catch (error) {
      this.#say(microphoneWords(error));
    }
    this.#show();
  }

  #close() {
    this.#microphone.close();
    this.#muted = false;
    this.#show();
    this.#button.focus();
  }

  #lost() {
    this.#say(t('microphone-unplugged'));
    this.#show();
  }

  #show() {
    const { on } = this.#microphone;
    const offAir = this.#talkback !== null;
    this.#desk.microphoneOpen = on && !this.#muted && !offAir;
    const state = !on ? 'off' : this.#muted ? 'muted' : 'open';
    setText(this.#button, t('microphone-switch', { state }));
    const toCaller = state === 'open' && offAir;
    setText(box('#mic-state'), toCaller ? t('microphone-to-caller', { name: this.#talkback ?? '' }) : t('microphone-state', { state }));
    this.#button.classList.toggle('open', on && !this.#muted);
    this.#button.classList.toggle('muted', on && this.#muted);
    this.#off.hidden = !on;
  }

  /** Names come with the permission. */
  async #list() {
    const inputs = await devices('audioinput');
    const chosen = this.#device.value;
    const options = inputs.map(({ deviceId, label }, i) => new Option(label || t('microphone-number', { number: i + 1 }), deviceId));
    this.#device.replaceChildren(new Option(t('usual-input'), ''), ...options.filter(({ value }) => value !== 'default'));
    this.#device.value = inputs.some(({ deviceId }) => deviceId === chosen) ? chosen : '';
  }

  #listenDucking() {
    const tell = () => {
      const { valueAsNumber: amountDb } = this.#amount;
      this.#desk.ducking = { on: this.#duck.checked, amountDb, releaseSeconds: this.#release.valueAsNumber };
      this.#amount.disabled = this.#release.disabled = !this.#duck.checked;
    };
    slide(this.#amount, (db) => `${db} dB`, tell);
    slide(this.#release, (seconds) => t('seconds', { seconds: numberWords(seconds, 1) }), tell);
    this.#duck.addEventListener('change', tell);
  }

  /** @param {string} words */
  #block(words) {
    this.#say(words);
    box('#mic-controls').hidden = true;
  }

  /** @param {string} words */
  #say(words) {
    box('#mic-blocked').hidden = false;
    setText(box('#mic-blocked'), words);
  }
}
