import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SoundBuffer } from '../../static/sound-buffer.js';

const RATE = 48000;
const START_US = 1_000_000_000;

/** Sound, and the clock of an audio context that reads it. */
class Played {
  sound = new SoundBuffer(RATE);
  samples = 0;

  /** @param {number} delaySeconds from a stamp to its being due; the context begins with the first stamp @param {number} [ppm] */
  constructor(delaySeconds = 0, ppm = 0) {
    this.delay(delaySeconds, ppm);
  }

  /** @param {number} seconds @param {number} [ppm] @param {boolean} [realign] */
  delay(seconds, ppm = 0, realign = false) {
    this.sound.follow({ contextTime: this.seconds, timeUs: START_US + (this.seconds - seconds) * 1e6, ppm, realign });
  }

  get seconds() {
    return this.samples / RATE;
  }

  /** A steady level, so that any click or hole is seen. @param {number} seconds @param {number} [timeUs] @param {boolean} [cut] @param {number} [level] */
  write(seconds, timeUs = START_US, cut = false, level = 0.5) {
    const piece = new Float32Array(Math.round(seconds * RATE)).fill(level);
    this.sound.write(piece, piece, timeUs, cut);
  }

  /** @param {number} seconds */
  read(seconds) {
    const left = new Float32Array(Math.round(seconds * RATE));
    for (let at = 0; at < left.length; at += 128) {
      const block = left.subarray(at, at + 128);
      this.sound.read(block, new Float32Array(block.length), this.seconds);
      this.samples += block.length;
    }
    return left;
  }

  /** How far what is read next is from its time, in microseconds. */
  offUs(delaySeconds = 0) {
    return Number(this.sound.timeUs) - (START_US + (this.seconds - delaySeconds) * 1e6);
  }
}

/** @param {Float32Array} heard */
function largestStep(heard) {
  let largest = 0;
  for (let i = 1; i < heard.length; i++) largest = Math.max(largest, Math.abs(heard[i] - heard[i - 1]));
  return largest;
}

/** A fade of 480 samples over 0.5 moves by 0.001 a sample; a click by far more. */
const NO_CLICK = 0.005;

test('is silent until the first sample is due, then exactly on time', () => {
  const played = new Played(0.3);
  played.write(1);
  assert.ok(played.read(0.29).every((sample) => sample === 0));
  const heard = played.read(0.1);
  assert.equal(played.sound.playing, true);
  assert.equal(heard.at(-1), 0.5);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.ok(Math.abs(played.offUs(0.3)) < 1, `${played.offUs(0.3)} µs`);
});

test('begins in the middle of what is there, if that is due', () => {
  const played = new Played(0);
  played.read(0.4);
  played.write(1);
  played.read(0.2);
  assert.equal(played.sound.playing, true);
  assert.ok(Math.abs(played.offUs()) < 1, `${played.offUs()} µs`);
});

test('knows nothing, plays nothing', () => {
  const played = new Played();
  played.sound.follow(null);
  played.write(1);
  assert.ok(played.read(0.3).every((sample) => sample === 0));
  played.delay(0.1);
  played.read(0.1);
  assert.equal(played.sound.playing, true);
  played.sound.follow(null);
  const heard = played.read(0.1);
  assert.equal(heard.at(-1), 0);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.equal(played.sound.underruns, 0);
});

test('follows a clock that is faster without a click', () => {
  const played = new Played(0.5, 300);
  const heard = [];
  for (let i = 0; i < 200; i++) {
    played.write(0.1, START_US + i * 100_000);
    heard.push(...played.read(0.1 / 1.0003));
  }
  assert.ok(largestStep(Float32Array.from(heard)) < NO_CLICK);
  assert.ok(Math.abs(played.sound.lateUs) < 5, `${played.sound.lateUs} µs`);
  assert.ok(Math.abs(played.sound.ppm - 300) < 5);
  assert.equal(played.sound.resyncs, 0);
});

test('10 ms off are made good by playing faster, 60 ms at once with a fade', () => {
  const played = new Played(0.5);
  played.write(14);
  played.read(1);
  played.delay(0.49);
  let heard = played.read(5);
  assert.equal(played.sound.resyncs, 0);
  assert.ok(played.sound.lateUs < 8000 && played.sound.lateUs > 6500, `${played.sound.lateUs} µs`);
  assert.ok(heard.every((sample) => Math.abs(sample - 0.5) < 1e-3));
  played.delay(0.43);
  heard = played.read(0.1);
  assert.equal(played.sound.resyncs, 1);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.ok(Math.abs(played.offUs(0.43)) < 1, `${played.offUs(0.43)} µs`);
  const silent = heard.filter((sample) => sample === 0).length;
  assert.ok(silent < 200, `${silent} samples of silence`);
});

test('where the output broke off just now, it is put right at once', () => {
  const played = new Played(0.5);
  played.write(3);
  played.read(1);
  played.delay(0.48, 0, true);
  played.read(0.1);
  assert.equal(played.sound.resyncs, 1);
  assert.ok(Math.abs(played.offUs(0.48)) < 1);
  played.delay(0.481, 0, true);
  played.read(0.1);
  assert.equal(played.sound.resyncs, 1, 'not for what is soon made good');
});

