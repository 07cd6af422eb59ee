import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { keepQuality, megabytesOf } from '../../static/quality.js';

/** @import { Quality } from '../../static/page-data.js' */

/** @type {Map<string, string>} */
const storage = new Map();
/** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis)).localStorage = {
  getItem: (/** @type {string} */ key) => storage.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => storage.set(key, value),
};
beforeEach(() => storage.clear());

/** As much of a list as is used. */
class List extends EventTarget {
  selectedIndex = 0;
  options = [['opus-96', '43'], ['opus-48', '22'], ['pcm-s16', '690']].map(([value, megabytes], index) => {
    return { value, index, dataset: { megabytes } };
  });

  get selectedOptions() {
    return [this.options[this.selectedIndex]];
  }

  get value() {
    return this.options[this.selectedIndex].value;
  }

  set value(value) {
    this.selectedIndex = this.options.findIndex((option) => option.value === value);
  }
}

/** @param {string} [choice] made after the page has loaded */
function open(choice) {
  const list = new List();
  /** @type {Quality[]} */
  const told = [];
  const element = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (list));
  keepQuality(element, (quality) => told.push(quality));
  if (choice) {
    list.value = choice;
    list.dispatchEvent(new Event('change'));
  }
  return { element, last: told.at(-1) };
}

test('the standard unless something else was chosen', () => {
  assert.deepEqual(open().last, { rendition: 'opus-96', megabytes: 43, isStandard: true });
  assert.deepEqual(open('opus-48').last, { rendition: 'opus-48', megabytes: 22, isStandard: false });
  assert.equal(open().last?.rendition, 'opus-48', 'which is remembered');
  open('opus-96');
  assert.equal(open().last?.isStandard, true);
});

test('uncompressed sound is not remembered', () => {
  assert.equal(open('pcm-s16').last?.rendition, 'pcm-s16');
  assert.equal(open().last?.rendition, 'opus-96');
  open('opus-48');
  open('pcm-s16');
  assert.equal(open().last?.rendition, 'opus-48');
  storage.set('longwave.quality', 'pcm-s16');
  assert.equal(open().last?.rendition, 'opus-96', 'not even if it was kept by another hand');
  storage.set('longwave.quality', 'opus-24');
  assert.equal(open().last?.rendition, 'opus-96', 'nor what is not there any more');
});

test('the data of what plays is told, whatever was chosen', () => {
  const { element } = open('pcm-s16');
  assert.equal(megabytesOf({ rendition: 'opus-96', source: null }, element), 43);
  assert.equal(megabytesOf({ rendition: 'opus-13', source: null }, element), null);
  const source = { address: '/main.mp3', codec: 'MP3', megabytes: 58 };
  assert.equal(megabytesOf({ rendition: null, source }, element), 58);
});
