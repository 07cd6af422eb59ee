/**
 * The calendar of a week: shows are dragged, stretched and moved by keys, and what that would change is told before
 * anything is saved.
 */

import './draw-show.js';
import { bring } from './outlook.js';
import { DAY, DAYS, clock, dateAfter, daysAfter, moved, stretched } from './week.js';

/** @import { Place } from './week.js' */

/** Everything snaps to so many minutes. */
const STEP = 15;
const ROWS = 5;
/** A click that trembles is no drag. */
const TREMBLES_PX = 4;
/** So near its lower edge a block is made longer. */
const EDGE_PX = 8;
const SETTLES_MS = 500;
const MINUTE_MS = 60_000;

/** @typedef {{ link: HTMLAnchorElement, was: Place, now: Place, home: ParentNode | null }} Move */

/** @type {Move | null} */
let move = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;
/** A drag that ends is no click. */
let dragged = false;
/** Whether somebody wants to be where it is told. */
let goTo = false;

const panel = document.getElementById('panel');
const says = document.getElementById('panel-says');

document.addEventListener('pointerdown', (event) => {
  const link = showOf(event.target);
  // Fingers push the page; a show's own page moves it, too.
  if (!link || event.button !== 0 || event.pointerType === 'touch') return;
  const grid = link.closest('.blocks');
  if (!(grid instanceof HTMLElement)) return;
  const { bottom } = link.getBoundingClientRect();
  const stretches = event.clientY > bottom - EDGE_PX;
  const minutePx = grid.getBoundingClientRect().height / DAY;
  const begin = begun(link);
  const from = { ...begin.now };
  const snap = (/** @type {number} */ px) => Math.round(px / minutePx / STEP) * STEP;
  dragged = false;

  const drag = (/** @type {PointerEvent} */ to) => {
    const [dx, dy] = [to.clientX - event.clientX, to.clientY - event.clientY];
    if (!dragged && Math.hypot(dx, dy) < TREMBLES_PX) return;
    dragged = true;
    if (stretches) {
      put(begin, stretched(from, snap(dy), STEP));
    } else {
      put(begin, { ...moved(from, { minutes: snap(dy) }), day: dayAt(to.clientX) ?? from.day });
    }
  };
  const drop = () => {
    document.removeEventListener('pointermove', drag);
    if (dragged) settle(0);
    else if (!isMoved(begin)) putBack();
  };
  document.addEventListener('pointermove', drag);
  document.addEventListener('pointerup', drop, { once: true });
  document.addEventListener('pointercancel', drop, { once: true });
});

document.addEventListener('dragstart', (event) => {
  if (showOf(event.target)) event.preventDefault();
});

document.addEventListener(
  'click',
  (event) => {
    if (dragged && showOf(event.target)) event.preventDefault();
    dragged = false;
  },
  true,
);

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && move) {
    const { link } = move;
    putBack();
    link.focus();
    return;
  }
  const link = showOf(event.target);
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' && move?.link === link && isMoved(move)) {
    event.preventDefault();
    goTo = true;
    settle(0);
    return;
  }
  const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
  const onward = document.dir === 'rtl' ? -1 : 1;
  const days = { ArrowLeft: -onward, ArrowRight: onward }[event.key];
  if (by === undefined && days === undefined) return;
  event.preventDefault();
  const { now } = begun(link);
  if (!move) return;
  put(move, event.shiftKey ? stretched(now, by ?? 0, STEP) : moved(now, { minutes: by, days }));
  link.focus();
  settle(SETTLES_MS);
});

document.getElementById('put-back')?.addEventListener('click', () => {
  const link = move?.link;
  putBack();
  link?.focus();
});

/** The move of this show, begun if it is not under way. @param {HTMLAnchorElement} link @returns {Move} */
function begun(link) {
  if (move?.link === link) return move;
  putBack();
  const day = DAYS.indexOf(columnOf(link)?.dataset.day ?? '');
  const was = { day, at: Number(link.dataset.at), length: Number(link.dataset.length) };
  link.closest('.calendar')?.setAttribute('data-busy', '');
  move = { link, was, now: was, home: link.closest('.blocks') };
  return move;
}

