/**
 * Tries the page "On air" in a real browser: what somebody writes or opens stays while the page follows what happens,
 * its banners follow the station's state, and it says so when the server is not there.
 *
 * node tests/browser/on-air.mjs http://127.0.0.1:8000 PASSWORD PID [DIRECTORY FOR PICTURES]
 *
 * PASSWORD is that of the account admin, PID the server's process. The station must have music.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { becomes, check, open, perform } from './stage.mjs';

/** @import { Page } from 'playwright-core' */

const [origin, password, pid, pictures] = process.argv.slice(2);
const DRAFT = 'Please play it again, Ada';

await perform(async (browser) => {
  const { page, complaints, close } = await open(browser, `${origin}/login?to=/admin/stations/main`);
  page.on('dialog', (dialog) => dialog.accept());
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password ?? '');
  await page.keyboard.press('Enter');
  await page.locator('#now .title').waitFor();
  await followsQuietly(page);
  await tellsState(page);
  await noticesTheLoss(page);
  await look(page);
  // Whether a track has a cover is known by asking for it, and a server that stands still answers nothing.
  const serious = complaints.filter((complaint) => !complaint.endsWith('/cover') && !complaint.includes('/events'));
  check(serious.length === 0, `the page complains about nothing ${serious.join(' | ')}`);
  await close();
});

/** @param {Page} page */
async function followsQuietly(page) {
  await page.waitForFunction(() => document.body.dataset.follows === 'yes');
  const meters = await becomes(async () => Number(await page.locator('#level-left').getAttribute('width')) > 0);
  check(meters, 'the meters move');
  check((await page.locator('.upcoming li').count()) === 3, 'the next three tracks are shown');
  await page.getByLabel('Message to the DJ').fill(DRAFT);
  await page.getByText('QR code').first().click();
  // The focus is elsewhere, so that every part may be replaced.
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
  const now = async () => `${await page.locator('#now .title').textContent()} ${await page.locator('#left').getAttribute('data-from-us')}`;
  const before = await now();
  await page.getByRole('button', { name: 'Skip track' }).click();
  check(await becomes(async () => (await now()) !== before), 'a skip shows the next track');
  check((await page.getByLabel('Message to the DJ').inputValue()) === DRAFT, 'a message that is half written stays');
  check(await page.locator('.links details').first().evaluate((details) => /** @type {HTMLDetailsElement} */ (details).open), 'an open panel stays open');
}

/** @param {Page} page */
async function tellsState(page) {
  const banner = page.getByText('The station is faded to silence');
  await page.getByRole('button', { name: 'Fade to silence' }).click();
  await banner.waitFor();
  await page.getByRole('button', { name: 'Back on air' }).click();
  await banner.waitFor({ state: 'detached' });
  check(true, 'the banner of silence comes and goes with it');
}

/** @param {Page} page */
async function noticesTheLoss(page) {
  const notice = page.locator('#connection');
  process.kill(Number(pid), 'SIGSTOP');
  try {
    await notice.getByText('Connection lost').waitFor();
    check((await page.locator('#left').textContent()) === '–', 'without the server the page says so, and counts no more');
  } finally {
    process.kill(Number(pid), 'SIGCONT');
  }
  await notice.waitFor({ state: 'hidden' });
  const counts = await becomes(async () => (await page.locator('#left').textContent())?.includes('left') === true);
  check(counts, 'once the server is back, the page follows it again');
}

/** Whether the page fits and can be used by everybody. @param {Page} page */
async function look(page) {
  if (pictures) await mkdir(pictures, { recursive: true });
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const [content = 0, shown = 0] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      const faults = await axeFaults(page);
      check(content <= shown && faults.length === 0, `${width} px, ${colorScheme}: ${content} px wide, faults: ${faults.join(' | ') || 'none'}`);
      if (pictures) await page.screenshot({ path: join(pictures, `on-air-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
}
