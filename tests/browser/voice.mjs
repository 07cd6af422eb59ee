/**
 * Records talk between two tracks in the studio of a running station, by a microphone that beeps twice a second: it is heard, kept,
 * and plays as if live.
 *
 * node tests/browser/voice.mjs http://127.0.0.1:8000 PASSWORD [DIRECTORY FOR PICTURES]
 *
 * PASSWORD is that of the account admin. The station must have music, and nobody may be live.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { becomes, check, open, perform, poll, untilText } from './stage.mjs';

/** @import { Page } from 'playwright-core' */

const FAKE_MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
const TALKS_MS = 2500;

const [origin, password, pictures] = process.argv.slice(2);

await perform(async (browser) => {
  if (pictures) await mkdir(pictures, { recursive: true });
  const { page, complaints, close } = await open(browser, `${origin}/main/studio`, { viewport: { width: 390, height: 844 } });
  await page.waitForFunction(() => 'studio' in window);
  await page.click('#voice-open');
  const asked = await untilText(page, '#voice-said', (words) => words.includes('Sign in'));
  check(asked.good, `without a session it says so: ${asked.words}`);
  // The browser's own words about a refused request.
  complaints.length = 0;
  await signIn(page);
  await page.goto(`${origin}/main/studio`);
  await page.waitForFunction(() => 'studio' in window);

  await page.route('**/api/v1/stations/main/queue', (route) => route.fulfill({ json: { entries: [] } }));
  await page.click('#voice-open');
  const empty = await untilText(page, '#voice-said', (words) => words.includes('queue is empty'));
  const link = await page.locator('#voice-said a').getAttribute('href');
  check(empty.good && (link ?? '').endsWith('/admin/stations/main'), `with an empty queue there is a way to fill it: ${empty.words}`);
  await page.unroute('**/api/v1/stations/main/queue');

  await page.click('#voice-open');
  await page.locator('.voice-place button').first().waitFor();
  const before = await queue(page);
  await look(page, 'queue');
  await page.locator('.voice-place button').first().click();
  const ready = await untilText(page, '#voice-state', (words) => words.startsWith('Press Record'));
  check(ready.good, `a place is chosen: ${await page.textContent('#voice-between')}`);
  check(await becomes(() => hasFocus(page, 'voice-record')), 'and the next key begins to record');

  await page.keyboard.press('Enter');
  const recording = await untilText(page, '#voice-state', (words) => words.startsWith('Recording'));
  check(recording.good, recording.words);
  await page.waitForTimeout(TALKS_MS);
  check(await hasFocus(page, 'voice-next'), 'the next key begins the next track');
  await page.keyboard.press('Enter');
  const next = await untilText(page, '#voice-state', (words) => words.includes('next track has begun'));
  check(next.good, next.words);
  await page.waitForTimeout(TALKS_MS);
  await page.keyboard.press('Enter');
  const recorded = await untilText(page, '#voice-state', (words) => words.startsWith('Recorded'));
  check(recorded.good, recorded.words);
  await page.keyboard.press('Enter');
  const heard = await untilText(page, '#voice-state', (words) => words.startsWith('This is how'));
  check(heard.good, 'it can be heard before it is kept');
  await look(page, 'recorded');
  await page.click('#voice-keep');
  const saved = await untilText(page, '#voice-said', (words) => words.startsWith('Saved'));
  check(saved.good, saved.words);

  const { facts: entries, good } = await poll(() => queue(page), (all) => all.some(({ voice }) => voice));
  const at = entries.findIndex(({ voice }) => voice);
  const beside = [entries[at - 1]?.number, entries[at + 1]?.number];
  check(good && before.some(({ number }) => number === beside[0]) && entries[at].voice?.placement === 'between', `it stands between ${beside}`);
  const seconds = entries[at].voice?.seconds ?? 0;
  // The talk begins up to half a second, the time between two beeps, after the press, and a breath before that.
  check(seconds > (2 * TALKS_MS) / 1000 - 1.5 && seconds < (2 * TALKS_MS) / 1000 + 4, `with ${seconds} s of talk`);
  await look(page, 'kept');

  check(await plays(page), 'it is on air when its turn comes');
  await skip(page);
  await poll(() => now(page), ({ title }) => title !== 'admin');
  const line = await poll(() => logged(page), (found) => found !== undefined);
  check(line.facts?.type === 'talk', `the log has it as ${line.facts?.type}`);
  await page.goto(`${origin}/main`);
  await page.locator('#played .played-title').first().waitFor();
  const played = await page.locator('#played .played-title').allTextContents();
  check(played.length > 0 && !played.includes('admin'), `and it is no title that was played (${played})`);
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
}, FAKE_MICROPHONE);

/** @param {Page} page */
async function signIn(page) {
  await page.goto(`${origin}/login?to=/admin/stations/main`);
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(password ?? '');
  await page.keyboard.press('Enter');
  await page.locator('#now .title').waitFor();
}

/** @param {Page} page @param {string} id */
function hasFocus(page, id) {
  return page.evaluate((id) => document.activeElement?.id === id, id);
}

/**
 * @param {Page} page
 * @returns {Promise<{ number: number, voice: { seconds: number, placement: string } | null }[]>}
 */
async function queue(page) {
  return (await get(page, 'queue')).entries;
}

/** @param {Page} page */
async function now(page) {
  return (await get(page, 'now')).now_playing ?? {};
}

/** The talk in the as-run log. @param {Page} page @returns {Promise<{ type: string } | undefined>} */
async function logged(page) {
  const { lines } = await get(page, 'log');
  return lines.find((/** @type {{ title: string }} */ { title }) => title === 'admin');
}

/** @param {Page} page @param {string} what */
function get(page, what) {
  return page.evaluate(async (what) => (await fetch(`/api/v1/stations/main/${what}`)).json(), what);
}

/** @param {Page} page */
async function skip(page) {
  await page.evaluate(async () => {
    const { csrf } = await (await fetch('/api/v1/me')).json();
    await fetch('/api/v1/stations/main/skip', { method: 'POST', headers: { 'x-csrf-token': csrf } });
  });
}

/** Skips until the talk is heard. @param {Page} page */
async function plays(page) {
  let isOn = false;
  for (let skips = 0; !isOn && skips < 8; skips++) {
    const { title } = await now(page);
    await skip(page);
    const { facts } = await poll(() => now(page), (after) => after.title !== title);
    isOn = facts.title === 'admin' && facts.source === 'autodj';
  }
  return isOn;
}

/** @param {Page} page @param {string} name */
async function look(page, name) {
  const [content, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
  check(content <= shown, `${name}: nothing to scroll sideways (${content} in ${shown})`);
  const faults = await axeFaults(page);
  check(faults.length === 0, `${name}: usable by everybody ${faults.join(' | ')}`);
  if (pictures) await page.screenshot({ path: join(pictures, `voice-${name}.png`), fullPage: true });
}
