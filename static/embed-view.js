/**
 * Shows the player of `longwave-player.js` in its shadow tree: cover, title, station, volume, Play.
 *
 * Made by the DOM's own functions, since a page around may allow no markup from scripts (Trusted Types), and styled by a
 * sheet that scripts make, which a page's Content-Security-Policy allows.
 */

import { EMBED_STYLE } from './embed-style.js';
import { t, wordsLanguage } from './languages.js';
import { liveWords, stateWords } from './words.js';

/** @import { NowPlaying } from './message.js' */
/** @import { State } from './stream-player.js' */

const SVG = 'http://www.w3.org/2000/svg';
/** These states say themselves: it plays, or nobody has asked for anything. */
const QUIET_STATES = ['idle', 'on-air'];

const PLAY = 'M8.2 5.1a1 1 0 0 1 1.5-.87l10.4 6.9a1.04 1.04 0 0 1 0 1.74L9.7 19.77a1 1 0 0 1-1.5-.87z';
const PAUSE =
  'M7.5 5h2.2c.6 0 1 .4 1 1v12c0 .6-.4 1-1 1H7.5c-.6 0-1-.4-1-1V6c0-.6.4-1 1-1zm6.8 0h2.2c.6 0 1 .4 1 1v12c0 .6-.4 1-1 1h-2.2c-.6 0-1-.4-1-1V6c0-.6.4-1 1-1z';

export class EmbedView {
  #root = html('div', { class: 'player', 'data-state': 'idle', ...wordsLanguage() });
  #cover = html('img', { alt: '', hidden: '' });
  #title = html('p', { class: 'title', dir: 'auto' });
  #byline = html('p', { class: 'byline' });
  #live = html('span', { class: 'live' });
  #station = html('a', { class: 'station', target: '_blank', rel: 'noopener' });
  #status = html('p', { class: 'unseen', role: 'status' });
  #volume = html('input', { type: 'range', min: '0', max: '100', step: '5', value: '100', 'aria-label': t('volume') });
  #play = html('button', { class: 'play', type: 'button', 'aria-pressed': 'false' });
  #name = '';
  /** @type {NowPlaying | null} */
  #now = null;
  /** @type {State} */
  #state = 'idle';

  /**
   * @param {ShadowRoot} shadow
   * @param {{ pressed: () => void, volume: (volume: number) => void }} events
   */
  constructor(shadow, events) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(EMBED_STYLE);
    shadow.adoptedStyleSheets = [sheet];
    const sleeve = html('div', { class: 'sleeve' }, drawing(), this.#cover);
    const line = html('p', { class: 'line' }, this.#live, this.#station);
    const words = html('div', { class: 'words' }, this.#title, this.#byline, line);
    const loudness = html('label', { class: 'volume' }, this.#volume);
    this.#play.append(icon('icon-play', PLAY), icon('icon-pause', PAUSE));
    this.#root.append(sleeve, words, loudness, this.#play, this.#status);
    shadow.append(this.#root);
    this.#play.addEventListener('click', events.pressed);
    this.#volume.addEventListener('input', () => events.volume(this.volume));
    this.#cover.addEventListener('error', () => (this.#cover.hidden = true));
  }

  /** The title shown now. */
  get title() {
    return this.#title.textContent ?? '';
  }

  /** From 0 to 1. */
  get volume() {
    return this.#volume.valueAsNumber / 100;
  }

  /** @param {string} name @param {string} page its address */
  showStation(name, page) {
    this.#name = name;
    this.#station.textContent = name;
    this.#station.href = page;
    this.#play.setAttribute('aria-label', t('play-station', { station: name }));
    this.#showWords();
  }

  /** @param {State} state */
  showState(state) {
    this.#state = state;
    this.#root.dataset.state = state;
    this.#status.textContent = stateWords(state);
    this.#play.setAttribute('aria-pressed', String(state !== 'idle' && state !== 'interrupted'));
    this.#showWords();
  }

  /** @param {NowPlaying | null} now whose cover is a full address */
  showNow(now) {
    this.#now = now;
    const cover = now?.cover ?? null;
    this.#cover.hidden = cover === null;
    if (cover === null) this.#cover.removeAttribute('src');
    else if (this.#cover.src !== cover) this.#cover.src = cover;
    this.#showWords();
  }

  #showWords() {
    const title = this.#now?.title || this.#name;
    const byline = QUIET_STATES.includes(this.#state) ? (this.#now?.artist ?? '') : stateWords(this.#state);
    setText(this.#title, title);
    // A text that is cut off can still be read.
    this.#title.title = title;
    setText(this.#byline, byline);
    this.#byline.title = byline;
    setText(this.#live, this.#now ? liveWords(this.#now) : '');
  }
}

/** Only when it differs: what is selected stays so. @param {HTMLElement} where @param {string} text */
function setText(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name @param {Record<string, string>} attributes @param {Node[]} content
 * @returns {HTMLElementTagNameMap[K]}
 */
function html(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/** @param {string} name @param {Record<string, string>} attributes @param {Node[]} content */
function svg(name, attributes, ...content) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/** @param {string} kind @param {string} shape */
function icon(kind, shape) {
  return svg('svg', { class: kind, viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: shape }));
}

/** The drawing in place of a cover. */
function drawing() {
  const wave = (/** @type {string} */ d, /** @type {string} */ opacity) => svg('path', { class: 'wave', d, opacity });
  return svg(
    'svg',
    { viewBox: '0 0 400 400', 'aria-hidden': 'true' },
    svg('rect', { class: 'sky', width: '400', height: '400' }),
    svg('circle', { class: 'moon', cx: '272', cy: '132', r: '46' }),
    wave('M0 214c67-34 133-34 200 0s133 34 200 0v186H0z', '0.25'),
    wave('M0 248c67 34 133 34 200 0s133-34 200 0v152H0z', '0.35'),
    wave('M0 296c67-30 133-30 200 0s133 30 200 0v104H0z', '0.5'),
    wave('M0 338c67 26 133 26 200 0s133-26 200 0v62H0z', '0.8'),
  );
}
