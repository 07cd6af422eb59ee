/**
 * Looks at the page again now and then, for those whom no connection tells what is on air.
 */

import { readPage } from './page-data.js';

/** @import { PageData } from './page-data.js' */

const EVERY_MS = 15000;

export class Glance {
  #onSeen;
  #wanted;
  /** By how much the server's clock is ahead of the device's, in microseconds. */
  #aheadUs = 0;

  /**
   * @param {() => boolean} wanted whether somebody needs it now
   * @param {(data: PageData) => void} onSeen
   */
  constructor(wanted, onSeen) {
    this.#wanted = wanted;
    this.#onSeen = onSeen;
    setInterval(() => this.look(), EVERY_MS);
    document.addEventListener('visibilitychange', () => this.look());
  }

  /** The server's time to about a second, in microseconds; from the replies' `Date`. */
  get nowUs() {
    return Date.now() * 1000 + this.#aheadUs;
  }

  async look() {
    if (!this.#wanted()) return;
    // A glance that fails is made good by the next.
    const reply = await fetch(location.pathname, { cache: 'no-store' }).catch(() => null);
    if (!reply?.ok) return;
    const date = Date.parse(reply.headers.get('date') ?? '');
    // The header has whole seconds, so on average it is half of one behind.
    if (!Number.isNaN(date)) this.#aheadUs = (date + 500 - Date.now()) * 1000;
    this.#onSeen(readPage(new DOMParser().parseFromString(await reply.text(), 'text/html')));
  }
}
