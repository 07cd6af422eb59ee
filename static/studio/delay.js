/**
 * How long it takes from the microphone to an ear, put together from what is known.
 *
 * In: the parts in milliseconds, null for what is not known. Out: the sum, and how far it reaches. Never:
 * shows an estimate as a measurement: how far it was measured is part of the answer.
 */

/**
 * @typedef {object} DelayParts
 * @property {number} captureMs from the microphone into a packet
 * @property {number | null} roundTripMs to the station and back
 * @property {number | null} bufferMs what the station keeps for this studio
 * @property {number | null} onAirMs from sending to being on air, as the station measured it
 * @property {number | null} listeningMs from being on air to an ear, as the monitor measured it
 */

/** @typedef {{ ms: number, reach: 'station' | 'listener' }} Delay */

/**
 * Null as long as too little is known.
 * @param {DelayParts} parts
 * @returns {Delay | null}
 */
export function delayOf({ captureMs, roundTripMs, bufferMs, onAirMs, listeningMs }) {
  const estimated = roundTripMs === null || bufferMs === null ? null : roundTripMs / 2 + bufferMs;
  const toStation = onAirMs ?? estimated;
  if (toStation === null) return null;
  const ms = Math.max(0, captureMs + toStation);
  if (listeningMs === null) return { ms, reach: 'station' };
  return { ms: Math.max(0, ms + listeningMs), reach: 'listener' };
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
