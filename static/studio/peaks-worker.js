/**
 * Draws outlines off the page's own thread.
 *
 * In: the samples of a track. Out: its outline.
 */

import { outlineOf } from './peaks.js';

/** @typedef {{ channels: Float32Array<ArrayBuffer>[], rate: number }} ToPeaks */

addEventListener('message', ({ data }) => {
  const { channels, rate } = /** @type {ToPeaks} */ (data);
  postMessage(outlineOf(channels, rate));
});
