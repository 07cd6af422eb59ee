import assert from 'node:assert/strict';
import { test } from 'node:test';

import './catalogues.mjs';
import { length, sentence } from '../../static/dashboard/matching.js';

test('lengths are told as people say them', () => {
  assert.deepEqual([59, 61, 3600, 7262].map(length), ['0:59', '1:01', '1 h 00 min', '2 h 01 min']);
});

test('a playlist that would be the whole programme is warned of', () => {
  const one = { tracks: 1, seconds: 88, examples: ['Ann – Tides'], rotation: { tracks: 1, seconds: 88 } };
  assert.equal(sentence(one, false), '1 track, 1:28 match: Ann – Tides');
  assert.match(sentence(one, true), /AutoDJ would play only this 1 track \(1:28\), again and again/);
  const many = { tracks: 50, seconds: 9000, examples: ['a', 'b', 'c'], rotation: { tracks: 50, seconds: 9000 } };
  assert.equal(sentence(many, true), '50 tracks, 2 h 30 min match: a; b; c …');
  assert.equal(sentence({ ...one, tracks: 0 }, true), 'No tracks match. Use fewer rules.');
});
