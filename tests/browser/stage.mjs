/**
 * A browser to try pages in, and what every check of a page needs.
 *
 * Never: waits without bound, or leaves a browser behind.
 */

import { createInterface } from 'node:readline';

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
/** The longest that whoever runs a play takes for what it waits for. */
const TOLD_WITHIN_MS = 60_000;

const CLOSED_WITHIN_MS = 20_000;

let failed = 0;

/** Prints one line. @param {boolean} good @param {string} what */
export function check(good, what) {
  if (!good) failed += 1;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}`);
}

/**
 * Runs a play with a browser that is closed afterwards, and ends the program: 0 if every check was good.
 * @param {number} atMostMs after which it is broken off
 * @param {(browser: Browser) => Promise<void>} play
 * @param {string[]} [more] arguments for the browser
 */
export async function perform(atMostMs, play, more = []) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  // A closed browser ends all waiting for it, so the play fails and the program ends.
  const browser = await chromium.launch({ executablePath, args: [...ARGUMENTS, ...more], timeout: 30_000 });
  const limit = setTimeout(() => {
    check(false, `done within ${atMostMs / 1000} s`);
    browser.close();
    // A browser that hangs does not close either.
    setTimeout(() => process.exit(1), CLOSED_WITHIN_MS).unref();
  }, atMostMs);
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
  const context = await browser.newContext(contextOptions);
  context.setDefaultTimeout(10_000);
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
 * Waits until a page's facts satisfy, but not for ever.
 * @param {Page} page
 * @param {number} atMostMs
 * @param {(facts: Facts) => boolean} satisfied
 * @returns {Promise<{ good: boolean, ms: number, facts: Facts }>} how it ended, and after how long
 */
export async function until(page, atMostMs, satisfied) {
  const start = performance.now();
  for (;;) {
    const now = await facts(page);
    const ms = Math.round(performance.now() - start);
    if (satisfied(now)) return { good: true, ms, facts: now };
    if (ms > atMostMs) return { good: false, ms, facts: now };
    await page.waitForTimeout(LOOK_EVERY_MS);
  }
}

/**
 * Presses play and waits for sound.
 * @param {Page} page
 * @param {number} atMostMs
 * @returns {ReturnType<typeof until>} with the time from before the click, so no less than a listener waits
 */
export async function play(page, atMostMs) {
  const start = performance.now();
  await page.click('#play');
  const ended = await until(page, atMostMs, sounds);
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
    const { facts: before } = await until(page, 10_000, sounds);
    const later = await until(page, 10_000, (now) => Number(now.heardUs) > Number(before.heardUs) + 2e6);
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
    const limit = setTimeout(() => finish('nothing in time'), TOLD_WITHIN_MS);
    const finish = (/** @type {string} */ line) => {
      clearTimeout(limit);
      lines.close();
      process.stdin.unref();
      done(line);
    };
    lines.once('line', finish);
  });
}
