/**
 * Messages between the page of a call, the DJ's desk and the station: `longwave.call.v1`, `longwave.desk.v1`.
 *
 * In: plain data, or a message. Out: a message, or plain, checked data. Never: guesses.
 */

/** @import { Account } from '../studio/protocol.js' */

export const CALL_PROTOCOL = 'longwave.call.v1';
export const DESK_PROTOCOL = 'longwave.desk.v1';

/** @typedef {'waiting' | 'screened' | 'on_air' | 'held'} CallState */
/** @typedef {'screen' | 'air' | 'hold' | 'hang_up' | 'bar'} Order */

/** @typedef {{ type: 'joined', token: string }} Joined */
/** @typedef {{ type: 'state', state: CallState, place: number }} Stands how the call stands; its place among those who wait */
/** @typedef {{ type: 'ended' | 'error', reason: string }} Over */

/**
 * @typedef {object} CallerLine
 * @property {number} call
 * @property {string} name
 * @property {string} topic
 * @property {CallState} state
 * @property {number} level of the microphone, 0 to 100
 * @property {number} seconds since the state began
 * @property {boolean} connected
 */

/** @typedef {{ type: 'line', on: boolean, open: boolean, live: boolean, callers: CallerLine[] }} LineTold */
/** @typedef {{ type: 'refused' | 'error', reason: string }} Refused */

const STATES = new Set(['waiting', 'screened', 'on_air', 'held']);

/** @param {{ name: string, topic: string, token: string | null }} call */
export function ringMessage({ name, topic, token }) {
  return JSON.stringify({ type: 'ring', name, topic, ...(token ? { token } : {}) });
}

/** @param {number} level 0 to 100 */
export function levelMessage(level) {
  return JSON.stringify({ type: 'level', level: Math.max(0, Math.min(100, Math.round(level))) });
}

export function hangUpMessage() {
  return JSON.stringify({ type: 'hang_up' });
}

/** @param {Account} account */
export function deskHelloMessage({ user, password }) {
  return JSON.stringify({ type: 'hello', user, password });
}

/** @param {boolean} open */
export function openMessage(open) {
  return JSON.stringify({ type: 'open', is_open: open });
}

/** @param {number} call @param {Order} order @param {number} [seconds] of a bar */
export function orderMessage(call, order, seconds) {
  return JSON.stringify({ type: 'order', call, order, ...(seconds === undefined ? {} : { seconds }) });
}

/**
 * Reads what a caller is told; null for what this page does not know or cannot read.
 * @param {string} text
 * @returns {Joined | Stands | Over | null}
 */
export function parseForCaller(text) {
  const said = parseObject(text);
  switch (said.type) {
    case 'joined':
      return typeof said.token === 'string' ? { type: 'joined', token: said.token } : null;
    case 'state': {
      const state = stateOf(said.state);
      return state && { type: 'state', state, place: numberOf(said.place) };
    }
    case 'ended':
    case 'error':
      return { type: said.type, reason: textOf(said.reason) };
    default:
      return null;
  }
}

/**
 * Reads what the desk is told; null for what this page does not know or cannot read.
 * @param {string} text
 * @returns {LineTold | Refused | null}
 */
export function parseForDesk(text) {
  const said = parseObject(text);
  if (said.type === 'refused' || said.type === 'error') return { type: said.type, reason: textOf(said.reason) };
  if (said.type !== 'line' || !Array.isArray(said.callers)) return null;
  const callers = said.callers.map(callerOf).filter((caller) => caller !== null);
  return { type: 'line', on: said.is_on === true, open: said.is_open === true, live: said.is_live === true, callers };
}

/** @param {unknown} said @returns {CallerLine | null} */
function callerOf(said) {
  if (typeof said !== 'object' || said === null) return null;
  const { call, name, topic, state, level, seconds, is_connected: connected } = /** @type {Record<string, unknown>} */ (said);
  const known = stateOf(state);
  if (typeof call !== 'number' || known === null) return null;
  return {
    call,
    name: textOf(name),
    topic: textOf(topic),
    state: known,
    level: numberOf(level),
    seconds: numberOf(seconds),
    connected: connected === true,
  };
}

/** @param {unknown} value @returns {CallState | null} */
function stateOf(value) {
  return typeof value === 'string' && STATES.has(value) ? /** @type {CallState} */ (value) : null;
}

/** @param {unknown} value */
function textOf(value) {
  return typeof value === 'string' ? value : '';
}

/** @param {unknown} value */
function numberOf(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** @param {string} text @returns {Record<string, unknown>} */
function parseObject(text) {
  try {
    /** @type {unknown} */
    const said = JSON.parse(text);
    return typeof said === 'object' && said !== null ? /** @type {Record<string, unknown>} */ (said) : {};
  } catch {
    return {};
  }
}
