/**
 * Tries the library and the playlists in a real browser: tracks are selected and changed together, sorted, heard in
 * their row, and found however they are spelt; a playlist tells what it would be before it is saved.
 *
 * node tests/browser/library.mjs http://127.0.0.1:8000 PASSWORD [DIRECTORY FOR PICTURES]
 *
 * PASSWORD is that of the account admin. The station must have the tracks that ship.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { becomes, check, open, perform, poll } from './stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */
/** @import { StudioFacts } from '../../static/studio/test-window.js' */

const [origin, password, pictures] = process.argv.slice(2);

await perform(async (browser) => {
  const { page, complaints, close } = await open(browser, `${origin}/login?to=/admin/library`, { viewport: { width: 1440, height: 900 } });
  /** @type {string[]} */
  const asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    dialog.accept();
  });
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password ?? '');
  await page.keyboard.press('Enter');
  await page.locator('#tracks tbody tr').first().waitFor();
  await sorts(page);
  await findsMisspelt(page);
  await editsMany(page);
  await editsAllThatMatch(page);
  await setsTypes(page);
  await playsInStudio(browser, page);
  await makesPlaylist(page, asked);
  await look(page);
  check(complaints.length === 0, `the pages complain about nothing ${complaints.join(' | ')}`);
  await close();
  await worksWithoutScripts(browser);
});

/** @param {Page} page */
function titles(page) {
  return page.locator('#tracks tbody th a').allTextContents();
}

/** @param {Page} page */
async function sorts(page) {
  await page.getByRole('link', { name: 'Title', exact: true }).click();
  await page.waitForURL(/sort=title/);
  const up = await titles(page);
  await page.getByRole('columnheader', { name: 'Title' }).getByRole('link').click();
  await page.waitForURL(/order=desc/);
  const down = await titles(page);
  check(up.length >= 6 && up.join() === [...down].reverse().join(), `sorted by title both ways: ${up}`);
  const sorted = await page.getByRole('columnheader', { name: 'Title' }).getAttribute('aria-sort');
  check(sorted === 'descending', `the column says how it is sorted: ${sorted}`);
}

/** @param {Page} page */
async function findsMisspelt(page) {
  await page.goto(`${origin}/admin/library?q=harbor+lihgts`);
  check((await titles(page)).join() === 'Harbour Lights', `misspelt words find ${await titles(page)}`);
  await page.goto(`${origin}/admin/library?q=over+angarna`);
  check((await titles(page)).length === 1, 'words without accents find those with them');
}

