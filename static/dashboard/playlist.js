/**
 * The page of one playlist: tracks are dragged to their places, and files are read for what they list.
 */

import { t } from '../languages.js';
import { call, callWith, csrf, refresh, say } from './dashboard.js';

/** @type {HTMLElement | null} */
let lifted = null;

document.addEventListener('dragstart', (event) => {
  lifted = row(event.target);
  if (!lifted || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', lifted.innerText);
  lifted.classList.add('lifted');
  lifted.closest('ol')?.setAttribute('data-busy', '');
});

document.addEventListener('dragover', (event) => {
  const over = row(event.target);
  unmark();
  if (!lifted || !over || over === lifted) return;
  event.preventDefault();
  over.classList.add(isAfter(event, over) ? 'after' : 'before');
});

document.addEventListener('drop', async (event) => {
  const over = row(event.target);
  if (!lifted || !over || over === lifted) return;
  event.preventDefault();
  const from = Number(lifted.dataset.place);
  const onto = Number(over.dataset.place) + (isAfter(event, over) ? 1 : 0);
  const place = onto > from ? onto - 1 : onto;
  const api = over.closest('ol')?.dataset.api;
  if (!api || place === from) return;
  const address = `${api}/${from}?track=${lifted.dataset.track}`;
  letGo();
  if (await callWith('PATCH', address, { place })) say(t('moved-to', { position: place }));
  await refresh();
});

document.addEventListener('dragend', letGo);
// A pointer does not move while something is dragged: the end of that was lost, and the list must not stand still.
document.addEventListener('pointermove', () => lifted && letGo());

function letGo() {
  unmark();
  lifted?.classList.remove('lifted');
  lifted?.closest('ol')?.removeAttribute('data-busy');
  lifted = null;
}

function unmark() {
  for (const marked of document.querySelectorAll('.tracks .before, .tracks .after')) {
    marked.classList.remove('before', 'after');
  }
}

/** The track of a playlist that something is in. @param {EventTarget | null} target */
function row(target) {
  const found = target instanceof Element ? target.closest('.tracks li[draggable]') : null;
  return found instanceof HTMLElement ? found : null;
}

/** Whether the pointer is in the lower half. @param {DragEvent} event @param {HTMLElement} over */
function isAfter(event, over) {
  const { top, height } = over.getBoundingClientRect();
  return event.clientY > top + height / 2;
}

const file = document.getElementById('file');
file?.addEventListener('change', async () => {
  const chosen = file instanceof HTMLInputElement ? file.files?.[0] : undefined;
  const into = document.querySelector('#import textarea');
  if (chosen && into instanceof HTMLTextAreaElement) into.value = decoded(await chosen.arrayBuffer());
});

/** The text of a file; what is not UTF-8 is as old programs write it. @param {ArrayBuffer} bytes */
function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

const form = document.getElementById('import');
form?.addEventListener('submit', async (event) => {
  if (!(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  const text = String(new FormData(form).get('text') ?? '');
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf() };
  const reply = await call(form.action, { method: 'POST', headers, body: JSON.stringify({ text }) });
  if (!reply) return;
  tell(await reply.json());
  form.reset();
  await refresh();
});

/** @param {{ listed: number, found: number, missing: string[] }} imported */
function tell({ listed, found, missing }) {
  const into = document.getElementById('imported');
  if (!into) return;
  const said = document.createElement('p');
  said.textContent = t('tracks-imported', { found, listed });
  into.replaceChildren(said);
  if (missing.length === 0) return;
  const about = document.createElement('p');
  about.textContent = t('not-in-library');
  const list = document.createElement('ul');
  list.append(...missing.map((where) => Object.assign(document.createElement('li'), { textContent: where })));
  into.append(about, list);
}
