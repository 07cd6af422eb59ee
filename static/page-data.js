/**
 * Reads what the server wrote into the page: what is on air and what was.
 *
 * The page is its own interface: fetched again, it tells those who are not connected what is on air,
 * without counting them as listeners.
 */

/** @import { NowPlaying } from './message.js' */

/**
 * @typedef {object} Played
 * @property {number} timeUs when it began
 * @property {string} title
 * @property {string} artist empty if not known
 */

/**
 * @typedef {object} PageData
 * @property {NowPlaying | null} now
 * @property {Played[]} played newest first
 */

/** @param {Document} page */
export function readPage(page) {
  const now = page.querySelector('#now');
  const rows = [...page.querySelectorAll('#played li')];
  /** @type {PageData} */
  const data = {
    now: now instanceof HTMLElement && now.dataset.timeUs ? readNow(now.dataset) : null,
    played: rows.map((row) => readPlayed(/** @type {HTMLElement} */ (row).dataset)),
  };
  return data;
}

/** @param {DOMStringMap} said @returns {NowPlaying} */
function readNow(said) {
  return {
    type: 'now_playing',
    timeUs: Number(said.timeUs),
    title: said.title ?? '',
    artist: said.artist || null,
    album: said.album || null,
    cover: said.cover || null,
    dj: said.dj || null,
    source: said.source || 'autodj',
    durationUs: said.durationUs ? Number(said.durationUs) : null,
  };
}

/** @param {DOMStringMap} said @returns {Played} */
function readPlayed(said) {
  return { timeUs: Number(said.timeUs), title: said.title ?? '', artist: said.artist ?? '' };
}
