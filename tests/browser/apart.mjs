/**
 * Measures how far apart two pages are, each in a browser of its own, by a recording of what both play.
 *
 * node tests/browser/apart.mjs http://127.0.0.1:8000 STARTS SECONDS [MODE]
 *
 * The station must be playing noise that does not repeat. Needs PulseAudio, of which it starts one that has no
 * device: each browser plays into one channel of it, and both channels are recorded together. Every other
 * start, the second page's WebSocket is delayed by 80 ± 40 ms there and back. Prints a line for each start,
 * and what it found as JSON in the last one.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chromium } from 'playwright-core';

/** @import { AddressInfo, Socket } from 'node:net' */

const RATE = 48000;
const WINDOW_SECONDS = 2;
/** A power of two that holds two windows. */
const POINTS = 2 ** 18;
/** A peak of the correlation stands out by so much, as a multiple of what is beside it. */
const CLEAR = 30;
const DELAY_MS = 80;
const JITTER_MS = 40;
const SOUND_WITHIN_MS = 8000;

const [origin, starts = '10', seconds = '30', mode = 'sync'] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/apart.mjs http://127.0.0.1:PORT STARTS SECONDS [sync|live|steady]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'longwave-apart-'));
const socket = join(folder, 'native');
const environment = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` };
const pulse = startPulse();
try {
  await pause(1500);
  /** @type {Record<string, Apart[]>} */
  const found = { direct: [], delayed: [] };
  for (let n = 0; n < Number(starts); n++) {
    for (const way of /** @type {const} */ (['direct', 'delayed'])) {
      const apart = await measure(way === 'delayed');
      found[way].push(apart);
      const lags = apart.ms.map((ms) => ms.toFixed(2)).join(' ');
      console.log(`${way}: first sound after ${apart.firstMs.join(' and ')} ms, apart ${lags} ms, ${apart.underruns} underruns`);
    }
  }
  const { direct, delayed } = found;
  console.log(JSON.stringify({ direct: summary(direct), delayed: summary(delayed) }));
} finally {
  pulse.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** @typedef {{ ms: number[], firstMs: number[], underruns: number }} Apart */

/** Two sinks that are the channels of a third one, without a device. */
function startPulse() {
  const channel = (/** @type {string} */ name, /** @type {string} */ place) =>
    `module-remap-sink sink_name=${name} master=both channels=1 channel_map=mono master_channel_map=${place} remix=no`;
  const modules = [
    `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
    `module-null-sink sink_name=both channels=2 channel_map=front-left,front-right rate=${RATE} format=float32le`,
    channel('first', 'front-left'),
    channel('second', 'front-right'),
  ];
  const more = modules.flatMap((module) => ['-L', module]);
  const options = ['-n', '--daemonize=no', '--exit-idle-time=-1', '--disable-shm=yes', '--use-pid-file=no'];
  return spawn('pulseaudio', [...options, ...more], { env: environment, stdio: 'ignore' });
}

/** One start of both pages. @param {boolean} isDelayed @returns {Promise<Apart>} */
async function measure(isDelayed) {
  const proxy = isDelayed ? await delayingProxy() : null;
  const second = proxy ? `http://127.0.0.1:${/** @type {AddressInfo} */ (proxy.address()).port}` : origin;
  const pages = [await open('first', origin), await open('second', second)];
  const recorder = spawn('parec', ['-d', 'both.monitor', '--format=float32le', '--channels=2', `--rate=${RATE}`, '--raw'], {
    env: environment,
  });
  /** @type {Buffer[]} */
  const recorded = [];
  recorder.stdout.on('data', (bytes) => recorded.push(bytes));
  const firstMs = [];
  for (const { page } of pages) {
    await pause(Math.random() * 1500);
    firstMs.push(await page.evaluate(play, SOUND_WITHIN_MS));
  }
  await pause(Number(seconds) * 1000);
  const facts = await Promise.all(pages.map(({ page }) => page.evaluate(() => window.longwave.state.underruns)));
  recorder.kill();
  for (const { browser } of pages) await browser.close();
  proxy?.close();
  proxy?.closeAllConnections();
  return { ms: lags(Buffer.concat(recorded)), firstMs, underruns: facts[0] + facts[1] };
}

