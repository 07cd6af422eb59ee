/**
 * Asks the API what is on air at a station, from any site's page.
 */

import { parseObject, readNowPlaying } from './message.js';

/** @import { Seen } from './glance.js' */
/** @import { NowPlaying } from './message.js' */
/** @import { StationAddress } from './station-address.js' */

/**
 * @typedef {object} StationNow
 * @property {string} name the station's
 * @property {NowPlaying | null} now
 */

/** @param {StationAddress} station @returns {Promise<Seen<StationNow> | null>} null if it does not answer */
export async function askStation(station) {
  // Nobody is known by it: no cookie is sent, and none is kept.
  const reply = await fetch(station.api('now'), { cache: 'no-store', credentials: 'omit' });
  return reply.ok ? readStation(await reply.text()) : null;
}

/** @param {string} text @returns {Seen<StationNow>} */
export function readStation(text) {
  const said = parseObject(text);
  const { name, server_us: nowUs, now_playing: playing } = said;
  const now = typeof playing === 'object' && playing !== null ? readNowPlaying({ ...playing }) : null;
  return {
    nowUs: typeof nowUs === 'number' ? nowUs : Date.now() * 1000,
    data: { name: typeof name === 'string' ? name : '', now },
  };
}
