/**
 * "Write to the studio" on the station's page: a short message, and what became of it.
 *
 * In: the form of the page, if the station takes messages. Out: a message to the API, and a sentence for the listener.
 */

import { sentText } from './request-words.js';
import { ask } from './song-request.js';
import { StationAddress } from './station-address.js';
import { store, stored } from './stored.js';

const KEY = 'longwave.name';

const form = document.querySelector('#write form');
if (form instanceof HTMLFormElement) openForm(form);

/** @param {HTMLFormElement} form */
function openForm(form) {
  const station = StationAddress.ofSlug(document.body.dataset.slug ?? '');
  const name = /** @type {HTMLInputElement} */ (form.elements.namedItem('name'));
  const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('text'));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
  const said = /** @type {HTMLElement} */ (form.querySelector('[role=status]'));
  name.value = stored(KEY) ?? '';
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    // The same sentence twice is spoken twice.
    said.textContent = '';
    store(KEY, name.value.trim());
    const body = JSON.stringify({ name: name.value, text: text.value });
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(station.api('listener-messages'), { method: 'POST', headers, body });
    said.textContent = sentText(answer);
    if (answer?.ok) text.value = '';
    button.disabled = false;
  });
}
