/**
 * The station's library and playlists, for whoever is signed in to the dashboard in this browser.
 *
 * In: words, or a playlist's name. Out: tracks with the addresses of their sound. Never: asks before it is told to.
 */

import { at } from '../address.js';

/** Most tracks that are shown at once. */
const MOST = 50;

/**
 * A track of the station.
 * @typedef {object} StationTrack
 * @property {string} id
 * @property {string} title
 * @property {string} artist empty if it has none
 * @property {number} seconds 0 while it is not known
 * @property {string} address of its sound
 * @property {number} cueIn where its sound begins, in seconds
 * @property {number | null} introEnd until where it is only softly introduced
 * @property {number | null} cueOut where it ends
 * @property {number | null} lufs its loudness, once it was measured
 */

/** Nobody is signed in, or somebody who may not see the library. */
export class NotSignedIn extends Error {}

export class StationLibrary {
  #slug;

  /** @param {string} slug */
  constructor(slug) {
    this.#slug = slug;
  }

  /** Playlists that hold music, and those of jingles. @returns {Promise<{ music: string[], jingles: string[] }>} */
  async playlists() {
    const { playlists } = await ask(`/api/v1/stations/${this.#slug}/playlists`);
    const names = (/** @type {boolean} */ jingles) =>
      playlists
        .filter((/** @type {{ kind: string }} */ { kind }) => (kind === 'jingle') === jingles)
        .map((/** @type {{ name: string }} */ { name }) => name);
    return { music: names(false), jingles: names(true) };
  }

  /** Tracks by their words; all music without any. @param {string} words @returns {Promise<StationTrack[]>} */
  async find(words) {
    return tracks(await ask(`/api/v1/library?${new URLSearchParams({ q: words, limit: String(MOST) })}`));
  }

  /** The present tracks of a playlist. @param {string} name @returns {Promise<StationTrack[]>} */
  async ofPlaylist(name) {
    const found = await ask(`/api/v1/stations/${this.#slug}/playlists/${encodeURIComponent(name)}/tracks`);
    return tracks(found).slice(0, MOST);
  }

  /** Jingles and station IDs. @param {number} most @returns {Promise<StationTrack[]>} */
  async jingles(most) {
    const kinds = ['jingle', 'id'].map((type) => ask(`/api/v1/library?${new URLSearchParams({ type, limit: String(most) })}`));
    return (await Promise.all(kinds)).flatMap(tracks).slice(0, most);
  }
}

/** @param {string} path @returns {Promise<any>} */
async function ask(path) {
  const reply = await fetch(at(path), { headers: { accept: 'application/json' } });
  if (reply.status === 401 || reply.status === 403) throw new NotSignedIn();
  if (!reply.ok) throw new Error(`${reply.status}`);
  return reply.json();
}

/** @param {{ tracks: any[] }} found @returns {StationTrack[]} */
function tracks(found) {
  return found.tracks.map(({ id, title, artist, seconds, cue_in: cueIn, intro_end: introEnd, cue_out: cueOut, loudness_lufs: lufs }) => ({
    id,
    title,
    artist: artist ?? '',
    seconds: seconds ?? 0,
    address: at(`/api/v1/library/${id}/sound`),
    cueIn: cueIn ?? 0,
    introEnd: introEnd ?? null,
    cueOut: cueOut ?? null,
    lufs: lufs ?? null,
  }));
}
