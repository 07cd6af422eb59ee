/**
 * Chance that is the same each time: tests with it fail always or never.
 * @param {number} seed from 1
 * @returns {() => number} from 0 to 1
 */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
