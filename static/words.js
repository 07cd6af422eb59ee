/**
 * What the page says, in plain words.
 */

/** @import { NowPlaying } from './message.js' */
/** @import { Mode } from './playout-delay.js' */
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

/** @type {Record<Mode, string>} */
const MODES = {
  sync: 'Every listener hears the same moment, a second after it is on air.',
  live: 'As soon as your network allows. A bad one may stutter.',
  steady: 'Five seconds behind, for trains and weak networks.',
};

/** @param {Mode} mode */
export function modeWords(mode) {
  return MODES[mode];
}

/** @param {number} ms how much earlier to play */
export function trimWords(ms) {
  if (ms === 0) return 'as the device says';
  return `${Math.abs(ms)} ms ${ms > 0 ? 'earlier' : 'later'}`;
}

/**
 * How well the sound keeps its time; empty where there is nothing to say.
 * @param {{ mode: Mode, lateUs: number, delayUs: number, lagUs: number } | null} timing
 */
export function timingWords(timing) {
  if (timing === null) return '';
  const { mode, lateUs, delayUs, lagUs } = timing;
  if (mode === 'live') return `${Math.round(delayUs / 1000)} ms behind the station`;
  if (lagUs > 0) return `Your network is slow: ${(lagUs / 1e6).toFixed(1)} s behind the others`;
  return `On time to ${(Math.abs(lateUs) / 1000).toFixed(1)} ms`;
}

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
