import assert from 'node:assert/strict';
import { test } from 'node:test';
import { before, begunBy, merged, onAirUs } from '../../static/played.js';

const track = (/** @type {number} */ timeUs) => ({ timeUs, title: `at ${timeUs}`, artist: '' });
const times = (/** @type {{ timeUs: number }[]} */ list) => list.map(({ timeUs }) => timeUs);

test('what is listed was on air before what is heard', () => {
  const played = [track(400), track(300), track(200)];
  assert.deepEqual(times(before(played, 500)), [400, 300, 200]);
  assert.deepEqual(times(before(played, 300)), [200], 'neither what is heard nor what comes after it');
});

test('a track stands in the list once, by the time it was on air', () => {
  assert.deepEqual(times(merged([track(300), track(100)], [track(200), track(300)])), [300, 200, 100]);
});

test('a track that was on air at a time is found', () => {
  const played = [track(400), track(200)];
  assert.equal(begunBy(played, 399), 200);
  assert.equal(begunBy(played, 400), 400);
  assert.equal(begunBy(played, 100), 0);
});

test('a title of the past keeps the time of then', () => {
  const now = /** @type {import('../../static/message.js').NowPlaying} */ ({ timeUs: 900 });
  assert.equal(onAirUs(now), 900);
  assert.equal(onAirUs({ ...now, airedUs: 300 }), 300);
});
