/**
 * Keeps titles until their sound is heard.
 *
 * In: titles as they are announced, ahead of their sound. Out: the one that belongs to the sound being
 * heard. Never: shows a title before its sound, which is what makes a radio page look broken.
 */

/** @import { NowPlaying } from './message.js' */

/**
 * Whether a title stands among those that were played, by the rule of the server.
 * @param {NowPlaying} title
 */
export function isListed({ source, isJingle }) {
  return !isJingle && source !== 'silence' && source !== 'emergency-loop';
}

export class Titles {
  /** In order of time. @type {NowPlaying[]} */
  #ahead = [];
  /** @type {NowPlaying | null} */
  #heard = null;

  /**
   * A title announced again takes the place of the first announcement: after a reconnect the server
   * repeats what is on air.
   * @param {NowPlaying} title
   */
  announce(title) {
    if (this.#heard && this.#heard.timeUs === title.timeUs) {
      this.#heard = title;
      return;
    }
    this.#ahead = this.#ahead.filter((other) => other.timeUs !== title.timeUs);
    this.#ahead.push(title);
    this.#ahead.sort((a, b) => a.timeUs - b.timeUs);
  }

  /**
   * The title of the sound that is heard at `timeUs`.
   * @param {number} timeUs
   * @returns {NowPlaying | null}
   */
  at(timeUs) {
    while (this.#ahead.length > 0 && this.#ahead[0].timeUs <= timeUs) {
      this.#heard = /** @type {NowPlaying} */ (this.#ahead.shift());
    }
    return this.#heard;
  }
}
