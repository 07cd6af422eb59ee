import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clock, dateAfter, daysAfter, drawn, moved, stretched } from '../../static/dashboard/week.js';

const place = { day: 2, at: 60, length: 90 };

test('a show that is moved stays in its week and begins on its day', () => {
  assert.deepEqual(moved(place, { days: 1, minutes: 15 }), { day: 3, at: 75, length: 90 });
  assert.deepEqual(moved(place, { days: -9, minutes: -90 }), { day: 0, at: 0, length: 90 });
  assert.deepEqual(moved(place, { days: 9, minutes: 9_999 }), { day: 6, at: 1_439, length: 90 });
  assert.deepEqual(moved(place, {}), place);
});

test('a show lasts from a step to a day', () => {
  assert.equal(stretched(place, 30, 15).length, 120);
  assert.equal(stretched(place, -500, 15).length, 15);
  assert.equal(stretched(place, 5_000, 15).length, 1_440);
});

test('a show that is drawn covers what was drawn over, upwards and downwards, to whole steps', () => {
  assert.deepEqual(drawn(605, 700, 15), { at: 600, length: 105 });
  assert.deepEqual(drawn(700, 605, 15), { at: 600, length: 105 });
  assert.deepEqual(drawn(600, 660, 15), { at: 600, length: 60 });
  assert.deepEqual(drawn(610, 610, 15), { at: 600, length: 15 });
  assert.deepEqual(drawn(1_430, 1_439, 15), { at: 1_425, length: 15 });
});

test('a show of several days is on another one in place of the one it was taken from', () => {
  assert.equal(daysAfter('mon,tue,wed', 1, 5), 'mon,wed,sat');
  assert.equal(daysAfter('mon,tue', 0, 1), 'tue');
  assert.equal(daysAfter('daily', 3, 3), 'mon,tue,wed,thu,fri,sat,sun');
  assert.equal(daysAfter('daily', 3, 4), 'mon,tue,wed,fri,sat,sun');
});

test('a date goes on past the end of its month, whatever the clock is set to', () => {
  assert.equal(dateAfter('2026-12-31', 1), '2027-01-01');
  assert.equal(dateAfter('2026-03-30', -2), '2026-03-28');
});

test('times of day go on after midnight', () => {
  assert.equal(clock(5), '00:05');
  assert.equal(clock(24 * 60 + 90), '01:30');
});
