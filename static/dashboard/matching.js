/**
 * Tells how many tracks match the rules of a playlist while they are written, and warns before a few tracks become the
 * whole programme.
 */

import { t } from '../languages.js';

const PAUSE_MS = 300;
const SHORT_SECONDS = 3600;

/** @typedef {{ tracks: number, seconds: number }} Sum */
/** @typedef {Sum & { examples: string[], rotation: Sum }} Matching */

/** @type {WeakMap<HTMLFormElement, { timer?: ReturnType<typeof setTimeout>, asked: number }>} */
const waiting = new WeakMap();
/** @type {WeakMap<HTMLFormElement, Matching>} */
const known = new WeakMap();

/** @param {number} seconds */
export function length(seconds) {
  const minutes = Math.floor(seconds / 60);
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  if (minutes >= 60) return t('span-hours', { hours: Math.floor(minutes / 60), minutes: two(minutes % 60) });
  return `${minutes}:${two(Math.floor(seconds % 60))}`;
}

/** Says what the playlist would be. @param {Matching} matching @param {boolean} isInRotation */
export function sentence(matching, isInRotation) {
  if (matching.tracks === 0) return t('none-match');
  const { tracks, seconds, examples } = matching;
  const few = examples.join('; ') + (tracks > examples.length ? ' …' : '');
  const matches = t('tracks-match', { tracks, length: length(seconds), examples: few });
  return isInRotation && isShort(matching) ? `${matches} ${t('rotation-warning', warned(matching))}` : matches;
}

/** @param {Matching} matching */
function isShort({ rotation }) {
  return rotation.seconds < SHORT_SECONDS;
}

/** The variables of a warning. @param {Matching} matching */
function warned({ rotation }) {
  return { tracks: rotation.tracks, length: length(rotation.seconds) };
}

/** Whether AutoDJ would choose the playlist. @param {HTMLFormElement} form */
function isInRotation(form) {
  const weight = form.querySelector('[data-weight]');
  return weight instanceof HTMLInputElement && Number(weight.value) > 0;
}

/** @param {HTMLFormElement} form */
function query(form) {
  const asked = new URLSearchParams();
  const fields = new FormData(form);
  for (const [name, value] of fields) {
    const key = /^query\.(\w+)/.exec(name)?.[1];
    if (key && String(value).trim()) asked.set(key, String(value).trim());
  }
  asked.set('kind', String(fields.get('kind') ?? 'music'));
  asked.set('name', form.dataset.name ?? String(fields.get('name') ?? ''));
  return asked;
}

/** @param {HTMLFormElement} form */
function say(form) {
  const says = form.querySelector('[data-says]');
  const matching = known.get(form);
  if (!says || !matching) return;
  const warns = isInRotation(form) && matching.tracks > 0 && isShort(matching);
  says.textContent = sentence(matching, isInRotation(form));
  says.classList.toggle('wrong', warns);
}

/** @param {HTMLFormElement} form */
async function ask(form) {
  const state = waiting.get(form) ?? { asked: 0 };
  state.asked += 1;
  waiting.set(form, state);
  const turn = state.asked;
  const reply = await fetch(`${form.dataset.matching}?${query(form)}`, { headers: { accept: 'application/json' } }).catch(() => null);
  if (turn !== state.asked) return;
  const says = form.querySelector('[data-says]');
  if (reply?.ok) {
    known.set(form, await reply.json());
    say(form);
  } else if (says) {
    known.delete(form);
    says.textContent = reply ? ((await reply.json().catch(() => null))?.detail ?? '') : '';
  }
}

/** @param {HTMLFormElement} form */
function soon(form) {
  const state = waiting.get(form) ?? { asked: 0 };
  clearTimeout(state.timer);
  state.timer = setTimeout(() => ask(form), PAUSE_MS);
  waiting.set(form, state);
}

/** @param {Event} event */
function changed(event) {
  const form = event.target instanceof Element ? event.target.closest('form[data-matching]') : null;
  if (!(form instanceof HTMLFormElement)) return;
  if (event.target instanceof HTMLInputElement && 'weight' in event.target.dataset) say(form);
  else soon(form);
}

if (typeof document !== 'undefined') {
  document.addEventListener('input', changed);
  document.addEventListener('reset', changed);
  // Asked before the form is sent, which the page's common script does.
  document.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || !form.dataset.matching) return;
      const matching = known.get(form);
      if (!matching || !isInRotation(form) || matching.tracks === 0 || !isShort(matching)) return;
      if (!confirm(t('save-all-the-same', warned(matching)))) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
  for (const form of document.querySelectorAll('form[data-matching]')) if (form instanceof HTMLFormElement) ask(form);
}
