/**
 * Keeps what a page says of the programme up to date, by the visitor's clock: the line about the show that is on, and on
 * the programme's page the week and what was played.
 */

import { formatLanguage, t, tNodes } from './languages.js';
import { LANGUAGE_CHANGED } from './page-language.js';
import { SongRequests } from './song-request.js';
import { StationAddress } from './station-address.js';
import { byDays, dayAndHour, hour, rows, withDj } from './week-view.js';

/** @import { CancelledShowTime, Day, Played, Programme, ShowTime } from './week-view.js' */

const EVERY_MS = 60_000;
/** A show ends a moment before the page says so, never after it. */
const AFTER_END_MS = 500;

const station = StationAddress.ofSlug(document.body.dataset.slug ?? '');
/** @type {ReturnType<typeof setTimeout> | undefined} */
let again;

const requests = document.getElementById('ask');
if (requests) new SongRequests(station, requests);
document.addEventListener('visibilitychange', () => document.hidden || refresh());
document.addEventListener(LANGUAGE_CHANGED, refresh);
refresh();

async function refresh() {
  clearTimeout(again);
  const programme = await ask().catch(() => null);
  if (programme) show(programme);
  clearTimeout(again);
  if (!document.hidden) again = setTimeout(refresh, programme ? untilNext(programme) : EVERY_MS);
}

/** @returns {Promise<Programme | null>} */
async function ask() {
  const reply = await fetch(station.api('programme'), { cache: 'no-cache' });
  return reply.ok ? reply.json() : null;
}

/** @param {Programme} programme */
function untilNext({ server_us: nowUs, now }) {
  const untilMs = now.until_us === null ? EVERY_MS : (now.until_us - nowUs) / 1000 + AFTER_END_MS;
  return Math.min(EVERY_MS, Math.max(AFTER_END_MS, untilMs));
}

/** @param {Programme} programme */
function show({ server_us: nowUs, now, next, shows, cancelled, played, takes_requests: takesRequests }) {
  const dj = withDj(now);
  fill('show-now', now.show ? [...named(now.show, dj), ...until(now.until_us)] : []);
  fill('show-next', next ? tNodes('show-next', { show: strong(next.show), time: time(next.from_us) }) : []);
  document.getElementById('week')?.replaceChildren(...byDays(rows({ shows, cancelled }), nowUs, formatLanguage()).map((day) => section(day, nowUs)));
  document.getElementById('week-empty')?.toggleAttribute('hidden', shows.length + cancelled.length > 0);
  document.getElementById('recent')?.replaceChildren(...played.map(playedRow));
  document.getElementById('recent-section')?.toggleAttribute('hidden', played.length === 0);
  requests?.toggleAttribute('hidden', !takesRequests);
  const zone = document.getElementById('zone');
  if (zone) zone.textContent = t('times-of-visitor', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone });
}

/** @param {string} show @param {string | null} dj @returns {(Node | string)[]} */
function named(show, dj) {
  return dj ? tNodes('show-with', { show: strong(show), dj }) : [strong(show)];
}

/** @param {number | null} us @returns {(Node | string)[]} */
function until(us) {
  if (us === null) return [];
  const words = tNodes('show-until', { time: time(us) });
  return [' · ', ...words];
}

/** @param {string} id @param {(Node | string)[]} content */
function fill(id, content) {
  const line = document.getElementById(id);
  if (!line) return;
  line.hidden = content.length === 0;
  // Only when it differs: a screen reader speaks what is set.
  const made = document.createElement('p');
  made.append(...content);
  if (made.textContent !== line.textContent) line.replaceChildren(...made.childNodes);
}

/** @param {Day} day @param {number} nowUs */
function section({ name, shows }, nowUs) {
  const made = document.createElement('section');
  const heading = document.createElement('h3');
  heading.textContent = name;
  const list = document.createElement('ol');
  list.append(...shows.map((show) => ('moved_to_us' in show ? cancelledRow(show) : showRow(show, nowUs))));
  made.append(heading, list);
  return made;
}

/** @param {ShowTime} show @param {number} nowUs */
function showRow({ show, from_us: fromUs, to_us: toUs, is_live: isLive, djs, colour, is_moved: isMoved, note }, nowUs) {
  const row = document.createElement('li');
  if (colour) row.className = `c-${colour}`;
  if (fromUs <= nowUs && nowUs < toUs) row.setAttribute('aria-current', 'true');
  const when = span('when', '');
  when.append(time(fromUs), '–', time(toUs));
  const dj = withDj({ show, djs });
  row.append(when, dj ? span('what', t('show-with', { show, dj })) : span('what', show, 'auto'));
  if (isLive) row.append(span('mark', t('live')));
  if (isMoved) row.append(span('change', t('show-moved')));
  if (note) row.append(span('note', note, 'auto'));
  return row;
}

/** @param {CancelledShowTime} show */
function cancelledRow({ show, from_us: fromUs, to_us: toUs, moved_to_us: movedToUs, note }) {
  const row = document.createElement('li');
  row.className = 'off';
  const when = span('when', '');
  when.append(time(fromUs), '–', time(toUs));
  const change = movedToUs === null ? t('show-cancelled') : t('show-moved-to', { when: dayAndHour(movedToUs) });
  row.append(when, span('what', show, 'auto'), span('change', change));
  if (note) row.append(span('note', note, 'auto'));
  return row;
}

/** @param {Played} track */
function playedRow({ title, artist, cover, time_us: timeUs }) {
  const row = document.createElement('li');
  const words = span('words', '');
  words.append(span('what', title, 'auto'), span('who', artist ?? '', 'auto'));
  row.append(picture(cover), words, time(timeUs));
  return row;
}

/** A cover, or a drawing in its place. @param {string | null} cover */
function picture(cover) {
  const none = span('none', '');
  if (!cover) return none;
  const image = document.createElement('img');
  image.alt = '';
  image.width = image.height = 40;
  image.loading = 'lazy';
  // Of what was played long ago there may be none any more.
  image.addEventListener('error', () => image.replaceWith(none));
  image.src = station.full(cover);
  return image;
}

/** @param {number} us */
function time(us) {
  const made = document.createElement('time');
  made.dateTime = new Date(us / 1000).toISOString();
  made.textContent = hour(us);
  return made;
}

/** @param {string} kind @param {string} text @param {string} [dir] */
function span(kind, text, dir = '') {
  const made = document.createElement('span');
  made.className = kind;
  made.dir = dir;
  made.textContent = text;
  return made;
}

/** @param {string} text */
function strong(text) {
  const made = document.createElement('strong');
  made.textContent = text;
  return made;
}
