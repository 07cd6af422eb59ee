import assert from 'node:assert/strict';
import { test } from 'node:test';
import './catalogues.mjs';
import { timingWords, trimWords } from '../../static/words.js';

test('how well the sound keeps its time', () => {
  const timing = { mode: /** @type {const} */ ('sync'), lateUs: -320, delayUs: 1e6, lagUs: 0 };
  assert.equal(timingWords(null), '');
  assert.equal(timingWords(timing), 'On time to 0.3 ms');
  assert.equal(timingWords({ ...timing, lagUs: 1.5e6 }), 'Your network is slow: 1.5 s behind the others');
  assert.equal(timingWords({ ...timing, mode: 'live', delayUs: 93_400 }), '93 ms behind the station');
});

test('how much earlier or later a device plays', () => {
  assert.deepEqual([0, 200, -35].map(trimWords), ['as the device says', '200 ms earlier', '35 ms later']);
});
