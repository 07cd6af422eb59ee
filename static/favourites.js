/**
 * Songs that the listener keeps on this device: a list, and how it is remembered. No page, no network.
 */

import { store, stored } from './stored.js';

/** @typedef {{ title: string, artist: string, station: string }} Favourite */

const KEY = 'longwave.favourites';
/** Beyond it, what was kept first is forgotten. */
const AT_MOST = 500;

export class Favourites {
  /** The newest first. @type {Favourite[]} */
  #list = read();

  get list() {
    return this.#list;
  }

  /** @param {Favourite} song */
  has({ title, artist }) {
    return this.#list.some((kept) => kept.title === title && kept.artist === artist);
  }

  /** Keeps a song, or forgets it if it is kept. @param {Favourite} song */
  toggle(song) {
    const others = this.#list.filter((kept) => kept.title !== song.title || kept.artist !== song.artist);
    this.#list = (this.has(song) ? others : [song, ...others]).slice(0, AT_MOST);
    store(KEY, JSON.stringify(this.#list));
  }
}

/** The address of more about a song, in an open database of music. @param {Favourite} song */
export function lookUp({ title, artist }) {
  const query = artist ? `"${plain(title)}" AND artist:"${plain(artist)}"` : `"${plain(title)}"`;
  return `https://musicbrainz.org/search?${new URLSearchParams({ type: 'recording', method: 'advanced', query })}`;
}

/** Quotes and backslashes mean something in a search. @param {string} text */
function plain(text) {
  return text.replace(/["\\]/g, ' ');
}

/** @returns {Favourite[]} */
function read() {
  try {
    const kept = JSON.parse(stored(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isFavourite).slice(0, AT_MOST) : [];
  } catch {
    return [];
  }
}

/** @param {any} kept @returns {kept is Favourite} */
function isFavourite(kept) {
  return ['title', 'artist', 'station'].every((field) => typeof kept?.[field] === 'string');
}
