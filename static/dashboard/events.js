/**
 * What happens at the page's station, as it happens.
 *
 * In: the station's events, which come several times a second. Out: parts whose `data-live` names an event are brought
 * up to date, each event is told to the page's own script as `longwave:NAME`, with its data, and the page says so when
 * nothing has come for three seconds. Never: listens while nobody sees the page, for a browser has few connections, and
 * they are for all of its pages.
 */

import { at } from '../address.js';
import { formatLanguage, t } from '../languages.js';
import { answersAgain, call, refresh } from './dashboard.js';

const NAMES = [
  'now', 'queue', 'live', 'listeners', 'levels', 'settings', 'programme', 'trouble', 'dead-air', 'messages',
  'listener-messages', 'lost',
];
/** Several things happen together; and not every page asks at the same moment. */
const REFRESH_AFTER_MS = 100;
const REFRESH_SPREAD_MS = 300;
const FIRST_PAUSE_MS = 3000;
const LONGEST_PAUSE_MS = 60000;
/** Levels are told four times a second: after this long without any event, the server is not there. */
const LOST_AFTER_MS = 2500;
const LOOK_EVERY_MS = 250;
/** A server that was restarted is found again within this time. */
const TRY_EVERY_MS = 700;

class Follower {
  #address;
  /** @type {EventSource | null} */
  #source = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #refreshing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;
  #pauseMs = FIRST_PAUSE_MS;
  #heardAt = performance.now();
  /** The time of day of the last event. */
  #lastSeen = new Date();
  #isLost = false;

  /** @param {string} station */
  constructor(station) {
    this.#address = at(`/api/v1/stations/${station}/events`);
    document.addEventListener('visibilitychange', () => this.#look());
    // A page that is left, and may be come back to.
    addEventListener('pagehide', () => this.#stop());
    addEventListener('pageshow', () => this.#look());
    setInterval(() => this.#watch(), LOOK_EVERY_MS);
    this.#look();
  }

  /** Says so when the server is not heard any more, and tries again. */
  #watch() {
    if (document.hidden || performance.now() - this.#heardAt < LOST_AFTER_MS) return;
    if (!this.#isLost) this.#setLost(true);
    // A connection that is open and silent is as good as none.
    if (this.#source?.readyState === EventSource.OPEN) this.#tryAgain(TRY_EVERY_MS);
  }

  /** @param {boolean} isLost */
  #setLost(isLost) {
    this.#isLost = isLost;
    document.body.classList.toggle('lost', isLost);
    const said = document.getElementById('connection');
    if (said) {
      const time = this.#lastSeen.toLocaleTimeString(formatLanguage());
      said.textContent = isLost ? t('connection-lost', { time }) : '';
      said.hidden = !isLost;
    }
    if (!isLost) answersAgain();
    document.dispatchEvent(new CustomEvent('longwave:connection', { detail: { isLost } }));
  }

  #heard() {
    this.#heardAt = performance.now();
    this.#lastSeen = new Date();
    if (this.#isLost) this.#setLost(false);
  }

  /** Begins anew after a pause. @param {number} ms */
  #tryAgain(ms) {
    this.#stop();
    this.#again = setTimeout(() => this.#look(), ms);
  }

  #look() {
    if (document.hidden) return this.#stop();
    if (this.#source) return;
    // While nobody saw the page, nothing was to be heard.
    if (!this.#isLost) this.#heardAt = performance.now();
    this.#start();
  }

  #start() {
    clearTimeout(this.#again);
    const source = new EventSource(this.#address);
    this.#source = source;
    source.addEventListener('open', () => {
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#heard();
      document.body.dataset.follows = 'yes';
      // What happened in between is not known.
      this.#refreshSoon();
    });
    source.addEventListener('error', () => {
      document.body.dataset.follows = 'no';
      if (source.readyState === EventSource.CLOSED) this.#refused();
      else this.#tryAgain(TRY_EVERY_MS);
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
    const reached = await fetch(at('/api/v1/me')).catch(() => null);
    if (!reached) return this.#tryAgain(TRY_EVERY_MS);
    if (!(await call(at('/api/v1/me'), {}))) return;
    this.#tryAgain(this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }

  /** @param {string} name @param {string} text */
  #hear(name, text) {
    this.#heard();
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
