/**
 * Overviews of what is on a deck: of a track of the station from the library, of a file from its own sound.
 *
 * In: what was loaded. Out: its outline, its points, its cover. Never: decodes a set of hours, which would fill the
 * memory; such a file has no outline, and plays all the same.
 */

import { at } from '../address.js';

/** @import { DeckItem } from './deck-queue.js' */
/** @import { Outline } from './peaks.js' */
/** @import { ToPeaks } from './peaks-worker.js' */
/** @import { StationTrack } from './station-library.js' */

/** Longer or larger files are not decoded. */
const MOST_SECONDS = 900;
const MOST_BYTES = 250e6;
/** Enough for a picture, and the least that every browser resamples to. */
const PICTURE_RATE = 8000;
/** The library draws an outline when it is first asked for it. */
const LOOK_AGAIN_MS = 1000;
const LOOKS = 60;

/** One file is decoded after the other, for each takes much memory meanwhile. @type {Promise<unknown>} */
let decoding = Promise.resolve();

/** Null for what cannot be drawn. @param {DeckItem} item @param {number} seconds its length @param {AbortSignal} signal it is no longer on the deck @returns {Promise<Outline | null>} */
export async function outlineOfItem(item, seconds, signal) {
  try {
    if ('track' in item) return await ofTrack(item.track, seconds, signal);
    const isShort = seconds > 0 && seconds <= MOST_SECONDS && item.file.size <= MOST_BYTES;
    if (!isShort) return null;
    const { file } = item;
    const outline = decoding.then(() => ofFile(file, signal));
    decoding = outline.catch(() => {});
    return await outline;
  } catch {
    return null;
  }
}

/** The address of a picture in the page's memory; null if there is none. @param {DeckItem} item @param {AbortSignal} signal */
export async function coverOfItem(item, signal) {
  if (!('track' in item)) return null;
  try {
    const reply = await fetch(at(`/api/v1/library/${item.track.id}/cover?or=blank`), { signal });
    const picture = reply.ok ? await reply.blob() : null;
    // A track without a cover has a blank drawing.
    return picture && !picture.type.includes('svg') ? URL.createObjectURL(picture) : null;
  } catch {
    return null;
  }
}

/** @param {StationTrack} track @param {number} seconds @param {AbortSignal} signal @returns {Promise<Outline | null>} */
async function ofTrack({ id, cueIn, cueOut }, seconds, signal) {
  for (let look = 0; look < LOOKS && !signal.aborted; look++) {
    const reply = await fetch(at(`/api/v1/library/${id}/waveform`), { signal, headers: { accept: 'application/json' } });
    if (!reply.ok) return null;
    const { state, points } = await reply.json();
    if (state === 'here') return { peaks: Uint8Array.from(points), cueIn, cueOut: cueOut ?? seconds };
    if (state !== 'soon') return null;
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  }
  return null;
}

/** @param {File} file @param {AbortSignal} signal @returns {Promise<Outline | null>} */
async function ofFile(file, signal) {
  if (signal.aborted) return null;
  const bytes = await file.arrayBuffer();
  if (signal.aborted) return null;
  const context = new OfflineAudioContext(1, 1, PICTURE_RATE);
  const sound = await context.decodeAudioData(bytes);
  if (signal.aborted) return null;
  const channels = Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel).slice());
  const worker = new Worker(new URL('./peaks-worker.js', import.meta.url), { type: 'module' });
  try {
    return await new Promise((done, fail) => {
      worker.onmessage = ({ data }) => done(data);
      worker.onerror = fail;
      signal.addEventListener('abort', fail);
      /** @type {ToPeaks} */
      const wish = { channels, rate: sound.sampleRate };
      worker.postMessage(wish, channels.map(({ buffer }) => buffer));
    });
  } finally {
    worker.terminate();
  }
}
