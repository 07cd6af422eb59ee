import assert from 'node:assert/strict';
import { test } from 'node:test';
import './catalogues.mjs';
import { roundedMinutes, searchAnswer, sentText, takenText } from '../../static/request-words.js';

const track = { track: '7', title: 'Tides', artist: 'Mia', album: null };

test('what is found is told, and where nothing is, why', () => {
  assert.deepEqual(searchAnswer({ ok: true, said: { tracks: [track] } }), { text: '', tracks: [track] });
  assert.match(searchAnswer({ ok: true, said: { tracks: [] } }).text, /^Nothing/);
  assert.equal(searchAnswer({ ok: false, said: { detail: 'This station takes no requests.' } }).text, 'This station takes no requests.');
  assert.match(searchAnswer({ ok: false, said: '<html>' }).text, /^That did not work/);
  assert.match(searchAnswer(null).text, /cannot be reached/);
});

test('a request is answered with about how long it takes', () => {
  assert.equal(takenText('Tides', { ok: true, said: { number: 3, plays_in_seconds: 700 } }), '“Tides” will be played: in about 12 minutes.');
  assert.equal(takenText('Tides', { ok: true, said: { number: 3, plays_in_seconds: null } }), '“Tides” will be played.');
  assert.equal(takenText('Tides', { ok: false, said: { detail: 'Ask again later.' } }), 'Ask again later.');
  const refused = { detail: 'Server’s words.', reason: 'queued' };
  assert.match(takenText('Tides', { ok: false, said: refused }), /^This, or something of the same artist,/);
  assert.match(takenText('Tides', null), /cannot be reached/);
});

test('a message to the studio is answered', () => {
  assert.equal(sentText({ ok: true, said: { number: 3 } }), 'Sent to the studio.');
  assert.match(sentText({ ok: false, said: { detail: 'Server’s words.', reason: 'too-soon' } }), /^You wrote a moment ago/);
  assert.equal(sentText({ ok: false, said: { detail: 'A message has from 1 to 280 characters.' } }), 'A message has from 1 to 280 characters.');
  assert.match(sentText(null), /cannot be reached/);
});

test('times are rounded as people say them', () => {
  assert.deepEqual([0, 29, 61, 19 * 60, 43 * 60].map(roundedMinutes), [0, 0, 1, 19, 45]);
  const told = (/** @type {number} */ seconds) => takenText('Tides', { ok: true, said: { plays_in_seconds: seconds } });
  assert.equal(told(29), '“Tides” will be played: it is next.');
  assert.equal(told(61), '“Tides” will be played: in about a minute.');
});
