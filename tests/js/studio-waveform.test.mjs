import assert from 'node:assert/strict';
import { test } from 'node:test';
import { POINTS, barsOf, outlineOf } from '../../static/studio/peaks.js';
import { introLeft, placeByKey, restOf, shareOf } from '../../static/studio/places.js';

const RATE = 8000;

/** Each letter is a second: `.` silence, `s` soft, `L` loud. @param {string} sound */
function samples(sound) {
  const levels = /** @type {Record<string, number>} */ ({ '.': 0, s: 0.25, L: 1 });
  return Float32Array.from({ length: sound.length * RATE }, (_, at) => levels[sound[Math.floor(at / RATE)]] * (at % 2 ? 1 : -1));
}

test('an outline is as high as the sound, and knows where that begins and ends', () => {
  const { peaks, cueIn, cueOut } = outlineOf([samples('..ssLL.')], RATE);
  assert.equal(peaks.length, POINTS);
  const at = (/** @type {number} */ second) => peaks[Math.floor((second * POINTS) / 7)];
  assert.deepEqual([at(1), at(3), at(5.5), at(6.5)], [0, 64, 255, 0]);
  assert.deepEqual([cueIn, cueOut], [2, 6]);
});

test('the louder channel counts, and noise below −50 dBFS is silence', () => {
  const soft = samples('LLLL').map((sample) => sample * 0.003);
  const { peaks, cueIn, cueOut } = outlineOf([soft, samples('.L..')], RATE);
  assert.deepEqual([peaks[0], peaks[300], cueIn, cueOut], [1, 255, 1, 2]);
});

test('silence, next to nothing and nothing are outlined too', () => {
  assert.deepEqual(outlineOf([samples('..')], RATE), { peaks: new Uint8Array(POINTS), cueIn: 0, cueOut: 2 });
  const short = outlineOf([Float32Array.of(1, -0.5)], RATE);
  assert.deepEqual([short.peaks[0], short.peaks[POINTS - 1]], [255, 128]);
  for (const channels of [[], [new Float32Array()]]) assert.deepEqual(outlineOf(channels, RATE), { peaks: new Uint8Array(POINTS), cueIn: 0, cueOut: 0 });
});

test('the loudest bar fills the drawing, whether there is room for fewer or more than there are peaks', () => {
  const peaks = Uint8Array.of(0, 50, 100, 25);
  assert.deepEqual(barsOf(peaks, 2), [0.5, 1]);
  assert.deepEqual(barsOf(peaks, 8), [0, 0, 0.5, 0.5, 1, 1, 0.25, 0.25]);
  assert.deepEqual(barsOf(new Uint8Array(4), 2), [0, 0]);
  assert.deepEqual(barsOf(peaks, 0), []);
});

test('what is left is counted to the end of the sound, and behind it to that of the file', () => {
  assert.equal(restOf(10, 100, 95), 85);
  assert.equal(restOf(96, 100, 95), 4);
  assert.equal(restOf(10, 100, null), 90);
  assert.equal(restOf(10, 100, 105), 90, 'a file that is shorter than was measured');
  assert.equal(restOf(5, 0, null), 0, 'a length that is not known');
  assert.deepEqual([shareOf(25, 100), shareOf(-1, 100), shareOf(101, 100), shareOf(5, 0)], [0.25, 0, 1, 0]);
});

test('an intro counts down, if it is one', () => {
  const points = { cueIn: 0.5, introEnd: 8, cueOut: null };
  assert.deepEqual([0, 1, 7.5, 8, 20].map((place) => introLeft(place, points)), [8, 7, 0.5, 0, 0]);
  assert.equal(introLeft(0, { ...points, introEnd: null }), 0);
  assert.equal(introLeft(0, { ...points, introEnd: 1 }), 0, 'it begins at once');
});

test('keys move by a second, finely, or by ten, and never out of the track', () => {
  const by = (/** @type {string} */ key, fine = false, place = 50) => placeByKey(key, fine, place, 100);
  assert.deepEqual(['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown'].map((key) => by(key)), [51, 51, 49, 49]);
  assert.deepEqual([by('ArrowRight', true), by('ArrowLeft', true)], [50.1, 49.9]);
  assert.deepEqual(['PageUp', 'PageDown', 'Home', 'End'].map((key) => by(key)), [60, 40, 0, 90]);
  assert.deepEqual([by('ArrowLeft', false, 0.4), by('PageUp', false, 95)], [0, 100]);
  for (const key of ['Tab', 'a', 'Enter', 'toString']) assert.equal(by(key), null);
});
