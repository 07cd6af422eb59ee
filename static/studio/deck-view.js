/**
 * A deck on the page: file, hand and eye.
 */

import { t } from '../languages.js';
import { DeckQueue } from './deck-queue.js';
import { Deck } from './deck.js';
import { Meter } from './meter.js';
import { box, button, find, input, setText, slide } from './page.js';
import { PlaceView } from './place-view.js';
import { dbWords } from './words.js';

/** @import { DeckItem } from './deck-queue.js' */
/** @import { Loudness } from './desk.js' */
/** @import { Headphones } from './headphones.js' */

export class DeckView {
  #root;
  #name;
  #meter;
  #place;
  #play;
  #cue;
  #pfl;
  #queue = new DeckQueue(() => this.#showQueue());
  /** Whether what was put on last is to play at once. */
  #plays = false;
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
    this.deck = new Deck(context, {
      changed: () => this.#show(),
      ended: () => this.#next(input('.deck-auto', this.#root).checked),
      failed: (reason, played) => this.#passOver(reason, played),
    });
    this.#meter = new Meter(box('.meter', this.#root));
    this.#place = new PlaceView(this.#root, name, this.deck, (words) => this.#say(words));
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

  /** Puts these on, one after the other; they wait while there is something that was not played to its end. @param {DeckItem[]} items */
  load(items) {
    const [first, ...others] = items;
    if (!first) return;
    this.#say('');
    const isFree = (!this.deck.loaded || this.deck.finished) && this.#queue.titles.length === 0;
    if (isFree) {
      this.#plays = false;
      this.deck.load(first);
    }
    const waiting = isFree ? others : items;
    if (waiting.length === 0) return;
    this.#say(this.#queue.add(waiting) ? t('deck-queued') : t('deck-queue-full'));
    if (this.deck.finished && !isFree) this.#next(false);
  }

  /** Whether the show is on air. @param {boolean} live */
  set live(live) {
    this.#place.live = live;
  }

  /** By key. */
  playOrPause() {
    this.deck.playOrPause();
  }

  #label() {
    const deck = this.#name;
    setText(find('h3', HTMLElement, this.#root), t('deck', { deck }));
    find('.deck-queue', HTMLElement, this.#root).setAttribute('aria-label', t('deck-next-up', { deck }));
    this.#root.setAttribute('aria-label', t('deck', { deck }));
    this.#root.dataset.deck = this.#name;
    box('.meter', this.#root).setAttribute('aria-label', t('deck-level', { deck }));
    input('.file input', this.#root).setAttribute('aria-label', t('deck-load', { deck }));
    input('.gain', this.#root).setAttribute('aria-label', t('deck-gain', { deck }));
    setText(box('.pfl .unseen', this.#root), t('deck-headphones', { deck }));
  }

  #listen() {
    this.#play.addEventListener('click', () => this.deck.playOrPause());
    this.#cue.addEventListener('click', () => this.deck.cue());
    const file = input('.file input', this.#root);
    file.addEventListener('change', () => {
      this.load([...(file.files ?? [])].map((file) => ({ file })));
      file.value = '';
    });
    button('.deck-skip', this.#root).addEventListener('click', () => this.#next(this.deck.playing));
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
    if (drag.type === 'drop') this.load([...(drag.dataTransfer?.files ?? [])].map((file) => ({ file })));
  }

  /** Puts on what waits, if anything does. @param {boolean} plays whether it plays at once */
  async #next(plays) {
    const next = this.#queue.take();
    if (!next) return;
    this.#plays = plays;
    this.#say('');
    await this.deck.load(next);
    if (plays && !this.deck.playing) await this.deck.playOrPause();
  }

  /** Something cannot be played, or on: what waits takes its place. @param {string} reason @param {boolean} played */
  async #passOver(reason, played) {
    await this.#next(this.#plays || (played && input('.deck-auto', this.#root).checked));
    this.#say(reason);
  }

  #showQueue() {
    const titles = this.#queue.titles;
    box('.deck-next', this.#root).hidden = titles.length === 0;
    find('.deck-queue', HTMLElement, this.#root).replaceChildren(...titles.map(({ artist, title }, place) => {
      const row = document.createElement('li');
      const words = document.createElement('span');
      words.dir = 'auto';
      words.textContent = artist ? `${artist} – ${title}` : title;
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.textContent = '×';
      remove.setAttribute('aria-label', t('deck-queue-remove', { title }));
      remove.addEventListener('click', () => this.#queue.remove(place));
      row.append(words, remove);
      return row;
    }));
  }

  /** @param {string} words */
  #say(words) {
    setText(box('.deck-said', this.#root), words);
  }

  #show() {
    const { track, playing } = this.deck;
    setText(box('.deck-title', this.#root), track?.title ?? t('drop-track'));
    setText(box('.deck-artist', this.#root), track?.artist ?? '');
    this.#root.classList.toggle('playing', playing);
    this.#play.disabled = this.#cue.disabled = !track;
    setText(this.#play, t('deck-play', { action: playing ? 'pause' : 'play' }));
    this.#play.setAttribute('aria-label', t('deck-play-label', { deck: this.#name, action: playing ? 'pause' : 'play' }));
    this.#cue.setAttribute('aria-label', t('deck-cue-label', { deck: this.#name, action: playing ? 'back' : 'set' }));
    this.#place.show();
    if (playing && !this.#wasPlaying) this.#onStart(this.deck);
    this.#wasPlaying = playing;
  }
}
