/**
 * Tries the pages of the programme in a real browser: the calendar by mouse and by keys, playlists, clocks, and a
 * show without scripts.
 *
 * node tests/browser/programme.mjs http://127.0.0.1:8000 PASSWORD [DIRECTORY FOR PICTURES]
 *
 * PASSWORD is that of the account admin. The station must have no show, no playlist and at least four tracks.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { check, open, perform } from './stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */

const [origin, password, pictures] = process.argv.slice(2);
if (!origin || !password) {
  console.error('usage: node tests/browser/programme.mjs http://127.0.0.1:PORT PASSWORD [DIRECTORY FOR PICTURES]');
  process.exit(2);
}
const STATION = `${origin}/admin/stations/main`;
const WIDE = { width: 1280, height: 900 };

await perform(async (browser) => {
  const { page, complaints, close } = await open(browser, `${origin}/login`, { viewport: WIDE });
  page.on('dialog', (dialog) => dialog.accept());
  await signIn(page);
  await makePlaylists(page);
  await orderTracks(page);
  await takeFromFile(page);
  await planHours(page);
  await makeShows(page);
  await moveByMouse(page);
  await moveByKeys(page);
  await withoutScripts(browser, page);
  await look(page);
  check(complaints.length === 0, `the pages complain about nothing ${complaints.join(' | ')}`);
  await close();
});

/** @param {Page} page */
async function signIn(page) {
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password ?? '');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${origin}/admin`);
}

/** @param {Page} page */
async function makePlaylists(page) {
  await page.goto(`${STATION}/playlists`);
  await page.getByText('There are no playlists yet').waitFor();
  const make = async (/** @type {string} */ kind, /** @type {string} */ name) => {
    const form = page.locator('form', { hasText: kind });
    await form.getByLabel('Name').fill(name);
    await form.getByRole('button', { name: 'Create playlist' }).click();
  };
  await make('By rules', 'All');
  await page.locator('#lists').getByRole('link', { name: 'All' }).waitFor();
  check(true, 'a playlist by rules is made without leaving the page');
  await make('By hand', 'Mine & <b>');
  await page.getByRole('heading', { name: 'Mine & <b>', level: 1 }).waitFor();
  check(await page.locator('#unused').getByText('its weight is 0').isVisible(), 'one by hand opens, and says that nothing plays it');
}

/** @param {Page} page */
async function orderTracks(page) {
  await page.getByRole('searchbox').fill('o');
  await page.keyboard.press('Enter');
  const rows = page.locator('.tracks li');
  for (const count of [1, 2, 3, 4]) {
    await page.locator('#found button').nth(count - 1).click();
    await rows.nth(count - 1).waitFor();
  }
  const titles = () => page.locator('.tracks .what').allTextContents();
  const is = (/** @type {string[]} */ expected) =>
    page.waitForFunction((titles) => {
      const found = [...document.querySelectorAll('.tracks .what')].map((what) => what.textContent);
      return JSON.stringify(found) === JSON.stringify(titles);
    }, expected);
  const [one = '', two = '', three = '', four = ''] = await titles();
  await rows.nth(0).dragTo(rows.nth(2), { targetPosition: { x: 60, y: 40 } });
  await is([two, three, one, four]);
  check(true, 'a track is dragged to its place');
  await rows.nth(2).getByRole('button', { name: ' up' }).focus();
  await page.keyboard.press('Enter');
  await is([two, one, three, four]);
  const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  check(focused.endsWith(' up'), `a key moves it, too, and can be pressed again (${focused})`);
  await rows.nth(3).getByRole('button', { name: 'Remove' }).click();
  await is([two, one, three]);
}

/** @param {Page} page */
async function takeFromFile(page) {
  const listed = `#EXTM3U\n${await page.locator('.tracks .what').first().textContent()}\nGr\xFC\xDFe.mp3\n`;
  const name = (await (await page.request.get(`${page.url().split('?')[0]?.replace('/admin/', '/api/v1/')}/export.m3u8`)).text())
    .split('\n')
    .find((line) => line && !line.startsWith('#'));
  const buffer = Buffer.from(`${listed}${name}\n`, 'latin1');
  await page.setInputFiles('#file', { name: 'old.m3u', mimeType: 'audio/x-mpegurl', buffer });
  await page.waitForFunction(() => {
    const text = document.querySelector('#import textarea');
    return text instanceof HTMLTextAreaElement && text.value.includes('Grüße');
  });
  await page.getByRole('button', { name: 'Import tracks' }).click();
  await page.getByText('1 of 3 tracks found').waitFor();
  await page.locator('.tracks li').nth(1).waitFor({ state: 'detached' });
  check(true, 'a file of an old program is taken, and what is missing is named');
}

/** @param {Page} page */
async function planHours(page) {
  await page.goto(`${STATION}/schedule/plans`);
  await page.getByLabel('Name').fill('Clock');
  await page.getByLabel('Playlist').selectOption('All');
  await page.getByRole('button', { name: 'Add row' }).click();
  const last = page.locator('.plan-rows li').nth(1);
  await last.getByLabel('Playlist').selectOption('Mine & <b>');
  await last.getByLabel('Plays').selectOption('hard');
  await last.getByLabel('Minute', { exact: true }).fill('30');
  await page.getByRole('button', { name: 'Create clock' }).click();
  await page.getByText('At :30 exactly, Mine & <b>: what plays is faded out').waitFor();
  check(true, 'a clock is made of rows');
}

