/**
 * Tries a call on a running station in a real browser, whose microphones beep: a listener's page and the studio.
 *
 * node tests/browser/calls.mjs http://127.0.0.1:8000 USER PASSWORD [DIRECTORY FOR PICTURES]
 *
 * Prints a line for each check; exits with 1 if one failed. The station must take calls, and nobody may be live.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { axeFaults } from './looks.mjs';
import { PATIENCE_MS, check, open, perform, poll } from './stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */

const FAKE_MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

const [origin, user, password, pictures] = process.argv.slice(2);
if (!origin || !user || !password) {
  console.error('usage: node tests/browser/calls.mjs http://127.0.0.1:PORT USER PASSWORD [DIRECTORY FOR PICTURES]');
  process.exit(2);
}

await perform(async (browser) => {
  if (pictures) await mkdir(pictures, { recursive: true });
  const dj = await goLive(browser);
  const caller = await open(browser, new URL('/main/call', origin).href);
  await told(caller.page, /open/);
  await faultless(caller.page, 'call');
  await caller.page.fill('#caller-name', 'Ben');
  await caller.page.fill('#caller-topic', 'The lighthouse');
  await caller.page.click('#test');
  await level(caller.page, '#meter-voice', 'the meter of the caller moves');
  await caller.page.click('#ring');
  await told(caller.page, /first in line/);
  await words(dj.page, '.caller-name', /Ben/, 'the DJ sees who calls');
  await level(dj.page, '.caller-level', 'and hears nothing, but sees the level');
  await faultless(dj.page, 'studio-waiting');
  await dj.page.click('[data-order="screen"]');
  await told(caller.page, /off air/);
  await words(dj.page, '#mic-state', /off air, to Ben/, 'the microphone goes to the caller');
  await level(dj.page, '.caller-level', 'the voice arrives');
  await dj.page.click('[data-order="air"]');
  await told(caller.page, /on air/);
  await words(dj.page, '#mic-state', /open/, 'the microphone is on air again');
  await faultless(dj.page, 'studio-on-air');
  await faultless(caller.page, 'call-on-air');
  caller.page.on('dialog', (dialog) => dialog.accept());
  await caller.page.reload();
  await told(caller.page, /were in a call/);
  await caller.page.fill('#caller-name', 'Ben');
  await caller.page.click('#ring');
  await told(caller.page, /on air/);
  await dj.page.click('[data-order="hang_up"]');
  await told(caller.page, /ended the call/);
  const complaints = [...dj.complaints, ...caller.complaints];
  check(complaints.length === 0, `no complaints of the browser: ${complaints.join('; ') || 'none'}`);
  await caller.close();
  await dj.close();
}, FAKE_MICROPHONE);

/** The studio, on air with an open line. @param {Browser} browser */
async function goLive(browser) {
  const opened = await open(browser, new URL('/main/studio', origin).href, {
    before: async (page) => {
      await page.addInitScript(() => localStorage.setItem('longwave.studio.count-in', 'false'));
    },
  });
  const { page } = opened;
  await page.waitForFunction(() => 'studio' in window);
  await page.fill('#user', user);
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
  await page.click('#mic');
  await page.click('#on-air');
  await page.click('#line-switch:not([disabled])', { timeout: PATIENCE_MS });
  await words(page, '#line-state', /The line is open/, 'the DJ opens the line');
  return opened;
}

/** @param {Page} page @param {RegExp} fits */
async function told(page, fits) {
  await words(page, '#call-state', fits, `the caller is told: ${fits.source}`);
}

/** @param {Page} page @param {string} where @param {RegExp} fits @param {string} what */
async function words(page, where, fits, what) {
  let last = '';
  const { good } = await poll(
    async () => (last = (await page.locator(where).first().textContent().catch(() => '')) ?? ''),
    (text) => fits.test(text),
  );
  check(good, good ? what : `${what}: ${last}`);
}

/** @param {Page} page @param {string} where @param {string} what */
async function level(page, where, what) {
  const shown = () => page.locator(where).first().evaluate((meter) => parseFloat(getComputedStyle(meter).getPropertyValue('--level')));
  const { good } = await poll(shown, (percent) => percent > 20);
  check(good, what);
}

/** @param {Page} page @param {string} name of its pictures */
async function faultless(page, name) {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= width, `${name} fits into ${width} px: ${wide}`);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
  }
  const faults = await axeFaults(page);
  check(faults.length === 0, `axe finds nothing on ${name}: ${faults.join('; ') || 'nothing'}`);
}
