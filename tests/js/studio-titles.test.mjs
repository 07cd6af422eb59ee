import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { titleFromComments, titleFromId3, titleFromName } from '../../static/studio/file-title.js';

test('a file’s name says artist and title', () => {
  const check = (/** @type {string} */ name, /** @type {string} */ artist, /** @type {string} */ title) =>
    assert.deepEqual(titleFromName(name), { artist, title }, name);
  check('Ada - Tides.mp3', 'Ada', 'Tides');
  check('02 - Ada – Tides.flac', 'Ada', 'Tides');
  check('07_night_tide.wav', '', 'night tide');
  check('01-harbour-lights.mp3', '', 'harbour-lights');
  check('99 Red Balloons.mp3', '', '99 Red Balloons');
  check('7. Tides.mp3', '', 'Tides');
  check('1999.mp3', '', '1999');
  check('Ada - Tides - Live.ogg', 'Ada', 'Tides – Live');
  check('.mp3', '', '.mp3');
});

test('tags of real files are read', async () => {
  const head = async (/** @type {string} */ name) => new Uint8Array(await readFile(new URL(`../../media/${name}`, import.meta.url)));
  assert.deepEqual(titleFromId3(await head('01-harbour-lights.mp3')), { artist: 'The Breakwater Trio', title: 'Harbour Lights' });
  assert.deepEqual(titleFromComments(await head('02-paper-boats.flac')), { artist: 'Wren & Alder', title: 'Paper Boats' });
  const opus = titleFromComments(await head('03-tail-lights-south.opus'));
  assert.equal(opus?.title, 'Tail Lights South');
});

test('what is no tag, or a broken one, is none', () => {
  for (const bytes of [[], [0x49, 0x44, 0x33], [...new TextEncoder().encode('fLaC'), ...Array(40).fill(0xff)]]) {
    assert.equal(titleFromId3(new Uint8Array(bytes)), null);
    assert.equal(titleFromComments(new Uint8Array(bytes)), null);
  }
  const endless = new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0x40, 0x7f, 0x7f, 0x7f, 0x7f, ...Array(40).fill(0x7f)]);
  assert.equal(titleFromId3(endless), null);
});
