import assert from 'node:assert/strict';
import { test } from 'node:test';

import { elementSources } from '../../static/element-sources.js';

/** In the order of the page, with what must never be chosen. */
const LINKS = [
  { label: 'mp3', path: '/main.mp3', megabytes: 58 },
  { label: 'opus', path: '/main.opus', megabytes: 43 },
  { label: 'flac', path: '/main.flac', megabytes: 400 },
  { label: 'wav', path: '/main.wav', megabytes: 690 },
  { label: 'hls', path: '/main/hls/live.m3u8', megabytes: null },
];
const LOW = { rendition: 'opus-48', megabytes: 22 };

/** @param {string[]} types that the browser plays @param {typeof LOW | null} chosen @param {typeof LINKS} links */
function addresses(types, chosen = null, links = LINKS) {
  return elementSources(links, chosen, (type) => types.some((one) => type.includes(one))).map(({ address }) => address);
}

test('the best format that the browser plays, and MP3 last', () => {
  const all = ['opus', 'mpegurl', 'aac', 'mpeg', 'flac', 'wav'];
  assert.deepEqual(addresses(all), ['/main.opus', '/main/hls/live.m3u8', '/main.mp3']);
  assert.deepEqual(addresses(['mpegurl', 'audio/mpeg']), ['/main/hls/live.m3u8', '/main.mp3']);
  const withAac = [...LINKS, { label: 'aac', path: '/main.aac', megabytes: 29 }];
  assert.deepEqual(addresses(['aac', 'audio/mpeg'], null, withAac), ['/main.aac', '/main.mp3']);
});

test('MP3 even to a browser that says it plays nothing, and never uncompressed sound', () => {
  assert.deepEqual(addresses([]), ['/main.mp3']);
  assert.deepEqual(addresses(['wav', 'flac']), ['/main.mp3']);
});

test('from a moment on, by the stamps of the frames', () => {
  const sources = elementSources(LINKS, null, () => true, 1_796_054_400_500_000);
  const query = '?at=1796054400.500000&clock=frames';
  assert.deepEqual(
    sources.map(({ address }) => address),
    [`/main.opus${query}`, `/main.mp3${query}`],
  );
});

test('another quality is asked for where the format has it', () => {
  assert.deepEqual(addresses(['opus'], LOW), ['/main.opus?rendition=opus-48', '/main.mp3']);
  assert.deepEqual(addresses(['opus'], { rendition: 'pcm-s16', megabytes: 690 }), ['/main.opus', '/main.mp3']);
  const [first, last] = elementSources(LINKS, LOW, (type) => type.includes('opus'));
  assert.deepEqual([first.megabytes, last.megabytes], [22, 58]);
});
