/**
 * Choices that this device remembers. Private windows and strict settings refuse storage; the page works all the same.
 */

/** @param {string} key @returns {string | null} */
export function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string} key @param {string} value */
export function store(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It is not remembered.
  }
}
