/**
 * Reads what the server wrote into the page: what is on air and what was.
 *
 * The page is its own interface: fetched again, it tells those who are not connected what is on air,
 * without counting them as listeners.
 */

/** @import { KeptSound } from './back.js' */
/** @import { Seen } from './glance.js' */
/** @import { NowPlaying } from './message.js' */

/**
 * @typedef {object} Played
 * @property {number} timeUs when it began
 * @property {string} title
 * @property {string} artist empty if not known
 */

/**
 * A stream that the station offers over HTTP.
 * @typedef {object} StreamLink
 * @property {string} label of its format, such as `mp3`
 * @property {string} path
 * @property {number | null} megabytes an hour; null where the player chooses the rendition
 */

/**
 * A sound quality that the listener may choose.
 * @typedef {object} Quality
 * @property {string} rendition
 * @property {number} megabytes an hour
 * @property {boolean} isStandard whether listeners get it who choose nothing
 */

/**
 * @typedef {object} PageData
 * @property {NowPlaying | null} now
 * @property {Played[]} played newest first
 * @property {KeptSound | null} kept null if the station keeps nothing
 */

/** @param {Document} page */
export function readPage(page) {
  const now = page.querySelector('#now');
  const rows = [...page.querySelectorAll('#played li')];
  const back = page.getElementById('back');
  /** @type {PageData} */
  const data = {
    now: now instanceof HTMLElement && now.dataset.timeUs ? readNow(now.dataset) : null,
    played: rows.map((row) => readPlayed(/** @type {HTMLElement} */ (row).dataset)),
    kept: back && readKept(back.dataset),
  };
  return data;
}

/** @param {Document} page @returns {StreamLink[]} */
export function readLinks(page) {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll('.links li[data-path]'));
  return [...rows].map(({ dataset: { label = '', path = '', megabytes } }) => {
    return { label, path, megabytes: megabytes ? Number(megabytes) : null };
  });
}

/** Reads this page again. @returns {Promise<Seen<PageData> | null>} */
export async function askAgain() {
  const reply = await fetch(location.pathname, { cache: 'no-store' });
  if (!reply.ok) return null;
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  return { nowUs: serverUs(page), data: readPage(page) };
}

/** The time by the server's clock when it wrote a page, in microseconds. @param {Document} page */
export function serverUs(page) {
  return Number(page.body.dataset.serverUs) || Date.now() * 1000;
}

/** @param {DOMStringMap} said @returns {KeptSound} */
function readKept({ keptFromUs = '', showFromUs = '' }) {
  return { fromUs: Number(keptFromUs), showUs: showFromUs ? Number(showFromUs) : null };
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
    isJingle: said.jingle === 'true',
    durationUs: said.durationUs ? Number(said.durationUs) : null,
  };
}

/** @param {DOMStringMap} said @returns {Played} */
function readPlayed(said) {
  return { timeUs: Number(said.timeUs), title: said.title ?? '', artist: said.artist ?? '' };
}
