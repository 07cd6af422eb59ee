import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeckQueue } from '../../static/studio/deck-queue.js';

/** @param {string} title */
const track = (title) => ({ track: { id: title, title, artist: '', seconds: 7, address: `/${title}`, cueIn: 0, introEnd: null, cueOut: null, lufs: null } });

test('what waits is taken in order, files by their names', () => {
  let changes = 0;
  const queue = new DeckQueue(() => changes++);
  assert.equal(queue.add([track('Tides'), { file: new File([], '02 - Ada - Ebb.mp3') }, track('Surf')]), true);
  assert.deepEqual(queue.titles.map(({ artist, title }) => [artist, title]), [['', 'Tides'], ['Ada', 'Ebb'], ['', 'Surf']]);
  queue.remove(1);
  assert.deepEqual([queue.take(), queue.take(), queue.take()], [track('Tides'), track('Surf'), null]);
  assert.equal(changes, 4);
});

test('a deck has room for a hundred, and says when that is not enough', () => {
  const queue = new DeckQueue(() => {});
  assert.equal(queue.add(Array.from({ length: 99 }, (_, i) => track(`${i}`))), true);
  assert.equal(queue.add([track('last'), track('too much')]), false);
  assert.equal(queue.titles.at(-1)?.title, 'last');
  assert.equal(queue.titles.length, 100);
});
