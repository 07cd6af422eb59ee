/**
 * The page "On air": levels, the time that is left and the number of listeners as they change, and dragging in the queue.
 */

import { numberWords, t } from '../languages.js';
import { callWith, refresh, say } from './dashboard.js';

/** The meter goes from here to zero, in decibels. */
const FLOOR_DB = -60;
const METER_WIDTH = 600;
/** How long the mark of a peak stands still, and how fast it falls after that. */
const HOLD_MS = 1500;
const FALL_DB_PER_S = 20;
const CHANNELS = /** @type {const} */ (['left', 'right']);
const DRAW_EVERY_MS = 250;
const HOUR_EVERY_MS = 60000;

/** @typedef {{ short_term_lufs: number | null, integrated_lufs: number | null, peak_dbfs: number | null, peaks_dbfs: (number | null)[], buffer_ms: number | null, delay_ms: number | null }} Levels */

/** The server's clock less this browser's, in microseconds. */
let aheadUs = 0;
/** The highest peak of this track so far. @type {number | null} */
let highest = null;
/** The marks of the highest recent peaks. */
const holds = CHANNELS.map(() => ({ db: FLOOR_DB, at: 0 }));
let isLost = false;
/** The number of the entry that was moved last by a button. @type {string | null} */
let moved = null;
/** The entry that is dragged. @type {HTMLElement | null} */
let dragged = null;

document.addEventListener('longwave:levels', (event) => showLevels(/** @type {CustomEvent<Levels>} */ (event).detail));
document.addEventListener('longwave:listeners', (event) => {
  setText('listeners', String(/** @type {CustomEvent<{ now: number }>} */ (event).detail.now));
});
document.addEventListener('longwave:now', () => {
  highest = null;
});
document.addEventListener('longwave:connection', (event) => {
  ({ isLost } = /** @type {CustomEvent<{ isLost: boolean }>} */ (event).detail);
  if (!isLost) return;
  // Nothing of this is known any more.
  highest = null;
  for (const hold of holds) hold.db = FLOOR_DB;
  showLevels({ short_term_lufs: null, integrated_lufs: null, peak_dbfs: null, peaks_dbfs: [null, null], buffer_ms: null, delay_ms: null });
  for (const id of ['short-term-words', 'integrated-words', 'peak-words', 'left', 'listeners']) setText(id, '–');
});
document.addEventListener('longwave:refreshed', () => {
  arrange();
  keepFocus();
});
document.addEventListener('click', ({ target }) => {
  const id = target instanceof Element ? target.closest('button')?.id : undefined;
  moved = id?.match(/^(?:up|down)-(\d+)$/)?.[1] ?? null;
});
// A pointer does not move while something is dragged: the end of that was lost, and the queue must not stand still.
document.addEventListener('pointermove', letGo);
setInterval(showLeft, DRAW_EVERY_MS);
setInterval(() => document.hidden || isLost || refresh(), HOUR_EVERY_MS);
arrange();

/** What is done for the parts of the page that were fetched anew. */
function arrange() {
  const left = document.getElementById('left');
  if (left && left.dataset.seen === undefined) {
    left.dataset.seen = '';
    aheadUs = Number(left.dataset.serverUs) - Date.now() * 1000;
  }
  showLeft();
  for (const entry of document.querySelectorAll('.queue .movable')) {
    if (entry instanceof HTMLElement && !entry.draggable) makeMovable(entry);
  }
}

/** What became first or last has lost the button that moved it there. */
function keepFocus() {
  if (moved === null || document.activeElement !== document.body) return;
  const other = document.getElementById(`up-${moved}`) ?? document.getElementById(`down-${moved}`);
  other?.focus();
}

function showLeft() {
  const left = document.getElementById('left');
  if (!left?.dataset.fromUs || isLost) return;
  const passedUs = Date.now() * 1000 + aheadUs - Number(left.dataset.fromUs);
  const lengthUs = Number(left.dataset.lengthUs);
  // Once over, something else comes; until that is told there is nothing to say.
  const words = lengthUs ? t('time-left', { time: clock(Math.max(lengthUs - passedUs, 0)) }) : t('time-on', { time: clock(Math.max(passedUs, 0)) });
  setText('left', words);
  const position = document.getElementById('position');
  if (position instanceof HTMLProgressElement) position.value = Math.min(Math.max(passedUs, 0), lengthUs);
}

