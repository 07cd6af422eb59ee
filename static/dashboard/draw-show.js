/**
 * Draws a new show over free time of the calendar, by mouse, pen or finger; its form opens with that time.
 */

import { DAY, clock, drawn } from './week.js';

/** Everything snaps to so many minutes. */
const STEP = 15;
const ROWS = 5;
/** A press that trembles draws nothing. */
const TREMBLES_PX = 4;
/** A finger that rests so long draws; one that moves before pushes the page. */
const HOLDS_MS = 400;

/** @typedef {{ day: HTMLElement, grid: HTMLElement, block: HTMLElement, times: HTMLElement, from: number, to: number }} Draft */

/** @type {Draft | null} */
let draft = null;

document.addEventListener('pointerdown', (event) => {
  const grid = event.target;
  if (!(grid instanceof HTMLElement) || !grid.matches('.calendar[data-page] .blocks') || event.button !== 0) return;
  const day = grid.closest('.day');
  if (!(day instanceof HTMLElement) || getComputedStyle(grid).display !== 'grid') return;
  const from = minuteAt(grid, event.clientY);
  const isTouch = event.pointerType === 'touch';
  const holding = isTouch ? setTimeout(() => begin(day, grid, from), HOLDS_MS) : undefined;

  const move = (/** @type {PointerEvent} */ to) => {
    const isFar = Math.hypot(to.clientX - event.clientX, to.clientY - event.clientY) >= TREMBLES_PX;
    if (!draft && isTouch && isFar) return end();
    if (!draft && isFar) begin(day, grid, from);
    if (draft) stretch(draft, minuteAt(grid, to.clientY));
  };
  const up = () => {
    const made = draft;
    end();
    if (made) open(made);
  };
  const escape = (/** @type {KeyboardEvent} */ key) => key.key === 'Escape' && end();
  const end = () => {
    clearTimeout(holding);
    document.removeEventListener('pointermove', move);
    document.removeEventListener('pointerup', up);
    document.removeEventListener('pointercancel', end);
    document.removeEventListener('keydown', escape);
    draft?.block.remove();
    grid.closest('.calendar')?.removeAttribute('data-busy');
    draft = null;
  };
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', end);
  document.addEventListener('keydown', escape);
});

// While a finger draws, it pushes no page and opens no menu.
document.addEventListener('touchmove', (event) => draft && event.cancelable && event.preventDefault(), { passive: false });
document.addEventListener('contextmenu', (event) => draft && event.preventDefault());
document.addEventListener('selectstart', (event) => draft && event.preventDefault());

/** @param {HTMLElement} day @param {HTMLElement} grid @param {number} from */
function begin(day, grid, from) {
  const block = document.createElement('li');
  block.className = 'block draft';
  const times = document.createElement('span');
  times.className = 'times';
  block.append(times);
  grid.append(block);
  // The calendar is not exchanged under the hand.
  grid.closest('.calendar')?.setAttribute('data-busy', '');
  draft = { day, grid, block, times, from, to: from };
  stretch(draft, from);
}

/** @param {Draft} making @param {number} to */
function stretch(making, to) {
  making.to = to;
  const { at, length } = drawn(making.from, to, STEP);
  making.block.style.gridRow = `${at / ROWS + 1} / span ${length / ROWS}`;
  making.times.textContent = `${clock(at)}–${clock(at + length)}`;
}

/** @param {Draft} made */
function open({ day, grid, from, to }) {
  const page = grid.closest('.calendar')?.getAttribute('data-page');
  const { at, length } = drawn(from, to, STEP);
  const { day: key = '', date = '' } = day.dataset;
  const fields = new URLSearchParams({ on: 'week', days: key, date, at: clock(at), to: clock(at + length) });
  location.assign(`${page}/new?${fields}`);
}

/** The minute of the day at a place of the screen. @param {HTMLElement} grid @param {number} y */
function minuteAt(grid, y) {
  const { top, height } = grid.getBoundingClientRect();
  return Math.min(DAY - 1, Math.max(0, ((y - top) / height) * DAY));
}
