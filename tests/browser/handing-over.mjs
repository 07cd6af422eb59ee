/**
 * Tries what is handed to others: the address of the player page, and the sheet with all that a DJ needs.
 *
 * node tests/browser/handing-over.mjs http://127.0.0.1:8000 PASSWORD [DIRECTORY FOR PICTURES]
 *
 * PASSWORD is that of the account admin.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { check, open, perform } from './stage.mjs';

/** @import { Page } from 'playwright-core' */

const [origin = '', password, pictures] = process.argv.slice(2);
const MAIN = `${origin}/admin/stations/main`;

await perform(async (browser) => {
  const { page, complaints, close } = await open(browser, `${origin}/login?to=/admin/stations/main`, {
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1280, height: 900 },
  });
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password ?? '');
  await page.keyboard.press('Enter');
  await page.locator('#now .title').waitFor();
  await sharesPage(page, MAIN);
  await sharesPage(page, `${MAIN}/welcome?step=5`);
  await handsOver(page);
  await fitsHeader(page);
  const serious = complaints.filter((complaint) => !complaint.endsWith('/cover'));
  check(serious.length === 0, `the pages complain about nothing ${serious.join(' | ')}`);
  await close();
});

/** @param {Page} page @param {string} address */
async function sharesPage(page, address) {
  await page.goto(address);
  const first = page.locator('.links li').first();
  await first.getByRole('button', { name: 'Copy' }).click();
  await first.getByText('Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied === `${origin}/main`, `the first address is that of the player page: ${copied}`);
  check((await first.getByRole('link', { name: 'Open' }).getAttribute('href')) === copied, 'it can be opened');
  await first.getByText('QR code').click();
  check(await first.getByRole('img', { name: copied }).isVisible(), 'and has a QR code');
}

/** @param {Page} page */
async function handsOver(page) {
  await page.goto(`${MAIN}/djs`);
  await page.getByLabel('Name', { exact: true }).fill('nightowl');
  await page.getByRole('button', { name: 'Add DJ' }).click();
  await page.getByRole('heading', { name: 'DJ account created' }).waitFor();
  // The script that does it runs after the heading is drawn.
  await page.waitForURL(`${MAIN}/djs`, { timeout: 5_000 }).catch(() => undefined);
  check(page.url() === `${MAIN}/djs`, `a reload does not send the form again: ${page.url()}`);
  await page.getByRole('button', { name: 'Copy all' }).click();
  await page.getByText('Copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const { hostname, port } = new URL(origin);
  const expected = [`Studio: ${origin}/main/studio`, `Server: ${hostname}`, `Port: ${port}`, 'Mount point: /main', 'Name: nightowl'];
  check(copied.split('\n').slice(0, 5).join() === expected.join(), `all is copied at once: ${expected.join(', ')}`);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const lines = await page.locator('.shown .whole').evaluate((code) => code.getClientRects().length);
    const [content, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    check(lines === 1 && (content ?? 0) <= (shown ?? 0), `${width} px: the password stands in one line`);
    const faults = await axeFaults(page);
    check(faults.length === 0, `${width} px: usable by everybody ${faults.join(' | ')}`);
    await picture(page, `sheet-${width}`);
  }
  await page.emulateMedia({ media: 'print' });
  check(await page.locator('.top').isHidden(), 'on paper there is the sheet alone');
  await picture(page, 'sheet-print');
  await page.emulateMedia({ media: 'screen' });
}

/** @param {Page} page */
async function fitsHeader(page) {
  await page.setViewportSize({ width: 390, height: 900 });
  await page.goto(MAIN);
  const tops = await page.locator('.top > *').evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()).map(({ top, height }) => top + height / 2));
  check(Math.max(...tops) - Math.min(...tops) < 8, 'the header is one line on a phone');
}

/** @param {Page} page @param {string} name */
async function picture(page, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
