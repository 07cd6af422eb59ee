/**
 * What listeners read: written by hand, or taken from the decks.
 */

import { find, input, box, button, remember, setText } from './page.js';

/** @import { TrackTitle } from './file-title.js' */

export class TitleForm {
  #artist = input('#artist');
  #title = input('#title');
  #auto = input('#auto-title');
  #onTitle;
  #onAir = false;

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
    setText(button('#title-form button'), onAir ? 'Send' : 'Keep for the show');
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
    const words = [what.artist, what.title].filter(Boolean).join(' – ');
    setText(box('#title-said'), this.#onAir ? `Sent: ${words}` : `Is sent when you go on air: ${words}`);
  }
}
