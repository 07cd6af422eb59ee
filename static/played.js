/**
 * The list of what was played before the sound at the ear.
 *
 * In: titles with the times at which they were on air. Out: those that were heard, newest first. Never: names a song that
 * a listener who went back has not come to yet.
 */

/** @import { NowPlaying } from './message.js' */
/** @import { Played } from './page-data.js' */

/** More than fits into what the page shows, since somebody who goes back sees older ones. */
const KEPT_AT_MOST = 200;

/** When a title was on air, in microseconds of the server's clock. @param {NowPlaying} title */
export function onAirUs({ airedUs, timeUs }) {
  return airedUs ?? timeUs;
}

/**
 * Both lists in one, without what is in both.
 * @param {Played[]} played newest first @param {Played[]} more
 * @returns {Played[]} newest first
 */
export function merged(played, more) {
  const byTime = new Map([...more, ...played].map((track) => [track.timeUs, track]));
  return [...byTime.values()].sort((a, b) => b.timeUs - a.timeUs).slice(0, KEPT_AT_MOST);
}

/**
 * Returns the titles that began before the one that is heard.
 * @param {Played[]} played newest first @param {number} heardUs when that title was on air
 */
export function before(played, heardUs) {
  return played.filter(({ timeUs }) => timeUs < heardUs);
}

/**
 * When the track began that was on air at a time; 0 if the list does not reach that far.
 * @param {Played[]} played newest first @param {number} atUs
 */
export function begunBy(played, atUs) {
  return played.find(({ timeUs }) => timeUs <= atUs)?.timeUs ?? 0;
}
