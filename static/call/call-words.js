/**
 * The words of the page of a call and of the desk.
 */

import { t } from '../languages.js';

/** @import { CallerLine, CallState, LineTold } from './protocol.js' */

/** @type {Record<CallState, string>} */
const DESK_STATES = { waiting: 'waits', screened: 'talks with you off air', on_air: 'on air', held: 'on hold' };

/** @param {CallState} state @param {number} place among those who wait, from 1 */
export function callWords(state, place) {
  return state === 'waiting' ? t('call-waiting', { place }) : t('call-state', { state });
}

/** @param {LineTold} line */
export function lineWords({ on, open, live, callers }) {
  if (!on) return 'This station takes no calls: a manager turns them on in the settings.';
  const waiting = callers.filter(({ state }) => state === 'waiting').length;
  const wait = waiting === 0 ? 'Nobody waits.' : waiting === 1 ? 'One caller waits.' : `${waiting} callers wait.`;
  if (!live && !open) return 'The line can be opened while a DJ is live.';
  return open ? `The line is open. ${wait}` : `The line is closed. ${waiting > 0 ? wait : 'Listeners cannot call.'}`;
}

/** @param {CallerLine} caller */
export function callerWords({ state, seconds, connected }) {
  const time = `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
  return connected ? `${DESK_STATES[state]}, ${time}` : 'connection lost, may come back';
}

/** Level of a microphone, 0 to 100, from the highest sample. @param {number} peak 1 being full scale */
export function levelOf(peak) {
  const db = peak <= 0.001 ? -60 : 20 * Math.log10(peak);
  return Math.max(0, Math.min(100, ((db + 60) / 60) * 100));
}
