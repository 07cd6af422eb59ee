/**
 * How long to wait before trying again.
 *
 * Doubles from half a second to eight, less up to half by chance: after a server restart the listeners
 * must not all come back in the same instant.
 */

const FIRST_MS = 500;
const LONGEST_MS = 8000;

/**
 * @param {number} failures in a row so far, from 0
 * @param {number} chance from 0 to 1
 * @returns {number} milliseconds
 */
export function backoffMs(failures, chance) {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return full * (1 - chance / 2);
}
