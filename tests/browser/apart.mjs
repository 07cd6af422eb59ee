/**
 * Measures how far apart two pages are, each in a browser of its own, by a recording of what both play.
 *
 * node tests/browser/apart.mjs http://127.0.0.1:8000 STARTS SECONDS [MODE]
 *
 * The station must be playing noise that does not repeat. Needs PulseAudio. Every other start, the second page's WebSocket
 * is delayed by 80 ± 40 ms there and back. Prints a line for each start, and what it found as JSON in the last one.
 */

import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { open, play, record, startPulse } from './two-pages.mjs';

/** @import { AddressInfo, Socket } from 'node:net' */

const DELAY_MS = 80;
const JITTER_MS = 40;

const [origin, starts = '10', seconds = '30', mode = 'sync'] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/apart.mjs http://127.0.0.1:PORT STARTS SECONDS [sync|live|steady]');
  process.exit(2);
}
const endPulse = await startPulse();
try {
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
  endPulse();
}

/** @typedef {{ ms: number[], firstMs: number[], underruns: number }} Apart */

/** One start of both pages. @param {boolean} isDelayed @returns {Promise<Apart>} */
async function measure(isDelayed) {
  const proxy = isDelayed ? await delayingProxy() : null;
  const second = proxy ? `http://127.0.0.1:${/** @type {AddressInfo} */ (proxy.address()).port}` : origin;
  const kept = { 'longwave.mode': mode };
  const pages = [await open('first', origin, kept), await open('second', second, kept)];
  const recorded = record();
  const firstMs = [];
  for (const { page } of pages) {
    await pause(Math.random() * 1500);
    firstMs.push(await play(page));
  }
  await pause(Number(seconds) * 1000);
  const facts = await Promise.all(pages.map(({ page }) => page.evaluate(() => window.longwave.state.underruns)));
  const ms = recorded(Number(seconds));
  for (const { browser } of pages) await browser.close();
  proxy?.close();
  proxy?.closeAllConnections();
  return { ms, firstMs, underruns: facts[0] + facts[1] };
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
