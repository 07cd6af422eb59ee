import assert from 'node:assert/strict';
import { test } from 'node:test';
import './catalogues.mjs';
import { byDays, hour, rows, withDj } from '../../static/week-view.js';

const us = (/** @type {string} */ time) => Date.parse(time) * 1000;

/** @param {string} show @param {string} from @param {string} to */
function shown(show, from, to) {
  return { show, from_us: us(from), to_us: us(to), is_live: false, djs: [] };
}

test('shows are of the day on which they begin where the visitor is', () => {
  const shows = [
    shown('Late', '2026-11-27T21:00Z', '2026-11-27T23:00Z'),
    shown('Night', '2026-11-27T23:30Z', '2026-11-28T01:00Z'),
    shown('Early', '2026-11-28T05:00Z', '2026-11-28T06:00Z'),
  ];
  const days = (/** @type {string} */ zone) =>
    byDays(shows, us('2026-11-27T20:00Z'), 'en', zone).map(({ name, shows }) => [name, shows.length]);
  assert.deepEqual(days('UTC'), [['Friday, November 27', 2], ['Saturday, November 28', 1]]);
  assert.deepEqual(days('Europe/Berlin'), [['Friday, November 27', 1], ['Saturday, November 28', 2]]);
  assert.deepEqual(days('America/Los_Angeles'), [['Friday, November 27', 3]]);
});

test('what began yesterday and is still on is of today', () => {
  const shows = [shown('Night', '2026-11-27T22:00Z', '2026-11-28T02:00Z')];
  assert.equal(byDays(shows, us('2026-11-28T01:00Z'), 'en', 'UTC')[0].name, 'Saturday, November 28');
  assert.deepEqual(byDays([], us('2026-11-28T01:00Z'), 'en', 'UTC'), []);
});

test('times are told by the clock of the zone, on both sides of a change', () => {
  const local = (/** @type {string} */ time) => hour(us(time), 'Europe/Berlin').replace(/\s/g, ' ');
  assert.match(local('2026-03-29T00:30Z'), /^0?1:30|^1:30 AM/);
  assert.match(local('2026-03-29T01:30Z'), /^0?3:30|^3:30 AM/);
});

test('a DJ is named beside a show that does not say the name', () => {
  assert.equal(withDj({ show: 'Friday Night', djs: ['Mia'] }), 'Mia');
  assert.equal(withDj({ show: 'Friday Night with MIA', djs: ['Mia'] }), null);
  assert.equal(withDj({ show: 'Friday Night with Mia', djs: ['Ann', 'Mia', 'Ben'] }), 'Ann, Ben');
  assert.equal(withDj({ show: null, djs: ['Mia'] }), null);
  assert.equal(withDj({ show: 'Friday Night', djs: [] }), null);
});

test('shows that are cancelled stand among the others, by their beginning', () => {
  const shows = [
    shown('Early', '2026-11-27T05:00Z', '2026-11-27T06:00Z'),
    shown('Late', '2026-11-27T21:00Z', '2026-11-27T23:00Z'),
  ];
  const off = { show: 'Noon', from_us: us('2026-11-27T12:00Z'), to_us: us('2026-11-27T13:00Z'), moved_to_us: null, note: null };
  assert.deepEqual(rows({ shows, cancelled: [off] }).map(({ show }) => show), ['Early', 'Noon', 'Late']);
});
