import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** @param {string} path from the repository's top */
const at = (path) => new URL(`../../${path}`, import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(at(path), 'utf8');

const NAME = 'opus-decoder.min.js';

test('the Opus decoder is the file of the package, byte for byte', () => {
  const installed = at(`node_modules/opus-decoder/dist/${NAME}`);
  assert.ok(existsSync(installed), 'run npm ci');
  const [ours, theirs] = [readFileSync(at(`static/vendor/${NAME}`)), readFileSync(installed)];
  assert.ok(ours.equals(theirs), 'run npm run vendor');
});

test('its version and its licences are named', () => {
  const { version, license } = JSON.parse(read('node_modules/opus-decoder/package.json'));
  const { devDependencies } = JSON.parse(read('package.json'));
  assert.equal(devDependencies['opus-decoder'], version, 'an exact version');
  assert.equal(license, 'MIT');
  const licences = read('static/vendor/opus-decoder.LICENSE.txt');
  assert.ok(licences.startsWith(`opus-decoder ${version}\n`), `${version} in the first line`);
  for (const holder of ['Ethan Halsall', 'Xiph.Org', 'Mark Adler']) assert.ok(licences.includes(holder), holder);
});

test('it runs no text as code and asks no network', () => {
  const text = read(`static/vendor/${NAME}`);
  for (const call of ['eval(', 'Function(', 'fetch(', 'XMLHttpRequest', 'importScripts', 'WebSocket']) {
    assert.ok(!text.includes(call), call);
  }
});
