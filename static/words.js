/**
 * The words of the player.
 */

import { formatLanguage, numberWords, t } from './languages.js';

/** @import { Found } from './calibration.js' */
/** @import { NowPlaying } from './message.js' */
/** @import { Mode } from './playout-delay.js' */
/** @import { Player } from './player.js' */
/** @import { State } from './stream-player.js' */

/** @param {Mode} mode */
export function modeWords(mode) {
  return t('mode-hint', { mode });
}

/** @param {number} ms how much earlier to play */
export function trimWords(ms) {
  if (ms === 0) return t('trim-none');
  const text = numberWords(Math.abs(ms));
  return ms > 0 ? t('trim-earlier', { ms: text }) : t('trim-later', { ms: text });
}

/**
 * How well the sound keeps its time; empty where there is nothing to say.
 * @param {{ mode: Mode, lateUs: number, delayUs: number, lagUs: number } | null} timing
 */
export function timingWords(timing) {
  if (timing === null) return '';
  const { mode, lateUs, delayUs, lagUs } = timing;
  if (mode === 'live') return t('timing-behind', { ms: numberWords(delayUs / 1000) });
  if (lagUs > 0) return t('timing-slow-network', { seconds: numberWords(lagUs / 1e6, 1) });
  return t('timing-exact', { ms: numberWords(Math.abs(lateUs) / 1000, 1) });
}

/** Words for the result of a measurement by microphone. @param {Found} found */
export function foundWords({ laterMs, ownMs }) {
  const ms = laterMs ?? ownMs ?? 0;
  const compared = Math.abs(ms) < 0.5 ? 'equal' : ms > 0 ? 'later' : 'earlier';
  const alone = ownMs === null || ownMs < 0 ? 'nothing' : 'alone';
  return t('calibration-found', { found: laterMs === null ? alone : compared, ms: numberWords(Math.abs(ms)) });
}

/** @param {State} state */
export function stateWords(state) {
  return t('state', { state });
}

/**
 * How the sound comes, and what it costs.
 * @param {Pick<Player, 'rung' | 'source' | 'seconds'>} player
 * @param {number | null} megabytes an hour; null if not known
 */
export function howItPlays({ rung, source, seconds }, megabytes) {
  if (rung === null) return '';
  const way = source ? t('plays-by-browser', { codec: source.codec }) : t('plays-by-page', { way: rung });
  const data = megabytes === null ? [] : [t('data-an-hour', { megabytes: numberWords(megabytes) })];
  return [way, ...data, t('buffered', { seconds: numberWords(seconds, 1) })].join(' · ');
}

/**
 * The line under the title.
 * @param {Pick<NowPlaying, 'artist' | 'album'>} track
 */
export function byline({ artist, album }) {
  return [artist, album].filter(Boolean).join(' · ');
}

/** Who is live; empty when nobody is. @param {Pick<NowPlaying, 'source' | 'dj'>} now */
export function liveWords({ source, dj }) {
  if (source !== 'live') return '';
  return dj ? t('live-with', { dj }) : t('live');
}

/** As on a record sleeve: 3:07, or 1:02:03. @param {number} us microseconds */
export function lengthWords(us) {
  const seconds = Math.max(0, Math.floor(us / 1e6));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** The listener's own time of day. @param {number} us microseconds of Unix time */
export function timeOfDay(us) {
  return new Date(us / 1000).toLocaleTimeString(formatLanguage(), { hour: 'numeric', minute: '2-digit' });
}
