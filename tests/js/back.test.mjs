import assert from 'node:assert/strict';
import { test } from 'node:test';
import './catalogues.mjs';
import { behindWords, startOf } from '../../static/back.js';

const MINUTE = 60e6;
const NOW = 100_000 * MINUTE;

test('it begins where it was asked for, as far as that is kept', () => {
  const kept = { fromUs: NOW - 60 * MINUTE, showUs: NOW - 25 * MINUTE };
  assert.equal(startOf('show', kept, NOW, 0), NOW - 25 * MINUTE);
  assert.equal(startOf(-600, kept, NOW, 0), NOW - 10 * MINUTE);
  assert.equal(startOf(-600, kept, NOW, 10 * MINUTE), NOW - 20 * MINUTE, 'another ten minutes');
  assert.equal(startOf(-600, kept, NOW, 55 * MINUTE), kept.fromUs, 'no further than it is kept');
  assert.equal(startOf('show', { ...kept, fromUs: NOW - 5 * MINUTE }, NOW, 0), NOW - 5 * MINUTE);
  assert.equal(startOf(-30, kept, NOW, 0), NOW - 0.5 * MINUTE);
  assert.equal(startOf(30, kept, NOW, 2 * MINUTE), NOW - 1.5 * MINUTE);
  assert.equal(startOf(30, kept, NOW, 0.5 * MINUTE), null, 'no further than live');
  assert.equal(startOf('live', kept, NOW, 55 * MINUTE), null);
});

test('what is hardly behind is live', () => {
  assert.equal(startOf('show', { fromUs: 0, showUs: NOW - 1e6 }, NOW, 0), null);
  assert.equal(startOf('show', { fromUs: 0, showUs: null }, NOW, 0), null);
  assert.equal(startOf(-600, { fromUs: NOW - 2e6, showUs: null }, NOW, 0), null);
});

test('how far behind it is is told in words', () => {
  const minutes = [0, 0.5, 1, 1.5, 10, 10.5, 119, 180].map((count) => behindWords(count * MINUTE));
  assert.deepEqual(minutes, [
    '',
    '0:30 behind',
    '1 minute behind',
    '1:30 behind',
    '10 minutes behind',
    '11 minutes behind',
    '119 minutes behind',
    '3 hours behind',
  ]);
});
