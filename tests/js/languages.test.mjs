import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { afterEach, test } from 'node:test';
import { formatLanguage, numberWords, setCatalogue, t, tNodes } from '../../static/languages.js';
import { readCatalogue } from './catalogues.mjs';

afterEach(() => setCatalogue(readCatalogue('en')));

test('a message takes the plural form that its language has for a number', () => {
  const behind = (/** @type {string} */ language) => {
    setCatalogue(readCatalogue(language));
    return [1, 2, 3, 11, 100].map((minutes) => t('behind-minutes', { minutes }).replace(/[\u2068\u2069]/g, ''));
  };
  assert.deepEqual(behind('de'), ['1 Minute zurück', '2 Minuten zurück', '3 Minuten zurück', '11 Minuten zurück', '100 Minuten zurück']);
  assert.deepEqual(behind('ar'), ['متأخر دقيقة واحدة', 'متأخر دقيقتين', 'متأخر 3 دقائق', 'متأخر 11 دقيقة', 'متأخر 100 دقيقة']);
});

test('a choice that has no option for a value takes the standard one', () => {
  assert.equal(t('mode-hint', { mode: 'none' }), t('mode-hint', { mode: 'sync' }));
  assert.equal(t('no such key'), '');
});

test('names in right-to-left text are isolated, and parts of the page stay parts', () => {
  setCatalogue(readCatalogue('ar'));
  assert.equal(t('live-with', { dj: 'Mia!' }), 'مباشر: \u2068Mia!\u2069');
  const node = /** @type {any} */ ({ nodeName: 'TIME' });
  assert.deepEqual(tNodes('show-until', { time: node }), ['حتى ', node]);
});

test('numbers have the form of the language, with the same digits everywhere', () => {
  assert.equal(numberWords(1234.56, 1), '1234.6');
  setCatalogue(readCatalogue('de'));
  assert.equal(numberWords(1234.56, 1), '1234,6');
  setCatalogue(readCatalogue('ar'));
  assert.match(numberWords(12.5, 1), /^12[.,٫]5$/);
});

test('times have the form of the device’s variant of the language', () => {
  assert.equal(String(formatLanguage(['de-AT', 'en-GB', 'en-US'])), 'en-GB-u-nu-latn');
  assert.equal(String(formatLanguage(['de'])), 'en-u-nu-latn');
  assert.equal(String(formatLanguage(['en-US@posix'])), 'en-u-nu-latn', 'not a language tag');
});

test('every catalogue is read', () => {
  const files = readdirSync(new URL('../../templates/languages', import.meta.url)).filter((file) => file.endsWith('.ftl'));
  for (const file of files) {
    const { language, messages } = readCatalogue(file.replace('.ftl', ''));
    assert.ok(Object.keys(messages).length > 200 && messages['language-name'], language);
  }
});