/** By keys alone. @param {Page} page */
async function editsMany(page) {
  await page.goto(`${origin}/admin/library`);
  check(!(await page.locator('#batch').isVisible()), 'nothing is offered while nothing is selected');
  await page.locator('#tracks tbody input').first().focus();
  await page.keyboard.press('Space');
  await page.locator('#tracks tbody input').nth(1).focus();
  await page.keyboard.press('Space');
  await page.getByText('2 selected').waitFor();
  await page.locator('#batch summary', { hasText: 'Edit tags' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('#batch').getByLabel('Genre').fill('Shanty');
  const faults = await axeFaults(page);
  check(faults.length === 0, `usable by everybody while tracks are selected ${faults.join(' | ')}`);
  if (pictures) await picture(page, 'library-selected');
  await page.getByRole('button', { name: 'Save tags' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Tags of 2 tracks saved.').waitFor();
  const shanties = page.locator('#tracks').getByText('Shanty');
  check(await becomes(async () => (await shanties.count()) === 2), 'two tracks have another genre');
}

/** @param {Page} page */
async function editsAllThatMatch(page) {
  await page.goto(`${origin}/admin/library?genre=Shanty`);
  await page.locator('#all-here').check();
  await page.locator('#all-found').check();
  await page.getByText('All 2 selected').waitFor();
  await page.locator('#batch summary', { hasText: 'Edit tags' }).click();
  await page.locator('#batch').getByLabel('Year').fill('1999');
  await page.getByRole('button', { name: 'Save tags' }).click();
  await page.getByText('Tags of 2 tracks saved.').waitFor();
  const years = page.locator('#tracks').getByText('1999');
  check(await becomes(async () => (await years.count()) === 2), 'all that match have another year');
}

/** @param {Page} page */
async function setsTypes(page) {
  await page.goto(`${origin}/admin/library?sort=title`);
  await page.locator('#tracks tbody input').first().check();
  await page.locator('#batch summary', { hasText: 'Set type' }).click();
  await page.locator('#batch').getByLabel('Type').selectOption('jingle');
  await page.getByRole('button', { name: 'Set type' }).click();
  await page.getByText('Type of 1 track set.').waitFor();
  const jingle = page.locator('#tracks tbody tr').first().getByText('Jingle');
  check(await becomes(() => jingle.isVisible()), 'the row says that it is a jingle');
  await page.locator('#tracks tbody tr').nth(1).hover();
  const preview = page.locator('button.preview').nth(1);
  await preview.click();
  check(await becomes(async () => (await preview.getAttribute('aria-pressed')) === 'true'), 'a track is heard in its row');
  await preview.click();
  check(await becomes(async () => (await preview.getAttribute('aria-pressed')) === 'false'), 'and ends when it is pressed again');
}

/** @param {Page} page @param {string[]} asked */
async function makesPlaylist(page, asked) {
  await page.goto(`${origin}/admin/stations/main/playlists`);
  const form = page.locator('form', { hasText: 'By rules' });
  await form.getByLabel('Name').fill('Shanties');
  await form.getByLabel('Genre').selectOption('Shanty');
  const says = form.locator('[data-says]');
  check(await becomes(async () => /^[12] tracks?, .* match: /.test((await says.textContent()) ?? '')), `told before it is saved: ${await says.textContent()}`);
  await form.getByLabel('Weight').fill('1');
  check(await becomes(async () => ((await says.textContent()) ?? '').includes('again and again')), 'it is warned of a short programme');
  if (pictures) await picture(page, 'playlists-warning');
  await form.getByRole('button', { name: 'Create playlist' }).click();
  await page.locator('#lists').getByRole('link', { name: 'Shanties' }).waitFor();
  check(asked.at(-1)?.includes('again and again') ?? false, 'and asked before it is saved');
  await page.locator('#lists').getByRole('link', { name: 'Shanties' }).click();
  await page.getByLabel('New name').fill('Sea songs');
  await page.getByRole('button', { name: 'Rename playlist' }).click();
  await page.locator('#lists').getByRole('link', { name: 'Sea songs' }).waitFor();
  check(true, 'a playlist is renamed');
}

/** @param {Page} page */
async function look(page) {
  const pages = ['library', 'library/folders', 'stations/main/playlists', 'stations/main/playlists/Sea%20songs'];
  await page.goto(`${origin}/admin/library`);
  const track = new URL((await page.locator('#tracks tbody th a').first().getAttribute('href')) ?? '', origin).pathname;
  for (const path of [...pages.map((one) => `/admin/${one}`), track]) {
    for (const width of [1440, 390]) {
      for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.goto(`${origin}${path}`);
        const [content, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
        check(content <= shown, `${path}, ${width} px: nothing to scroll sideways (${content} in ${shown})`);
        const faults = await axeFaults(page);
        check(faults.length === 0, `${path}, ${width} px, ${colorScheme}: usable by everybody ${faults.join(' | ')}`);
        if (pictures) await picture(page, `${path.replace(/\W+/g, '-').slice(7)}-${width}-${colorScheme}`);
      }
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(`${origin}/admin/library`);
  await page.locator('#tracks tbody input').first().check();
  await page.locator('#batch summary', { hasText: 'Edit tags' }).click();
  const faults = await axeFaults(page);
  check(faults.length === 0, `usable on a phone while tracks are selected ${faults.join(' | ')}`);
  if (pictures) await picture(page, 'library-selected-390');
}

/** @param {Browser} browser */
async function worksWithoutScripts(browser) {
  const { page, close } = await open(browser, `${origin}/login?to=/admin/library`, { javaScriptEnabled: false });
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('#tracks tbody input').nth(2).check();
  await page.locator('#batch summary', { hasText: 'Edit tags' }).click();
  await page.locator('#batch').getByLabel('Genre').fill('Plain');
  await page.getByRole('button', { name: 'Save tags' }).click();
  check((await page.locator('#tracks').getByText('Plain').count()) === 1, 'tags are edited without scripts');
  await tryBar(page);
  await close();
}

/** The bar at the foot of phones, without scripts. @param {Page} page */
async function tryBar(page) {
  const bar = page.getByRole('navigation', { name: 'Main pages' });
  check(!(await bar.isVisible()), 'a screen has no bar of places');
  await page.setViewportSize({ width: 390, height: 844 });
  const places = await bar.getByRole('link').allTextContents();
  check(places.join(' ') === 'On air Library Schedule Studio More', `a phone has five places (${places})`);
  check((await bar.locator('[aria-current]').textContent()) === 'Library', 'the bar marks the page that is open');
  const menu = page.getByRole('navigation', { name: 'Dashboard' });
  check(!(await menu.isVisible()), 'the menu is closed on a phone');
  await bar.getByRole('link', { name: 'More' }).click();
  check(await menu.getByRole('link', { name: 'Playback history' }).isVisible(), 'More opens the menu');
  await menu.getByRole('link', { name: 'Close' }).click();
  check(!(await menu.isVisible()), 'and Close closes it');
  await bar.getByRole('link', { name: 'Schedule' }).click();
  check((await bar.locator('[aria-current]').textContent()) === 'Schedule', 'a place is one tap away');
}

/** @param {Page} page @param {string} name */
async function picture(page, name) {
  await mkdir(pictures ?? '.', { recursive: true });
  await page.screenshot({ path: join(pictures ?? '.', `${name}.png`), fullPage: true });
}

/** The studio plays what is in the library of the one who is signed in. @param {Browser} browser @param {Page} signedIn */
async function playsInStudio(browser, signedIn) {
  const stranger = await open(browser, `${origin}/main/studio`);
  await stranger.page.waitForFunction(() => 'studio' in window);
  await stranger.page.getByRole('button', { name: 'Open the library' }).click();
  await stranger.page.getByRole('link', { name: 'Sign in on the dashboard' }).waitFor();
  check(true, 'a stranger is asked to sign in before the library opens in the studio');
  await stranger.close();

  const storageState = await signedIn.context().storageState();
  const { page, complaints, close } = await open(browser, `${origin}/main/studio`, { storageState });
  await page.waitForFunction(() => 'studio' in window);
  await page.getByRole('button', { name: 'Open the library' }).click();
  await page.getByLabel('Title or artist').fill('harbor');
  await page.getByRole('button', { name: 'Load Harbour Lights on deck A' }).click();
  await page.getByRole('button', { name: 'Deck A: play' }).click();
  const level = (/** @type {(facts: StudioFacts) => number} */ of) =>
    poll(() => page.evaluate(() => ({ ...window.studio.state })), (facts) => of(facts) > 0.01);
  check((await level(({ levels }) => levels?.a.peak ?? 0)).good, 'deck A plays a track of the station');
  await page.getByRole('button', { name: 'Deck A: pause' }).click();
  const jingle = page.locator('#carts button:enabled').first();
  await poll(() => page.evaluate(() => ({ ...window.studio.state })), ({ levels }) => (levels?.left.peak ?? 1) < 0.001);
  // Keys typed into a field are text.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  await page.keyboard.press('3');
  check((await level(({ levels }) => levels?.left.peak ?? 0)).good, 'a key plays the first jingle on air');
  check((await jingle.getAttribute('aria-pressed')) === 'true', 'its button says so');
  await page.keyboard.press('3');
  check(await becomes(async () => (await jingle.getAttribute('aria-pressed')) === 'false'), 'and ends it at the second press');
  const faults = await axeFaults(page);
  check(faults.length === 0, `the studio with its library can be used by everybody ${faults.join(' | ')}`);
  if (pictures) await picture(page, 'studio-library');
  check(complaints.length === 0, `the studio complains about nothing ${complaints.join(' | ')}`);
  await close();
}
