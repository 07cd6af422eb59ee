/**
 * What the studio and the station say to each other, protocol `longwave.studio.v1`.
 *
 * In: plain data, or a message. Out: a message, or plain, checked data. Never: guesses.
 */

export const PROTOCOL = 'longwave.studio.v1';

/** Bytes before the sound of a message: when it was sent. */
const HEAD_BYTES = 8;

/** @typedef {{ user: string, password: string }} Account */

/** @typedef {{ type: 'on_air', sinceUs: number | null }} OnAir */
/** @typedef {{ type: 'waiting', live: string }} Waiting in line behind a DJ */
/** @typedef {{ type: 'error' | 'off_air', reason: string, code: string }} Ended the reason in English, and its code */
/** @typedef {{ type: 'allowed' }} Allowed the account may go live now */
/** @typedef {{ type: 'message', number: number, from: string, text: string }} Message from somebody at the station */
/** @typedef {{ number: number, atUs: number, name: string, text: string }} ListenerMessage the name may be empty */
/** @typedef {{ type: 'listener_messages', messages: ListenerMessage[] }} ListenerMessages all of them, the oldest first */
/** @typedef {'hide' | 'block'} MessageOrder to take a message of a listener away, or to block its sender */
/** @typedef {{ type: 'pong', t0: number, t1: number, t2: number }} Pong */

/**
 * @typedef {object} Status
 * @property {'status'} type
 * @property {number} bufferMs of sound the station keeps for this studio
 * @property {number} listeners
 * @property {number | null} delayUs how long the station holds the sound before it is on air
 * @property {number} heldUs how much of it waits in the broadcast delay, where the DJ can dump it
 * @property {number | null} sentUs when the newest sound was sent, by this computer's clock
 * @property {number | null} receivedUs when that came, by the station's clock
 * @property {number | null} leftMs until the DJ's hours end; null if they do not
 * @property {boolean} letsGo whether the station ends the show then
 */

/** This computer's clock, in whole microseconds of Unix time. */
export function nowUs() {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/** @param {Account} account @param {string} codec */
export function helloMessage({ user, password }, codec) {
  return JSON.stringify({ type: 'hello', user, password, codec });
}

/** Asks whether an account may go live now. @param {Account} account */
export function checkMessage({ user, password }) {
  return JSON.stringify({ type: 'check', user, password });
}

/** @param {{ artist: string, title: string }} what */
export function titleMessage({ artist, title }) {
  return JSON.stringify({ type: 'title', artist, title });
}

/** @param {number} t0 */
export function pingMessage(t0) {
  return JSON.stringify({ type: 'ping', t0 });
}

/** Says that the DJ has read a message. @param {number} number */
export function readMessage(number) {
  return JSON.stringify({ type: 'read', number });
}

/** Orders something about a message of a listener. @param {MessageOrder} order @param {number} number */
export function orderMessage(order, number) {
  return JSON.stringify({ type: order, number });
}

/** Asks to throw away the sound that waits in the broadcast delay. */
export function dumpMessage() {
  return JSON.stringify({ type: 'dump' });
}

/**
 * @param {number} sentUs by this computer's clock
 * @param {Uint8Array} sound a packet, or the next bytes of a container
 */
export function soundMessage(sentUs, sound) {
  const message = new Uint8Array(HEAD_BYTES + sound.length);
  new DataView(message.buffer).setBigUint64(0, BigInt(sentUs));
  message.set(sound, HEAD_BYTES);
  return message;
}

/**
 * Reads what the station says; null for what this page does not know or cannot read.
 * @param {string} text
 * @returns {OnAir | Waiting | Ended | Allowed | Message | ListenerMessages | Pong | Status | null}
 */
export function parseAnswer(text) {
  const said = parseObject(text);
  switch (said.type) {
    case 'on_air':
      return { type: 'on_air', sinceUs: numberOrNull(said.since_us) };
    case 'waiting':
      return { type: 'waiting', live: typeof said.live === 'string' ? said.live : '' };
    case 'allowed':
      return { type: 'allowed' };
    case 'message': {
      const number = numberOrNull(said.number);
      const { from, text } = said;
      if (number === null || typeof from !== 'string' || typeof text !== 'string') return null;
      return { type: 'message', number, from, text };
    }
    case 'listener_messages':
      return { type: 'listener_messages', messages: Array.isArray(said.messages) ? said.messages.flatMap(listenerMessage) : [] };
    case 'error':
    case 'off_air':
      return { type: said.type, reason: typeof said.reason === 'string' ? said.reason : '', code: typeof said.code === 'string' ? said.code : '' };
    case 'pong': {
      const [t0, t1, t2] = [said.t0, said.t1, said.t2].map(numberOrNull);
      return t0 === null || t1 === null || t2 === null ? null : { type: 'pong', t0, t1, t2 };
    }
    case 'status':
      return {
        type: 'status',
        bufferMs: numberOrNull(said.buffer_ms) ?? 0,
        listeners: numberOrNull(said.listeners) ?? 0,
        delayUs: numberOrNull(said.delay_us),
        heldUs: numberOrNull(said.held_us) ?? 0,
        sentUs: numberOrNull(said.sent_us),
        receivedUs: numberOrNull(said.received_us),
        leftMs: numberOrNull(said.left_ms),
        letsGo: said.lets_go === true,
      };
    default:
      return null;
  }
}

/** @param {any} said @returns {ListenerMessage[]} */
function listenerMessage(said) {
  const [number, atUs] = [numberOrNull(said?.number), numberOrNull(said?.at_us)];
  const { name, text } = said ?? {};
  const isOne = number !== null && atUs !== null && typeof name === 'string' && typeof text === 'string';
  return isOne ? [{ number, atUs, name, text }] : [];
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

/** @param {unknown} value */
function numberOrNull(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
