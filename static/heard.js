/**
 * Finds the title of the sound at the ear, for a page that plays.
 */

/** @import { Player } from './player.js' */

/**
 * The time of what is at the ear, in microseconds of the server's clock; where the sound carries no time, estimated.
 * Null if nothing is heard.
 * @param {Player} player
 * @param {number} nowUs the server's time
 */
export function heardUs(player, nowUs) {
  if (player.rung === 'audio') return nowUs - player.seconds * 1e6;
  return player.heardUs;
}

/** Whether the server must be asked for titles: a stream brings its own, and a hidden page shows none. @param {Player} player */
export function needsTitles(player) {
  if (player.rung === 'audio') return true;
  return player.rung === null && !document.hidden;
}
