/**
 * What every page of the dashboard does with scripts that it does without them, only slower: sends its forms without
 * leaving the page, and brings parts of it up to date.
 *
 * A form of the class `sends` goes to the API. `data-done` is said when it is done; `data-asks` is asked before.
 * `data-goes` goes on with the form's `then`, `data-opens` with the page of what was made, whose address it begins, and
 * without them the page stays. What goes wrong is told in the form's `data-said`, or else at the top. A part that has an `id` and `data-live` is
 * replaced by its namesake of the page fetched anew, unless somebody is at work in it; whoever drags says so by
 * `data-busy`. After that, `longwave:refreshed` tells the page's own script.
 */

import { at } from '../address.js';
import { t } from '../languages.js';

const UNTIL_UNSAID_MS = 8000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let unsaying;

// On a phone, the menu is a strip of which a part is seen.
document.querySelector('.menu [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.classList.contains('sends')) return;
  // What is shown once is a page of its own.
  if (form.elements.namedItem('show')) return;
  event.preventDefault();
  if (form.dataset.asks && !confirm(form.dataset.asks)) return;
  send(form, event.submitter);
});

/**
 * Sends a form, says what came of it, and brings the page up to date. Resolves to whether it was done.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 */
export async function send(form, submitter) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) fields.append(name, String(value));
  const buttons = [...form.querySelectorAll('button')].filter((button) => !button.disabled);
  const pressed = document.activeElement;
  for (const button of buttons) button.disabled = true;
  leaving = form.dataset.goes !== undefined || form.dataset.opens !== undefined;
  const done = await call(form.action, { method: 'POST', body: fields }, form);
  leaving &&= done !== null;
  for (const button of buttons) button.disabled = false;
  // What is disabled loses the focus, and whoever uses keys would begin anew at the top of the page.
  if (document.activeElement === document.body) focusAgain(pressed);
  if (!done) return false;
  const then = fields.get('then') ?? location.href;
  if (form.dataset.goes !== undefined) {
    location.assign(then);
    return true;
  }
  if (form.dataset.opens !== undefined) {
    const { name } = await done.json();
    location.assign(form.dataset.opens + encodeURIComponent(name));
    return true;
  }
  say(form.dataset.done ?? t('done-say'));
  if (form.dataset.clears !== undefined) form.reset();
  await refresh();
  return true;
}

/** Focuses an element, or its namesake where a refresh has put another into its place. @param {Element | null} element */
function focusAgain(element) {
  const there = element?.isConnected || !element?.id ? element : document.getElementById(element.id);
  if (there instanceof HTMLElement) there.focus();
}

/**
 * Calls the API as this person, and says what goes wrong, in `part` if that has a place for it. Resolves to the answer, or to
 * nothing.
 * @param {string} address
 * @param {RequestInit} how
 * @param {Element | null} [part]
 */
export async function call(address, how, part) {
  const reply = await fetch(address, {
    ...how,
    headers: { accept: 'application/json', ...how.headers },
  }).catch(() => null);
  if (reply?.ok) {
    unsay();
    return reply;
  }
  if (reply?.status === 401) {
    location.assign(`${at('/login')}?to=${encodeURIComponent(location.pathname)}`);
    return null;
  }
  const problem = await reply?.json().catch(() => null);
  complain(problem?.detail ?? t('no-answer'), part);
  return null;
}

/**
 * Calls the API with a JSON document.
 * @param {string} method
 * @param {string} address
 * @param {unknown} [document_]
 */
export function callWith(method, address, document_) {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf() };
  const body = document_ === undefined ? undefined : JSON.stringify(document_);
  return call(address, { method, headers, body });
}

/** The session's token, which proves that a call comes from a page of ours. */
export function csrf() {
  const field = document.querySelector('input[name="csrf"]');
  return field instanceof HTMLInputElement ? field.value : '';
}

/** Says what is wrong, in `part` if that has a place for it. @param {string} text @param {Element | null} [part] */
export function complain(text, part) {
  unsay();
  const said = part?.querySelector('[data-said]') ?? element('said');
  if (!(said instanceof HTMLElement)) return;
  said.textContent = text;
  said.hidden = false;
  element('done').hidden = true;
  said.scrollIntoView({ block: 'nearest' });
}

