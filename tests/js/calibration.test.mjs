import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found } from '../../static/calibration.js';
import { foundWords } from '../../static/words.js';
import './catalogues.mjs';

test('the difference of two devices is that of their sounds, whatever the microphone adds', () => {
  const heard = [143, 143.4, 900, 142.9].map((late) => ({ own: 60 + late, other: 60 }));
  const result = found([...heard, { own: 203, other: null }, { own: null, other: null }], 40);
  assert.ok(Math.abs((result.laterMs ?? NaN) - 143.4) < 0.01, `${result.laterMs}`);
  assert.equal(foundWords(result), 'This device is 143 ms later than the other one.');
});

test('one device alone is compared with what it says of itself', () => {
  const result = found([{ own: 260, other: null }, { own: 261, other: null }, { own: 259, other: 3 }], 40);
  assert.deepEqual(result, { laterMs: null, ownMs: 220 });
  assert.match(foundWords(result), /^Only this device was heard\. It is 220 ms late/);
});

test('what was heard too seldom is not believed', () => {
  const result = found([{ own: 260, other: 0 }, { own: 261, other: 0 }], 40);
  assert.deepEqual(result, { laterMs: null, ownMs: null });
  assert.match(foundWords(result), /^No test sound was heard/);
  assert.equal(foundWords({ laterMs: -0.3, ownMs: 1 }), 'Both devices are in step.');
});
