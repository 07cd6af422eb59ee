import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { Favourites, lookUp } from '../../static/favourites.js';

/** @type {Map<string, string>} */
const storage = new Map();
/** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis)).localStorage = {
  getItem: (/** @type {string} */ key) => storage.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => storage.set(key, value),
};
beforeEach(() => storage.clear());

const tides = { title: 'Tides', artist: 'Mia', station: 'Harbour FM' };
const other = { title: 'Tides', artist: '', station: 'Harbour FM' };

test('a song is kept until it is taken out, also by the next visit', () => {
  const favourites = new Favourites();
  favourites.toggle(tides);
  favourites.toggle(other);
  assert.deepEqual(new Favourites().list, [other, tides]);
  assert.ok(favourites.has(tides) && favourites.has({ ...tides, station: 'Jazz' }));
  favourites.toggle(tides);
  assert.ok(!favourites.has(tides));
  assert.deepEqual(new Favourites().list, [other]);
});

test('the list is bounded, and what is no list is none', () => {
  const favourites = new Favourites();
  for (let number = 0; number < 510; number += 1) favourites.toggle({ ...tides, title: `Song ${number}` });
  assert.equal(favourites.list.length, 500);
  assert.equal(favourites.list[0].title, 'Song 509');
  for (const damaged of ['{', '7', '[{"title":1}]', 'null']) {
    storage.set('longwave.favourites', damaged);
    assert.deepEqual(new Favourites().list, [], damaged);
  }
});

test('a song is looked up by its title and artist, whatever they contain', () => {
  const query = (/** @type {import('../../static/favourites.js').Favourite} */ song) =>
    new URL(lookUp(song)).searchParams.get('query');
  assert.equal(query(tides), '"Tides" AND artist:"Mia"');
  assert.equal(query({ ...other, title: 'Say "Ä & B"\\' }), '"Say  Ä & B  "');
});
