/**
 * How long it takes from the microphone to an ear, put together from what is known.
 *
 * In: the parts in milliseconds, null for what is not known. Out: the sum, and how far it reaches. Never:
 * shows an estimate as a measurement: how far it was measured is part of the answer.
 */

/** @import { Status } from './protocol.js' */

/**
 * @typedef {object} DelayParts
 * @property {number} captureMs from the microphone into a packet
 * @property {number | null} offsetUs by how much the station's clock is ahead
 * @property {number | null} roundTripUs to the station and back
 * @property {Status | null} status what the station said last
 * @property {number | null} listeningMs from being on air to an ear, as the monitor measured it
 */

/** @typedef {{ ms: number, reach: 'station' | 'listener' }} Delay */

/**
 * Null as long as too little is known.
 * @param {DelayParts} parts
 * @returns {Delay | null}
 */
export function delayOf({ captureMs, offsetUs, roundTripUs, status, listeningMs }) {
  const way = wayUs(offsetUs, roundTripUs, status);
  if (way === null || status === null) return null;
  const held = status.delayUs ?? status.bufferMs * 1000;
  const ms = Math.max(0, captureMs + (way + held) / 1000);
  if (listeningMs === null) return { ms, reach: 'station' };
  return { ms: Math.max(0, ms + listeningMs), reach: 'listener' };
}

/**
 * How long the newest sound was on its way; where the station does not tell, half the way there and back.
 * @param {number | null} offsetUs @param {number | null} roundTripUs @param {Status | null} status
 */
function wayUs(offsetUs, roundTripUs, status) {
  if (offsetUs !== null && status?.sentUs && status.receivedUs) {
    return Math.max(0, status.receivedUs - offsetUs - status.sentUs);
  }
  return roundTripUs === null ? null : roundTripUs / 2;
}

/**
 * When sound that is read at a time of the audio context's clock comes out of the device.
 * @param {number} contextTime in seconds
 * @param {AudioTimestamp} known a time of both clocks, by the audio context
 * @param {{ currentTime: number, latency: number, nowMs: number }} now in case it knows nothing yet
 * @returns {number} milliseconds on the page's clock
 */
export function heardAtMs(contextTime, known, now) {
  if (known.contextTime && known.performanceTime) {
    return known.performanceTime + (contextTime - known.contextTime) * 1000;
  }
  return now.nowMs + (contextTime - now.currentTime + now.latency) * 1000;
}
