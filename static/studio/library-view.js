/**
 * The station's library and jingle buttons on the page. Nothing is asked of the station before the DJ opens it.
 */

import { t, tNodes } from '../languages.js';
import { lengthWords } from '../words.js';
import { Cart } from './cart.js';
import { box, button, find, input, select, setText, signInLink } from './page.js';
import { NotSignedIn, StationLibrary } from './station-library.js';

/** @import { DeckView } from './deck-view.js' */
/** @import { Desk } from './desk.js' */
/** @import { StationTrack } from './station-library.js' */

const CARTS = 8;
/** The keys of the jingle buttons, beside those of the decks. */
export const CART_KEYS = ['3', '4', '5', '6', '7', '8', '9', '0'];
const SETTLES_MS = 300;

export class LibraryView {
  #library;
  #decks;
  #carts;
  #said = box('#library-said');
  #words = input('#library-words');
  #playlist = select('#library-playlist');
  #jingles = select('#library-jingles');
  #asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  /** @param {string} slug @param {Desk} desk @param {Record<'A' | 'B', DeckView>} decks */
  constructor(slug, desk, decks) {
    this.#library = new StationLibrary(slug);
    this.#decks = decks;
    this.#carts = CART_KEYS.map((key) => new CartButton(desk, key));
    button('#library-open').addEventListener('click', () => this.#open());
    this.#words.addEventListener('input', () => {
      clearTimeout(this.#settling);
      this.#playlist.value = '';
      this.#settling = setTimeout(() => this.#find(), SETTLES_MS);
    });
    find('#library-search', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#find();
    });
    this.#playlist.addEventListener('change', () => this.#find());
    this.#jingles.addEventListener('change', () => this.#fill());
  }

  /** By key. @param {number} place */
  press(place) {
    this.#carts[place]?.cart.press();
  }

  async #open() {
    await this.#try(async () => {
      const { music, jingles } = await this.#library.playlists();
      offer(this.#playlist, music);
      offer(this.#jingles, jingles);
      box('#library-body').hidden = false;
      button('#library-open').hidden = true;
      await Promise.all([this.#find(), this.#fill()]);
      this.#words.focus();
    });
  }

  async #find() {
    const mine = ++this.#asked;
    await this.#try(async () => {
      const { value: name } = this.#playlist;
      const tracks = await (name ? this.#library.ofPlaylist(name) : this.#library.find(this.#words.value.trim()));
      if (mine !== this.#asked) return;
      box('#library-found').replaceChildren(...tracks.map((track) => this.#row(track)));
      if (tracks.length === 0) setText(this.#said, t('library-nothing'));
    });
  }

  /** Puts jingles on the buttons; one that plays goes on. */
  async #fill() {
    await this.#try(async () => {
      const { value: name } = this.#jingles;
      const tracks = name ? await this.#library.ofPlaylist(name) : await this.#library.jingles(CARTS);
      this.#carts.forEach((cart, place) => cart.load(tracks[place] ?? null));
      box('#carts-hint').hidden = tracks.length > 0;
    });
  }

  /** @param {StationTrack} track */
  #row(track) {
    const row = document.createElement('li');
    const words = document.createElement('span');
    words.className = 'found-words';
    words.dir = 'auto';
    words.textContent = track.artist ? `${track.artist} – ${track.title}` : track.title;
    const length = document.createElement('span');
    length.className = 'found-length';
    length.textContent = track.seconds > 0 ? lengthWords(track.seconds * 1e6) : '';
    const loads = /** @type {const} */ (['A', 'B']).map((deck) => {
      const load = document.createElement('button');
      load.type = 'button';
      load.textContent = deck;
      load.setAttribute('aria-label', t('library-load', { title: track.title, deck }));
      load.addEventListener('click', () => this.#decks[deck].load([{ track }]));
      return load;
    });
    row.append(words, length, ...loads);
    return row;
  }

  /** @param {() => Promise<void>} work */
  async #try(work) {
    setText(this.#said, '');
    try {
      await work();
    } catch (error) {
      if (error instanceof NotSignedIn) this.#askToSignIn();
      else setText(this.#said, t('library-fails'));
    }
  }

  #askToSignIn() {
    this.#said.replaceChildren(...tNodes('library-needs-sign-in', { link: signInLink() }));
    button('#library-open').hidden = false;
  }
}

/** Offers these beside the first, which is all of them. @param {HTMLSelectElement} list @param {string[]} names */
function offer(list, names) {
  list.length = 1;
  list.append(...names.map((name) => new Option(name)));
}

/** A jingle button on the page. */
class CartButton {
  #key;
  #button = document.createElement('button');
  #title = document.createElement('span');
  #left = document.createElement('span');
  cart;

  /** @param {Desk} desk @param {string} key */
  constructor(desk, key) {
    this.#key = key;
    this.#button.type = 'button';
    this.#button.className = 'cart';
    this.#title.className = 'cart-title';
    this.#title.dir = 'auto';
    this.#left.className = 'cart-left';
    const cap = document.createElement('kbd');
    cap.textContent = key;
    cap.setAttribute('aria-hidden', 'true');
    this.#button.append(cap, this.#title, this.#left);
    box('#carts').append(this.#button);
    this.cart = new Cart(desk.context, () => this.#show());
    desk.plug(this.cart.node, 'carts');
    this.#button.addEventListener('click', () => this.cart.press());
    this.#show();
  }

  /** @param {StationTrack | null} track */
  load(track) {
    if (track && !this.cart.playing) this.cart.load(track);
    else if (!track && !this.cart.playing) this.cart.track = null;
    this.#show();
  }

  #show() {
    const { track, playing, broken, left } = this.cart;
    this.#button.disabled = !track || broken;
    this.#button.setAttribute('aria-pressed', String(playing));
    this.#button.setAttribute('aria-keyshortcuts', this.#key);
    setText(this.#title, track?.title ?? '–');
    const length = playing ? `−${lengthWords(left * 1e6)}` : track && track.seconds > 0 ? lengthWords(track.seconds * 1e6) : '';
    setText(this.#left, length);
  }
}
