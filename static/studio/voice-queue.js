/**
 * The station's queue, for talk between its tracks; for whoever is signed in to the dashboard in this browser.
 *
 * In: a place, and talk. Out: entries, the sound of tracks. Never: asks before it is told to.
 */

import { at } from '../address.js';
import { NotSignedIn } from './station-library.js';
import { RATE, wavOf } from './voice-sound.js';

/** @import { Talk } from './voice-sound.js' */

/** @typedef {'between' | 'after-another' | 'before-another' | 'dropped'} Placement */
/** @typedef {{ id: number, dj: string, seconds: number, placement: Placement }} Voice */
/** @typedef {{ method?: string, headers?: Record<string, string>, body?: ArrayBuffer }} Ask */
/** @typedef {{ number: number, title: string, is_jingle: boolean, voice: Voice | null }} QueueEntry */

/** The station refuses: `hours`, the DJ may not be live then; `changed`, the queue is another one by now. */
export class Refused extends Error {
  /** @param {'hours' | 'changed'} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

export class VoiceQueue {
  #station;

  /** @param {string} slug */
  constructor(slug) {
    this.#station = `/api/v1/stations/${slug}`;
  }

  /** @returns {Promise<QueueEntry[]>} */
  async entries() {
    return (await (await ask(`${this.#station}/queue`)).json()).entries;
  }

  /** The end or the beginning of a track in the queue. @param {number} number @param {'ending' | 'beginning'} part */
  async sound(number, part) {
    const reply = await ask(`${this.#station}/queue/${number}/sound?part=${part}`);
    // Decoded on the clock of the station, whatever the device's is.
    return new OfflineAudioContext(2, 1, RATE).decodeAudioData(await reply.arrayBuffer());
  }

  /** Puts talk before an entry. @param {number} before @param {Talk} talk */
  async keep(before, { sound, overlap, next }) {
    const query = new URLSearchParams({ before: String(before), overlap: String(overlap), next: String(next) });
    await change(`${this.#station}/voice-tracks?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'audio/wav' },
      body: wavOf(sound),
    });
  }

  /** @param {number} id */
  async remove(id) {
    await change(`${this.#station}/voice-tracks/${id}`, { method: 'DELETE' });
  }
}

/** The places at which talk can be: before these entries, each with the one before it. @param {QueueEntry[]} entries @returns {[QueueEntry, QueueEntry][]} */
export function places(entries) {
  const isTrack = (/** @type {QueueEntry} */ entry) => !entry.is_jingle && entry.voice === null;
  const pairs = entries.slice(1).map((entry, i) => /** @type {[QueueEntry, QueueEntry]} */ ([entries[i], entry]));
  return pairs.filter((pair) => pair.every(isTrack));
}

/** @param {string} path @param {Ask} request */
async function change(path, request) {
  const { csrf } = await (await ask('/api/v1/me')).json();
  return ask(path, { ...request, headers: { ...request.headers, 'x-csrf-token': csrf } });
}

/** @param {string} path @param {Ask} [request] */
async function ask(path, request = {}) {
  const reply = await fetch(at(path), { ...request, headers: { accept: 'application/json', ...request.headers } });
  if (reply.status === 401) throw new NotSignedIn();
  if (reply.status === 403) throw new Refused('hours');
  if (reply.status === 404 || reply.status === 409) throw new Refused('changed');
  if (!reply.ok) throw new Error(`${reply.status}`);
  return reply;
}
