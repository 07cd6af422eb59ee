/**
 * Places in a track: how far it is, what is left of it and of its intro, and where a key moves it.
 *
 * In: seconds. Out: seconds and shares. Never: touches a page.
 */

/** A shorter intro is none to talk over. */
const LEAST_INTRO = 1;
const STEP = 1;
const FINE_STEP = 0.1;
const PAGE = 10;

/**
 * The points of a track, in seconds from the beginning of its file.
 * @typedef {object} TrackPoints
 * @property {number} cueIn where its sound begins
 * @property {number | null} introEnd until where it is only softly introduced
 * @property {number | null} cueOut where its sound ends
 */

/** Which part of the whole a place is, 0 to 1. @param {number} place @param {number} length */
export function shareOf(place, length) {
  return length > 0 ? Math.max(0, Math.min(1, place / length)) : 0;
}

/** Seconds that will still be heard; past its end a track plays on as long as its file. @param {number} place @param {number} length @param {number | null} cueOut */
export function restOf(place, length, cueOut) {
  const end = cueOut !== null && place < cueOut ? Math.min(cueOut, length) : length;
  return Math.max(0, end - place);
}

/** Seconds until the intro ends; 0 for none, or if it is over. @param {number} place @param {TrackPoints} points */
export function introLeft(place, { cueIn, introEnd }) {
  return introEnd === null || introEnd - cueIn < LEAST_INTRO ? 0 : Math.max(0, introEnd - place);
}

/** The place that a key moves to; null for a key that moves nothing. @param {string} key @param {boolean} fine @param {number} place @param {number} length */
export function placeByKey(key, fine, place, length) {
  const step = fine ? FINE_STEP : STEP;
  /** @type {Record<string, number>} */
  const places = {
    ArrowRight: place + step,
    ArrowUp: place + step,
    ArrowLeft: place - step,
    ArrowDown: place - step,
    PageUp: place + PAGE,
    PageDown: place - PAGE,
    Home: 0,
    End: length - PAGE,
  };
  const wanted = Object.hasOwn(places, key) ? places[key] : null;
  return wanted === null ? null : Math.max(0, Math.min(length, wanted));
}
