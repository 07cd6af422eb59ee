/**
 * The last rung: the browser's own player on a stream of the station.
 *
 * Titles do not come with it; the page asks for them (`glance.js`).
 */

import { backoffMs } from './backoff.js';

/** @import { Source } from './element-sources.js' */
/** @import { State } from './stream-player.js' */

/** Sound that has not moved for so long will not move again by itself. */
const STALLED_MS = 8000;
/** After this long the address is good, and an error is the network's. */
const TRUSTED_SECONDS = 10;
const LOOK_EVERY_MS = 500;

export class ElementPlayer {
  #element = new Audio();
  #sources;
  #onState;
  #failures = 0;
  #lastPosition = 0;
  #movedAt = performance.now();
  #look;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;

  /**
   * @param {Source[]} sources the best first, at least one
   * @param {(state: State) => void} onState
   */
  constructor(sources, onState) {
    this.#sources = sources;
    this.#onState = onState;
    this.#element.onplaying = () => this.#onState('on-air');
    this.#element.onwaiting = () => this.#onState('connecting');
    this.#element.onerror = () => this.#again();
    this.#element.onended = () => this.#again();
    this.#look = setInterval(() => this.#checkMoving(), LOOK_EVERY_MS);
    this.#start();
  }

  /** Loudness as it is felt, 0 to 1. @param {number} volume */
  set volume(volume) {
    this.#element.volume = volume ** 2;
  }

  /** Seconds of sound that are here and not yet heard: by so much it is behind the station. */
  get seconds() {
    const { buffered, currentTime } = this.#element;
    return buffered.length > 0 ? Math.max(0, buffered.end(buffered.length - 1) - currentTime) : 0;
  }

  /** The source that it plays or tries. One that fails gives way to the next: an error does not say why. */
  get source() {
    return this.#sources[this.#failures % this.#sources.length];
  }

  /** Seconds played. */
  get position() {
    return this.#element.currentTime;
  }

  end() {
    clearInterval(this.#look);
    clearTimeout(this.#retry);
    const element = this.#element;
    element.onplaying = element.onwaiting = element.onerror = element.onended = null;
    element.pause();
    // Without this the download would go on.
    element.removeAttribute('src');
    element.load();
  }

  #start() {
    this.#movedAt = performance.now();
    this.#element.src = this.source.address;
    this.#element.play().catch(() => {});
  }

  #again() {
    clearTimeout(this.#retry);
    this.#onState('lost');
    this.#retry = setTimeout(() => this.#start(), backoffMs(this.#failures, Math.random()));
    this.#failures += 1;
    this.#movedAt = Infinity;
  }

  #checkMoving() {
    const now = performance.now();
    if (this.#element.currentTime !== this.#lastPosition) {
      this.#lastPosition = this.#element.currentTime;
      this.#movedAt = now;
      if (this.#lastPosition > TRUSTED_SECONDS) this.#failures = 0;
    } else if (now - this.#movedAt > STALLED_MS) {
      this.#again();
    }
  }
}
