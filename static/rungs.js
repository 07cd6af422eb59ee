/**
 * The ways to listen, best first, and which of them this browser has.
 *
 * Where a rung turns out not to hold, the player steps to the next one.
 */

import { OpusDecoder } from './decoder-opus.js';
import { PcmDecoder } from './decoder-pcm.js';
import { ScheduledSink } from './sink-scheduled.js';
import { WorkletSink } from './sink-worklet.js';

/** @import { Decoder } from './decoder.js' */
/** @import { Piece, Report, Sink } from './sink.js' */

/** @typedef {'webcodecs' | 'pcm' | 'audio'} RungName */

/**
 * A way to play what the WebSocket brings.
 * @typedef {object} Rung
 * @property {RungName} name
 * @property {string} codec which it plays, as the server names it
 * @property {string | null} rendition to ask for; null for the station's first
 * @property {(context: AudioContext, onReport: (report: Report) => void) => Promise<Sink>} openSink
 * @property {(preSkip: number, onPiece: (piece: Piece) => void, onError: (error: Error) => void) => Decoder} openDecoder
 */

/** Small on the network and decoded by the browser; the sound is played by its audio thread. @type {Rung} */
const WEBCODECS = {
  name: 'webcodecs',
  codec: 'opus',
  // The station's first is its standard quality, whatever its name.
  rendition: null,
  openSink: (context, onReport) => WorkletSink.open(context, onReport),
  openDecoder: (preSkip, onPiece, onError) => new OpusDecoder(preSkip, onPiece, onError),
};

/** Sixteen times the traffic, but it needs nothing of the browser and no secure origin. @type {Rung} */
const PCM = {
  name: 'pcm',
  codec: 'pcm-s16le',
  rendition: 'pcm-s16',
  openSink: async (context, onReport) => new ScheduledSink(context, onReport),
  openDecoder: (_preSkip, onPiece) => new PcmDecoder(onPiece),
};

/** The rung after these two is the browser's own player, `element-player.js`. */
const STREAMING = [WEBCODECS, PCM];

/**
 * The streaming rungs to try, in order; when none is left, the browser's own player.
 * @param {string | null} forced the name of the one to use, for tests
 * @returns {Rung[]}
 */
export function ladder(forced) {
  if (forced !== null) return STREAMING.filter(({ name }) => name === forced);
  return STREAMING.filter(isThere);
}

/** @param {Rung} rung */
function isThere({ name }) {
  if (!('AudioContext' in window) || !('WebSocket' in window)) return false;
  return name === 'pcm' || ('AudioDecoder' in window && 'AudioWorkletNode' in window);
}
