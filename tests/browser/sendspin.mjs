/**
 * Plays a running station by the Sendspin client of the Open Home Foundation, twice, in a real browser.
 *
 * node tests/browser/sendspin.mjs http://127.0.0.1:8000
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing music.
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

import { PATIENCE_MS, check, perform } from './stage.mjs';

/** @import { AddressInfo } from 'node:net' */
/** @import { Browser, Page } from 'playwright-core' */

/**
 * @typedef {object} Heard
 * @property {string} codec
 * @property {string} title
 * @property {number} error how far from the time that it should sound at, in milliseconds
 * @property {boolean} isPlaying
 * @property {number} clock the server's time less that of this machine, in microseconds
 * @property {[number, number[]][]} chunks samples of the left channel, by the time at which they are sounded
 */

const SAMPLE_RATE = 48_000;
const PLAYED_MS = 6000;
/** Samples that are compared, and how far they are moved against each other. */
const COMPARED = SAMPLE_RATE / 2;
const FARTHEST = 480;

const [origin] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/sendspin.mjs http://127.0.0.1:PORT');
  process.exit(2);
}
const library = new URL('../../node_modules/@sendspin/sendspin-js/dist/', import.meta.url);

// The client is made for bundlers, which know its modules without an extension.
const site = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://site');
  if (!pathname.startsWith('/client/')) {
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>Sendspin</title>');
    return;
  }
  const name = pathname.slice('/client/'.length);
  try {
    const module = await readFile(new URL(name.endsWith('.js') ? name : `${name}.js`, library));
    response.setHeader('Content-Type', 'text/javascript');
    response.end(module);
  } catch {
    response.statusCode = 404;
    response.end();
  }
});
await new Promise((listening) => {
  site.listen(0, '127.0.0.1', () => listening(null));
});
const { port } = /** @type {AddressInfo} */ (site.address());

await perform(
  async (browser) => {
    const players = [await open(browser, ['opus']), await open(browser, ['pcm'])];
    const [opus, pcm] = await Promise.all(players.map(listen));
    report('Opus', opus, 'opus');
    report('PCM', pcm, 'pcm');
    check(Math.abs(opus.clock - pcm.clock) < 20_000, `clocks differ by ${opus.clock - pcm.clock} µs`);
    compare(opus, pcm);
    await orders(players[0]);
  },
  ['--autoplay-policy=no-user-gesture-required'],
);

/** @param {string} name @param {Heard} heard @param {string} codec */
function report(name, heard, codec) {
  check(heard.codec === codec, `${name}: gets ${heard.codec}`);
  check(heard.isPlaying, `${name}: plays`);
  check(heard.title.length > 0, `${name}: knows the title (${heard.title})`);
  check(heard.chunks.length > 100, `${name}: ${heard.chunks.length} chunks`);
  const times = heard.chunks.map(([time]) => time);
  const gaps = times.slice(1).filter((time, place) => Math.abs(time - times[place] - 20_000) > 1).length;
  check(gaps === 0, `${name}: ${gaps} gaps`);
  console.log(`ok   ${name}: ${heard.error.toFixed(1)} ms from its time`);
}

/** Fails unless both have the same sound at the same time. @param {Heard} opus @param {Heard} pcm */
function compare(opus, pcm) {
  const [one, other] = [timeline(opus), timeline(pcm)];
  const from = Math.max(one.from, other.from) + SAMPLE_RATE / 2;
  const end = Math.min(one.from + one.samples.length, other.from + other.samples.length);
  check(end - from > COMPARED + 2 * FARTHEST, `both hear ${end - from} samples`);
  let [best, farthest] = [-1, 0];
  for (let shift = -FARTHEST; shift <= FARTHEST; shift += 1) {
    const likeness = correlation(one.samples, from - one.from, other.samples, from - other.from + shift);
    if (likeness > best) [best, farthest] = [likeness, shift];
  }
  check(best > 0.95, `the same sound (${best.toFixed(3)})`);
  check(Math.abs(farthest) <= 2, `at the same time: ${farthest} samples apart`);
}

/** @param {Heard} heard */
function timeline(heard) {
  const from = Math.round((heard.chunks[0][0] * SAMPLE_RATE) / 1e6);
  return { from, samples: heard.chunks.flatMap(([, samples]) => samples) };
}

/** @param {number[]} one @param {number} at @param {number[]} other @param {number} otherAt */
function correlation(one, at, other, otherAt) {
  let [both, first, second] = [0, 0, 0];
  for (let place = FARTHEST; place < FARTHEST + COMPARED; place += 1) {
    const [a, b] = [one[at + place], other[otherAt + place]];
    both += a * b;
    first += a * a;
    second += b * b;
  }
  return both / Math.sqrt(first * second || 1);
}

/** @param {Browser} browser @param {string[]} codecs */
async function open(browser, codecs) {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.evaluate(
    async ({ address, codecs }) => {
      /** @type {any} */
      const held = window;
      const { SendspinPlayer } = await import(/** @type {any} */ ('/client/index.js'));
      held.player = new SendspinPlayer({ baseUrl: address, codecs, storage: null, onStateChange: keep });
      /** @param {any} state */
      function keep(state) {
        held.state = state;
      }
      held.chunks = [];
      const schedule = held.player.core._onAudioData;
      held.player.core.onAudioData = (/** @type {any} */ chunk) => {
        held.chunks.push([chunk.serverTimeUs, Array.from(chunk.samples[0])]);
        schedule(chunk);
      };
      await held.player.unlock();
      await held.player.connect();
    },
    { address: origin, codecs },
  );
  return page;
}

/** Listens for some seconds. @param {Page} page @returns {Promise<Heard>} */
async function listen(page) {
  await page.waitForFunction(() => /** @type {any} */ (window).player.timeSyncInfo.synced, null, { timeout: PATIENCE_MS });
  await page.waitForTimeout(PLAYED_MS);
  return page.evaluate(() => {
    /** @type {any} */
    const { player, chunks, state } = window;
    return {
      codec: player.currentFormat?.codec ?? '',
      title: state?.serverState?.metadata?.title ?? '',
      error: player.syncInfo.syncErrorMs ?? 0,
      isPlaying: player.isPlaying,
      clock: Math.round(player.getCurrentServerTimeUs() - (performance.timeOrigin + performance.now()) * 1000),
      chunks,
    };
  });
}

/** Stops the player and starts it again, and sets its volume. @param {Page} page */
async function orders(page) {
  /** @param {string} command @param {object} [parameters] */
  const order = (command, parameters) =>
    page.evaluate(
      ([command, parameters]) => /** @type {any} */ (window).player.sendCommand(command, parameters),
      /** @type {const} */ ([command, parameters]),
    );
  /** @param {boolean} expected */
  const plays = (expected) =>
    page.waitForFunction((expected) => /** @type {any} */ (window).player.isPlaying === expected, expected, {
      timeout: PATIENCE_MS,
    });
  await order('volume', { volume: 40 });
  await page.waitForFunction(() => /** @type {any} */ (window).player.volume === 40, null, { timeout: PATIENCE_MS });
  check(true, 'a controller sets the volume');
  await order('pause');
  await plays(false);
  await order('play');
  await plays(true);
  check(true, 'a controller pauses the player and starts it again');
}
