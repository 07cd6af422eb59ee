/**
 * What the studio says, in plain words.
 */

import { FLOOR_DB } from './levels.js';

/** @import { Delay } from './delay.js' */
/** @import { ShowState } from './show.js' */

/** @type {Record<ShowState, string>} */
const STATES = {
  off: 'Not on air',
  counting: 'Get ready…',
  connecting: 'Reaching the station…',
  waiting: 'Waiting in line…',
  'on-air': 'You are on air',
  lost: 'The network is gone. Listeners hear the station’s own music; trying again…',
};

/** @type {Record<ShowState, string>} */
const SWITCH = { off: 'Go on air', counting: 'Cancel', connecting: 'Cancel', waiting: 'Cancel', 'on-air': 'On air', lost: 'Stop trying' };

/** Failures of `getUserMedia`, by the exception's name. @type {Record<string, string>} */
const MICROPHONE = {
  NotAllowedError: 'The browser was told not to give the microphone to this page. Allow it beside the address, then try again.',
  NotFoundError: 'No microphone is connected.',
  NotReadableError: 'Another program holds the microphone. Close it there, then try again.',
  OverconstrainedError: 'This microphone is gone. Choose another one.',
};

/** @param {ShowState} state */
export const stateWords = (state) => STATES[state];

/** @param {string} live the DJ who is */
export const waitingWords = (live) => `${live} is live. You go on air when they leave.`;

/** @param {ShowState} state @param {boolean} sure whether the next press ends the show */
export const switchWords = (state, sure) => (sure ? 'Press again to end' : SWITCH[state]);

/** @param {unknown} error */
export function microphoneWords(error) {
  const name = error instanceof DOMException ? error.name : '';
  return MICROPHONE[name] ?? `The microphone does not open: ${error instanceof Error ? error.message : error}`;
}

/** Why there is no microphone, and what to do. @param {URL} here @param {boolean} encodes whether the decks can go on air */
export function blockedWords(here, encodes) {
  const port = here.port ? `:${here.port}` : '';
  const how =
    `Browsers give the microphone to secure pages only, and this one was opened by plain http. ` +
    `Open it by https, or on the station’s own machine as http://localhost${port}${here.pathname}.`;
  const decks = encodes ? 'The decks can go on air all the same.' : 'Here nothing can go on air: this browser encodes on secure pages only.';
  return `${how} ${decks}`;
}

/** @param {Delay | null} delay */
export function delayWords(delay) {
  if (delay === null) return '–';
  return delay.ms < 995 ? `${Math.round(delay.ms / 10) * 10} ms` : `${(delay.ms / 1000).toFixed(1)} s`;
}

/** @param {Delay | null} delay */
export function delayName(delay) {
  if (delay === null) return 'Delay';
  return delay.reach === 'listener' ? 'To a listener’s ear' : 'To the air';
}

/** @param {number} db */
export const dbWords = (db) => (db <= FLOOR_DB ? 'silent' : `${db > 0 ? '+' : ''}${Math.round(db)} dB`.replace('-', '−'));

/** @param {number} place 0 to 100 */
export function crossfaderWords(place) {
  if (place === 0) return 'deck A only';
  if (place === 100) return 'deck B only';
  if (place === 50) return 'both decks';
  return place < 50 ? `${100 - place} % deck A` : `${place} % deck B`;
}

/** What is wrong with the programme's level; mostly nothing. @param {number} peak amplitude */
export const tooLoudWords = (peak) => (peak >= 1 ? 'too loud' : '');
