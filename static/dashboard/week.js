/**
 * Where a show is in a week, and where it is when it was moved. Nothing here knows a page.
 */

export const DAY = 24 * 60;
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * A show's place: on which day of the week it is looked at, when it begins, and how long it lasts, in minutes.
 * @typedef {{ day: number, at: number, length: number }} Place
 */

/**
 * The place after a move by days and minutes. It stays in the week, and begins on the day that it is put on.
 * @param {Place} place @param {{ days?: number, minutes?: number }} by
 * @returns {Place}
 */
export function moved(place, { days = 0, minutes = 0 }) {
  return {
    ...place,
    day: clamp(place.day + days, 0, DAYS.length - 1),
    at: clamp(place.at + minutes, 0, DAY - 1),
  };
}

/**
 * The place with its end moved: it lasts from the least step to a day.
 * @param {Place} place @param {number} minutes @param {number} least
 * @returns {Place}
 */
export function stretched(place, minutes, least) {
  return { ...place, length: clamp(place.length + minutes, least, DAY) };
}

/**
 * The place of a show that is drawn from one minute of a day to another, in whole steps. Either may be the earlier.
 * @param {number} from @param {number} to @param {number} step
 * @returns {Pick<Place, 'at' | 'length'>}
 */
export function drawn(from, to, step) {
  const [first, last] = [Math.min(from, to), Math.max(from, to)];
  const at = Math.floor(first / step) * step;
  return { at, length: Math.max(step, Math.ceil((last - at) / step) * step) };
}

/**
 * The days of a show that was on `days`, when its block of one day is put on another.
 * @param {string} days such as `mon,tue` or `daily` @param {number} from @param {number} to
 */
export function daysAfter(days, from, to) {
  const on = new Set(days === 'daily' ? DAYS : days.split(','));
  if (from !== to) {
    on.delete(DAYS[from] ?? '');
    on.add(DAYS[to] ?? '');
  }
  return DAYS.filter((day) => on.has(day)).join(',');
}

/** The date so many days after another. @param {string} date such as 2026-12-24 @param {number} days */
export function dateAfter(date, days) {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** A time of day. @param {number} minute after midnight, or after the next one */
export function clock(minute) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
}

/** @param {number} value @param {number} least @param {number} most */
function clamp(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
