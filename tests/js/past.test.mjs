import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Past } from '../../static/past.js';

const FRAME_US = 20_000;

/** @param {number} seq */
const frame = (seq) => ({ seq, timeUs: seq * FRAME_US, payload: new Uint8Array([seq % 256]) });

/** @param {number} timeUs */
const title = (timeUs) => ({
  type: /** @type {const} */ ('now_playing'),
  timeUs,
  title: `at ${timeUs}`,
  artist: null,
  album: null,
  cover: null,
  dj: null,
  source: 'autodj',
  durationUs: null,
  isJingle: false,
});

test('sound and titles of then get times of now, all by the same span', () => {
  const past = new Past(1_000 * FRAME_US, 1000);
  assert.equal(past.at, '20.000000');
  past.greet({ serverUs: 620_000_007 });
  assert.deepEqual(past.title(title(19_000_000)), [], 'before any sound it is not known');
  const first = past.sound([frame(1_000), frame(1_001)], FRAME_US);
  // The first of them is as old as live sound after a burst of a second.
  assert.deepEqual(first.frames.map(({ seq, timeUs }) => [seq, timeUs]), [[1_000, 619_000_000], [1_001, 619_020_000]]);
  assert.deepEqual(first.titles.map(({ timeUs }) => timeUs), [618_000_000]);
  assert.deepEqual(past.title(title(20_100_000)).map(({ timeUs }) => timeUs), [619_100_000]);
  assert.equal(past.sound([frame(1_002)], FRAME_US).frames[0].timeUs, 619_040_000);
});

test('after a break it goes on where it was, by another span', () => {
  const past = new Past(1_000 * FRAME_US, 0);
  past.greet({ serverUs: 100_000_000 });
  past.sound([frame(1_000), frame(1_001)], FRAME_US);
  assert.equal(past.at, '20.040000');
  past.greet({ serverUs: 103_000_000 });
  assert.equal(past.sound([frame(1_002)], FRAME_US).frames[0].timeUs, 103_000_000);
});

test('a server that does not tell its time moves nothing', () => {
  const past = new Past(0, 1000);
  past.greet({ serverUs: null });
  assert.equal(past.sound([frame(5)], FRAME_US).frames[0].timeUs, 100_000);
  assert.deepEqual(past.sound([], FRAME_US), { frames: [], titles: [] });
});