/** @param {string} sink @param {string} address */
async function open(sink, address) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
    ignoreDefaultArgs: ['--mute-audio'],
    env: { ...environment, PULSE_SINK: sink },
  });
  const page = await browser.newPage({ locale: 'en-US' });
  await page.addInitScript((mode) => localStorage.setItem('longwave.mode', mode), mode);
  await page.goto(new URL('/main', address).href, { waitUntil: 'load' });
  return { browser, page };
}

/** Runs in the page: milliseconds from the click to the first sound. @param {number} atMostMs @returns {Promise<number>} */
function play(atMostMs) {
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

/** A proxy whose WebSockets are late by 80 ± 40 ms there and back, in order. */
async function delayingProxy() {
  const { hostname: host, port } = new URL(origin);
  const proxy = createServer((asked, reply) => {
    const passed = request({ host, port, path: asked.url, method: asked.method, headers: asked.headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    passed.on('error', () => reply.destroy());
    asked.pipe(passed);
  });
  proxy.on('upgrade', (asked, outside) => {
    const headers = Object.entries(asked.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const inside = connect(Number(port), host, () => {
      inside.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
      passOn(/** @type {Socket} */ (outside), inside);
      passOn(inside, /** @type {Socket} */ (outside));
    });
    for (const [one, other] of [[inside, outside], [outside, inside]]) one.on('error', () => other.destroy());
    inside.setNoDelay(true);
  });
  await new Promise((listening) => {
    proxy.listen(0, '127.0.0.1', () => listening(null));
  });
  return proxy;
}

/** Half of the delay each way. @param {Socket} from @param {Socket} to */
function passOn(from, to) {
  let dueMs = 0;
  from.on('data', (bytes) => {
    const delayMs = (DELAY_MS + (2 * Math.random() - 1) * JITTER_MS) / 2;
    dueMs = Math.max(dueMs, performance.now() + delayMs);
    setTimeout(() => to.destroyed || to.write(bytes), dueMs - performance.now());
  });
  from.on('close', () => to.end());
}

/** By how many milliseconds the second channel is later, in windows of the last part. @param {Buffer} recorded */
function lags(recorded) {
  const whole = recorded.subarray(0, recorded.length & ~7);
  const samples = new Float32Array(whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length));
  const size = WINDOW_SECONDS * RATE;
  const found = [];
  const count = samples.length / 2;
  for (let at = Math.max(0, count - (Number(seconds) - 1) * RATE); at + size < count - RATE / 2; at += size) {
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

/** The Fourier transform, in place. @param {Float64Array} re @param {Float64Array} im @param {1 | -1} sign */
function transform(re, im, sign) {
  for (let i = 1, j = 0; i < POINTS; i++) {
    let bit = POINTS >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [re[i], re[j], im[i], im[j]] = [re[j], re[i], im[j], im[i]];
  }
  for (let length = 2; length <= POINTS; length *= 2) {
    const half = length / 2;
    for (let k = 0; k < half; k++) {
      const [cos, sin] = [Math.cos((2 * Math.PI * k) / length), sign * Math.sin((2 * Math.PI * k) / length)];
      for (let i = k; i < POINTS; i += length) {
        const j = i + half;
        const [x, y] = [re[j] * cos - im[j] * sin, re[j] * sin + im[j] * cos];
        [re[j], im[j]] = [re[i] - x, im[i] - y];
        [re[i], im[i]] = [re[i] + x, im[i] + y];
      }
    }
  }
}

/** @param {Apart[]} starts */
function summary(starts) {
  const apart = sorted(starts.flatMap(({ ms }) => ms.map(Math.abs)));
  const moves = sorted(starts.filter(({ ms }) => ms.length > 0).map(({ ms }) => Math.max(...ms) - Math.min(...ms)));
  const first = sorted(starts.flatMap(({ firstMs }) => firstMs));
  return {
    windows: apart.length,
    apart_ms: { p50: share(apart, 0.5), p95: share(apart, 0.95) },
    moves_ms: { p50: share(moves, 0.5) },
    first_sound_ms: { p50: share(first, 0.5) },
    underruns: starts.reduce((sum, { underruns }) => sum + underruns, 0),
  };
}

/** @param {number[]} values */
function sorted(values) {
  return [...values].sort((a, b) => a - b);
}

/** @param {number[]} values in order @param {number} part */
function share(values, part) {
  return values.length === 0 ? null : values[Math.floor((values.length - 1) * part)];
}
