import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ladder } from '../../static/rungs.js';

const OLD = { AudioContext: 1, WebSocket: 1 };
const INSECURE = { ...OLD, WebAssembly: 1, Worker: 1 };
const NEW = { ...INSECURE, AudioDecoder: 1 };

/** @param {string | null} rendition @param {string | null} forced @param {object} browser */
const rungs = (rendition, forced, browser) => ladder(rendition, forced, browser).map(({ name, rendition }) => [name, rendition]);

test('Opus by the browser, then by WebAssembly, then the browser’s own player', () => {
  assert.deepEqual(rungs(null, null, NEW), [['webcodecs', null], ['wasm', null]]);
  assert.deepEqual(rungs(null, null, INSECURE), [['wasm', null]]);
  assert.deepEqual(rungs(null, null, OLD), []);
  assert.deepEqual(rungs(null, null, {}), []);
});

test('uncompressed sound only for who chose it', () => {
  for (const rendition of [null, 'opus-96', 'opus-48']) {
    for (const browser of [NEW, INSECURE, OLD]) {
      for (const forced of [null, 'webcodecs', 'wasm', 'pcm', 'audio']) {
        assert.ok(ladder(rendition, forced, browser).every(({ codec }) => codec === 'opus'));
      }
    }
  }
  assert.deepEqual(rungs('pcm-s16', null, OLD), [['pcm', 'pcm-s16']]);
  assert.deepEqual(rungs('pcm-s16', null, NEW), [['pcm', 'pcm-s16'], ['webcodecs', null], ['wasm', null]]);
});

test('another quality is asked for on every rung', () => {
  assert.deepEqual(rungs('opus-48', null, NEW), [['webcodecs', 'opus-48'], ['wasm', 'opus-48']]);
  assert.deepEqual(rungs('opus-48', 'wasm', NEW), [['wasm', 'opus-48']]);
});
