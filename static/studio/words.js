/**
 * The words of the studio.
 */

import { numberWords, t } from '../languages.js';
import { FLOOR_DB } from './levels.js';

/** @import { Delay } from './delay.js' */
/** @import { Status } from './protocol.js' */
/** @import { ShowState } from './show.js' */

/** @param {ShowState} state */
export const stateWords = (state) => t('show-state', { state });

/** @param {string} live the DJ who is */
export const waitingWords = (live) => t('waiting-for', { dj: live });

/** @param {ShowState} state @param {boolean} sure whether the next press ends the show */
export const switchWords = (state, sure) => (sure ? t('press-again') : t('switch', { state }));

/** The DJ is told of the end of their hours this long before. */
const TOLD_BEFORE_MS = 300_000;

/** How long the DJ's hours last; empty while that is long enough. @param {Status | null} status */
export function hoursWords(status) {
  if (status === null || status.leftMs === null || status.leftMs > TOLD_BEFORE_MS) return '';
  const then = status.letsGo ? 'ends' : 'stays';
  return status.leftMs > 0 ? t('hours-end-in', { minutes: Math.ceil(status.leftMs / 60_000), then }) : t('hours-over', { then });
}

/** Why the station does not let the DJ on air, or ended the show. @param {{ reason: string, code: string }} ended */
export function endedWords({ reason, code }) {
  return code ? t('ended-because', { code, reason }) : reason;
}

/** @param {unknown} error of `getUserMedia` */
export function microphoneWords(error) {
  const name = error instanceof DOMException ? error.name : '';
  return t('microphone-fails', { name, reason: error instanceof Error ? error.message : String(error) });
}

/** Why there is no microphone, and what to do. @param {URL} here @param {boolean} encodes whether the decks can go on air */
export function blockedWords(here, encodes) {
  const port = here.port ? `:${here.port}` : '';
  const how = t('microphone-blocked', { address: `http://localhost${port}${here.pathname}` });
  return `${how} ${encodes ? t('decks-can-go-on-air') : t('nothing-can-go-on-air')}`;
}

/** @param {Delay | null} delay */
export function delayWords(delay) {
  if (delay === null) return '–';
  if (delay.ms < 995) return t('milliseconds', { ms: numberWords(Math.round(delay.ms / 10) * 10) });
  return t('seconds', { seconds: numberWords(delay.ms / 1000, 1) });
}

/** @param {Delay | null} delay */
export const delayName = (delay) => t('delay', { reach: delay?.reach ?? 'unknown' });

/** @param {number} db */
export const dbWords = (db) => (db <= FLOOR_DB ? t('silent') : `${db > 0 ? '+' : ''}${Math.round(db)} dB`.replace('-', '−'));

/** @param {number} place 0 to 100 */
export function crossfaderWords(place) {
  if (place === 0 || place === 100) return t('one-deck-only', { deck: place === 0 ? 'A' : 'B' });
  if (place === 50) return t('both-decks');
  const [deck, percent] = place < 50 ? ['A', 100 - place] : ['B', place];
  return t('mostly-deck', { deck, percent: numberWords(percent) });
}

/** What is wrong with the programme's level; mostly nothing. @param {number} peak amplitude */
export const tooLoudWords = (peak) => (peak >= 1 ? t('too-loud') : '');
