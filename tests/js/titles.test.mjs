import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isListed, Titles } from '../../static/titles.js';

/** @param {number} timeUs @param {string} title @returns {import('../../static/message.js').NowPlaying} */
function said(timeUs, title) {
  const unknown = { artist: null, album: null, cover: null, dj: null, durationUs: null, isJingle: false };
  return { type: 'now_playing', timeUs, title, source: 'autodj', ...unknown };
}

test('a title waits for its sound', () => {
  const titles = new Titles();
  titles.announce(said(100, 'one'));
  titles.announce(said(200, 'two'));
  assert.equal(titles.at(99), null);
  assert.equal(titles.at(100)?.title, 'one');
  assert.equal(titles.at(199)?.title, 'one');
  assert.equal(titles.at(200)?.title, 'two');
});

test('a title does not go back when the time that is heard does', () => {
  const titles = new Titles();
  titles.announce(said(100, 'one'));
  titles.announce(said(200, 'two'));
  assert.equal(titles.at(250)?.title, 'two');
  assert.equal(titles.at(150)?.title, 'two');
});

test('what is skipped is not shown', () => {
  const titles = new Titles();
  for (const [at, title] of /** @type {[number, string][]} */ ([[100, 'one'], [200, 'two'], [300, 'three']])) {
    titles.announce(said(at, title));
  }
  assert.equal(titles.at(1000)?.title, 'three');
});

test('a title announced again takes the place of the first', () => {
  const titles = new Titles();
  titles.announce(said(100, 'one'));
  titles.announce(said(100, 'One'));
  assert.equal(titles.at(100)?.title, 'One');
  titles.announce(said(100, 'ONE'));
  assert.equal(titles.at(100)?.title, 'ONE');
});

test('jingles, the emergency loop and silence are not among the titles that were played', () => {
  const title = said(100, 'one');
  assert.ok(isListed(title));
  assert.ok(isListed({ ...title, source: 'live' }));
  assert.ok(!isListed({ ...title, isJingle: true }));
  assert.ok(!isListed({ ...title, source: 'silence' }));
  assert.ok(!isListed({ ...title, source: 'emergency-loop' }));
});
