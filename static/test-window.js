/**
 * `window.longwave.state`: what tests, and the curious, may know of a page that plays. Read-only.
 */

/** @import { Player } from './player.js' */

/**
 * @typedef {object} Facts
 * @property {string} state `idle`, `connecting`, `on-air`, `lost`, `full`, `off-air` or `interrupted`
 * @property {string | null} rung `webcodecs`, `wasm`, `pcm` or `audio`; null when not playing
 * @property {string | null} rendition that comes over the WebSocket; null on rung `audio`
 * @property {string | null} source address that the browser's own player plays, on rung `audio`
 * @property {number | null} heardUs the server's time of the sound at the ear, in microseconds
 * @property {number | null} airedUs when that was on air, if it is not live
 * @property {number} bufferedMs milliseconds of sound that are here and not yet heard
 * @property {number} underruns how often the sound ran out since play was pressed
 * @property {number} energy RMS over the last 100 ms, 1 being full scale; 0 on rung `audio`
 * @property {number} ppm by how many millionths it plays faster than the sound card's clock
 * @property {{ mode: string, lateUs: number, resyncs: number, delayUs: number, lagUs: number, roundTripUs: number | null } | null} timing how well it keeps its time; null on rung `audio`
 * @property {number | null} position seconds played, on rung `audio`
 * @property {string} title as shown
 */

/** @param {Player} player @param {{ readonly title: string }} view */
export function openTestWindow(player, view) {
  const longwave = Object.freeze({
    get state() {
      return facts(player, view);
    },
  });
  Object.defineProperty(window, 'longwave', { value: longwave });
}

/** @param {Player} player @param {{ readonly title: string }} view @returns {Readonly<Facts>} */
export function facts(player, view) {
  const { report } = player;
  return Object.freeze({
    state: player.state,
    rung: player.rung,
    rendition: player.rendition,
    source: player.source?.address ?? null,
    heardUs: player.heardUs,
    airedUs: player.airedUs,
    bufferedMs: Math.round(player.seconds * 1000),
    underruns: report?.underruns ?? 0,
    energy: report?.energy ?? 0,
    ppm: report?.ppm ?? 0,
    timing: player.timing,
    position: player.position,
    title: view.title,
  });
}
