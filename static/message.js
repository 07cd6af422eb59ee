/**
 * Reads what the server says over the listener's WebSocket, protocol `longwave.v1`.
 *
 * In: one message. Out: plain, checked data. Never: guesses. What breaks the protocol is refused, since
 * a wrong length taken at its word would be heard as noise.
 */

/** What the server sent is not `longwave.v1`. */
export class MalformedMessage extends Error {}

/**
 * One encoded packet with its place in time.
 * @typedef {object} Frame
 * @property {number} seq its number; consecutive frames count by one
 * @property {number} timeUs when it begins, in microseconds of the server's clock
 * @property {Uint8Array} payload one packet of the rendition's codec
 */

/**
 * What a connection carries.
 * @typedef {object} Hello
 * @property {'hello'} type
 * @property {string} timeline changes when the producer was restarted
 * @property {string} rendition the name of what it carries
 * @property {string} codec `opus` or `pcm-s16le`
 * @property {string[]} renditions the names of what the station offers
 * @property {number} frameUs how long a frame lasts, in microseconds
 * @property {number} preSkip by how many samples the sound trails its frame's time
 * @property {number | null} playoutDelayUs what all players add to a frame's time to sound together
 * @property {number | null} serverUs the server's time when it said so
 */

/**
 * What is heard from a moment on.
 * @typedef {object} NowPlaying
 * @property {'now_playing'} type
 * @property {number} timeUs from when it is heard
 * @property {string} title
 * @property {string | null} artist
 * @property {string | null} album
 * @property {string | null} cover an address
 * @property {string | null} dj who is live
 * @property {string} source `autodj`, `live`, `relay`, `emergency-loop` or `silence`
 * @property {boolean} isJingle
 * @property {number | null} durationUs
 * @property {number} [airedUs] when it was on air, if it is heard later
 */

/**
 * The answer to a ping: `t0` as it was sent, `t1` received and `t2` answered by the server's clock.
 * @typedef {{ type: 'pong', t0: number, t1: number, t2: number }} Pong
 */

/**
 * Words that are spoken. One with the same number replaces the one before; an empty one withdraws it.
 * @typedef {object} Caption
 * @property {'caption'} type
 * @property {number} id
 * @property {number} startUs when the words begin, in microseconds of the server's clock
 * @property {number} endUs
 * @property {string} text
 * @property {boolean} final false while it may still be replaced
 */

/** @typedef {{ type: 'off_air' }} OffAir */

const HEAD_BYTES = 24;
const SOUND = 1;

/**
 * Reads a message of sound.
 * @param {ArrayBuffer} message
 * @param {number} frameUs how long a frame lasts, in microseconds
 * @returns {Frame[]}
 */
export function parseSound(message, frameUs) {
  if (message.byteLength < HEAD_BYTES) throw new MalformedMessage('shorter than its head');
  const view = new DataView(message);
  if (view.getUint8(0) !== SOUND) throw new MalformedMessage(`kind ${view.getUint8(0)} is unknown`);
  if (view.getUint8(1) !== 0) throw new MalformedMessage(`flags ${view.getUint8(1)} are unknown`);
  const count = view.getUint16(2);
  const firstSeq = exactInteger(view.getBigUint64(8));
  const firstTimeUs = exactInteger(view.getBigUint64(16));

  const frames = [];
  let at = HEAD_BYTES;
  for (let i = 0; i < count; i++) {
    if (at + 2 > message.byteLength) throw new MalformedMessage('a frame is missing');
    const length = view.getUint16(at);
    at += 2;
    if (at + length > message.byteLength) throw new MalformedMessage('a frame is cut short');
    const payload = new Uint8Array(message, at, length);
    frames.push({ seq: firstSeq + i, timeUs: firstTimeUs + i * frameUs, payload });
    at += length;
  }
  if (at !== message.byteLength) throw new MalformedMessage('longer than its frames');
  return frames;
}

/**
 * Reads a text message; null for a type this page does not know, which a newer server may send.
 * @param {string} text
 * @returns {Hello | NowPlaying | Pong | Caption | OffAir | null}
 */
export function parseText(text) {
  const said = parseObject(text);
  switch (said.type) {
    case 'hello':
      return {
        type: 'hello',
        timeline: String(said.timeline),
        rendition: wordOf(said, 'rendition'),
        codec: wordOf(said, 'codec'),
        renditions: Array.isArray(said.renditions) ? said.renditions.map(nameOf) : [],
        frameUs: numberOf(said, 'frame_us'),
        preSkip: numberOr(said, 'pre_skip', 0),
        playoutDelayUs: numberOr(said, 'playout_delay_us', null),
        serverUs: numberOr(said, 'server_us', null),
      };
    case 'now_playing':
      return readNowPlaying(said);
    case 'pong':
      return { type: 'pong', t0: numberOf(said, 't0'), t1: numberOf(said, 't1'), t2: numberOf(said, 't2') };
    case 'caption':
      return readCaption(said);
    case 'off_air':
      return { type: 'off_air' };
    default:
      return null;
  }
}

/**
 * Reads a title, as the WebSocket and the API tell it.
 * @param {Record<string, unknown>} said
 * @returns {NowPlaying}
 */
export function readNowPlaying(said) {
  return {
    type: 'now_playing',
    timeUs: numberOf(said, 'time_us'),
    title: wordOf(said, 'title'),
    artist: wordOrNull(said.artist),
    album: wordOrNull(said.album),
    cover: wordOrNull(said.cover),
    dj: wordOrNull(said.dj),
    source: wordOrNull(said.source) ?? 'autodj',
    isJingle: said.is_jingle === true,
    durationUs: numberOr(said, 'duration_us', null),
  };
}

/**
 * Reads a caption, as the WebSocket and the events tell it.
 * @param {Record<string, unknown>} said
 * @returns {Caption}
 */
export function readCaption(said) {
  return {
    type: 'caption',
    id: numberOf(said, 'id'),
    startUs: numberOf(said, 'start_us'),
    endUs: numberOf(said, 'end_us'),
    text: wordOf(said, 'text'),
    final: said.final === true,
  };
}

/** @param {string} text @returns {Record<string, unknown>} */
export function parseObject(text) {
  /** @type {unknown} */
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    throw new MalformedMessage('not JSON');
  }
  if (typeof said !== 'object' || said === null) throw new MalformedMessage('not an object');
  return /** @type {Record<string, unknown>} */ (said);
}

/** Times are far below 2^53 until the year 2255. @param {bigint} value */
function exactInteger(value) {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new MalformedMessage(`${value} is out of range`);
  return Number(value);
}

/** @param {Record<string, unknown>} said @param {string} key */
function numberOf(said, key) {
  const value = said[key];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new MalformedMessage(`${key} is not a number`);
  return value;
}

/**
 * @template T
 * @param {Record<string, unknown>} said @param {string} key @param {T} otherwise
 */
function numberOr(said, key, otherwise) {
  return said[key] === undefined || said[key] === null ? otherwise : numberOf(said, key);
}

/** @param {Record<string, unknown>} said @param {string} key */
function wordOf(said, key) {
  const value = said[key];
  if (typeof value !== 'string') throw new MalformedMessage(`${key} is not text`);
  return value;
}

/** @param {unknown} value */
function wordOrNull(value) {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A rendition is listed by its name, or as an object that has one. @param {unknown} listed */
function nameOf(listed) {
  const named = typeof listed === 'object' && listed !== null && 'name' in listed ? listed.name : listed;
  return String(named);
}