/** @param {Levels} levels */
function showLevels(levels) {
  CHANNELS.forEach((channel, index) => {
    const db = levels.peaks_dbfs[index] ?? FLOOR_DB;
    setWidth(`level-${channel}`, db);
    setHold(channel, held(holds[index], db));
  });
  if (levels.peak_dbfs !== null) highest = Math.max(levels.peak_dbfs, highest ?? FLOOR_DB);
  setText('short-term-words', inUnit(levels.short_term_lufs, 'LUFS'));
  setText('integrated-words', inUnit(levels.integrated_lufs, 'LUFS'));
  setText('peak-words', inUnit(highest, 'dBFS'));
  if (levels.buffer_ms !== null) setText('buffer', t('milliseconds', { ms: levels.buffer_ms }));
  if (levels.delay_ms !== null) setText('delay', t('milliseconds', { ms: levels.delay_ms }));
}

/** @param {number | null} level @param {string} unit */
function inUnit(level, unit) {
  return level === null ? t('silent') : t('level-of', { level: numberWords(level, 1).replace('-', '−'), unit });
}

/** Returns the place of a level on the meter. @param {number} db */
function placeOf(db) {
  return Math.round(Math.min(Math.max(1 - db / FLOOR_DB, 0), 1) * METER_WIDTH);
}

/** @param {string} id @param {number} db */
function setWidth(id, db) {
  document.getElementById(id)?.setAttribute('width', String(placeOf(db)));
}

/** Moves a mark up at once, and down only after a while. @param {{ db: number, at: number }} hold @param {number} db */
function held(hold, db) {
  const now = performance.now();
  const fallen = hold.db - (Math.max(now - hold.at - HOLD_MS, 0) / 1000) * FALL_DB_PER_S;
  if (db >= fallen) Object.assign(hold, { db, at: now });
  return Math.max(fallen, db);
}

/** @param {string} channel @param {number} db */
function setHold(channel, db) {
  const mark = document.getElementById(`hold-${channel}`);
  const place = String(placeOf(db));
  mark?.setAttribute('x1', place);
  mark?.setAttribute('x2', place);
  mark?.setAttribute('visibility', db > FLOOR_DB ? 'visible' : 'hidden');
}

/** @param {string} id @param {string} text */
function setText(id, text) {
  const found = document.getElementById(id);
  if (found && found.textContent !== text) found.textContent = text;
}

/** @param {number} us */
function clock(us) {
  const seconds = Math.floor(us / 1e6);
  const [minutes, rest] = [Math.floor(seconds / 60), String(seconds % 60).padStart(2, '0')];
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** @param {HTMLElement} entry */
function makeMovable(entry) {
  entry.draggable = true;
  entry.addEventListener('dragstart', (event) => {
    dragged = entry;
    // The queue stays as it is while somebody holds a part of it.
    entry.dataset.busy = '';
    entry.classList.add('dragged');
    event.dataTransfer?.setData('text/plain', entry.textContent ?? '');
  });
  entry.addEventListener('dragend', letGo);
  entry.addEventListener('dragover', (event) => {
    if (!dragged) return;
    event.preventDefault();
    entry.classList.add('over');
  });
  entry.addEventListener('dragleave', () => entry.classList.remove('over'));
  entry.addEventListener('drop', (event) => {
    entry.classList.remove('over');
    if (!dragged) return;
    event.preventDefault();
    move(dragged.dataset.number ?? '', Number(entry.dataset.place));
  });
}

function letGo() {
  if (!dragged) return;
  delete dragged.dataset.busy;
  dragged.classList.remove('dragged');
  dragged = null;
  refresh();
}

/** @param {string} number @param {number} place */
async function move(number, place) {
  const queue = document.getElementById('queue')?.dataset.queue;
  const done = await callWith('PATCH', `${queue}/${number}`, { place });
  if (done) say(t('moved'));
  await refresh();
}
