/**
 * Opens the best sink that this browser has here.
 */

import { ScheduledSink } from './sink-scheduled.js';
import { WorkletSink } from './sink-worklet.js';

/** @import { Report, Sink } from './sink.js' */

/**
 * @param {AudioContext} context
 * @param {(report: Report) => void} onReport
 * @returns {Promise<Sink>}
 */
export async function openSink(context, onReport) {
  // Insecure origins have no worklet.
  if ('AudioWorkletNode' in window) {
    try {
      return await WorkletSink.open(context, onReport);
    } catch (error) {
      console.warn('Longwave: the audio worklet failed, playing without it.', error);
    }
  }
  return new ScheduledSink(context, onReport);
}
