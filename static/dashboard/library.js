/**
 * The list of the library: tracks are selected and changed together, and heard for a moment in their row.
 */

import { t } from '../languages.js';
import { callWith, complain, refresh, say } from './dashboard.js';

/** Tracks that are changed by one request, after which the progress is told. */
const PART = 250;

/** @typedef {{ changed: number, next: string | null }} Done */

const DONE = /** @type {Record<string, (tracks: number) => string>} */ ({
  edit: (tracks) => t('tags-saved', { tracks }),
  type: (tracks) => t('types-set', { tracks }),
  add: (tracks) => t('tracks-added', { tracks }),
  remove: (tracks) => t('tracks-removed', { tracks }),
});

const bar = document.getElementById('batch');

/** @returns {HTMLInputElement[]} */
function boxes() {
  return /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('#tracks input[form="batch"]')]);
}

/** @param {string} id @returns {HTMLInputElement | null} */
function box(id) {
  const found = document.getElementById(id);
  return found instanceof HTMLInputElement ? found : null;
}

/** Tells how many are selected, and keeps the list as it is for as long as any is. */
function count() {
  const all = boxes();
  const ticked = all.filter((one) => one.checked).length;
  const isAll = box('all-found')?.checked ?? false;
  const total = Number(bar?.dataset.count);
  const here = box('all-here');
  if (here) {
    here.checked = isAll || (ticked > 0 && ticked === all.length);
    here.indeterminate = !isAll && ticked > 0 && ticked < all.length;
  }
  const said = document.getElementById('batch-count');
  if (said) said.textContent = isAll ? t('selected-all', { tracks: total }) : t('selected-some', { tracks: ticked });
  bar?.toggleAttribute('data-empty', ticked === 0 && !isAll);
  document.getElementById('tracks')?.toggleAttribute('data-busy', ticked > 0 || isAll);
}

document.addEventListener('change', (event) => {
  const changed = event.target;
  if (!(changed instanceof HTMLInputElement)) return;
  if (changed.id === 'all-here') for (const one of boxes()) one.checked = changed.checked;
  if (changed.id === 'all-here' && !changed.checked) clearAll();
  if (changed.matches('#all-here, #all-found, [form="batch"]')) count();
});

document.getElementById('batch-none')?.addEventListener('click', () => {
  for (const one of boxes()) one.checked = false;
  clearAll();
  count();
});

function clearAll() {
  const all = box('all-found');
  if (all) all.checked = false;
}

bar?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (!(bar instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
  const isAll = box('all-found')?.checked ?? false;
  const ids = boxes().flatMap((one) => (one.checked ? [one.value] : []));
  const total = isAll ? Number(bar.dataset.count) : ids.length;
  if (total === 0) return complain(t('none-selected'));
  if (button.value === 'remove' && !confirm(t('remove-tracks-ask', { tracks: total }))) return;
  const body = spelled(bar, button.value);
  const chosen = isAll ? { all: true } : { tracks: ids };
  button.disabled = true;
  const changed = await inParts({ ...body, ...chosen }, isAll, total);
  button.disabled = false;
  if (changed === null) return;
  say(DONE[button.value]?.(changed) ?? t('done-say'));
  bar.reset();
  for (const details of bar.querySelectorAll('details')) details.open = false;
  for (const one of boxes()) one.checked = false;
  count();
  await refresh();
  count();
});

/** The request that the form stands for, but for the tracks. @param {HTMLFormElement} form @param {string} action */
function spelled(form, action) {
  const fields = new FormData(form);
  const text = (/** @type {string} */ name) => String(fields.get(name) ?? '').trim();
  /** @type {Record<string, string>} */
  const search = {};
  /** @type {Record<string, string | number>} */
  const edit = {};
  for (const name of fields.keys()) {
    if (name.startsWith('search.') && text(name)) search[name.slice('search.'.length)] = text(name);
  }
  for (const name of ['genre', 'artist', 'album']) if (text(`edit.${name}`)) edit[name] = text(`edit.${name}`);
  if (text('edit.year:number')) edit.year = Number(text('edit.year:number'));
  const playlist = text('playlist') || undefined;
  return { action, search, edit, type: text('type'), playlist };
}

/**
 * Changes tracks, many of them in parts. Resolves to their number, or to nothing where it went wrong.
 * @param {object} body @param {boolean} isAll @param {number} total
 */
async function inParts(body, isAll, total) {
  // Its buttons are named `action`, which hides the property of that name.
  const address = bar?.getAttribute('action') ?? '';
  let changed = 0;
  let seen = 0;
  /** @type {string | null | undefined} */
  let after;
  progress(0, total);
  do {
    const reply = await callWith('POST', address, isAll ? { ...body, limit: PART, after } : body);
    if (!reply) {
      progress(null, total);
      return null;
    }
    const done = /** @type {Done} */ (await reply.json());
    changed += done.changed;
    seen += PART;
    after = done.next;
    progress(Math.min(seen, total), total);
  } while (after);
  progress(null, total);
  return changed;
}

/** @param {number | null} done @param {number} total */
function progress(done, total) {
  const part = document.getElementById('batch-progress');
  const bar = document.getElementById('batch-bar');
  const said = document.getElementById('batch-said');
  if (!part || !(bar instanceof HTMLProgressElement) || !said) return;
  part.hidden = done === null;
  bar.max = Math.max(total, 1);
  bar.value = done ?? 0;
  said.textContent = done === null ? '' : t('done-of', { done, total });
}

const player = new Audio();
player.preload = 'none';
/** @type {HTMLButtonElement | null} */
let playing = null;

document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest('button.preview') : null;
  if (!(button instanceof HTMLButtonElement)) return;
  const again = button === playing;
  hush();
  if (again) return;
  playing = button;
  show(button, true);
  player.src = button.dataset.sound ?? '';
  await player.play().catch(() => {
    if (playing !== button) return;
    hush();
    complain(t('file-not-playable'));
  });
});

player.addEventListener('ended', hush);

function hush() {
  player.pause();
  if (playing) show(playing, false);
  playing = null;
}

/** @param {HTMLButtonElement} button @param {boolean} isPlaying */
function show(button, isPlaying) {
  button.setAttribute('aria-pressed', String(isPlaying));
  const sign = button.querySelector('span');
  if (sign) sign.textContent = isPlaying ? '■' : '▶';
}

document.addEventListener('longwave:refreshed', count);
count();
