/**
 * The first day of somebody who runs a station, in the browser: signs in with the printed password, uploads music, makes
 * a playlist and a show, reorders what plays next, sees a DJ go live and takes them off the air, reads the log, and
 * adds a second station. Each page is looked at, too: on a screen and on a phone, by axe's rules.
 *
 * `newcomer.mjs ADDRESS PASSWORD SOURCE_PASSWORD MUSIC [PICTURES]`: MUSIC is a folder of ten files.
 */

import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { PATIENCE_MS, becomes, check, open, perform, play, sounds, until } from './stage.mjs';

/** @import { Page } from 'playwright-core' */

const [address, password, sourcePassword, music, pictures] = process.argv.slice(2);
const OWN_PASSWORD = 'four words of my own';
const MAIN = `${address}/admin/stations/main`;
const WIDTHS = [1280, 390];

/** @type {string[]} */
const looked = [];

await perform(async (browser) => {
  const { page, complaints, close } = await open(browser, `${address}/admin`, { viewport: { width: 1280, height: 900 } });
  page.on('dialog', (dialog) => dialog.accept());
  const visits = [signIn, upload, makePlaylist, makeShow, lineUp, seeDj, readLog, addStation, lookAtAll];
  for (const visit of visits) await visit(page);
  await listenToBoth(browser);
  // Whether a track has a cover is known by asking for it.
  const serious = complaints.filter((complaint) => !complaint.endsWith('/cover'));
  check(serious.length === 0, `the pages complain about nothing ${serious.join(' | ')}`);
  await close();
});

/** @param {Page} page */
async function signIn(page) {
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('New password (').fill(OWN_PASSWORD);
  await page.getByLabel('Repeat new password').fill(OWN_PASSWORD);
  await look(page, 'password');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.waitForURL(`${MAIN}/welcome`);
  check(true, 'signed in with a password of their own');
  await firstSteps(page);
  await page.goto(`${address}/admin`);
  await look(page, 'overview');
}

/** From the name to the stream's addresses. @param {Page} page */
async function firstSteps(page) {
  const go = (/** @type {string} */ name) => page.getByRole('button', { name }).or(page.getByRole('link', { name })).first().click();
  await look(page, 'welcome');
  await page.getByLabel('Station name').fill('Harbour FM');
  await go('Save and continue');
  await page.getByRole('heading', { name: 'Which time zone' }).waitFor();
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const chosen = await page.getByLabel('Time zone').inputValue();
  check(chosen === zone, `the browser's time zone is chosen: ${chosen}`);
  for (const [name, heading] of [['Save and continue', 'How does it look?'], ['Continue', 'Upload some music'], ['Continue', 'Harbour FM is on air']]) {
    await go(name);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  }
  await look(page, 'welcome-end');
  check((await page.getByText('/main.mp3').count()) > 0, 'the first steps end with the addresses of the streams');
}

/** @param {Page} page */
async function upload(page) {
  await page.goto(`${address}/admin/library`);
  await look(page, 'library-empty');
  const names = (await readdir(music)).sort();
  const files = await Promise.all(names.map(async (name) => ({ name, data: (await readFile(join(music, name))).toString('base64') })));
  const dropped = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, data } of files) {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, files);
  await page.dispatchEvent('#drop', 'drop', { dataTransfer: dropped });
  const tracks = page.locator('#tracks tbody tr');
  // The server examines files when nothing else wants its processors, so that a busy machine takes longer for it.
  const all = await becomes(async () => {
    await page.waitForTimeout(500);
    return (await tracks.count()) === names.length;
  }, 4 * PATIENCE_MS);
  check(all, `${await tracks.count()} of ${names.length} tracks are in the library`);
  await look(page, 'library');
}

/** @param {Page} page */
async function makePlaylist(page) {
  await page.goto(`${MAIN}/playlists`);
  await look(page, 'playlists-empty');
  const form = page.locator('form', { hasText: 'By rules' });
  await form.getByLabel('Name').fill('Everything');
  await form.getByRole('button', { name: 'Create playlist' }).click();
  await page.locator('#lists').getByRole('link', { name: 'Everything' }).waitFor();
  check(true, 'a playlist is made');
  await look(page, 'playlists');
}

/** A show for every day. @param {Page} page */
async function makeShow(page) {
  await page.goto(`${MAIN}/schedule`);
  await look(page, 'schedule-empty');
  await page.getByRole('link', { name: 'Add a show' }).first().click();
  await page.getByLabel('Name').fill('Breakfast');
  for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']) await page.getByLabel(day, { exact: true }).check();
  await page.getByLabel('From', { exact: true }).fill('06:00');
  await page.getByLabel('To', { exact: true }).fill('09:00');
  await page.getByLabel('Plays').selectOption({ label: 'Everything' });
  await page.getByRole('button', { name: 'Preview show' }).click();
  await page.getByText('No other show at that time.').waitFor();
  await look(page, 'show-new');
  await page.getByRole('button', { name: 'Save Breakfast' }).click();
  await page.waitForURL(`${MAIN}/schedule`);
  const blocks = await page.locator('#calendar').getByRole('link', { name: 'Breakfast' }).count();
  check(blocks === 7, `the show is on the calendar, on ${blocks} days`);
  await look(page, 'schedule');
}

