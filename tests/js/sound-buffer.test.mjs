import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SoundBuffer } from '../../static/sound-buffer.js';

const RATE = 48000;
const START_US = 1_000_000_000;

/** A steady level, so that any click or hole is seen. @param {number} seconds */
function steady(seconds) {
  return new Float32Array(Math.round(seconds * RATE)).fill(0.5);
}

/** @param {SoundBuffer} sound @param {number} seconds @param {number} [timeUs] @param {boolean} [cut] */
function write(sound, seconds, timeUs = START_US, cut = false) {
  sound.write(steady(seconds), steady(seconds), timeUs, cut);
}

/** @param {SoundBuffer} sound @param {number} seconds */
function read(sound, seconds) {
  const left = new Float32Array(Math.round(seconds * RATE));
  for (let at = 0; at < left.length; at += 128) {
    const block = left.subarray(at, at + 128);
    sound.read(block, new Float32Array(block.length));
  }
  return left;
}

/** @param {Float32Array} heard */
function largestStep(heard) {
  let largest = 0;
  for (let i = 1; i < heard.length; i++) largest = Math.max(largest, Math.abs(heard[i] - heard[i - 1]));
  return largest;
}

/** A fade of 240 samples over 0.5 moves by 0.002 a sample; a click by far more. */
const NO_CLICK = 0.01;

test('gathers 200 ms, then fades in', () => {
  const sound = new SoundBuffer(RATE);
  write(sound, 0.19);
  assert.ok(read(sound, 0.1).every((sample) => sample === 0));
  write(sound, 0.5, START_US + 190_000);
  const heard = read(sound, 0.1);
  assert.equal(sound.playing, true);
  assert.ok(heard[0] < 0.01);
  assert.equal(heard.at(-1), 0.5);
  assert.ok(largestStep(heard) < NO_CLICK);
});

test('knows the time of every sample', () => {
  const sound = new SoundBuffer(RATE);
  assert.equal(sound.timeUs, null);
  write(sound, 1);
  read(sound, 0.5);
  assert.ok(Math.abs(Number(sound.timeUs) - (START_US + 500_000)) < 3000);
  // A new producer's clock begins elsewhere.
  write(sound, 1, 5_000_000_000, true);
  assert.ok(Number(sound.timeUs) < START_US + 510_000);
  read(sound, 0.6);
  assert.ok(Math.abs(Number(sound.timeUs) - 5_000_100_000) < 5000);
});

test('fades out when sound runs out, and asks for more the next time', () => {
  const sound = new SoundBuffer(RATE);
  write(sound, 0.5);
  const heard = read(sound, 1);
  assert.equal(sound.playing, false);
  assert.equal(sound.underruns, 1);
  assert.ok(largestStep(heard) < NO_CLICK);
  write(sound, 0.25, START_US + 500_000);
  read(sound, 0.01);
  assert.equal(sound.playing, false, 'what was enough once is not any more');
  write(sound, 0.2, START_US + 750_000);
  read(sound, 0.01);
  assert.equal(sound.playing, true);
});

test('never grows beyond its limit, and skips without a click', () => {
  const sound = new SoundBuffer(RATE);
  write(sound, 2);
  const heard = [read(sound, 0.1)];
  for (let i = 0; i < 60; i++) {
    write(sound, 0.5, START_US + 2_000_000 + i * 500_000);
    heard.push(read(sound, 0.1));
    assert.ok(sound.seconds < 11.1, `${sound.seconds} s`);
  }
  const all = Float32Array.from(heard.flatMap((piece) => [...piece]));
  assert.ok(largestStep(all) < NO_CLICK);
});

test('while nobody reads it stays bounded, and catches up after', () => {
  const sound = new SoundBuffer(RATE);
  for (let i = 0; i < 100; i++) write(sound, 1, START_US + i * 1_000_000);
  assert.ok(sound.seconds <= 10);
  sound.catchUp();
  assert.ok(sound.seconds <= 3);
});

test('a cut is faded on both sides', () => {
  const sound = new SoundBuffer(RATE);
  write(sound, 0.5);
  sound.write(steady(0.5).fill(-0.5), steady(0.5).fill(-0.5), START_US + 900_000, true);
  const heard = read(sound, 0.9);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.equal(heard.at(-1), -0.5);
});

test('what was lost is silence of the same length', () => {
  const sound = new SoundBuffer(RATE);
  write(sound, 0.5);
  sound.writeSilence(960);
  write(sound, 0.5, START_US + 520_000, true);
  const heard = read(sound, 0.9);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.equal(heard.filter((sample) => sample === 0).length > 900, true);
  assert.ok(Math.abs(Number(sound.timeUs) - (START_US + 900_000)) < 5000);
});

test('measures how loud it is', () => {
  const sound = new SoundBuffer(RATE);
  write(sound, 1);
  read(sound, 0.8);
  // Only the left ear is read by this test's helper into something that stays; both are measured.
  assert.ok(Math.abs(sound.energy - 0.5) < 0.001, `${sound.energy}`);
});

test('serves a context that does not run at 48 kHz', () => {
  const sound = new SoundBuffer(44100);
  write(sound, 2);
  const heard = new Float32Array(44100);
  sound.read(heard, new Float32Array(44100));
  assert.ok(Math.abs(sound.seconds - 1) < 0.01, `${sound.seconds}`);
  assert.ok(largestStep(heard) < NO_CLICK);
});
