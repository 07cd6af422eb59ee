import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from '../../static/backoff.js';

test('doubles from half a second to eight', () => {
  const waits = [0, 1, 2, 3, 4, 5, 1000].map((failures) => backoffMs(failures, 0));
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

test('chance takes up to half, so that a crowd spreads', () => {
  assert.equal(backoffMs(2, 1), 1000);
  assert.equal(backoffMs(2, 0.5), 1500);
});
