/**
 * Two pages, each in a browser of its own, whose sound is recorded together.
 *
 * Needs PulseAudio, of which it starts one that has no device: each browser plays into one channel of it, and both channels
 * are recorded at once. What a microphone of these browsers hears is the sum of both.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { transform } from '../../static/fourier.js';

/** @import { Page } from 'playwright-core' */

const RATE = 48000;
const WINDOW_SECONDS = 2;
/** A power of two that holds two windows. */
const POINTS = 2 ** 18;
/** A peak of the correlation stands out by so much, as a multiple of what is beside it. */
const CLEAR = 12;
const SOUND_WITHIN_MS = 8000;
const STARTS_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 20;

const folder = mkdtempSync(join(tmpdir(), 'longwave-apart-'));
const socket = join(folder, 'native');
/** The environment of programs that play and record there. */
export const environment = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` };

/** Two sinks that are the channels of a third one, without a device, and a microphone that hears both. */
export async function startPulse() {
  const channel = (/** @type {string} */ name, /** @type {string} */ place) =>
    `module-remap-sink sink_name=${name} master=both channels=1 channel_map=mono master_channel_map=${place} remix=no`;
  const modules = [
    `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    `module-null-sink sink_name=both channels=2 channel_map=front-left,front-right rate=${RATE} format=float32le`,
    channel('first', 'front-left'),
    channel('second', 'front-right'),
    'module-remap-source source_name=microphone master=both.monitor channels=1 channel_map=mono remix=yes',
  ];
  const more = modules.flatMap((module) => ['-L', module]);
  const options = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--disable-shm=yes', '--use-pid-file=no'];
  const pulse = spawn('pulseaudio', [...options, ...more], { env: environment, stdio: 'ignore' });
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (let waited = 0; !existsSync(socket); waited += LOOK_EVERY_MS) {
    if (waited > STARTS_WITHIN_MS || pulse.exitCode !== null) throw new Error('PulseAudio does not start');
    await pause(LOOK_EVERY_MS);
  }
  return () => pulse.kill();
}

/**
 * The player page of `main` in a browser of its own, which may use the microphone.
 * @param {'first' | 'second'} sink @param {string} address @param {Record<string, string>} kept what this device remembers
 */
export async function open(sink, address, kept) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream'],
    ignoreDefaultArgs: ['--mute-audio'],
    env: { ...environment, PULSE_SINK: sink, PULSE_SOURCE: 'microphone' },
  });
  const page = await browser.newPage({ locale: 'en-US' });
  await page.addInitScript((kept) => {
    for (const [key, value] of Object.entries(kept)) if (localStorage.getItem(key) === null) localStorage.setItem(key, value);
  }, kept);
  await page.goto(new URL('/main', address).href, { waitUntil: 'load' });
  return { browser, page };
}

/** Records what both play; returns what ends it, which returns by how many milliseconds the second was later in the last `seconds`. */
export function record() {
  const recorder = spawn('parec', ['-d', 'both.monitor', '--format=float32le', '--channels=2', `--rate=${RATE}`, '--raw'], {
    env: environment,
  });
  /** @type {Buffer[]} */
  const recorded = [];
  recorder.stdout.on('data', (bytes) => recorded.push(bytes));
  return (/** @type {number} */ seconds) => {
    recorder.kill();
    return lags(Buffer.concat(recorded), seconds);
  };
}

/** Begins to play; returns the milliseconds from the click to the first sound. @param {Page} page */
export function play(page) {
  return page.evaluate(playHere, SOUND_WITHIN_MS);
}

/** Runs in the page: milliseconds from the click to the first sound. @param {number} atMostMs @returns {Promise<number>} */
function playHere(atMostMs) {
  const begun = performance.now();
  document.getElementById('play')?.click();
  return new Promise((done) => {
    const look = setInterval(() => {
      const ms = Math.round(performance.now() - begun);
      if (window.longwave.state.state !== 'on-air' && ms < atMostMs) return;
      clearInterval(look);
      done(ms);
    }, 5);
  });
}

/** By how many milliseconds the second channel is later, in windows of the last part. @param {Buffer} recorded @param {number} seconds */
function lags(recorded, seconds) {
  const whole = recorded.subarray(0, recorded.length & ~7);
  const samples = new Float32Array(whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length));
  const size = WINDOW_SECONDS * RATE;
  const found = [];
  const count = samples.length / 2;
  for (let at = Math.max(0, count - (seconds - 1) * RATE); at + size < count - RATE / 2; at += size) {
    const [first, second] = [0, 1].map((channel) =>
      Float64Array.from({ length: POINTS }, (_, i) => (i < size ? samples[2 * (Math.floor(at) + i) + channel] : 0)),
    );
    const { ms, clearness } = lag(first, second);
    if (clearness > CLEAR) found.push(ms);
  }
  return found;
}

/** By correlation, whitened so that the peak is sharp. @param {Float64Array} one @param {Float64Array} other */
function lag(one, other) {
  const [oneIm, otherIm] = [new Float64Array(POINTS), new Float64Array(POINTS)];
  transform(one, oneIm, -1);
  transform(other, otherIm, -1);
  for (let i = 0; i < POINTS; i++) {
    const re = one[i] * other[i] + oneIm[i] * otherIm[i];
    const im = one[i] * otherIm[i] - oneIm[i] * other[i];
    const scale = Math.sqrt(Math.hypot(re, im)) || 1;
    [one[i], oneIm[i]] = [re / scale, im / scale];
  }
  transform(one, oneIm, 1);
  let [best, power] = [0, 0];
  for (let i = 0; i < POINTS; i++) {
    power += one[i] ** 2;
    if (one[i] > one[best]) best = i;
  }
  const [before, peak, after] = [-1, 0, 1].map((step) => one[(best + step + POINTS) % POINTS]);
  const place = best + (before - after) / (2 * (before - 2 * peak + after));
  const samples = place > POINTS / 2 ? place - POINTS : place;
  return { ms: (samples * 1000) / RATE, clearness: peak / Math.sqrt(power / POINTS) };
}