/** @param {Page} page */
async function makeShows(page) {
  for (const [name, days, from, to] of /** @type {const} */ ([
    ['Drive', ['Mon', 'Tue', 'Wed'], '16:00', '18:00'],
    ['News', ['Tue', 'Sat'], '12:00', '12:30'],
  ])) {
    await page.goto(`${STATION}/schedule/new`);
    await page.getByLabel('Name').fill(name);
    for (const day of days) await page.getByLabel(day, { exact: true }).check();
    await page.getByLabel('From', { exact: true }).fill(from);
    await page.getByLabel('To', { exact: true }).fill(to);
    await page.getByLabel('Plays').selectOption({ label: 'All' });
    await page.getByRole('button', { name: `Save ${name}` }).click();
    await page.locator('#shows').getByRole('link', { name }).waitFor();
  }
  check(true, 'shows are made, and what would play is told while the form is filled in');
}

/** @param {Page} page */
async function moveByMouse(page) {
  const news = page.locator('.day[data-day=tue] a[data-show=News]');
  /** Drags it by hours, from below its upper edge or by its lower one. */
  const drag = async (/** @type {'top' | 'bottom'} */ edge, /** @type {number} */ hours) => {
    await news.scrollIntoViewIfNeeded();
    const [block, column] = [await news.boundingBox(), await page.locator('.day[data-day=tue] .blocks').boundingBox()];
    if (!block || !column) throw new Error('the show is not on the calendar');
    const [x, y] = [block.x + 20, edge === 'top' ? block.y + 5 : block.y + block.height - 3];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + (hours * column.height) / 24, { steps: 10 });
    await page.mouse.up();
  };
  await drag('top', 5);
  await page.getByText('News: Tue, Sat, 17:00 to 17:30').waitFor();
  const clash = 'Tue, 17:00 to 17:30: News is heard, not Drive, because it begins later. Drive goes on at 17:30.';
  await page.locator('#panel').getByText(clash).waitFor();
  check(true, 'a show is dragged, and what is not heard for it is told before it is saved');
  await page.getByRole('button', { name: 'Undo' }).click();
  check((await news.textContent())?.includes('12:00–12:30') === true, 'it can be put back');
  await drag('bottom', 1);
  await page.getByText('News: Tue, Sat, 12:00 to 13:30').waitFor();
  await page.keyboard.press('Escape');
  check(await page.locator('#panel').isHidden(), 'its lower edge makes it longer, and Escape puts it back');
}

/** @param {Page} page */
async function moveByKeys(page) {
  await page.locator('.day[data-day=tue] a[data-show=Drive]').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowDown', 'ArrowLeft', 'Enter']) {
    await page.keyboard.press(key);
  }
  await page.locator('#panel').getByText('Drive: Mon, Wed, 16:30 to 18:45').waitFor();
  for (let tabs = 0; tabs < 5 && !(await isSaving(page)); tabs += 1) await page.keyboard.press('Tab');
  check(await isSaving(page), 'what would change is reached by Enter, and saving by Tab');
  await page.keyboard.press('Enter');
  await page.locator('#shows').getByText('Mon, Wed, 16:30 to 18:45').waitFor();
  check(true, 'a show is moved and stretched by keys alone');
}

/** @param {Page} page */
function isSaving(page) {
  return page.evaluate(() => document.activeElement?.id === 'save');
}

/** @param {Browser} browser @param {Page} signedIn */
async function withoutScripts(browser, signedIn) {
  const storageState = await signedIn.context().storageState();
  const { page, close } = await open(browser, `${STATION}/schedule/new`, { javaScriptEnabled: false, storageState });
  await page.getByLabel('Name').fill('Plain');
  await page.getByLabel('Sun', { exact: true }).check();
  await page.getByLabel('Plays').selectOption({ label: 'Clock' });
  await page.getByRole('button', { name: 'Preview show' }).click();
  await page.getByRole('button', { name: 'Save Plain' }).click();
  await page.locator('#shows').getByRole('link', { name: 'Plain' }).waitFor();
  await page.goto(`${STATION}/playlists/All`);
  await page.getByText('Used by: Show Drive, Show News, Clock Clock').waitFor();
  check(true, 'all of it works without scripts');
  await close();
}

/** Whether the pages fit and can be used by everybody, on a screen and on a phone. @param {Page} page */
async function look(page) {
  if (pictures) await mkdir(pictures, { recursive: true });
  const paths = ['playlists', 'playlists/All', 'schedule', 'schedule/new', 'schedule/shows/Drive?to=20:00', 'schedule/plans'];
  for (const path of [...paths, 'schedule/plans/Clock', 'schedule/outlook', 'requests', 'log', 'recordings']) {
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${STATION}/${path}`);
      const [content, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      const faults = await axeFaults(page);
      check((content ?? 0) <= (shown ?? 0) && faults.length === 0, `${path}, ${width} px: ${faults.join(' | ') || 'good'}`);
      const name = `${path.replace(/[^a-z]+/gi, '-')}-${width}.png`;
      if (pictures) await page.screenshot({ path: join(pictures, name), fullPage: true });
    }
  }
}
