/**
 * `<longwave-player src="https://radio.example/main">`: a station's player as an element of any page.
 *
 *     <script type="module" src="https://radio.example/static/longwave-player.js"></script>
 *     <longwave-player src="https://radio.example/main"></longwave-player>
 *
 * In: the address of a station's page in `src`, and with `theme` `light` or `dark` instead of what the device prefers.
 * Out: sound, the title that is heard, its cover and a link to the station. A page may call `play()` and `stop()`, and
 * set `--longwave-accent` and `--longwave-on-accent`.
 * Never: a global, a cookie or a stored value; the page's styles stay outside, and so do the element's.
 */

import { EmbedView } from './embed-view.js';
import { Glance } from './glance.js';
import { heardUs, needsTitles } from './heard.js';
import { LockScreen } from './lock-screen.js';
import { Player } from './player.js';
import { StationAddress } from './station-address.js';
import { askStation } from './station-now.js';
import { facts } from './test-window.js';
import { Titles } from './titles.js';

/** @import { NowPlaying } from './message.js' */
/** @import { StationNow } from './station-now.js' */
/** @import { State } from './stream-player.js' */

const TICK_MS = 250;

/** A station that is shown: everything that begins and ends with it. */
class ShownStation {
  #station;
  #view;
  #player;
  #glance;
  #timer;
  #titles = new Titles();
  /** @type {NowPlaying | null} */
  #shown = null;
  #name = '';
  /** Made by the first press: a page's own controls of the device stay as they are until then. @type {LockScreen | null} */
  #lockScreen = null;

  /** @param {StationAddress} station @param {EmbedView} view */
  constructor(station, view) {
    this.#station = station;
    this.#view = view;
    this.#player = new Player(station, links(station), null, {
      state: (state) => this.#changeState(state),
      title: (title) => this.#announce(title),
    });
    const wanted = () => needsTitles(this.#player);
    this.#glance = new Glance(() => askStation(station), wanted, (seen) => this.#take(seen));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    view.showStation(station.slug, station.page);
    view.showState('idle');
    view.showNow(null);
    this.#glance.look();
  }

  end() {
    clearInterval(this.#timer);
    this.#glance.end();
    this.#player.stop();
  }

  get facts() {
    return facts(this.#player, this.#view);
  }

  /** @param {number} volume from 0 to 1 */
  set volume(volume) {
    this.#player.volume = volume;
  }

  play() {
    this.#lockScreen ??= new LockScreen(this.#name || this.#station.slug, undefined, {
      play: () => this.play(),
      stop: () => this.stop(),
    });
    this.#player.play();
  }

  stop() {
    this.#player.stop();
  }

  toggle() {
    if (this.#player.listening && this.#player.state !== 'interrupted') this.stop();
    else this.play();
  }

  /** @param {StationNow} seen */
  #take({ name, now }) {
    this.#name = name;
    this.#view.showStation(name || this.#station.slug, this.#station.page);
    if (now) this.#announce(now);
    this.#tick();
  }

  /** @param {NowPlaying} title */
  #announce(title) {
    const cover = title.cover === null ? null : this.#station.full(title.cover);
    this.#titles.announce({ ...title, cover });
  }

  /** @param {State} state */
  #changeState(state) {
    this.#view.showState(state);
    if (!this.#lockScreen) return;
    this.#lockScreen.playing = this.#player.listening;
    if (state === 'connecting') this.#lockScreen.show(this.#shown);
  }

  #tick() {
    const nowUs = this.#glance.nowUs;
    const now = this.#titles.at(heardUs(this.#player, nowUs) ?? nowUs);
    if (!now || now === this.#shown) return;
    this.#shown = now;
    this.#view.showNow(now);
    if (this.#player.listening) this.#lockScreen?.show(now);
  }
}

/** The streams for browsers that only play endless files. @param {StationAddress} station */
function links(station) {
  return ['opus', 'mp3'].map((label) => ({ label, path: station.stream(label), megabytes: null }));
}

export class LongwavePlayer extends HTMLElement {
  static observedAttributes = ['src'];

  #view = new EmbedView(this.attachShadow({ mode: 'open' }), {
    pressed: () => this.#shown?.toggle(),
    volume: (volume) => this.#shown && (this.#shown.volume = volume),
  });
  /** @type {ShownStation | null} */
  #shown = null;

  connectedCallback() {
    this.#begin();
  }

  disconnectedCallback() {
    this.#end();
  }

  /** @param {string} _name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(_name, before, after) {
    if (before === after || !this.isConnected) return;
    this.#end();
    this.#begin();
  }

  /** Plays, where the browser lets the page: inside a click. */
  play() {
    this.#shown?.play();
  }

  stop() {
    this.#shown?.stop();
  }

  /** How it plays, as `test-window.js` describes it; null without a station. */
  get state() {
    return this.#shown?.facts ?? null;
  }

  #begin() {
    const src = this.getAttribute('src');
    if (this.#shown || !src) return;
    this.#shown = new ShownStation(new StationAddress(src, this.ownerDocument.baseURI), this.#view);
    this.#shown.volume = this.#view.volume;
  }

  #end() {
    this.#shown?.end();
    this.#shown = null;
  }
}

// A page may have it from two servers.
if (!customElements.get('longwave-player')) customElements.define('longwave-player', LongwavePlayer);
