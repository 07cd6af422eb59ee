/**
 * The page of recordings: pictures and episodes are sent, and places in a recording are taken from its player. A form without
 * scripts cannot do that.
 */

import { t } from '../languages.js';
import { call, complain, csrf, refresh, say } from './dashboard.js';

const PART = 8 << 20;

document.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement && target.dataset.picture) sendPicture(target, target.dataset.picture);
});
document.addEventListener('click', ({ target }) => {
  const pressed = target instanceof Element ? target.closest('[data-position]') : null;
  if (pressed) takePosition(pressed);
});
const form = document.getElementById('episode-form');
if (form instanceof HTMLFormElement) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sendEpisode(form);
  });
}

/** Puts the place that the player is at into the field beside a button. @param {Element} pressed */
function takePosition(pressed) {
  const player = pressed.closest('article')?.querySelector('audio');
  const field = pressed.parentElement?.querySelector('input');
  // To the frame of 20 ms.
  if (player && field) field.value = (Math.round(player.currentTime * 50) / 50).toFixed(2);
}

/** @param {HTMLInputElement} input @param {string} address */
async function sendPicture(input, address) {
  const file = input.files?.[0];
  if (!file) return;
  const most = Number(input.dataset.mostMb);
  if (file.size > most * 2 ** 20) {
    input.value = '';
    return complain(t('picture-too-large', { megabytes: most }), input.closest('p'));
  }
  const type = file.type.startsWith('image/') ? file.type : 'image/png';
  const headers = { 'content-type': type, 'x-csrf-token': csrf() };
  const reply = await call(address, { method: 'PUT', headers, body: file }, input.closest('p'));
  input.value = '';
  if (!reply) return;
  say(t('recording-picture-saved'));
  await refresh();
}

/** @param {HTMLFormElement} form */
async function sendEpisode(form) {
  const [file, bar, button] = [form.querySelector('[type=file]'), form.querySelector('progress'), form.querySelector('button')];
  const sound = file instanceof HTMLInputElement ? file.files?.[0] : null;
  if (!sound || !bar || !button) return;
  const words = new FormData(form);
  const said = Object.fromEntries(['title', 'show', 'description'].map((name) => [name, String(words.get(name) ?? '')]));
  bar.hidden = false;
  button.disabled = true;
  const isSent = await sendSound(form.dataset.to ?? '', { ...said, size: sound.size }, sound, (sent) => (bar.value = sent / sound.size));
  bar.hidden = true;
  button.disabled = false;
  if (!isSent) return;
  form.reset();
  say(t('episode-sent'));
  // A page without recordings has no list to refresh.
  if (document.getElementById('recordings')) await refresh();
  else location.reload();
}

/**
 * Sends an episode and its file, part by part; whether all of it is there.
 * @param {string} to @param {object} episode @param {File} sound @param {(sent: number) => void} onSent
 */
async function sendSound(to, episode, sound, onSent) {
  const headers = { 'x-csrf-token': csrf() };
  const added = await call(to, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(episode) });
  if (!added) return false;
  const { id } = await added.json();
  for (let offset = 0; offset < sound.size; ) {
    const body = sound.slice(offset, offset + PART);
    const reply = await call(`${to}/${id}/sound?offset=${offset}`, {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body,
    });
    if (!reply) return false;
    ({ offset } = await reply.json());
    onSent(offset);
  }
  return true;
}
