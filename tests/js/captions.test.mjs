import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Captions } from '../../static/captions.js';
import { CaptionsView } from '../../static/captions-view.js';

/** @param {number} id @param {number} startUs @param {string} text @returns {import('../../static/message.js').Caption} */
function caption(id, startUs, text, final = true) {
  return { type: 'caption', id, startUs, endUs: startUs + 1_000_000, text, final };
}

/** @param {Captions} captions @param {number} heardUs */
const texts = (captions, heardUs) => captions.at(heardUs).map(({ text }) => text);

test('a caption waits for its sound and stays a while after its words', () => {
  const captions = new Captions();
  captions.take(caption(1, 10_000_000, 'Good evening'), 5_000_000);
  assert.deepEqual(texts(captions, 9_999_999), []);
  assert.deepEqual(texts(captions, 10_000_000), ['Good evening']);
  assert.deepEqual(texts(captions, 14_999_999), ['Good evening']);
  assert.deepEqual(texts(captions, 15_000_000), []);
});

test('a caption that comes late is shown for as long', () => {
  const captions = new Captions();
  captions.take(caption(1, 10_000_000, 'Good evening'), 20_000_000);
  assert.deepEqual(texts(captions, 20_000_000), ['Good evening']);
  assert.deepEqual(texts(captions, 23_999_999), ['Good evening']);
  assert.deepEqual(texts(captions, 24_000_000), []);
});

test('a caption is replaced by its number, withdrawn when it is empty, and the newest two are shown', () => {
  const captions = new Captions();
  captions.take(caption(1, 1_000_000, 'Good even', false), 2_000_000);
  captions.take(caption(1, 1_000_000, 'Good evening.'), 2_000_000);
  captions.take(caption(2, 1_500_000, 'and', false), 2_000_000);
  assert.deepEqual(texts(captions, 2_000_000), ['Good evening.', 'and']);
  captions.take(caption(2, 1_500_000, ''), 2_000_000);
  assert.deepEqual(texts(captions, 2_000_000), ['Good evening.']);
  for (let id = 3; id < 500; id++) captions.take(caption(id, 1_600_000 + id, String(id)), 2_000_000);
  assert.deepEqual(texts(captions, 2_000_000), ['498', '499']);
});

/** Stands for an element. */
class FakeElement {
  hidden = false;
  /** How often the text was set. */
  sets = 0;
  /** @type {Record<string, string>} */
  attributes = {};
  #text = '';
  /** @type {() => void} */
  click = () => {};

  get textContent() {
    return this.#text;
  }

  set textContent(text) {
    this.#text = text;
    this.sets += 1;
  }

  /** @param {string} _ @param {() => void} listener */
  addEventListener(_, listener) {
    this.click = listener;
  }

  /** @param {string} name @param {string} value */
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
}

test('the view shows what is wanted, remembers that, and tells screen readers only what is final', () => {
  const storage = new Map();
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    value: { getItem: (/** @type {string} */ key) => storage.get(key) ?? null, setItem: storage.set.bind(storage) },
  });
  const [section, toggle, lines, spoken] = [0, 1, 2, 3].map(() => new FakeElement());
  section.hidden = true;
  const elements = /** @type {any} */ ({ section, toggle, lines, spoken });
  const view = new CaptionsView(elements);
  assert.deepEqual([toggle.attributes['aria-pressed'], lines.hidden], ['false', true]);
  view.take(caption(1, 1_000_000, 'Good even', false), 1_500_000);
  assert.equal(section.hidden, false, 'the station has captions');
  view.show(1_500_000);
  assert.equal(lines.textContent, '', 'nobody wanted them');

  toggle.click();
  assert.deepEqual([toggle.attributes['aria-pressed'], lines.hidden], ['true', false]);
  assert.equal(storage.get('longwave.captions'), 'on');
  view.show(1_500_000);
  assert.deepEqual([lines.textContent, spoken.textContent], ['Good even', '']);
  view.take(caption(1, 1_000_000, 'Good evening.'), 1_600_000);
  for (let tick = 0; tick < 5; tick++) view.show(1_700_000);
  assert.deepEqual([lines.textContent, spoken.textContent], ['Good evening.', 'Good evening.']);
  const told = spoken.sets;
  view.show(1_800_000);
  assert.equal(spoken.sets, told, 'it is told once');
  view.show(null);
  assert.equal(lines.textContent, '');

  assert.equal(new CaptionsView(elements).isOn, true);
  toggle.click();
  assert.equal(storage.get('longwave.captions'), 'off');
});
