/**
 * The button that keeps the song that is heard, and the list of what is kept.
 */

import { Favourites, lookUp } from './favourites.js';
import { t } from './languages.js';

/** @import { Favourite } from './favourites.js' */
/** @import { NowPlaying } from './message.js' */

export class FavouritesView {
  #favourites = new Favourites();
  #station;
  #keep = /** @type {HTMLButtonElement} */ (document.getElementById('keep'));
  #section = /** @type {HTMLElement} */ (document.getElementById('kept-section'));
  #list = /** @type {HTMLElement} */ (document.getElementById('kept'));
  /** The song that is heard. @type {Favourite | null} */
  #song = null;

  /** @param {string} station its name */
  constructor(station) {
    this.#station = station;
    this.#keep.addEventListener('click', () => this.#song && this.#toggle(this.#song));
    this.#show();
  }

  /** @param {NowPlaying} now */
  showNow({ title, artist, source }) {
    const isSong = title !== '' && source !== 'silence' && source !== 'emergency-loop';
    this.#song = isSong ? { title, artist: artist ?? '', station: this.#station } : null;
    this.#show();
  }

  /** Says it anew, such as in another language. */
  showWords() {
    this.#show();
  }

  /** @param {Favourite} song */
  #toggle(song) {
    this.#favourites.toggle(song);
    this.#show();
  }

  #show() {
    const { list } = this.#favourites;
    const isKept = this.#song !== null && this.#favourites.has(this.#song);
    this.#keep.disabled = this.#song === null;
    this.#keep.setAttribute('aria-pressed', String(isKept));
    this.#section.hidden = list.length === 0;
    this.#list.replaceChildren(...list.map((song) => this.#row(song)));
  }

  /** @param {Favourite} song */
  #row(song) {
    const row = document.createElement('li');
    const words = document.createElement('span');
    words.className = 'words';
    words.append(span('played-title', song.title), span('played-artist', song.artist));
    const link = document.createElement('a');
    link.href = lookUp(song);
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.textContent = t('look-up');
    link.setAttribute('aria-label', t('look-up-song', { title: song.title }));
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = t('remove');
    remove.setAttribute('aria-label', t('remove-song', { title: song.title }));
    remove.addEventListener('click', () => {
      this.#toggle(song);
      // The button is gone: the keyboard goes on from the button above.
      this.#keep.focus();
    });
    row.append(words, link, remove);
    return row;
  }
}

/** @param {string} kind @param {string} text */
function span(kind, text) {
  const made = document.createElement('span');
  made.className = kind;
  made.dir = 'auto';
  made.textContent = text;
  return made;
}
