/**
 * Sends the picture that somebody chose as a station's logo: a form without scripts cannot send a file to the API.
 */

import { t } from '../languages.js';
import { call, complain, csrf, refresh, say } from './dashboard.js';

const chosen = document.getElementById('logo-file');
if (chosen instanceof HTMLInputElement) chosen.addEventListener('change', () => send(chosen));

/** @param {HTMLInputElement} input */
async function send(input) {
  const file = input.files?.[0];
  if (!file) return;
  const most = Number(input.dataset.mostMb);
  if (file.size > most * 2 ** 20) {
    complain(t('picture-too-large', { megabytes: most }));
    input.value = '';
    return;
  }
  input.disabled = true;
  const reply = await call(input.dataset.to ?? '', {
    method: 'PUT',
    // What it really is, the server looks up in the file itself.
    headers: { 'content-type': file.type.startsWith('image/') ? file.type : 'image/png', 'x-csrf-token': csrf() },
    body: file,
  });
  input.disabled = false;
  // The same file can be chosen again.
  input.value = '';
  input.focus();
  if (!reply) return;
  say(t('logo-saved'));
  await refresh();
}
