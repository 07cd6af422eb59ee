/**
 * Sentences about requests for songs, from answers of the API. No page, no network.
 */

/** @typedef {{ track: string, title: string, artist: string | null, album: string | null }} FoundTrack */
/** @typedef {{ ok: boolean, said: any } | null} Answer an answer of the API; none where the server is out of reach */

const UNREACHED = 'The station cannot be reached at the moment. Try again.';

/** Returns the tracks that a search found, or a sentence if there are none. @param {Answer} answer @returns {{ text: string, tracks: FoundTrack[] }} */
export function searchAnswer(answer) {
  if (!answer) return { text: UNREACHED, tracks: [] };
  if (!answer.ok) return { text: reason(answer.said), tracks: [] };
  const tracks = Array.isArray(answer.said?.tracks) ? answer.said.tracks : [];
  return { text: tracks.length ? '' : 'Nothing of that name may be asked for.', tracks };
}

/** Says what became of a request for `title`. @param {string} title @param {Answer} answer */
export function takenText(title, answer) {
  if (!answer) return UNREACHED;
  if (!answer.ok) return reason(answer.said);
  const seconds = answer.said?.plays_in_seconds;
  return `“${title}” will be played${typeof seconds === 'number' ? `: ${waitText(seconds)}` : '.'}`;
}

/** A time to wait, rounded as people say it. @param {number} seconds */
export function waitText(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'it is next.';
  if (minutes === 1) return 'in about a minute.';
  return `in about ${minutes < 20 ? minutes : Math.round(minutes / 5) * 5} minutes.`;
}

/** @param {any} said */
function reason(said) {
  return typeof said?.detail === 'string' ? said.detail : 'That did not work. Try again in a minute.';
}
