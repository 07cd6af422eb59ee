/**
 * Tries moments of the past on the player page: back to the start of the show, to a chapter, and a link to a moment, which
 * another page plays: the same sound.
 *
 * node tests/browser/moments.mjs http://127.0.0.1:8000 PASSWORD
 *
 * PASSWORD is that of the account admin. The station must have music, and keep all that goes out.
 */

import { createHash } from 'node:crypto';

import { parseSound } from '../../static/message.js';
import { axeFaults } from './looks.mjs';
import { check, facts, open, perform, poll, sounds, until } from './stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */

const [origin, password] = process.argv.slice(2);
const FRAME_US = 20_000;
const PLAYS_MS = 6500;
/** A place is looked at so long after it was reached, at most, in microseconds: the machine may have much else to do. */
const LOOKED_AT_WITHIN_US = 20e6;
/** The show begins with the next minute. */
const LOOKS = 90;
/** A page of the archive: the stream may begin with its first frame. */
const PAGE_FRAMES = 25;

await perform(async (browser) => {
  const desk = await signedIn(browser);
  const { page, complaints, close } = await open(browser, `${origin}/main`, { viewport: { width: 390, height: 844 } });
  const sent = collectFrames(page);
  let offered = false;
  for (let looks = 0; !offered && looks < LOOKS; looks++) {
    await page.waitForTimeout(1000);
    await page.reload();
    offered = (await page.locator('#back [value=show]:not([hidden])').count()) > 0;
  }
  check(offered, 'a station with an archive offers to go back to the start of the show');
  await page.click('#play');
  await until(page, sounds);
  await page.waitForTimeout(PLAYS_MS);
  const chapter = await nextTitle(desk.page, page);
  await page.waitForTimeout(PLAYS_MS);
  await nextTitle(desk.page, page);
  await page.waitForTimeout(PLAYS_MS);

  await page.locator('#back [value=show]').click();
  const start = await until(page, (now) => sounds(now) && now.airedUs !== null);
  const kept = Number(await page.locator('#back').getAttribute('data-kept-from-us'));
  const show = Number(await page.locator('#back').getAttribute('data-show-from-us'));
  const behind = Number(start.facts.airedUs) - Math.max(kept, show);
  check(start.good && behind >= 0 && behind < LOOKED_AT_WITHIN_US, `the start of the show is heard again, ${Math.round(behind / 1000)} ms into what is kept`);
  const ms = await liveAgain(page);
  check((await until(page, (now) => sounds(now) && now.airedUs === null)).good, `and live again, ${ms} ms after the press`);

  const from = page.getByRole('button', { name: `Play ${chapter.title} from` });
  await from.first().waitFor();
  check((await axeFaults(page)).length === 0, `usable by everybody ${await axeFaults(page)}`);
  const [content, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
  check(content <= shown, `nothing to scroll sideways (${content} in ${shown})`);
  await from.first().focus();
  await page.keyboard.press('Enter');
  const back = await until(page, (now) => sounds(now) && now.title === chapter.title && now.airedUs !== null);
  const late = Number(back.facts.airedUs) - chapter.timeUs;
  check(back.good && late >= -1e6 && late < LOOKED_AT_WITHIN_US, `a chapter begins where its title does (${Math.round(late / 1000)} ms)`);

  await page.evaluate(() => {
    Object.defineProperty(navigator, 'share', { value: undefined });
    const writeText = (/** @type {string} */ text) => Promise.resolve(void (document.body.dataset.copied = text));
    Object.defineProperty(navigator, 'clipboard', { value: { writeText } });
  });
  const { facts: atPress } = await until(page, (now) => sounds(now) && now.airedUs !== null);
  await page.click('#share');
  const { facts: link } = await poll(() => page.evaluate(() => document.body.dataset.copied ?? ''), (text) => text !== '');
  const moment = Number(new URL(link).searchParams.get('at')) * 1e6;
  const after = moment - Number(atPress.airedUs);
  check(after > -1e6 && after < LOOKED_AT_WITHIN_US, `a link to this moment: ${link.replace(origin ?? '', '')}`);

  // A device whose clock is wrong by ten minutes.
  const other = await open(browser, link, { before: (page) => page.addInitScript(slowClock) });
  const same = collectFrames(other.page);
  check(/behind/.test((await other.page.textContent('#back output')) ?? ''), 'another page says how far behind that is');
  await other.page.click('#play');
  const heard = await until(other.page, (now) => sounds(now) && now.airedUs !== null);
  check(heard.good && heard.facts.title === atPress.title, `and plays ${heard.facts.title}`);
  const first = Math.floor(moment / FRAME_US);
  const begun = await poll(() => [...same.keys()].sort((a, b) => a - b)[0] ?? 0, (seq) => seq > 0);
  check(Math.abs(begun.facts - first) <= PAGE_FRAMES, `from that moment on (${begun.facts - first} frames off)`);
  const both = [...same].filter(([seq]) => sent.has(seq));
  const differing = both.filter(([seq, hash]) => sent.get(seq) !== hash);
  check(both.length >= 25 && differing.length === 0, `${both.length} frames are the same, ${differing.length} are not`);
  await other.page.click('#play');
  await until(other.page, (now) => now.state === 'idle');
  await other.page.click('#play');
  const resumed = await until(other.page, (now) => sounds(now) && now.airedUs !== null);
  const beyond = Number(resumed.facts.airedUs) - Number(heard.facts.airedUs);
  check(resumed.good && beyond >= 0 && beyond < 2 * LOOKED_AT_WITHIN_US, `stopped and played again, it goes on there (${Math.round(beyond / 1000)} ms)`);
  await other.page.selectOption('#quality', { index: 0 });
  await other.page.locator('#quality').dispatchEvent('change');
  const changed = await until(other.page, (now) => sounds(now) && Number(now.airedUs) >= Number(resumed.facts.airedUs));
  check(changed.good, 'and so it does in another quality');
  await other.close();

  const stale = await open(browser, `${origin}/main`, { before: claimsToKeepAll });
  await stale.page.click('#back [value="-600"]');
  const live = await until(stale.page, (now) => sounds(now) && now.airedUs === null);
  const said = (await stale.page.textContent('#back output')) ?? '';
  check(live.good && /kept/.test(said), `what was kept when the page was read, and is not any more, is told, and it plays live: ${said}`);
  await stale.close();

  const gone = await open(browser, `${origin}/main?at=1000`);
  check(/kept/.test((await gone.page.textContent('#back output')) ?? ''), 'a link to what is not kept says so');
  await gone.page.click('#play');
  check((await until(gone.page, (now) => sounds(now) && now.airedUs === null)).good, 'and plays live');
  await gone.close();
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
  await desk.close();
});

/** A page of the dashboard, with a show that begins with the next minute: its beginning is kept. @param {Browser} browser */
async function signedIn(browser) {
  const desk = await open(browser, `${origin}/login?to=/admin/stations/main`);
  await desk.page.getByLabel('Name').fill('admin');
  await desk.page.getByLabel('Password').fill(password ?? '');
  await desk.page.keyboard.press('Enter');
  await desk.page.locator('#now .title').waitFor();
  const put = await desk.page.evaluate(async () => {
    const { csrf } = await (await fetch('/api/v1/me')).json();
    const headers = { 'x-csrf-token': csrf, 'content-type': 'application/json' };
    await fetch('/api/v1/stations/main/rules', { method: 'PUT', headers, body: JSON.stringify({ time_zone: 'UTC', title_minutes: 0, artist_minutes: 0, album_minutes: 0 }) });
    const at = new Date(Date.now() + 60_000).toISOString().slice(11, 16);
    const show = { days: 'daily', at, length_minutes: 120, plays: { type: 'dj' } };
    return (await fetch('/api/v1/stations/main/shows/Moments', { method: 'PUT', headers, body: JSON.stringify(show) })).status;
  });
  check(put < 300, `a show is on (${put})`);
  return desk;
}

/**
 * Skips to the next title; returns it, and when it began.
 * @param {Page} desk @param {Page} page
 */
async function nextTitle(desk, page) {
  const { title } = await facts(page);
  await desk.getByRole('button', { name: 'Skip track' }).click();
  const { facts: now } = await until(page, (after) => sounds(after) && after.title !== title);
  const timeUs = await page.evaluate(async () => (await (await fetch('/api/v1/stations/main/now')).json()).now_playing.time_us);
  return { title: now.title, timeUs: Number(timeUs) };
}

/**
 * Collects what the frames of a page's stream are, by their numbers.
 * @param {Page} page
 */
function collectFrames(page) {
  /** @type {Map<number, string>} */
  const frames = new Map();
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload === 'string') return;
      const bytes = payload.buffer.slice(payload.byteOffset, payload.byteOffset + payload.byteLength);
      for (const { seq, payload: sound } of parseSound(/** @type {ArrayBuffer} */ (bytes), FRAME_US)) {
        frames.set(seq, createHash('sha256').update(sound).digest('hex'));
      }
    }),
  );
  return frames;
}

/** Milliseconds from the press on Live to live sound. @param {Page} page @returns {Promise<number>} */
function liveAgain(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const begun = performance.now();
        const live = document.querySelector('#back [value=live]');
        if (live instanceof HTMLElement) live.click();
        const look = setInterval(() => {
          if (window.longwave.state.state !== 'on-air') return;
          clearInterval(look);
          done(Math.round(performance.now() - begun));
        }, 5);
      }),
  );
}

/** Runs in a page. */
function slowClock() {
  const now = Date.now;
  Date.now = () => now() - 600_000;
}

/** A page that was read when more was kept. It is changed before its scripts run. @param {Page} page */
function claimsToKeepAll(page) {
  return page.addInitScript(() => {
    const claim = () => document.getElementById('back')?.setAttribute('data-kept-from-us', '1');
    document.addEventListener('readystatechange', claim, { once: true });
  });
}
