/**
 * What the page says, in plain words.
 */

/** @import { NowPlaying } from './message.js' */
/** @import { Player } from './player.js' */
/** @import { RungName } from './rungs.js' */
/** @import { State } from './stream-player.js' */

/** @type {Record<State, string>} */
const STATES = {
  idle: 'Press play to listen',
  connecting: 'Connecting…',
  'on-air': 'On air',
  lost: 'Connection lost, trying again…',
  full: 'Too many are listening just now, trying again…',
  'off-air': 'The station is off the air',
  interrupted: 'Paused by your device. Press play to go on',
};

/** @type {Record<RungName, string>} */
const RUNGS = {
  webcodecs: 'Opus',
  wasm: 'Opus, decoded by this page',
  pcm: 'Uncompressed sound',
  audio: 'your browser’s own player',
};

/** @param {State} state */
export function stateWords(state) {
  return STATES[state];
}

/**
 * How the sound comes, and what it costs.
 * @param {Pick<Player, 'rung' | 'source' | 'seconds'>} player
 * @param {number | null} megabytes an hour; null if not known
 */
export function howItPlays({ rung, source, seconds }, megabytes) {
  if (rung === null) return '';
  const way = source ? `${source.codec} by ${RUNGS[rung]}` : RUNGS[rung];
  const data = megabytes === null ? [] : [`about ${megabytes} MB an hour`];
  return [way, ...data, `${seconds.toFixed(1)} s buffered`].join(' · ');
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
  return dj ? `Live: ${dj}` : 'Live';
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
  return new Date(us / 1000).toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
}
