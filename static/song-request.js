/**
 * Requests for songs on the programme's page: a search of what may be asked for, and a button at each track.
 *
 * In: the station's address and the elements of the section. Out: requests to the API, and sentences for the listener.
 */

import { t } from './languages.js';
import { searchAnswer, takenText } from './request-words.js';

/** @import { StationAddress } from './station-address.js' */
/** @import { FoundTrack } from './request-words.js' */

/** A search waits for this long after the last key. */
const PAUSE_MS = 300;

export class SongRequests {
  #station;
  #words;
  #said;
  #found;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** Counts searches: an answer that comes after a newer one is left out. */
  #searches = 0;

  /** @param {StationAddress} station @param {HTMLElement} section */
  constructor(station, section) {
    this.#station = station;
    this.#words = /** @type {HTMLInputElement} */ (section.querySelector('input'));
    this.#said = /** @type {HTMLElement} */ (section.querySelector('[role=status]'));
    this.#found = /** @type {HTMLElement} */ (section.querySelector('ul'));
    this.#words.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(), PAUSE_MS);
    });
    section.querySelector('form')?.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(this.#timer);
      this.#search();
    });
  }

  async #search() {
    const [words, search] = [this.#words.value.trim(), ++this.#searches];
    if ([...words].length < 2) {
      this.#show('', []);
      return;
    }
    const address = `${this.#station.api('requests/tracks')}?${new URLSearchParams({ q: words })}`;
    const answer = searchAnswer(await ask(address));
    if (search === this.#searches) this.#show(answer.text, answer.tracks);
  }

  /** @param {string} text @param {FoundTrack[]} tracks */
  #show(text, tracks) {
    this.#said.textContent = text;
    this.#found.replaceChildren(...tracks.map((track) => this.#row(track)));
  }

  /** @param {FoundTrack} track */
  #row(track) {
    const row = document.createElement('li');
    const words = document.createElement('span');
    words.className = 'words';
    const [what, who] = [document.createElement('span'), document.createElement('span')];
    [what.className, who.className] = ['what', 'who'];
    what.dir = who.dir = 'auto';
    [what.textContent, who.textContent] = [track.title, track.artist ?? ''];
    words.append(what, who);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = t('ask');
    button.setAttribute('aria-label', askWords(track));
    button.addEventListener('click', () => this.#request(track, button));
    row.append(words, button);
    return row;
  }

  /** @param {FoundTrack} track @param {HTMLButtonElement} button */
  async #request(track, button) {
    button.disabled = true;
    // The same sentence twice is spoken twice.
    this.#said.textContent = '';
    const body = JSON.stringify({ track: track.track });
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(this.#station.api('requests'), { method: 'POST', headers, body });
    this.#said.textContent = takenText(track.title, answer);
    button.disabled = answer?.ok === true;
  }
}

/** @param {FoundTrack} track */
function askWords({ title, artist }) {
  return artist ? t('ask-for-song-by', { title, artist }) : t('ask-for-title', { title });
}

/**
 * Asks the API; `null` where the server cannot be reached.
 * @param {string} address @param {RequestInit} [request]
 */
export async function ask(address, request) {
  try {
    const reply = await fetch(address, request);
    return { ok: reply.ok, said: await reply.json() };
  } catch {
    return null;
  }
}
