import assert from 'node:assert/strict';
import test from 'node:test';
import './catalogues.mjs';
import { blockedWords, crossfaderWords, dbWords, delayName, delayWords, endedWords, microphoneWords, switchWords } from '../../static/studio/words.js';

test('a delay is told as exactly as it is known', () => {
  assert.equal(delayWords(null), '–');
  assert.equal(delayWords({ ms: 183, reach: 'station' }), '180 ms');
  assert.equal(delayWords({ ms: 1234, reach: 'listener' }), '1.2 s');
  assert.equal(delayName({ ms: 1, reach: 'station' }), 'To the air');
  assert.equal(delayName({ ms: 1, reach: 'listener' }), 'To a listener’s ear');
});

test('a blocked microphone comes with a way out that keeps the port', () => {
  const words = blockedWords(new URL('http://radio.test:8000/main/studio'), true);
  assert.match(words, /http:\/\/localhost:8000\/main\/studio/);
  assert.match(words, /decks can go on air/);
  assert.match(blockedWords(new URL('http://radio.test/main/studio'), false), /nothing can go on air/);
});

test('why the microphone does not open is told in plain words', () => {
  assert.match(microphoneWords(new DOMException('x', 'NotAllowedError')), /Allow it/);
  assert.match(microphoneWords(new DOMException('x', 'NotFoundError')), /No microphone/);
  assert.match(microphoneWords(new Error('strange')), /strange/);
});

test('the end of a show is told by its code, and by the words of the station where those say more', () => {
  assert.equal(endedWords({ reason: 'your time on air is over', code: 'time-over' }), 'Your time on air is over.');
  const hours = 'Not allowed: this account may go live fri 20:00-23:00';
  assert.equal(endedWords({ reason: hours, code: 'out-of-hours' }), hours);
  assert.equal(endedWords({ reason: 'strange', code: 'of-the-future' }), 'strange');
  assert.equal(endedWords({ reason: '', code: '' }), '');
});

test('the switch says what the next press does', () => {
  assert.equal(switchWords('off', false), 'Go on air');
  assert.equal(switchWords('on-air', false), 'End show');
  assert.equal(switchWords('on-air', true), 'Press again to end');
  assert.equal(switchWords('lost', false), 'Stop trying');
});

test('levels and the crossfader speak', () => {
  assert.equal(dbWords(-60), 'silent');
  assert.equal(dbWords(-6), '−6 dB');
  assert.equal(dbWords(3), '+3 dB');
  assert.equal(crossfaderWords(0), 'deck A only');
  assert.equal(crossfaderWords(50), 'both decks');
  assert.equal(crossfaderWords(80), '80 % deck B');
});
