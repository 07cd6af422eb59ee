/**
 * Sends files to the library: dropped on the page or chosen, two at a time, each in parts, so that one that was
 * interrupted goes on where it was. The same file chosen again, after a reload too, is known by its name, its length
 * and when it was changed.
 */

import { at } from '../address.js';
import { t } from '../languages.js';
import { csrf, refresh } from './dashboard.js';

const AT_ONCE = 2;
const FIRST_PART = 512 << 10;
const LEAST_PART = 64 << 10;
const MOST_PART = 8 << 20;
/** A part that took less is followed by a larger one, and one that took more by a smaller one. */
const QUICK_MS = 800;
const SLOW_MS = 5000;
const TRIES = 5;
const LOOK_AGAIN_MS = 1000;
const LOOKS = 1800;

/** @typedef {{ id: string, offset: number, size: number, state: string, reason: string | null, track: string | null }} Upload */

/** @type {Line[]} */
const waiting = [];
let sending = 0;

/** A file on its way, as it is shown. */
class Line {
  /** @param {File} file */
  constructor(file) {
    this.file = file;
    const choice = document.getElementById('for');
    /** The station that is to have it, if one is chosen. */
    this.station = (choice instanceof HTMLSelectElement && choice.value) || undefined;
    const kind = document.getElementById('kind');
    /** The type of the track, if one is chosen. */
    this.type = (kind instanceof HTMLSelectElement && kind.value) || undefined;
    this.name = document.createElement('span');
    this.name.textContent = file.name;
    this.said = document.createElement('span');
    this.bar = document.createElement('progress');
    this.bar.max = Math.max(file.size, 1);
    this.bar.value = 0;
    this.bar.setAttribute('aria-label', file.name);
    const item = document.createElement('li');
    item.append(this.name, this.said, this.bar);
    list().append(item);
    this.say(t('upload-waiting'));
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }

  /** @param {number} offset */
  moved(offset) {
    this.bar.value = offset;
    this.say(t('percent', { percent: Math.floor((offset * 100) / Math.max(this.file.size, 1)) }));
  }

  /** @param {string} text */
  ended(text) {
    this.bar.remove();
    this.say(text);
  }
}

function list() {
  return /** @type {HTMLElement} */ (document.getElementById('sending'));
}

/** @param {Iterable<File>} files */
function take(files) {
  for (const file of files) waiting.push(new Line(file));
  next();
}

function next() {
  while (sending < AT_ONCE && waiting.length > 0) {
    const line = /** @type {Line} */ (waiting.shift());
    sending += 1;
    send(line)
      .then((upload) => {
        // The next one is sent while this one is looked at.
        examined(line, upload);
      })
      .catch((error) => line.ended(error instanceof Error ? error.message : t('upload-failed')))
      .finally(() => {
        sending -= 1;
        refresh();
        next();
      });
  }
}

/** Sends a file; resolves to what is known of it when all of it is there. @param {Line} line */
async function send(line) {
  let upload = await offer(line);
  let part = FIRST_PART;
  let tries = 0;
  while (upload.state === 'receiving') {
    line.moved(upload.offset);
    const began = performance.now();
    const reply = await put(upload, line.file.slice(upload.offset, upload.offset + part));
    const took = performance.now() - began;
    if (reply?.ok) {
      upload = await reply.json();
      tries = 0;
      if (took < QUICK_MS) part = Math.min(part * 2, MOST_PART);
      if (took > SLOW_MS) part = Math.max(part / 2, LEAST_PART);
      continue;
    }
    tries += 1;
    const problem = await reply?.json().catch(() => null);
    if (tries >= TRIES) throw new Error(problem?.detail ?? t('upload-no-answer-continue'));
    part = Math.max(part / 2, LEAST_PART);
    await pause(LOOK_AGAIN_MS * tries);
    // What arrived of a part that broke off is there.
    upload = (await look(upload)) ?? upload;
  }
  return upload;
}

/** @param {Line} line @param {Upload} upload */
async function examined(line, upload) {
  line.say(t('upload-checking'));
  line.bar.removeAttribute('value');
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if (upload.state === 'done') {
      line.ended(t('upload-in-library'));
      refresh();
      return;
    }
    if (upload.state === 'refused') {
      line.ended(t('upload-refused', { reason: upload.reason ?? '' }));
      refresh();
      return;
    }
    if (upload.state === 'waiting') line.say(t('upload-tried-again', { reason: upload.reason ?? '' }));
    await pause(LOOK_AGAIN_MS);
    upload = (await look(upload)) ?? upload;
  }
  line.ended(t('upload-still-checked'));
}

/** @param {Line} line @returns {Promise<Upload>} */
async function offer({ file, station, type }) {
  const key = `${station ?? ''} ${file.size} ${file.lastModified} ${file.name.slice(0, 40)}`;
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'x-csrf-token': csrf(),
    'idempotency-key': encodeURIComponent(key).slice(0, 200),
  };
  const body = JSON.stringify({ name: file.name, size: file.size, station, type });
  for (let tries = 0; ; tries += 1) {
    const reply = await fetch(at('/api/v1/uploads'), { method: 'POST', headers, body }).catch(() => null);
    if (reply?.ok) return reply.json();
    const problem = await reply?.json().catch(() => null);
    // Other files of the same person may be on their way, from another page too.
    if ((reply && reply.status !== 409 && reply.status < 500) || tries >= 60) {
      throw new Error(problem?.detail ?? t('upload-no-answer'));
    }
    await pause(LOOK_AGAIN_MS);
  }
}

/** @param {Upload} upload @param {Blob} part */
function put(upload, part) {
  const headers = { accept: 'application/json', 'content-type': 'application/octet-stream', 'x-csrf-token': csrf() };
  const address = at(`/api/v1/uploads/${upload.id}?offset=${upload.offset}`);
  return fetch(address, { method: 'PATCH', headers, body: part }).catch(() => null);
}

/** @param {Upload} upload @returns {Promise<Upload | null>} */
async function look(upload) {
  const reply = await fetch(at(`/api/v1/uploads/${upload.id}`)).catch(() => null);
  return reply?.ok ? reply.json() : null;
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((done) => {
    setTimeout(done, ms);
  });
}

const drop = document.getElementById('drop');
const files = document.getElementById('files');
if (files instanceof HTMLInputElement) {
  files.addEventListener('change', () => {
    take([...(files.files ?? [])]);
    files.value = '';
  });
}
// Anywhere on the page, so that a file let go beside the frame does not replace the page.
document.addEventListener('dragover', (event) => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  drop?.setAttribute('data-over', '');
});
for (const name of ['dragleave', 'dragend', 'drop']) {
  document.addEventListener(name, () => drop?.removeAttribute('data-over'));
}
document.addEventListener('drop', (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  take([...event.dataTransfer.files]);
});
window.addEventListener('beforeunload', (event) => {
  if (sending > 0 || waiting.length > 0) event.preventDefault();
});
