/**
 * The week's shows by the days of a time zone, and the words about what is on. Nothing here knows a page.
 */

import { formatLanguage } from './languages.js';

/**
 * @typedef {object} ShowTime as the API tells it
 * @property {string} show
 * @property {number} from_us
 * @property {number} to_us
 * @property {boolean} is_live
 * @property {string[]} djs
 * @property {string | null} [colour]
 * @property {boolean} [is_moved] at another time than in other weeks
 * @property {string | null} [note]
 */

/**
 * @typedef {object} CancelledShowTime an occurrence that is not on this week
 * @property {string} show
 * @property {number} from_us
 * @property {number} to_us
 * @property {number | null} moved_to_us
 * @property {string | null} note
 */

/**
 * @typedef {object} ProgrammeNow
 * @property {string | null} show
 * @property {string[]} djs
 * @property {number | null} until_us
 */

/**
 * @typedef {object} Played
 * @property {string} title
 * @property {string | null} artist
 * @property {string | null} cover
 * @property {number} time_us
 */

/**
 * @typedef {object} Programme
 * @property {number} server_us
 * @property {ProgrammeNow} now
 * @property {ShowTime | null} next
 * @property {ShowTime[]} shows
 * @property {CancelledShowTime[]} cancelled
 * @property {Played[]} played
 * @property {boolean} takes_requests
 */

/** @typedef {ShowTime | CancelledShowTime} Row */
/** @typedef {{ name: string, shows: Row[] }} Day */

/**
 * A show that began on an earlier day and is still on is of today.
 * @param {Row[]} shows @param {number} nowUs
 * @param {Intl.LocalesArgument} language of the days' names @param {string} [timeZone] the device's own if none is given
 * @returns {Day[]}
 */
export function byDays(shows, nowUs, language, timeZone) {
  const named = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', timeZone });
  /** @type {Day[]} */
  const days = [];
  for (const show of shows) {
    const name = named.format(Math.max(show.from_us, nowUs) / 1000);
    const last = days.at(-1);
    if (last?.name === name) last.shows.push(show);
    else days.push({ name, shows: [show] });
  }
  return days;
}

/** The shows and those that are cancelled, by their beginning. @param {Pick<Programme, 'shows' | 'cancelled'>} week @returns {Row[]} */
export function rows({ shows, cancelled }) {
  return [...shows, ...cancelled].sort((one, other) => one.from_us - other.from_us);
}

/** A day and a time, in the device's own form. @param {number} us @param {string} [timeZone] */
export function dayAndHour(us, timeZone) {
  const format = { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZone };
  return new Intl.DateTimeFormat(formatLanguage(), /** @type {Intl.DateTimeFormatOptions} */ (format)).format(us / 1000);
}

/** A time of day, in the device's own form. @param {number} us @param {string} [timeZone] */
export function hour(us, timeZone) {
  return new Intl.DateTimeFormat(formatLanguage(), { hour: 'numeric', minute: '2-digit', timeZone }).format(us / 1000);
}

/**
 * The DJs' names, without those that the show's has already; null if there is no show.
 * @param {Pick<ProgrammeNow, 'show' | 'djs'>} now
 */
export function withDj({ show, djs }) {
  if (!show) return null;
  const others = djs.filter((dj) => !show.toLowerCase().includes(dj.toLowerCase()));
  return others.join(', ') || null;
}