/** @param {string} text */
export function say(text) {
  const done = element('done');
  done.textContent = text;
  done.hidden = false;
  clearTimeout(unsaying);
  unsaying = setTimeout(() => {
    done.hidden = true;
  }, UNTIL_UNSAID_MS);
}

function unsay() {
  element('said').hidden = true;
  for (const said of document.querySelectorAll('[data-said]')) said.toggleAttribute('hidden', true);
}

/** Takes back that the server does not answer, once it does. */
export function answersAgain() {
  if (element('said').textContent === t('no-answer')) unsay();
}

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

let refreshing = false;
let again = false;
/** Another page is about to take this one's place; under this address there may be nothing any more. */
let leaving = false;
// A page that is gone back to lives on.
addEventListener('pageshow', () => {
  leaving = false;
});

/** Brings the page's live parts up to date; while that is under way, once more after it. */
export async function refresh() {
  if (leaving) return;
  if (refreshing) {
    again = true;
    return;
  }
  refreshing = true;
  do {
    again = false;
    await refreshOnce();
  } while (again);
  refreshing = false;
}

async function refreshOnce() {
  // The next refresh makes up for a failed one.
  const reply = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!reply?.ok || reply.redirected) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html');
  for (const old of document.querySelectorAll('[data-live][id]')) {
    const anew = fresh.getElementById(old.id);
    if (!anew || isBusy(old)) continue;
    carryOver(old, anew);
    carryWords(old, anew);
    if (anew.isEqualNode(old)) continue;
    const focused = old.contains(document.activeElement) ? document.activeElement?.id : '';
    old.replaceWith(anew);
    if (focused) document.getElementById(focused)?.focus();
  }
  document.dispatchEvent(new CustomEvent('longwave:refreshed'));
}

/**
 * Keeps what somebody has opened, written or chosen in a part for the part that takes its place.
 * @param {Element} old @param {Element} anew
 */
function carryOver(old, anew) {
  const opened = [...old.querySelectorAll('details')].map((details) => [nameOf(details), details.open]);
  for (const details of anew.querySelectorAll('details')) {
    const before = opened.find(([name]) => name === nameOf(details));
    if (before) details.open = before[1] === true;
  }
  const written = new Map();
  for (const field of fieldsIn(old)) if (isChanged(field)) written.set(keyOf(field), field);
  for (const field of fieldsIn(anew)) {
    const before = written.get(keyOf(field));
    if (before?.constructor === field.constructor) field.value = before.value;
  }
}

/** Keeps what is said of a form. @param {Element} old @param {Element} anew */
function carryWords(old, anew) {
  const places = [...anew.querySelectorAll('[data-said]')];
  for (const said of old.querySelectorAll('[data-said]:not([hidden])')) {
    const place = places.find((one) => one.id === said.id);
    if (place) place.textContent = said.textContent;
    place?.removeAttribute('hidden');
  }
}

/** Names a panel beside its siblings: its summary up to a colon. @param {HTMLDetailsElement} details */
function nameOf(details) {
  return details.querySelector('summary')?.textContent?.split(/[:：]/)[0]?.trim() ?? '';
}

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/** The fields that hold text or a choice. @param {Element} part @returns {Field[]} */
function fieldsIn(part) {
  const fields = /** @type {NodeListOf<Field>} */ (part.querySelectorAll('input, textarea, select'));
  return [...fields].filter((field) => !['hidden', 'checkbox', 'radio', 'file'].includes(field.type));
}

/** @param {Field} field */
function isChanged(field) {
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
  const standard = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.value !== standard?.value;
}

/** @param {Field} field */
function keyOf(field) {
  return `${field.form?.getAttribute('action') ?? ''} ${field.name}`;
}

/** Whether somebody is at work in a part. @param {Element} part */
function isBusy(part) {
  if (part.matches('[data-busy]') || part.querySelector('[data-busy]')) return true;
  const active = document.activeElement;
  const writes = active instanceof HTMLInputElement && !['button', 'checkbox', 'radio'].includes(active.type);
  return part.contains(active) && (writes || active instanceof HTMLTextAreaElement || active instanceof HTMLSelectElement);
}
