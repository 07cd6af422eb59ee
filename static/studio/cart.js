/**
 * A jingle button: plays one short track of the station, from its beginning.
 *
 * In: a track and the DJ's hand. Out: an audio node. Never: waits; what a press begins, the next one ends.
 */

import { fromDb } from './levels.js';

/** @import { StationTrack } from './station-library.js' */

/** Everything is played about this loud, as by AutoDJ. */
const LEVEL_LUFS = -16;
/** Softer tracks are not raised by more than this: it would only be noise. */
const MOST_RAISED_DB = 9;

export class Cart {
  #context;
  #element = new Audio();
  #gain;
  #changed;
  /** It begins with a press, though its sound may still be to come. @type {'idle' | 'begins' | 'plays'} */
  #state = 'idle';

  /** Its track. @type {StationTrack | null} */
  track = null;

  /** @param {AudioContext} context @param {() => void} changed anything that shows */
  constructor(context, changed) {
    this.#context = context;
    this.#changed = changed;
    this.#element.preload = 'auto';
    this.#gain = new GainNode(context);
    new MediaElementAudioSourceNode(context, { mediaElement: this.#element }).connect(this.#gain);
    for (const event of ['play', 'pause', 'ended', 'error']) this.#element.addEventListener(event, () => this.#follow());
    this.#element.addEventListener('timeupdate', () => this.#stopAtEnd());
  }

  get node() {
    return this.#gain;
  }

  get playing() {
    return this.#state !== 'idle';
  }

  /** Whether its track cannot be played here. */
  get broken() {
    return this.#element.error !== null;
  }

  /** Seconds until its end. */
  get left() {
    const end = this.track?.cueOut ?? this.#element.duration;
    return Number.isFinite(end) ? Math.max(0, end - this.#element.currentTime) : 0;
  }

  /** @param {StationTrack} track */
  load(track) {
    this.track = track;
    this.#gain.gain.value = fromDb(raisedDb(track.lufs));
    this.#element.src = track.address;
    this.#changed();
  }

  /** Begins, or ends what it began. */
  async press() {
    if (!this.track) return;
    if (this.playing) return this.#end();
    this.#state = 'begins';
    this.#changed();
    await this.#context.resume();
    if (this.#state !== 'begins') return;
    this.#element.currentTime = this.track.cueIn;
    try {
      await this.#element.play();
      this.#state = 'plays';
    } catch (error) {
      // A press that ends it meanwhile aborts it, and another one may have begun it again.
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.#end();
    }
  }

  #end() {
    this.#state = 'idle';
    this.#element.pause();
    this.#changed();
  }

  #follow() {
    const { paused, ended } = this.#element;
    if (this.#state === 'plays' && (paused || ended || this.broken)) this.#state = 'idle';
    this.#changed();
  }

  #stopAtEnd() {
    const end = this.track?.cueOut ?? null;
    if (end !== null && this.#element.currentTime >= end) this.#end();
    this.#changed();
  }
}

/** By how much a track of this loudness is raised or lowered. @param {number | null} lufs */
export function raisedDb(lufs) {
  return lufs === null ? 0 : Math.min(MOST_RAISED_DB, LEVEL_LUFS - lufs);
}