test('knows the time of every sample, and waits for a new producer’s', () => {
  const played = new Played(0.1);
  assert.equal(played.sound.timeUs, null);
  played.write(1);
  played.read(0.6);
  // A new producer's clock begins elsewhere.
  played.write(1, 5_000_000_000, true);
  assert.ok(Number(played.sound.timeUs) < START_US + 510_000);
  played.sound.follow({ contextTime: played.seconds, timeUs: 5_000_000_000 - 100_000, ppm: 0, realign: false });
  const heard = played.read(0.5);
  assert.ok(Math.abs(Number(played.sound.timeUs) - 5_000_400_000) < 1);
  assert.equal(heard.at(-1), 0.5);
});

test('fades out when sound runs out, and goes on in its time', () => {
  const played = new Played(0.1);
  played.write(0.5);
  const heard = played.read(1);
  assert.equal(played.sound.playing, false);
  assert.equal(played.sound.underruns, 1);
  assert.ok(largestStep(heard) < NO_CLICK);
  played.write(0.8, START_US + 500_000);
  played.read(0.1);
  assert.equal(played.sound.playing, true);
  assert.ok(Math.abs(played.offUs(0.1)) < 1, `${played.offUs(0.1)} µs`);
});

test('what comes too late is never played', () => {
  const played = new Played(0);
  played.read(2);
  played.write(0.5);
  assert.ok(played.read(0.3).every((sample) => sample === 0));
  assert.equal(played.sound.seconds, 0);
  assert.equal(played.sound.underruns, 0);
});

test('more delay goes back to what is still there', () => {
  const played = new Played(0.5);
  played.write(5);
  played.read(2);
  played.delay(1);
  played.read(0.2);
  assert.ok(Math.abs(played.offUs(1)) < 1, `${played.offUs(1)} µs`);
});

test('while nobody reads it stays bounded, and is on time after', () => {
  const played = new Played(0);
  for (let i = 0; i < 100; i++) played.write(1, START_US + i * 1_000_000);
  assert.ok(played.sound.seconds <= 16);
  played.samples = 98 * RATE;
  played.read(0.5);
  assert.equal(played.sound.playing, true);
  assert.ok(Math.abs(played.offUs()) < 1, `${played.offUs()} µs`);
});

test('a cut is faded on both sides', () => {
  const played = new Played(0);
  played.write(0.5);
  played.write(0.5, START_US + 500_000, true, -0.5);
  const heard = played.read(0.9);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.equal(heard.at(-1), -0.5);
});

test('what was lost is silence of the same length', () => {
  const played = new Played(0);
  played.write(0.5);
  played.sound.writeSilence(960);
  played.write(0.5, START_US + 520_000, true);
  const heard = played.read(0.9);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.ok(heard.filter((sample) => sample === 0).length > 900);
  assert.ok(Math.abs(played.offUs()) < 1, `${played.offUs()} µs`);
});

test('what was left out is waited for', () => {
  const played = new Played(0);
  played.write(0.5);
  played.write(1, START_US + 1_500_000, true);
  const heard = played.read(2);
  assert.ok(largestStep(heard) < NO_CLICK);
  assert.ok(heard.subarray(RATE, 1.4 * RATE).every((sample) => sample === 0));
  assert.ok(Math.abs(played.offUs()) < 1, `${played.offUs()} µs`);
});

test('measures how loud it is', () => {
  const played = new Played(0);
  played.write(1);
  played.read(0.8);
  assert.ok(Math.abs(played.sound.energy - 0.5) < 0.001, `${played.sound.energy}`);
});

test('serves a context that does not run at 48 kHz', () => {
  const sound = new SoundBuffer(44100);
  sound.follow({ contextTime: 0, timeUs: START_US, ppm: 0, realign: false });
  const piece = new Float32Array(2 * RATE).fill(0.5);
  sound.write(piece, piece, START_US, false);
  const heard = new Float32Array(44100);
  sound.read(heard, new Float32Array(44100), 0);
  assert.ok(Math.abs(sound.seconds - 1) < 0.01, `${sound.seconds}`);
  assert.ok(largestStep(heard) < NO_CLICK);
});

test('a burst that is decoded bit by bit begins with its reserve, or after a quarter of a second', () => {
  for (const [bySeconds, beginsAt] of [[0.02, 0.06], [0, 0.25]]) {
    const played = new Played(0);
    played.sound.follow({ contextTime: 0, timeUs: START_US, ppm: 0, realign: false, reserveUs: 100_000 });
    played.write(0.06);
    // Twice real time, or as it is heard.
    let written = 0.06;
    const heard = [];
    for (let n = 0; n < 30; n++) {
      heard.push(...played.read(0.02));
      played.write(0.02 + bySeconds, START_US + written * 1e6);
      written += 0.02 + bySeconds;
    }
    const begins = heard.findIndex((sample) => sample !== 0) / RATE;
    assert.ok(Math.abs(begins - beginsAt) < 0.03, `${begins} s`);
    assert.equal(played.sound.underruns, 0);
  }
});
