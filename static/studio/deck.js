/**
 * A deck: plays one local file, or a track of the station.
 *
 * In: a file or a track, and the DJ's hand. Out: an audio node behind the fader, and one before it for headphones.
 * Never: reads a whole file into memory. The browser's own player does that, so a three-hour set is fine.
 */

import { t } from '../languages.js';
import { titleOf } from './file-title.js';
import { fromDb } from './levels.js';

/** @import { DeckItem } from './deck-queue.js' */
/** @import { TrackTitle } from './file-title.js' */
/** @import { TrackPoints } from './places.js' */

/** Short enough to feel immediate, long enough not to click. */
const RAMP_SECONDS = 0.012;

/**
 * @typedef {object} DeckEvents
 * @property {() => void} changed anything that shows
 * @property {() => void} ended what it played came to its end
 * @property {(reason: string, played: boolean) => void} failed with whether it was playing
 */

export class Deck {
  #context;
  #events;
  #element = new Audio();
  #trim;
  #fader;
  #address = '';
  #faderGain = 0;
  /** Whether what is there has been heard. */
  #played = false;
  /** The place that was told last, in seconds. */
  #passed = 0;

  /** What is loaded. @type {TrackTitle | null} */
  track = null;
  /** The item that it comes from. @type {DeckItem | null} */
  item = null;
  /** @type {TrackPoints} */
  points = { cueIn: 0, introEnd: null, cueOut: null };
  /** Whether it was played to its end. */
  finished = false;
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
    this.#element.addEventListener('playing', () => (this.#played = true));
    this.#element.addEventListener('ended', () => this.#end());
    this.#element.addEventListener('timeupdate', () => this.#stopAtEnd());
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

  /** Whether it plays with its fader up. */
  get heard() {
    return this.playing && this.#faderGain > 0;
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
    this.#faderGain = gain;
    this.#ramp(this.#fader, gain);
  }

  /** Whether it has something, or will have it at once. */
  get loaded() {
    return this.#address !== '';
  }

  /** Puts something on in place of what is there; done once it is known what that is. @param {DeckItem} item */
  async load(item) {
    this.item = item;
    if ('track' in item) {
      const { address, title, artist, cueIn, introEnd, cueOut } = item.track;
      this.#open(address, { cueIn, introEnd, cueOut });
      this.track = { title, artist };
    } else {
      const address = URL.createObjectURL(item.file);
      this.#open(address, { cueIn: 0, introEnd: null, cueOut: null });
      this.track = null;
      const track = await titleOf(item.file);
      // Another one may have been loaded meanwhile.
      if (address === this.#address) this.track = track;
    }
    this.#events.changed();
  }

  /** @param {string} address @param {TrackPoints} points */
  #open(address, points) {
    this.points = points;
    this.finished = this.#played = false;
    URL.revokeObjectURL(this.#address);
    this.#address = address;
    this.#element.src = address;
    this.#element.currentTime = this.cuePoint = this.#passed = points.cueIn;
  }

  async playOrPause() {
    if (!this.track) return;
    if (this.playing) return this.#element.pause();
    if (this.finished) this.#rewind();
    this.finished = false;
    await this.#context.resume();
    await this.#element.play().catch(() => {});
  }

  /** Stopped, it marks the place; playing, it goes back there and waits. */
  cue() {
    if (!this.track) return;
    if (this.playing) {
      this.#rewind();
    } else {
      this.cuePoint = this.place;
    }
    this.#events.changed();
  }

  /** @param {number} seconds from the beginning */
  seek(seconds) {
    this.#element.currentTime = Math.max(0, Math.min(this.length, seconds));
  }

  /** Stops, and goes back to the mark. */
  #rewind() {
    this.#element.pause();
    this.#element.currentTime = this.cuePoint;
  }

  /** Ends before the silence after a track's sound, unless the DJ has put it there by hand. */
  #stopAtEnd() {
    const { cueOut } = this.points;
    const passed = this.#passed;
    this.#passed = this.place;
    if (!this.playing || cueOut === null || passed >= cueOut || this.place < cueOut) return;
    this.#element.pause();
    this.#end();
  }

  #end() {
    this.finished = true;
    this.#events.ended();
  }

  #fail() {
    if (!this.#element.error) return;
    const played = this.#played;
    this.track = this.item = null;
    URL.revokeObjectURL(this.#address);
    this.#address = '';
    this.#events.failed(t('file-unplayable'), played);
    this.#events.changed();
  }

  /** @param {GainNode} node @param {number} gain */
  #ramp(node, gain) {
    node.gain.setTargetAtTime(gain, this.#context.currentTime, RAMP_SECONDS);
  }
}
