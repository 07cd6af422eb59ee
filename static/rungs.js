/**
 * The ways to listen over the WebSocket, best first, and which of them this browser has.
 *
 * If one turns out not to work, the player steps to the next one, and after the last to the browser's own
 * player, `element-player.js`. Uncompressed sound is sixteen times the data, so only the listener chooses it.
 */

import { OpusDecoder } from './decoder-opus.js';
import { PcmDecoder } from './decoder-pcm.js';
import { WasmDecoder } from './decoder-wasm.js';

/** @import { Decoder } from './decoder.js' */
/** @import { Piece } from './sink.js' */

/** @typedef {'webcodecs' | 'wasm' | 'pcm' | 'audio'} RungName */

/**
 * A way to play what the WebSocket brings.
 * @typedef {object} Rung
 * @property {RungName} name
 * @property {string} codec which it plays, as the server names it
 * @property {string} extension of the HTTP stream that offers the same renditions
 * @property {string | null} rendition to ask for; null for the station's first
 * @property {(preSkip: number, onPiece: (piece: Piece) => void, onError: (error: Error) => void) => Decoder} openDecoder
 */

/** Opus by the browser's own decoder, which only secure origins have. @type {Rung} */
const WEBCODECS = {
  name: 'webcodecs',
  codec: 'opus',
  extension: 'opus',
  // The station's first is its standard quality, whatever its name.
  rendition: null,
  openDecoder: (preSkip, onPiece, onError) => new OpusDecoder(preSkip, onPiece, onError),
};

/** The same sound and the same traffic, decoded by this page. @type {Rung} */
const WASM = {
  ...WEBCODECS,
  name: 'wasm',
  openDecoder: (preSkip, onPiece, onError) => new WasmDecoder(preSkip, onPiece, onError),
};

/** Needs nothing of the browser but traffic. @type {Rung} */
const PCM = {
  name: 'pcm',
  codec: 'pcm-s16le',
  extension: 'wav',
  rendition: 'pcm-s16',
  openDecoder: (_preSkip, onPiece) => new PcmDecoder(onPiece),
};

/** Interfaces that the browser must have for each, besides those that all need. @type {Record<string, string[]>} */
const NEEDS = { webcodecs: ['AudioDecoder'], wasm: ['WebAssembly', 'Worker'] };

/**
 * Returns the rungs to try, in order; when none is left, there is the browser's own player.
 * @param {string | null} rendition the one that the listener chose; null for the station's first
 * @param {string | null} forced the name of the one to use, for tests
 * @param {object} browser its global scope
 * @returns {Rung[]}
 */
export function ladder(rendition, forced = null, browser = window) {
  const isUncompressed = rendition === PCM.rendition;
  const opus = [WEBCODECS, WASM].map((rung) => ({ ...rung, rendition: isUncompressed ? null : rendition }));
  const rungs = isUncompressed ? [PCM, ...opus] : opus;
  if (forced !== null) return rungs.filter(({ name }) => name === forced);
  const needed = ({ name = '' }) => ['AudioContext', 'WebSocket', ...(NEEDS[name] ?? [])];
  return rungs.filter((rung) => needed(rung).every((what) => what in browser));
}
