/**
 * Sentences about requests for songs and messages to the studio, from answers of the API. No page, no network.
 */

import { t } from './languages.js';

/** @typedef {{ track: string, title: string, artist: string | null, album: string | null }} FoundTrack */
/** @typedef {{ ok: boolean, said: any } | null} Answer an answer of the API; none where the server is out of reach */


/** Returns the tracks that a search found, or a sentence if there are none. @param {Answer} answer @returns {{ text: string, tracks: FoundTrack[] }} */
export function searchAnswer(answer) {
  if (!answer) return { text: t('station-unreached'), tracks: [] };
  if (!answer.ok) return { text: reason(answer.said), tracks: [] };
  const tracks = Array.isArray(answer.said?.tracks) ? answer.said.tracks : [];
  return { text: tracks.length ? '' : t('nothing-found'), tracks };
}

/** Says what became of a request for `title`. @param {string} title @param {Answer} answer */
export function takenText(title, answer) {
  if (!answer) return t('station-unreached');
  if (!answer.ok) return reason(answer.said);
  const seconds = answer.said?.plays_in_seconds;
  if (typeof seconds !== 'number') return t('song-accepted', { title });
  const minutes = roundedMinutes(seconds);
  return minutes < 1 ? t('song-is-next', { title }) : t('song-in-minutes', { title, minutes });
}

/** The minutes of a time to wait, rounded as people say it. @param {number} seconds */
export function roundedMinutes(seconds) {
  const minutes = Math.round(seconds / 60);
  return minutes < 20 ? minutes : Math.round(minutes / 5) * 5;
}

/** Says what became of a message to the studio. @param {Answer} answer */
export function sentText(answer) {
  if (!answer) return t('station-unreached');
  if (answer.ok) return t('write-sent');
  if (typeof answer.said?.reason === 'string') return t('write-refused', { reason: answer.said.reason });
  return reason(answer.said);
}

/** @param {any} said */
function reason(said) {
  if (typeof said?.reason === 'string') return t('request-refused', { reason: said.reason });
  return typeof said?.detail === 'string' ? said.detail : t('request-failed');
}
