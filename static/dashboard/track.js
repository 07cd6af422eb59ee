/**
 * A track's points on its waveform: set by hand, by the player or with a click, and listened to.
 */

import { t } from '../languages.js';
import { call, complain, csrf, refresh } from './dashboard.js';

const DRAWN_AGAIN_MS = 1500;
const LOOKS = 400;
/** An ending is heard from a moment before it on. */
const BEFORE_END = 3;

const player = document.getElementById('player');

/** @returns {SVGSVGElement | null} */
function drawing() {
  const found = document.getElementById('drawing');
  return found instanceof SVGSVGElement ? found : null;
}

/** @param {string} name @returns {HTMLInputElement | null} */
function field(name) {
  const found = document.getElementById(`point-${name}`);
  return found instanceof HTMLInputElement ? found : null;
}

/** Puts a line of the drawing where a field says. @param {HTMLInputElement} input */
function lay(input) {
  const picture = drawing();
  const line = picture?.querySelector(`line[data-point="${input.dataset.point}"]`);
  const seconds = Number(picture?.dataset.seconds);
  if (!picture || !line || !(seconds > 0)) return;
  move(line, (Number(input.value) / seconds) * picture.viewBox.baseVal.width);
}

/** @param {Element} line @param {number} x */
function move(line, x) {
  line.setAttribute('x1', x.toFixed(1));
  line.setAttribute('x2', x.toFixed(1));
}

document.addEventListener('input', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.point) lay(event.target);
});

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || !(player instanceof HTMLAudioElement)) return;
  const button = event.target.closest('button');
  const picture = event.target.closest('svg.wave');
  if (picture instanceof SVGSVGElement) {
    const box = picture.getBoundingClientRect();
    hear(player, ((event.clientX - box.left) / box.width) * Number(picture.dataset.seconds));
  } else if (button?.dataset.hear) {
    const at = Number(field(button.dataset.hear)?.value);
    hear(player, button.dataset.hear === 'cue_out' ? Math.max(0, at - BEFORE_END) : at);
  } else if (button?.dataset.here) {
    const input = field(button.dataset.here);
    if (!input) return;
    input.value = player.currentTime.toFixed(2);
    lay(input);
  }
});

/** @param {HTMLAudioElement} audio @param {number} seconds */
function hear(audio, seconds) {
  if (!Number.isFinite(seconds)) return;
  audio.currentTime = seconds;
  // A browser that does not play this format says so in its own controls.
  audio.play().catch(() => {});
}

player?.addEventListener('timeupdate', () => {
  const picture = drawing();
  const now = document.getElementById('now');
  const seconds = Number(picture?.dataset.seconds);
  if (!picture || !now || !(player instanceof HTMLAudioElement) || !(seconds > 0)) return;
  move(now, (player.currentTime / seconds) * picture.viewBox.baseVal.width);
});

const MOST_COVER_MB = 4;
const coverFile = document.getElementById('cover-file');
coverFile?.addEventListener('change', async () => {
  if (!(coverFile instanceof HTMLInputElement)) return;
  const picture = coverFile.files?.[0];
  if (!picture) return;
  if (picture.size > MOST_COVER_MB * 2 ** 20) return complain(t('cover-too-large', { megabytes: MOST_COVER_MB }));
  const headers = { 'content-type': picture.type || 'application/octet-stream', 'x-csrf-token': csrf() };
  if (await call(coverFile.dataset.to ?? '', { method: 'PUT', headers, body: picture })) location.reload();
});

/** @param {number} looks */
function look(looks) {
  if (looks === 0 || !document.querySelector('#wave[data-drawing]')) return;
  setTimeout(async () => {
    await refresh();
    look(looks - 1);
  }, DRAWN_AGAIN_MS);
}
look(LOOKS);
