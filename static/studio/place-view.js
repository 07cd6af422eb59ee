/**
 * The place of a deck in its track, on the page: waveform and slider, times, cover.
 */

import { t } from '../languages.js';
import { lengthWords } from '../words.js';
import { coverOfItem, outlineOfItem } from './overview.js';
import { box, find, input, setText } from './page.js';
import { introLeft, placeByKey, restOf } from './places.js';
import { Waveform } from './waveform.js';

/** @import { DeckItem } from './deck-queue.js' */
/** @import { Deck } from './deck.js' */

/** When the end is this near, the clock says so. */
const ENDING_SECONDS = 30;

export class PlaceView {
  #root;
  #name;
  #deck;
  #say;
  #slider;
  #waveform;
  #seeking = false;
  /** The item that the overview shows. @type {DeckItem | null} */
  #overviewOf = null;
  /** Ends when something else is put on. */
  #overview = new AbortController();

  /** Whether the show is on air. */
  live = false;

  /** @param {HTMLElement} root the deck's @param {'A' | 'B'} name @param {Deck} deck @param {(words: string) => void} say */
  constructor(root, name, deck, say) {
    this.#root = root;
    this.#name = name;
    this.#deck = deck;
    this.#say = say;
    this.#slider = input('.seek', root);
    this.#slider.setAttribute('aria-label', t('deck-place', { deck: name }));
    this.#waveform = new Waveform(box('.wave', root));
    this.#listen();
    document.addEventListener('visibilitychange', () => this.show());
  }

  show() {
    this.#slider.disabled = !this.#deck.track;
    this.#showOverview();
    if (!this.#seeking) this.#showPlace(this.#deck.place);
  }

  #listen() {
    const slider = this.#slider;
    slider.addEventListener('input', () => {
      this.#seeking = true;
      if (!this.#held()) this.#showPlace(slider.valueAsNumber);
    });
    slider.addEventListener('change', () => {
      this.#seeking = false;
      if (!this.#held()) this.#deck.seek(slider.valueAsNumber);
    });
    // Dragged back to where it was, it has not changed.
    for (const event of ['pointerup', 'pointercancel', 'blur']) slider.addEventListener(event, () => (this.#seeking = false));
    slider.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const place = placeByKey(event.key, event.shiftKey, this.#deck.place, this.#deck.length);
      if (place === null) return;
      event.preventDefault();
      if (!this.#held()) this.#deck.seek(place);
    });
  }

  /** Whether listeners hear it, so that it stays where it is; tells the DJ. */
  #held() {
    const isHeld = this.live && this.#deck.heard;
    this.#say(isHeld ? t('deck-held', { deck: this.#name }) : '');
    if (isHeld) {
      this.#seeking = false;
      this.#showPlace(this.#deck.place);
    }
    return isHeld;
  }

  /** @param {number} place the deck's, or where the DJ drags it to */
  #showPlace(place) {
    // It is shown when the page is.
    if (document.hidden) return;
    const { length, points, cuePoint, track, playing, heard } = this.#deck;
    const left = restOf(place, length, points.cueOut);
    this.#slider.max = String(length);
    if (!this.#seeking) this.#slider.value = String(place);
    this.#slider.setAttribute('aria-valuetext', t('place-of', { place: lengthWords(place * 1e6), length: lengthWords(length * 1e6) }));
    this.#waveform.setPlace(place, cuePoint, length);
    setText(box('.place', this.#root), lengthWords(place * 1e6));
    setText(box('.rest', this.#root), length > 0 ? `−${lengthWords(left * 1e6)}` : '');
    const intro = track ? Math.ceil(introLeft(place, points)) : 0;
    setText(box('.intro-left', this.#root), intro > 0 ? t('intro-ends-in', { time: lengthWords(intro * 1e6) }) : '');
    this.#root.classList.toggle('ending', playing && length > 0 && left < ENDING_SECONDS);
    this.#root.classList.toggle('held', this.live && heard);
  }

  /** Looks for the outline and the cover of what was put on. */
  #showOverview() {
    const { item, track, length, points } = this.#deck;
    // Its length decides whether it is drawn at all.
    const ready = track && length > 0 ? item : null;
    if (ready === this.#overviewOf) return;
    this.#overviewOf = ready;
    this.#overview.abort();
    this.#overview = new AbortController();
    this.#waveform.outline = null;
    this.#waveform.setPoints(points, length);
    this.#setCover(null);
    if (ready) this.#find(ready, length, this.#overview.signal);
  }

  /** @param {DeckItem} item @param {number} length @param {AbortSignal} signal */
  async #find(item, length, signal) {
    coverOfItem(item, signal).then((cover) => {
      if (!signal.aborted) this.#setCover(cover);
      else if (cover) URL.revokeObjectURL(cover);
    });
    const outline = await outlineOfItem(item, length, signal);
    if (signal.aborted || !outline) return;
    this.#waveform.outline = outline;
    if ('file' in item) this.#waveform.setPoints({ cueIn: outline.cueIn, introEnd: null, cueOut: outline.cueOut }, length);
  }

  /** @param {string | null} address */
  #setCover(address) {
    const cover = find('.cover', HTMLImageElement, this.#root);
    URL.revokeObjectURL(cover.src);
    cover.hidden = address === null;
    if (address === null) cover.removeAttribute('src');
    else cover.src = address;
  }
}
