/**
 * Tries the player and the studio of a running station in Firefox.
 *
 * node tests/browser/firefox.mjs http://127.0.0.1:8000 USER PASSWORD
 *
 * Needs PulseAudio: without any output, Firefox plays nothing. Prints `playing` once there is sound, and then waits for the
 * line `restarted` on its standard input. Prints a line for each check; exits with 1 if one failed.
 */

import puppeteer from 'puppeteer-core';

import { check, nextLine, performIn, playsOn, poll, sounds } from './stage.mjs';
import { environment, startPulse } from './two-pages.mjs';

/** @import { Page } from 'playwright-core' */

const [origin, user, password] = process.argv.slice(2);
if (!origin || !user || !password) {
  console.error('usage: node tests/browser/firefox.mjs http://127.0.0.1:PORT USER PASSWORD');
  process.exit(2);
}
process.on('exit', await startPulse());

await performIn(
  () =>
    puppeteer.launch({
      browser: 'firefox',
      timeout: 60_000,
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      env: { ...environment, PULSE_SINK: 'first' },
      extraPrefsFirefox: { 'media.autoplay.default': 0, 'media.navigator.permission.disabled': true, 'media.navigator.streams.fake': true },
    }),
  async (firefox) => {
    const page = await firefox.newPage();
    /** @type {string[]} */
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await checkPlayer(page);
    await checkStudio(page);
    // That the server was away for a moment is said, too.
    const others = complaints.filter((complaint) => !complaint.includes('establish a connection'));
    check(others.length === 0, `the pages complain about nothing else ${others.join(' | ')}`);
  },
);

/** @param {import('puppeteer-core').Page} page */
async function checkPlayer(page) {
  const facts = () => page.evaluate(() => ({ ...window.longwave.state }));
  await page.goto(`${origin}/main`);
  await page.click('#play');
  const before = await poll(facts, sounds);
  check(before.good, `it plays after ${before.ms} ms, by ${before.facts.rung}`);
  // The methods that are used here are the same in both libraries.
  const on = await playsOn(/** @type {Page} */ (/** @type {unknown} */ (page)));
  check(on.good, `it plays on, ${on.facts.underruns} underruns`);
  const title = await poll(facts, ({ title }) => Boolean(title));
  check(title.good, `it shows the title: ${title.facts.title}`);
  console.log('playing');
  check((await nextLine()) === 'restarted', 'the server was restarted');
  const lost = Number((await facts()).heardUs);
  const back = await poll(facts, (now) => sounds(now) && Number(now.heardUs) > lost + 2e6);
  check(back.good, `sound again ${back.ms} ms after it, without a click`);
}

/** @param {import('puppeteer-core').Page} page */
async function checkStudio(page) {
  const facts = () => page.evaluate(() => ({ ...window.studio.state }));
  await page.goto(`${origin}/main/studio`);
  await page.waitForFunction(() => window.studio !== undefined);
  await page.type('#user', user ?? '');
  await page.type('#password', password ?? '');
  await page.keyboard.press('Enter');
  await page.click('#mic');
  const metered = await poll(facts, ({ levels }) => (levels?.mic.peak ?? 0) > 0.02);
  const words = await page.$$eval('#mic-state, #mic-blocked', (parts) => parts.map(({ textContent }) => textContent).join(', '));
  check(metered.good, `the meter shows the microphone (${metered.facts.levels?.mic.peak}; ${words})`);
  await page.click('#on-air');
  const live = await poll(facts, ({ show }) => show === 'on-air');
  check(live.good, `on air after ${live.ms} ms`);
  const { good, facts: source } = await poll(onAirNow, (source) => source === 'live');
  check(good, `listeners hear it: ${source}`);
}

/** The kind of source that the station says is on air. */
async function onAirNow() {
  const told = await fetch(`${origin}/api/v1/stations/main/now`);
  return /** @type {{ now_playing: { source: string } }} */ (await told.json()).now_playing.source;
}
