/**
 * A deck on the page: file, hand and eye.
 */

import { t } from '../languages.js';
import { lengthWords } from '../words.js';
import { Deck } from './deck.js';
import { Meter } from './meter.js';
import { box, button, find, input, setText, slide } from './page.js';
import { dbWords } from './words.js';

/** @import { Loudness } from './desk.js' */
/** @import { Headphones } from './headphones.js' */
/** @import { StationTrack } from './station-library.js' */

/** When the end is this near, the clock says so. */
const ENDING_SECONDS = 30;

export class DeckView {
  #root;
  #name;
  #meter;
  #seek;
  #play;
  #cue;
  #pfl;
  #seeking = false;
  #onStart;
  #wasPlaying = false;

  deck;

  /**
   * @param {'A' | 'B'} name
   * @param {AudioContext} context
   * @param {Headphones | null} headphones null where cueing is not possible
   * @param {(deck: Deck) => void} onStart it began to play
   */
  constructor(name, context, headphones, onStart) {
    this.#name = name;
    this.#onStart = onStart;
    const template = find('#deck', HTMLTemplateElement);
    this.#root = find('.deck', HTMLElement, /** @type {DocumentFragment} */ (template.content.cloneNode(true)));
    box('#decks').append(this.#root);
    this.deck = new Deck(context, { changed: () => this.#show(), failed: (reason) => this.#say(reason) });
    this.#meter = new Meter(box('.meter', this.#root));
    this.#seek = input('.seek', this.#root);
    this.#play = button('.play', this.#root);
    this.#cue = button('.cue', this.#root);
    this.#pfl = button('.pfl', this.#root);
    this.#label();
    this.#listen();
    this.#openHeadphones(headphones);
    slide(input('.gain', this.#root), dbWords, (db) => (this.deck.gainDb = db));
  }

  /** @param {Loudness} loudness @param {number} nowMs @param {number} seconds */
  meter(loudness, nowMs, seconds) {
    this.#meter.show(loudness, nowMs, seconds);
  }

  /** @param {StationTrack} track */
  load(track) {
    this.#say('');
    this.deck.loadStation(track);
  }

  /** By key. */
  playOrPause() {
    this.deck.playOrPause();
  }

  #label() {
    const deck = this.#name;
    setText(find('h3', HTMLElement, this.#root), t('deck', { deck }));
    this.#root.setAttribute('aria-label', t('deck', { deck }));
    this.#root.dataset.deck = this.#name;
    this.#seek.setAttribute('aria-label', t('deck-place', { deck }));
    box('.meter', this.#root).setAttribute('aria-label', t('deck-level', { deck }));
    input('.file input', this.#root).setAttribute('aria-label', t('deck-load', { deck }));
    input('.gain', this.#root).setAttribute('aria-label', t('deck-gain', { deck }));
    setText(box('.pfl .unseen', this.#root), t('deck-headphones', { deck }));
  }

  #listen() {
    this.#play.addEventListener('click', () => this.deck.playOrPause());
    this.#cue.addEventListener('click', () => this.deck.cue());
    this.#seek.addEventListener('input', () => (this.#seeking = true));
    this.#seek.addEventListener('change', () => {
      this.#seeking = false;
      this.deck.seek(this.#seek.valueAsNumber);
    });
    const file = input('.file input', this.#root);
    file.addEventListener('change', () => {
      if (file.files?.[0]) this.#load(file.files[0]);
      file.value = '';
    });
    for (const event of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      this.#root.addEventListener(event, (drag) => this.#drag(/** @type {DragEvent} */ (drag)));
    }
  }

  /** @param {Headphones | null} headphones */
  #openHeadphones(headphones) {
    this.#pfl.hidden = headphones === null;
    if (!headphones) return;
    const send = new GainNode(this.deck.beforeFader.context, { gain: 0 });
    this.deck.beforeFader.connect(send).connect(headphones.node);
    this.#pfl.addEventListener('click', () => {
      const on = this.#pfl.getAttribute('aria-pressed') !== 'true';
      this.#pfl.setAttribute('aria-pressed', String(on));
      send.gain.setTargetAtTime(on ? 1 : 0, send.context.currentTime, 0.01);
    });
  }

  /** @param {DragEvent} drag */
  #drag(drag) {
    drag.preventDefault();
    this.#root.classList.toggle('dropping', drag.type === 'dragenter' || drag.type === 'dragover');
    const file = drag.type === 'drop' && drag.dataTransfer?.files[0];
    if (file) this.#load(file);
  }

  /** @param {File} file */
  #load(file) {
    this.#say('');
    this.deck.load(file);
  }

  /** @param {string} words */
  #say(words) {
    setText(box('.deck-said', this.#root), words);
  }

  #show() {
    const { track, playing, length, place } = this.deck;
    setText(box('.deck-title', this.#root), track?.title ?? t('drop-track'));
    setText(box('.deck-artist', this.#root), track?.artist ?? '');
    this.#root.classList.toggle('playing', playing);
    this.#play.disabled = this.#cue.disabled = this.#seek.disabled = !track;
    setText(this.#play, t('deck-play', { action: playing ? 'pause' : 'play' }));
    this.#play.setAttribute('aria-label', t('deck-play-label', { deck: this.#name, action: playing ? 'pause' : 'play' }));
    this.#cue.setAttribute('aria-label', t('deck-cue-label', { deck: this.#name, action: playing ? 'back' : 'set' }));
    this.#showPlace(place, length);
    if (playing && !this.#wasPlaying) this.#onStart(this.deck);
    this.#wasPlaying = playing;
  }

  /** @param {number} place @param {number} length */
  #showPlace(place, length) {
    const left = length - place;
    this.#seek.max = String(length);
    if (!this.#seeking) this.#seek.value = String(place);
    this.#seek.style.setProperty('--filled', `${length > 0 ? (100 * place) / length : 0}%`);
    this.#seek.setAttribute('aria-valuetext', t('place-of', { place: lengthWords(place * 1e6), length: lengthWords(length * 1e6) }));
    setText(box('.place', this.#root), lengthWords(place * 1e6));
    setText(box('.rest', this.#root), length > 0 ? `−${lengthWords(left * 1e6)}` : '');
    this.#root.classList.toggle('ending', this.deck.playing && length > 0 && left < ENDING_SECONDS);
  }
}
