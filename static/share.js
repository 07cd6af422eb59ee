/**
 * The button that shares the station's page: by what the device has for it, else by a copy of the address.
 */

import { t } from './languages.js';

const SAID_MS = 2000;

/**
 * The address of a page at a moment, to the frame of 20 ms.
 * @param {string} page @param {number | null} momentUs in microseconds of the server's clock; null for live
 */
export function addressAt(page, momentUs) {
  return momentUs === null ? page : `${page}?at=${(Math.floor(momentUs / 20000) / 50).toFixed(2)}`;
}

/** The moment in a page's query, in microseconds of the server's clock; null if there is none. @param {string} query */
export function momentIn(query) {
  const at = new URLSearchParams(query).get('at');
  const seconds = at === null || at === '' ? NaN : Number(at);
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds * 1e6) : null;
}

/** @param {HTMLButtonElement} button @param {() => { title: string, text: string }} what @param {() => number | null} [moment] that is heard, if that is not live */
export function openShare(button, what, moment = () => null) {
  const label = /** @type {HTMLElement} */ (button.querySelector('[data-label]'));
  button.addEventListener('click', async () => {
    // Of the address, only the page: the token of a private station is not passed on by accident.
    const url = addressAt(location.origin + location.pathname, moment());
    if (navigator.share) {
      // Whoever closes the sheet wanted nothing.
      await navigator.share({ ...what(), url }).catch(() => {});
      return;
    }
    const copied = await navigator.clipboard?.writeText(url).then(() => true, () => false);
    label.textContent = copied ? t('link-copied') : url;
    if (copied) setTimeout(() => (label.textContent = t('share')), SAID_MS);
  });
}