/** Shows a show at a place. @param {Move} moving @param {Place} place */
function put(moving, place) {
  const block = moving.link.closest('.block');
  const column = document.querySelector(`.day[data-day="${DAYS[place.day]}"] .blocks`);
  if (!(block instanceof HTMLElement) || !column) return;
  moving.now = place;
  if (block.parentElement !== column) column.append(block);
  const rows = Math.min(place.length, DAY - place.at) / ROWS;
  block.style.gridRow = `${Math.floor(place.at / ROWS) + 1} / span ${Math.max(1, Math.round(rows))}`;
  block.classList.toggle('moved', isMoved(moving));
  const times = moving.link.querySelector('.times');
  if (times) times.textContent = `${clock(place.at)}–${clock(place.at + place.length)}`;
}

function putBack() {
  clearTimeout(settling);
  if (move) {
    put(move, move.was);
    const block = move.link.closest('.block');
    if (block instanceof HTMLElement) {
      block.style.gridRow = '';
      if (move.home && block.parentElement !== move.home) move.home.append(block);
    }
    move.link.closest('.calendar')?.removeAttribute('data-busy');
  }
  move = null;
  if (panel) panel.hidden = true;
}

/** Tells what the move would change, when there was no other for a while. @param {number} afterMs */
function settle(afterMs) {
  clearTimeout(settling);
  settling = setTimeout(tell, afterMs);
}

async function tell() {
  if (!move || !panel || !says) return;
  if (!isMoved(move)) {
    panel.hidden = true;
    return;
  }
  const { link, was, now } = move;
  const fields = new URLSearchParams({ at: clock(now.at), to: clock(now.at + now.length) });
  if (link.dataset.days) fields.set('days', daysAfter(link.dataset.days, was.day, now.day));
  if (link.dataset.date) fields.set('date', dateAfter(link.dataset.date, now.day - was.day));
  // It can be moved in this week alone, too.
  if (link.dataset.day) {
    fields.set('only', link.dataset.day);
    fields.set('put_on', dateAfter(link.dataset.day, now.day - was.day));
  }
  const outlook = await bring(`${link.pathname}?${fields}`);
  if (!outlook || move?.link !== link) return;
  says.replaceChildren(outlook);
  panel.hidden = false;
  panel.scrollIntoView({ block: 'nearest' });
  if (goTo) panel.focus();
  goTo = false;
}

/** @param {Move} moving */
function isMoved({ was, now }) {
  return was.day !== now.day || was.at !== now.at || was.length !== now.length;
}

/** The show that something belongs to. @param {EventTarget | null} target */
function showOf(target) {
  const found = target instanceof Element ? target.closest('a[data-show]') : null;
  return found instanceof HTMLAnchorElement ? found : null;
}

/** The day that something is on. @param {Element} element */
function columnOf(element) {
  const found = element.closest('.day');
  return found instanceof HTMLElement ? found : null;
}

/** The day at a place of the screen. @param {number} x */
function dayAt(x) {
  const columns = [...document.querySelectorAll('.calendar .day')];
  const found = columns.findIndex((column) => {
    const { left, right } = column.getBoundingClientRect();
    return left <= x && x < right;
  });
  return found < 0 ? null : found;
}

// An empty place in a day is where a new show may be.
document.addEventListener('dblclick', (event) => {
  const grid = event.target;
  if (!(grid instanceof HTMLElement) || !grid.classList.contains('blocks')) return;
  const { top, height } = grid.getBoundingClientRect();
  const minute = Math.floor((((event.clientY - top) / height) * DAY) / STEP) * STEP;
  const page = grid.closest('.calendar')?.getAttribute('data-page');
  const day = columnOf(grid)?.dataset.day;
  if (page && day) location.assign(`${page}/new?${new URLSearchParams({ days: day, at: clock(minute) })}`);
});

// The line that shows what time it is goes on.
setInterval(() => {
  const line = document.querySelector('.nowline');
  if (!(line instanceof HTMLElement)) return;
  const steps = Number(line.dataset.steps ?? place(line)) + 1;
  line.dataset.steps = String(steps);
  line.style.gridRow = `${Math.min(Math.floor(steps / ROWS), DAY / ROWS - 1) + 1} / span 1`;
}, MINUTE_MS);

/** Minutes after midnight of the line that the page came with. @param {HTMLElement} line */
function place(line) {
  const number = (/** @type {string} */ name) =>
    Number([...line.classList].find((one) => RegExp(`^${name}\\d+$`).test(one))?.slice(name.length) ?? 0);
  return number('h') * 60 + number('m') * ROWS;
}
