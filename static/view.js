/**
 * Shows it: the only module that touches what the listener sees.
 */

import { fadeOut, showGlow } from './glow.js';
import { t, wordsLanguage } from './languages.js';
import { SpectrumRing } from './spectrum.js';
import { byline, howItPlays, lengthWords, liveWords, stateWords, timeOfDay } from './words.js';

/** @import { NowPlaying } from './message.js' */
/** @import { Played } from './page-data.js' */
/** @import { Player } from './player.js' */
/** @import { State } from './stream-player.js' */

const PLAYED_AT_MOST = 20;
/** Characters; a longer title is set smaller. */
const LONG_TITLE = 36;
/** Steps of the bar, about as many as there are points on the screen: each paints a part of the page. */
const BAR_STEPS = 500;

export class View {
  #station;
  #play = element('play', HTMLButtonElement);
  #state = element('state', HTMLElement);
  #title = element('title', HTMLElement);
  #byline = element('byline', HTMLElement);
  #live = element('live', HTMLElement);
  #cover = element('cover', HTMLImageElement);
  #glow = element('glow', HTMLElement);
  #ring;
  #progress = element('progress', HTMLElement);
  #bar = element('bar', HTMLProgressElement);
  #elapsed = element('elapsed', HTMLElement);
  #total = element('total', HTMLElement);
  #played = element('played', HTMLElement);
  #playedKey = '';
  #playedSection = element('played-section', HTMLElement);
  #how = element('how', HTMLElement);
  #timing = element('timing', HTMLElement);
  /** That there is no music, if there was none when the page was made. */
  #notice = document.getElementById('notice');

  /** The slider, for `volume.js`. */
  volume = element('volume', HTMLInputElement);

  /** The list of sound qualities, for `quality.js`. */
  quality = element('quality', HTMLSelectElement);

  /** The list of times after which the sound ends, for `sleep-timer.js`. */
  sleep = element('sleep', HTMLSelectElement);

  /** The button for `share.js`. */
  share = element('share', HTMLButtonElement);

  /**
   * @param {string} station its name
   * @param {() => void} onPlay the button was pressed
   * @param {() => AnalyserNode | null} analyser sees what is played
   */
  constructor(station, onPlay, analyser) {
    this.#station = station;
    this.#ring = new SpectrumRing(element('spectrum', HTMLCanvasElement), analyser);
    this.#play.addEventListener('click', onPlay);
    this.#play.disabled = false;
    this.#cover.addEventListener('error', () => this.#showCover(null));
    this.#cover.addEventListener('load', () => this.#coverIsThere());
    if (this.#cover.complete && this.#cover.naturalWidth > 0) this.#coverIsThere();
  }

  /** What the title says now. */
  get title() {
    return this.#title.textContent ?? '';
  }

  /** @param {State} state */
  showState(state) {
    this.#state.textContent = stateWords(state);
    document.body.dataset.state = state;
    if (state === 'on-air') this.#ring.start();
    else this.#ring.stop();
    // What the device has paused shows as paused: the next press goes on.
    this.#play.setAttribute('aria-pressed', String(state !== 'idle' && state !== 'interrupted'));
  }

  /** @param {NowPlaying} now */
  showNow(now) {
    setText(this.#live, liveWords(now));
    setText(this.#title, now.title || this.#station);
    this.#title.classList.toggle('long', this.title.length > LONG_TITLE);
    setText(this.#byline, byline(now));
    this.#showCover(now.cover);
    if (now.source !== 'silence') this.#notice?.remove();
    document.title = now.title ? `${now.title} – ${this.#station}` : this.#station;
  }

  /**
   * @param {NowPlaying | null} now
   * @param {number | null} heardUs the time of what is heard; null when nothing is
   */
  showProgress(now, heardUs) {
    const total = now?.durationUs;
    const shown = now && heardUs !== null && total;
    this.#progress.hidden = !shown;
    if (!shown) return;
    const elapsed = Math.min(total, Math.max(0, heardUs - now.timeUs));
    const part = Math.round((elapsed / total) * BAR_STEPS) / BAR_STEPS;
    if (this.#bar.value !== part) this.#bar.value = part;
    setText(this.#elapsed, lengthWords(elapsed));
    setText(this.#total, lengthWords(total));
  }

  /** @param {Pick<Player, 'rung' | 'source' | 'seconds'>} player @param {number | null} megabytes an hour */
  showHow(player, megabytes) {
    setText(this.#how, howItPlays(player, megabytes));
  }

  /** @param {string} words how well the sound keeps its time */
  showTiming(words) {
    setText(this.#timing, words);
  }

  /** @param {Played[]} played newest first @param {(track: Played) => (() => void) | null} from plays a track from its beginning; null where it is not kept */
  showPlayed(played, from) {
    const shown = played.slice(0, PLAYED_AT_MOST);
    // A list that is the same keeps the keyboard's place in it.
    const key = JSON.stringify([wordsLanguage(), shown.map((track) => [track, from(track) !== null])]);
    if (key === this.#playedKey) return;
    this.#playedKey = key;
    const rows = shown.map((track) => playedRow(track, from(track)));
    this.#played.replaceChildren(...rows);
    this.#playedSection.hidden = rows.length === 0;
  }

  /** @param {string | null} address */
  #showCover(address) {
    const cover = this.#cover;
    if (cover.getAttribute('src') === address) return;
    if (!cover.hidden && cover.naturalWidth > 0) {
      const before = document.createElement('img');
      Object.assign(before, { className: 'before', alt: '', src: cover.src });
      cover.after(before);
    }
    cover.hidden = address === null;
    if (address !== null) {
      cover.src = address;
    } else {
      cover.removeAttribute('src');
      this.#fadeOver();
      showGlow(this.#glow, null);
    }
  }

  #coverIsThere() {
    this.#fadeOver();
    showGlow(this.#glow, this.#cover);
  }

  /** From the cover before. */
  #fadeOver() {
    for (const before of document.querySelectorAll('.before')) fadeOut(before);
  }
}

/** @param {Played} track @param {(() => void) | null} from */
function playedRow({ timeUs, title, artist }, from) {
  const row = document.createElement('li');
  Object.assign(row.dataset, { timeUs, title, artist });
  const time = document.createElement('time');
  time.dateTime = new Date(timeUs / 1000).toISOString();
  time.textContent = timeOfDay(timeUs);
  const what = document.createElement('span');
  what.className = 'played-title';
  what.dir = 'auto';
  what.textContent = title;
  const who = document.createElement('span');
  who.className = 'played-artist';
  who.dir = 'auto';
  who.textContent = artist;
  row.append(from ? fromButton(time, title, from) : time, what, who);
  return row;
}

/** The time as a button that plays from there on. @param {HTMLTimeElement} time @param {string} title @param {() => void} from */
function fromButton(time, title, from) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'played-from';
  button.setAttribute('aria-label', t('play-from', { time: time.textContent ?? '', title }));
  button.append(time);
  button.addEventListener('click', from);
  return button;
}

/** Only when it differs: a screen reader speaks what is set. @param {HTMLElement} where @param {string} text */
function setText(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}
