/**
 * What listeners read: written by hand, or taken from the decks.
 */

import { t } from '../languages.js';
import { find, input, box, button, remember, setText } from './page.js';

/** @import { TrackTitle } from './file-title.js' */

export class TitleForm {
  #artist = input('#artist');
  #title = input('#title');
  #auto = input('#auto-title');
  #onTitle;
  #onAir = false;
  #words = '';

  /** @param {(what: TrackTitle) => void} onTitle */
  constructor(onTitle) {
    this.#onTitle = onTitle;
    remember(this.#auto);
    find('#title-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  focus() {
    this.#title.focus();
    this.#title.select();
  }

  /** @param {boolean} onAir */
  set onAir(onAir) {
    this.#onAir = onAir;
    setText(button('#title-form button'), onAir ? t('send-title') : t('keep-title'));
    this.#say();
  }

  /** A deck began to play. @param {TrackTitle | null} track */
  offer(track) {
    if (!track || !this.#auto.checked) return;
    this.#artist.value = track.artist;
    this.#title.value = track.title;
    this.#send();
  }

  #send() {
    const what = { artist: this.#artist.value.trim(), title: this.#title.value.trim() };
    if (what.title === '' && what.artist === '') return this.#title.focus();
    this.#onTitle(what);
    this.#words = [what.artist, what.title].filter(Boolean).join(' – ');
    this.#say();
  }

  #say() {
    const title = this.#words;
    const words = this.#onAir ? t('listeners-read', { title }) : t('listeners-will-read', { title });
    setText(box('#title-said'), title && words);
  }
}
