/**
 * Addresses of the site, which may be below a path of another one: this file is at `static/address.js` of it, so it
 * knows where that is.
 */

/** The address of a path of the site, such as `/main.opus`. @param {string} path */
export function at(path) {
  return new URL(`..${path}`, import.meta.url).href;
}

/** The address of a WebSocket of the site. @param {string} path */
export function socketAt(path) {
  return at(path).replace(/^http/, 'ws');
}
