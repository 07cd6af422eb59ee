/**
 * The button that shares the station's page: by what the device has for it, else by a copy of the address.
 */

import { t } from './languages.js';

const SAID_MS = 2000;

/** @param {HTMLButtonElement} button @param {() => { title: string, text: string }} what */
export function openShare(button, what) {
  const label = /** @type {HTMLElement} */ (button.querySelector('[data-label]'));
  button.addEventListener('click', async () => {
    // Of the address, only the page: the token of a private station is not passed on by accident.
    const url = location.origin + location.pathname;
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
