import assert from 'node:assert/strict';
import { test } from 'node:test';
import './catalogues.mjs';
import { byline, howItPlays, lengthWords, liveWords, stateWords } from '../../static/words.js';

test('lengths read as on a sleeve', () => {
  assert.equal(lengthWords(0), '0:00');
  assert.equal(lengthWords(187_900_000), '3:07');
  assert.equal(lengthWords(3_723_000_000), '1:02:03');
  assert.equal(lengthWords(-5), '0:00');
});

test('a byline leaves out what is not known', () => {
  assert.equal(byline({ artist: 'Maja', album: 'Waves' }), 'Maja · Waves');
  assert.equal(byline({ artist: null, album: 'Waves' }), 'Waves');
  assert.equal(byline({ artist: null, album: null }), '');
});

test('only a DJ is live', () => {
  assert.equal(liveWords({ source: 'live', dj: 'Maja' }), 'Live: Maja');
  assert.equal(liveWords({ source: 'live', dj: null }), 'Live');
  assert.equal(liveWords({ source: 'autodj', dj: null }), '');
});

test('says how it plays, and what that costs, only while it does', () => {
  const how = { rung: /** @type {const} */ ('wasm'), source: null, seconds: 2.04 };
  assert.equal(howItPlays(how, 43), 'Opus, decoded by this page · about 43 MB an hour · 2.0 s buffered');
  assert.equal(howItPlays({ ...how, rung: 'pcm' }, null), 'Uncompressed sound · 2.0 s buffered');
  const source = { address: '/main.mp3', codec: 'MP3', megabytes: 58 };
  const told = howItPlays({ rung: 'audio', source, seconds: 1 }, 58);
  assert.equal(told, 'MP3 by your browser’s own player · about 58 MB an hour · 1.0 s buffered');
  assert.equal(howItPlays({ rung: null, source: null, seconds: 0 }, null), '');
  assert.equal(stateWords('lost'), 'Connection lost, trying again…');
});
