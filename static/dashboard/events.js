/**
 * What happens at the page's station, as it happens.
 *
 * In: the station's events. Out: parts whose `data-live` names an event are brought up to date, and each event is told to
 * the page's own script as `longwave:NAME`, with its data. Never: listens while nobody sees the page, for a browser has
 * few connections, and they are for all of its pages.
 */

import { at } from '../address.js';
import { call, refresh } from './dashboard.js';

const NAMES = [
  'now', 'queue', 'live', 'listeners', 'levels', 'settings', 'programme', 'trouble', 'dead-air', 'messages', 'lost',
];
/** Several things happen together; and not every page asks at the same moment. */
const REFRESH_AFTER_MS = 100;
const REFRESH_SPREAD_MS = 300;
const FIRST_PAUSE_MS = 3000;
const LONGEST_PAUSE_MS = 60000;

class Follower {
  #address;
  /** @type {EventSource | null} */
  #source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #refreshing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #pauseMs = FIRST_PAUSE_MS;

  /** @param {string} station */
  constructor(station) {
    this.#address = at(`/api/v1/stations/${station}/events`);
    document.addEventListener('visibilitychange', () => this.#look());
    // A page that is left, and may be come back to.
    addEventListener('pagehide', () => this.#stop());
    addEventListener('pageshow', () => this.#look());
    this.#look();
  }

  #look() {
    if (document.hidden) return this.#stop();
    if (!this.#source) this.#start();
  }

  #start() {
    clearTimeout(this.#again);
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#pauseMs = FIRST_PAUSE_MS;
      document.body.dataset.follows = 'yes';
      // What happened in between is not known.
      this.#refreshSoon();
    });
    source.addEventListener('error', () => {
      document.body.dataset.follows = 'no';
      if (source.readyState === EventSource.CLOSED) this.#refused();
    });
    for (const name of NAMES) {
      source.addEventListener(name, (event) => this.#hear(name, event.data));
    }
  }

  #stop() {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = null;
  }

  /** The browser does not try again by itself: either nobody is signed in any more, or there are too many streams. */
  async #refused() {
    this.#stop();
    if (!(await call(at('/api/v1/me'), {}))) return;
    this.#again = setTimeout(() => this.#look(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** @param {string} name @param {string} text */
  #hear(name, text) {
    /** @type {unknown} */
    let detail;
    try {
      detail = JSON.parse(text);
    } catch {
      return;
    }
    if (name === 'lost' || document.querySelector(`[data-live~="${name}"]`)) this.#refreshSoon();
    document.dispatchEvent(new CustomEvent(`longwave:${name}`, { detail }));
  }

  #refreshSoon() {
    clearTimeout(this.#refreshing);
    this.#refreshing = setTimeout(refresh, REFRESH_AFTER_MS + Math.random() * REFRESH_SPREAD_MS);
  }
}

const station = document.body.dataset.station;
if (station && document.querySelector('[data-live]:not([data-live=""])')) new Follower(station);
