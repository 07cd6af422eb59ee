/**
 * A browser to try pages in, and what every check of a page needs.
 *
 * Never: waits without bound, or leaves a browser behind.
 */

import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { chromium } from 'playwright-core';

/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */
/** @import { Facts } from '../../static/test-window.js' */

/** By this name a server on this machine is an insecure origin; 127.0.0.1 counts as secure. */
export const INSECURE_HOST = 'radio.test';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
];

const LOOK_EVERY_MS = 10;
/** The longest wait for what should come at once: a machine with much else to do fails no check by being slow. */
export const PATIENCE_MS = 30_000;
/** After this long all of a script is broken off. */
const ALL_WITHIN_MS = 280_000;

const CLOSED_WITHIN_MS = 20_000;

let failed = 0;

/** Prints one line. @param {boolean} good @param {string} what */
export function check(good, what) {
  if (!good) failed += 1;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}`);
}

/**
 * Runs a play with a browser that is closed afterwards, and ends the program: 0 if every check was good.
 * @param {(browser: Browser) => Promise<void>} play
 * @param {string[]} [more] arguments for the browser
 */
export function perform(play, more = []) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return performIn(() => chromium.launch({ executablePath, args: [...ARGUMENTS, ...more], timeout: 30_000 }), play);
}

/**
 * The same in any browser.
 * @template {{ close(): Promise<void> }} B
 * @param {() => Promise<B>} launch
 * @param {(browser: B) => Promise<void>} play
 */
export async function performIn(launch, play) {
  // A closed browser ends all waiting for it, so the play fails and the program ends.
  const browser = await launch();
  const limit = setTimeout(() => {
    check(false, `done within ${ALL_WITHIN_MS / 1000} s`);
    browser.close();
    // A browser that hangs does not close either.
    setTimeout(() => process.exit(1), CLOSED_WITHIN_MS).unref();
  }, ALL_WITHIN_MS);
  try {
    await play(browser);
  } catch (error) {
    check(false, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    clearTimeout(limit);
    await browser.close();
  }
  console.log(failed === 0 ? 'all good' : `${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

/**
 * A page whose complaints are collected.
 * @param {Browser} browser
 * @param {string} address
 * @param {BrowserContextOptions & { before?: (page: Page) => Promise<unknown> }} [options] `before` it is loaded
 */
export async function open(browser, address, options = {}) {
  const { before, ...contextOptions } = options;
  const context = await browser.newContext({ locale: 'en-US', ...contextOptions });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  /** What a visitor's browser would complain about. @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`threw ${error.message}`));
  page.on('console', (line) => line.type() === 'error' && complaints.push(`console: ${line.text()} ${line.location().url}`));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    const inside = host === new URL(address).host || protocol === 'data:' || protocol === 'blob:';
    if (!inside) complaints.push(`asked ${request.url()}`);
  });
  await before?.(page);
  await page.goto(address, { waitUntil: 'load' });
  return { page, complaints, close: () => context.close() };
}

/** @param {Page} page @returns {Promise<Facts>} */
export function facts(page) {
  return page.evaluate(() => ({ ...window.longwave.state }));
}

/**
 * Looks again and again until what is seen satisfies, but not for ever.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {(facts: T) => boolean} satisfied
 * @param {number} [patienceMs]
 * @returns {Promise<{ good: boolean, ms: number, facts: T }>} how it ended, and after how long
 */
export async function poll(look, satisfied, patienceMs = PATIENCE_MS) {
  const start = performance.now();
  for (;;) {
    const facts = await look();
    const ms = Math.round(performance.now() - start);
    const good = satisfied(facts);
    if (good || ms > patienceMs) return { good, ms, facts };
    await pause(LOOK_EVERY_MS);
  }
}

/** Whether it becomes so. @param {() => Promise<boolean>} isSo @param {number} [patienceMs] */
export async function becomes(isSo, patienceMs) {
  return (await poll(isSo, Boolean, patienceMs)).good;
}

/** Waits until a page's facts satisfy. @param {Page} page @param {(facts: Facts) => boolean} satisfied */
export function until(page, satisfied) {
  return poll(() => facts(page), satisfied);
}

/**
 * Waits until an element's text says something: it may follow the page's facts by a moment.
 * @param {Page} page
 * @param {string} selector
 * @param {(words: string) => boolean} satisfied
 * @returns {Promise<{ good: boolean, words: string }>}
 */
export async function untilText(page, selector, satisfied) {
  const { good, facts } = await poll(async () => (await page.textContent(selector)) ?? '', satisfied);
  return { good, words: facts };
}

/**
 * Presses play and waits for sound.
 * @param {Page} page
 * @returns {ReturnType<typeof until>} with the time from before the click, so no less than a listener waits
 */
export async function play(page) {
  const start = performance.now();
  await page.click('#play');
  const ended = await until(page, sounds);
  return { ...ended, ms: Math.round(performance.now() - start) };
}

/** Whether there is sound. @param {Facts} facts */
export const sounds = ({ energy, state }) => state === 'on-air' && energy > 0.001;

/**
 * Listens for two seconds in which the sound does not run out. It tries a few times: a machine with something else to do
 * holds a browser up for longer than In sync buffers.
 * @param {Page} page that plays
 * @returns {ReturnType<typeof until>}
 */
export async function playsOn(page) {
  for (let tries = 1; ; tries++) {
    const { facts: before } = await until(page, sounds);
    const later = await until(page, (now) => Number(now.heardUs) > Number(before.heardUs) + 2e6);
    const good = later.good && sounds(later.facts) && later.facts.underruns === before.underruns;
    if (good || tries === 4) return { ...later, good };
  }
}

/**
 * Collects the titles that a page's socket brings.
 * @param {Page} page
 */
export function collectTitles(page) {
  /** @type {{ time_us: number, title: string }[]} */
  const titles = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload !== 'string') return;
      const said = JSON.parse(payload);
      if (said.type === 'now_playing') titles.push(said);
    }),
  );
  return titles;
}

/**
 * The title that belongs to what is heard.
 * @param {{ time_us: number, title: string }[]} titles
 * @param {number | null} heardUs
 */
export function titleAt(titles, heardUs) {
  const begun = titles.filter(({ time_us }) => time_us <= (heardUs ?? 0));
  return begun.sort((a, b) => a.time_us - b.time_us).at(-1)?.title;
}

/** The next line of standard input: what whoever runs the play did. @returns {Promise<string>} */
export function nextLine() {
  return new Promise((done) => {
    const lines = createInterface({ input: process.stdin });
    const limit = setTimeout(() => finish('nothing in time'), PATIENCE_MS);
    const finish = (/** @type {string} */ line) => {
      clearTimeout(limit);
      lines.close();
      process.stdin.unref();
      done(line);
    };
    lines.once('line', finish);
  });
}