/** Reorders what plays next with the mouse and with the keys, and skips. @param {Page} page */
async function lineUp(page) {
  await page.goto(MAIN);
  const titles = () => page.locator('#queue li .what p:first-child').allTextContents();
  check(await becomes(async () => (await titles()).length >= 3), 'three tracks are planned');
  await look(page, 'on-air');
  // So that what plays does not end while the rest is moved about.
  const on = await skip(page);
  // The show that was added is planned for, too.
  let planned = '';
  /** @type {string[]} */
  let lines = [];
  const follow = await becomes(async () => {
    const before = planned;
    planned = (await titles()).join();
    if (planned !== before) await page.waitForTimeout(2500);
    lines = await titles();
    return planned === before && lines.length >= 3 && title(lines[0]) !== on;
  });
  check(follow, 'and what follows is shown');
  const [, second, third] = lines;
  await page.locator('#queue li').nth(0).getByRole('button', { name: /^Down/ }).click();
  const moved = await becomes(async () => (await titles())[0] === second);
  check(moved, `the first one moved down: ${(await titles()).slice(0, 3)}`);
  let dragged = false;
  // On a busy machine the browser's driver may let go before the browser has seen that it holds something.
  for (let tries = 0; tries < 3 && !dragged; tries += 1) {
    const place = (await titles()).indexOf(third);
    await page.locator('#queue li').nth(place).dragTo(page.locator('#queue li').nth(0));
    dragged = await becomes(async () => (await titles())[0] === third);
  }
  check(dragged, `the third one was dragged to the top: ${(await titles()).slice(0, 3)}`);
  // It is loaded a moment later.
  await page.waitForTimeout(2500);
  const next = await skip(page);
  check(next === title(third), `after the skip it is on air: ${next}`);
}

/** Goes on to the next title, and says what it is. @param {Page} page */
async function skip(page) {
  const now = async () => (await page.locator('#now .title').textContent())?.trim();
  const before = await now();
  let changed = false;
  // The track loaded next may be the same one, from when there was no other in the library yet.
  for (let tries = 0; tries < 3 && !changed; tries += 1) {
    await page.getByRole('button', { name: 'Skip track' }).click();
    changed = await becomes(async () => (await now()) !== before);
  }
  check(changed, `${before} was skipped`);
  return now();
}

/** What a line of the queue calls the title, without its artist. @param {string} line */
function title(line) {
  return line.split(' – ').at(-1)?.trim();
}

/** Sees a DJ come and takes them off the air. @param {Page} page */
async function seeDj(page) {
  const { host } = new URL(address);
  const tone = ['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=120', '-c:a', 'libopus', '-page_duration', '20000'];
  const to = ['-content_type', 'audio/ogg', '-f', 'ogg', `icecast://source:${sourcePassword}@${host}/main`];
  const program = spawn('ffmpeg', ['-v', 'error', ...tone, ...to], { stdio: 'ignore', timeout: 60_000 });
  try {
    await page.locator('#live .lamp').waitFor({ timeout: 20_000 });
    check(true, 'a DJ is live, and the page says so by itself');
    await look(page, 'live');
    await page.getByRole('button', { name: 'Take off air' }).click();
    await page.getByText('Nobody is live.').waitFor();
    check(true, 'the DJ is off the air');
  } finally {
    program.kill();
  }
}

/** @param {Page} page */
async function readLog(page) {
  await page.goto(`${MAIN}/log`);
  const rows = await page.locator('main table tbody tr').count();
  check(rows > 0, `the playback history has ${rows} lines`);
  await look(page, 'log');
}

/** @param {Page} page */
async function addStation(page) {
  await page.goto(`${address}/admin/stations`);
  await page.getByLabel('Station name').fill('Second');
  await page.getByLabel('Short name for addresses').fill('second');
  await page.getByRole('button', { name: 'Create station' }).click();
  await page.getByRole('heading', { name: 'Station created' }).waitFor();
  await look(page, 'station-added');
  await page.getByRole('link', { name: 'Continue' }).click();
  const airs = await becomes(async () => {
    await page.reload();
    return !(await page.locator('#list').textContent())?.includes('Starting');
  });
  check(airs, 'the second station is on air');
  await look(page, 'stations');
}

/** Every other page there is. @param {Page} page */
async function lookAtAll(page) {
  const ofStation = ['listeners', 'requests', 'recordings', 'djs', 'settings'].map((name) => `${MAIN}/${name}`);
  const ofServer = ['people', 'tokens', 'webhooks', 'health', 'logs', 'audit'].map((name) => `${address}/admin/${name}`);
  for (const where of [...ofStation, ...ofServer]) {
    const reply = await page.goto(where);
    check(reply?.status() === 200, `${where} is there`);
    await look(page, basename(where));
  }
}

/** Both stations sound, one after the other. @param {import('playwright-core').Browser} browser */
async function listenToBoth(browser) {
  for (const slug of ['main', 'second']) {
    const { page, close } = await open(browser, `${address}/${slug}`);
    await play(page);
    const { good, ms } = await until(page, sounds);
    check(good, `${slug} is heard (${ms} ms after the first sound was waited for)`);
    await close();
  }
}

/** Whether a page fits and can be used by everybody, on a screen and on a phone. @param {Page} page @param {string} name */
async function look(page, name) {
  looked.push(name);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    const [content, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    check(content <= shown, `${name}, ${width} px: nothing to scroll sideways (${content} in ${shown})`);
    const faults = await axeFaults(page);
    check(faults.length === 0, `${name}, ${width} px: usable by everybody ${faults.join(' | ')}`);
    if (pictures) {
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `${String(looked.length).padStart(2, '0')}-${name}-${width}.png`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}
