import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MidiMap, readMidi } from '../../static/studio/midi.js';

const said = (/** @type {number[]} */ ...bytes) => readMidi(Uint8Array.from(bytes));

test('keys, faders and what is neither', () => {
  assert.deepEqual(said(0x90, 60, 127), { source: 'note 1/60', place: 1 });
  assert.deepEqual(said(0x81, 60, 64), { source: 'note 2/60', place: 0 });
  assert.deepEqual(said(0x90, 60, 0), { source: 'note 1/60', place: 0 });
  assert.deepEqual(said(0xbf, 7, 0), { source: 'control 16/7', place: 0 });
  for (const bytes of [[0xf8], [0xc0, 5], [0xe0, 0, 64], []]) assert.equal(said(...bytes), null, `${bytes}`);
});

test('a key is pressed once, however soft, and a fader is where it is', () => {
  const map = new MidiMap();
  map.assign('note 1/60', '#on-air');
  map.assign('control 1/7', '#crossfader');
  const take = (/** @type {number[]} */ ...bytes) => map.take(said(...bytes) ?? { source: '', place: 0 });
  assert.deepEqual(take(0x90, 60, 3), { control: '#on-air', place: 3 / 127, pressed: true });
  assert.equal(take(0x90, 60, 100)?.pressed, false, 'it is held');
  assert.equal(take(0x80, 60, 0)?.pressed, false);
  assert.equal(take(0x90, 60, 100)?.pressed, true);
  assert.equal(take(0xb0, 7, 127)?.place, 1);
  assert.equal(take(0xb0, 8, 127), null, 'nothing is assigned to it');
  map.clear();
  assert.deepEqual([take(0x90, 60, 100), map.size], [null, 0]);
});
