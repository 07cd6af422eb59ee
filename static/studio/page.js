/**
 * Finds what the template put into the page, sets it only when it differs, and remembers harmless settings.
 */

import { at } from '../address.js';
import { t } from '../languages.js';
import { store, stored } from '../stored.js';

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} within
 * @returns {T}
 */
export function find(selector, kind, within = document) {
  const found = within.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** @param {string} id @param {ParentNode} [within] */
export const button = (id, within) => find(id, HTMLButtonElement, within);
/** @param {string} id @param {ParentNode} [within] */
export const input = (id, within) => find(id, HTMLInputElement, within);
/** @param {string} id @param {ParentNode} [within] */
export const select = (id, within) => find(id, HTMLSelectElement, within);
/** @param {string} id @param {ParentNode} [within] */
export const box = (id, within) => find(id, HTMLElement, within);

/** Only when it differs: a screen reader speaks what is set. @param {Element} where @param {string} text */
export function setText(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

/** A link to sign in to the dashboard. */
export function signInLink() {
  const link = document.createElement('a');
  link.href = at('/login');
  link.target = '_blank';
  link.textContent = t('library-sign-in');
  return link;
}

/**
 * A slider with its value in words beside it.
 * @param {HTMLInputElement} slider inside a label with an `output`
 * @param {(value: number) => string} words
 * @param {(value: number) => void} onChange also at once
 */
export function slide(slider, words, onChange) {
  const output = slider.parentElement?.querySelector('output');
  const tell = () => {
    const value = slider.valueAsNumber;
    const [min, max] = [Number(slider.min), Number(slider.max)];
    slider.style.setProperty('--filled', `${(100 * (value - min)) / (max - min || 1)}%`);
    slider.setAttribute('aria-valuetext', words(value));
    if (output) output.textContent = words(value);
    onChange(value);
  };
  slider.addEventListener('input', tell);
  tell();
}

const PREFIX = 'longwave.studio.';

/** Keeps what is set where it was left; never for secrets. @param {(HTMLInputElement | HTMLSelectElement)[]} controls by their ids */
export function remember(...controls) {
  for (const control of controls) {
    const ticked = control instanceof HTMLInputElement && control.type === 'checkbox';
    const kept = stored(PREFIX + control.id);
    if (kept !== null && ticked) control.checked = kept === 'true';
    else if (kept !== null) control.value = kept;
    control.addEventListener('change', () => store(PREFIX + control.id, String(ticked ? control.checked : control.value)));
  }
}
