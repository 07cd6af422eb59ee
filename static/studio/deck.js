/**
 * A deck: plays one local file, or a track of the station.
 *
 * In: a file or a track, and the DJ's hand. Out: an audio node behind the fader, and one before it for headphones.
 * Never: reads a whole file into memory. The browser's own player does that, so a three-hour set is fine.
 */

import { t } from '../languages.js';
import { titleOf } from './file-title.js';
import { fromDb } from './levels.js';

/** @import { TrackTitle } from './file-title.js' */
/** @import { StationTrack } from './station-library.js' */

/** Short enough to feel immediate, long enough not to click. */
const RAMP_SECONDS = 0.012;

/**
 * @typedef {object} DeckEvents
 * @property {() => void} changed anything that shows
 * @property {(reason: string) => void} failed
 */

export class Deck {
  #context;
  #events;
  #element = new Audio();
  #trim;
  #fader;
  #address = '';

  /** What is loaded. @type {TrackTitle | null} */
  track = null;
  /** Where the cue button goes, in seconds. */
  cuePoint = 0;

  /** @param {AudioContext} context @param {DeckEvents} events */
  constructor(context, events) {
    this.#context = context;
    this.#events = events;
    this.#element.preload = 'auto';
    const source = new MediaElementAudioSourceNode(context, { mediaElement: this.#element });
    this.#trim = new GainNode(context);
    this.#fader = new GainNode(context);
    source.connect(this.#trim).connect(this.#fader);
    for (const event of ['play', 'pause', 'ended', 'timeupdate', 'seeked', 'durationchange', 'loadedmetadata']) {
      this.#element.addEventListener(event, events.changed);
    }
    this.#element.addEventListener('error', () => this.#fail());
  }

  /** Behind the fader. */
  get node() {
    return this.#fader;
  }

  /** Before the fader. */
  get beforeFader() {
    return this.#trim;
  }

  get playing() {
    return !this.#element.paused && !this.#element.ended;
  }

  /** Seconds; 0 while it is not known. */
  get length() {
    return Number.isFinite(this.#element.duration) ? this.#element.duration : 0;
  }

  get place() {
    return this.#element.currentTime;
  }

  /** @param {number} db */
  set gainDb(db) {
    this.#ramp(this.#trim, fromDb(db));
  }

  /** From the crossfader, 0 to 1. @param {number} gain */
  set fader(gain) {
    this.#ramp(this.#fader, gain);
  }

  /** @param {File} file */
  async load(file) {
    if (this.playing) return this.#events.failed(t('deck-is-playing'));
    const address = URL.createObjectURL(file);
    this.#open(address, 0);
    const track = await titleOf(file);
    // Another one may have been loaded meanwhile.
    if (address !== this.#address) return;
    this.track = track;
    this.#events.changed();
  }

  /** @param {StationTrack} track */
  loadStation({ address, title, artist, cueIn }) {
    if (this.playing) return this.#events.failed(t('deck-is-playing'));
    this.#open(address, cueIn);
    this.track = { title, artist };
    this.#events.changed();
  }

  /** @param {string} address @param {number} cueIn where the sound begins, in seconds */
  #open(address, cueIn) {
    URL.revokeObjectURL(this.#address);
    this.#address = address;
    this.#element.src = address;
    this.#element.currentTime = this.cuePoint = cueIn;
  }

  async playOrPause() {
    if (!this.track) return;
    if (this.playing) return this.#element.pause();
    await this.#context.resume();
    await this.#element.play().catch(() => {});
  }

  /** Stopped, it marks the place; playing, it goes back there and waits. */
  cue() {
    if (!this.track) return;
    if (this.playing) {
      this.#element.pause();
      this.#element.currentTime = this.cuePoint;
    } else {
      this.cuePoint = this.place;
    }
    this.#events.changed();
  }

  /** @param {number} seconds from the beginning */
  seek(seconds) {
    this.#element.currentTime = Math.max(0, Math.min(this.length, seconds));
  }

  #fail() {
    if (!this.#element.error) return;
    this.track = null;
    this.#events.failed(t('file-unplayable'));
    this.#events.changed();
  }

  /** @param {GainNode} node @param {number} gain */
  #ramp(node, gain) {
    node.gain.setTargetAtTime(gain, this.#context.currentTime, RAMP_SECONDS);
  }
}
