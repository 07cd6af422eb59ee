/**
 * Tries the studio of a running station in a real browser, whose microphone beeps twice a second.
 *
 * node tests/browser/studio.mjs http://127.0.0.1:8000 USER PASSWORD [DIRECTORY FOR PICTURES]
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing something, and
 * nobody may be live.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { axeFaults } from './looks.mjs';
import { INSECURE_HOST, PATIENCE_MS, check, collectTitles, open, perform, play, poll, sounds, until } from './stage.mjs';
import { FAKE_MICROPHONE, onAir, openStudio, signIn, studioUntil } from './studio-stage.mjs';
import { beepsAt, delays, tap } from './taps.mjs';

/** @import { Browser, Page } from 'playwright-core' */

/** A timing fails a check only where the machine has nothing else to do, and the caller says so. */
const MOST_DELAY_MS = Number(process.env.LONGWAVE_DELAY_LIMIT_MS ?? Infinity);
const MEASURED_BEEPS = 40;
const FADE_MS = 1500;

const [origin, user, password, pictures] = process.argv.slice(2);
if (!origin || !user || !password) {
  console.error('usage: node tests/browser/studio.mjs http://127.0.0.1:PORT USER PASSWORD [DIRECTORY FOR PICTURES]');
  process.exit(2);
}
const player = new URL('/main', origin).href;
const studio = new URL('/main/studio', origin).href;
const tracks = ['01-harbour-lights.mp3', '02-paper-boats.flac'].map((name) => join(import.meta.dirname, '../../media', name));

await perform(
  async (browser) => {
    if (pictures) await mkdir(pictures, { recursive: true });
    await checkWrongPassword(browser);
    await checkShow(browser);
    await checkCutLine(browser);
    await checkRecorder(browser);
    await checkInsecure(browser);
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      for (const width of [360, 1280]) await checkLooks(browser, width, colorScheme);
    }
  },
  FAKE_MICROPHONE,
);

/** @param {Browser} browser */
async function checkWrongPassword(browser) {
  const { page, close } = await openStudio(browser, studio);
  await signIn(page, user, `${password}, but wrong`);
  await page.waitForSelector('#notice:not([hidden])', { timeout: PATIENCE_MS });
  const words = await page.textContent('#notice-text');
  check((await page.isVisible('#sign-in')) && /password/i.test(words ?? ''), `a wrong password is told at once and asked for again: ${words}`);
  await close();
}

/** @param {Browser} browser */
async function checkShow(browser) {
  const listening = await open(browser, player);
  const titles = collectTitles(listening.page);
  const before = await play(listening.page);
  check(before.good, `a listener hears the station before the show (${before.ms} ms)`);

  const { page, complaints, close } = await openStudio(browser, studio, { before: tap });
  await signIn(page, user, password);
  await page.click('#mic');
  const metered = await studioUntil(page, ({ levels }) => (levels?.mic.peak ?? 0) > 0.02);
  check(metered.good && page.workers().length === 0, 'the meter shows the microphone before anything is sent');
  await page.click('#on-air');
  const live = await studioUntil(page, onAir);
  check(live.good, `on air at the second click, after ${live.ms} ms`);

  const told = await poll(() => titles, (all) => all.some((said) => /** @type {any} */ (said).source === 'live'));
  check(told.good, `listeners are told that it is live (${told.ms} ms)`);
  await measureDelay(browser, page);
  const heard = await until(listening.page, sounds);
  check(heard.good, 'the beeps reach the player page too');

  await page.fill('#artist', 'Ada');
  await page.fill('#title', 'Night Tide');
  await page.press('#title', 'Enter');
  const titled = await poll(() => titles, (all) => all.some(({ title }) => title === 'Night Tide'));
  check(titled.good, `a title arrives (${titled.ms} ms)`);
  await checkMessages(page, listening.page);
  const { facts } = await studioUntil(page, ({ status }) => (status?.listeners ?? 0) > 0);
  check((facts.status?.listeners ?? 0) > 0, `the DJ sees ${facts.status?.listeners} listeners`);
  check(complaints.length === 0, `no errors, no request elsewhere ${complaints.join(' | ')}`);

  titles.length = 0;
  await close();
  const back = await poll(() => titles, (all) => all.some((said) => /** @type {any} */ (said).source === 'autodj'));
  check(back.good, `the tab closed, AutoDJ again after ${back.ms} ms`);
  const music = await until(listening.page, sounds);
  check(music.good, `and the listener hears music (${music.facts.underruns} underruns of a browser beside others)`);
  await listening.close();
}

/** A listener writes to the studio, which shows it, hides it and blocks its sender. @param {Page} page on air @param {Page} listener */
async function checkMessages(page, listener) {
  await listener.getByText('Write to the studio').click();
  await listener.getByLabel('Your name, if you like').fill('Ben');
  await listener.getByLabel('Your message').fill('<i>Hello</i> from the harbour');
  const faults = await axeFaults(listener);
  check(faults.length === 0, `the form has no faults ${faults.join(' | ')}`);
  const sentMs = Date.now();
  await listener.getByLabel('Your message').press('Enter');
  await listener.getByText('Sent to the studio.').waitFor();
  const card = page.getByRole('region', { name: 'Messages from listeners' });
  const row = card.getByRole('listitem').filter({ hasText: '<i>Hello</i> from the harbour' });
  await row.filter({ hasText: 'Ben' }).waitFor();
  check(true, `the studio shows a message of a listener (${Date.now() - sentMs} ms)`);
  await card.getByText('Unread: 1').waitFor();
  if (pictures) await card.screenshot({ path: join(pictures, 'messages.png') });
  if (pictures) await listener.locator('#write').screenshot({ path: join(pictures, 'write.png') });
  const inStudio = await axeFaults(page);
  check(inStudio.length === 0, `the panel of messages has no faults ${inStudio.join(' | ')}`);
  await card.getByRole('button', { name: 'Mark all as read' }).click();
  check((await card.getByText('Unread').count()) === 0, 'all are marked as read');
  await listener.getByLabel('Your message').fill('And again');
  await listener.getByRole('button', { name: 'Send', exact: true }).click();
  await listener.getByText('You wrote a moment ago.').waitFor();
  await row.getByRole('button', { name: /^Block sender:/ }).focus();
  await page.keyboard.press('Enter');
  check((await card.getByRole('listitem').count()) === 0, 'a sender is blocked by keys');
  const blocked = async () => {
    await listener.getByRole('button', { name: 'Send', exact: true }).click();
    return listener.locator('#write [role=status]').textContent();
  };
  const { good } = await poll(blocked, (said) => /takes no messages from you/.test(said ?? ''));
  check(good, 'the sender is told that the studio takes no more');
  const again = await listener.context().newPage();
  await again.goto(player);
  check((await again.locator('#write input').inputValue()) === 'Ben', 'the device remembers the name');
  await again.close();
}

/** By a second page that listens as closely as can be. @param {Browser} browser @param {Page} page on air */
async function measureDelay(browser, page) {
  const ear = await openStudio(browser, studio, { before: tap });
  await ear.page.check('#monitor');
  // Until then AutoDJ fades out, whose notes begin too.
  const fromMs = Date.now() + FADE_MS;
  const beeps = async () =>
    delays(await beepsAt(page, 'longwave-desk'), await beepsAt(ear.page, 'longwave-monitor'), fromMs);
  await studioUntil(ear.page, ({ monitor }) => monitor?.playing === true);
  const { facts: all } = await poll(beeps, ({ length }) => length >= MEASURED_BEEPS);
  const at = (/** @type {number} */ share) => Math.round(all[Math.floor(all.length * share)] ?? Infinity);
  const [here, there] = await Promise.all([page, ear.page].map((page) => page.evaluate(() => window.studio.state)));
  console.log(`     of it ${here.status?.bufferMs} ms in the station's buffer, ${Math.round((there.monitor?.seconds ?? 0) * 1000)} ms in the listener's`);
  check(all.length >= MEASURED_BEEPS && at(0.95) <= MOST_DELAY_MS, `microphone to listener: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(0.999)} ms over ${all.length} beeps`);

  await page.check('#monitor');
  const own = await studioUntil(page, ({ delay }) => delay?.reach === 'listener');
  await page.waitForTimeout(1000);
  check(own.good, `the studio shows ${await page.textContent('#delay')} ${await page.textContent('#delay-name')}`);
  await page.uncheck('#monitor');
  await ear.close();
}

/** A network that breaks is taken up again without a click; on the page's own thread, where it can be cut. @param {Browser} browser */
async function checkCutLine(browser) {
  /** @type {(() => void)[]} */
  const cuts = [];
  const { page, close } = await openStudio(browser, studio, {
    before: async (page) => {
      await page.addInitScript('delete window.AudioEncoder');
      await page.routeWebSocket(/\/ingest$/, (socket) => {
        const server = socket.connectToServer();
        cuts.push(() => {
          server.close();
          socket.close({ code: 3000 });
        });
      });
    },
  });
  await signIn(page, user, password);
  await page.click('#on-air');
  await studioUntil(page, onAir);
  // The connection by which the sign-in was checked was one, too.
  const connections = cuts.length;
  cuts.at(-1)?.();
  const lost = await studioUntil(page, ({ show }) => show === 'lost');
  check(lost.good, `a cut line is told: ${await page.textContent('#state')}`);
  const again = await studioUntil(page, onAir);
  check(again.good && cuts.length > connections, `and taken up again after ${again.ms} ms`);
  await page.click('#on-air');
  check(onAir(await page.evaluate(() => ({ ...window.studio.state }))), 'one press does not end a show');
  await page.click('#on-air');
  const ended = await studioUntil(page, ({ show }) => show === 'off');
  check(ended.good, 'the second does');
  await close();
}

/** @param {Browser} browser */
async function checkRecorder(browser) {
  const { page, complaints, close } = await openStudio(browser, studio, { before: (page) => page.addInitScript('delete window.AudioEncoder') });
  await signIn(page, user, password);
  await page.click('#mic');
  await page.click('#on-air');
  const live = await studioUntil(page, (facts) => onAir(facts) && facts.status !== null);
  check(live.good, `without AudioEncoder, by the recorder: on air after ${live.ms} ms`);
  await page.waitForTimeout(1500);
  check(onAir(await page.evaluate(() => ({ ...window.studio.state }))), 'and it stays on air');
  check(complaints.length === 0, `its errors: none ${complaints.join(' | ')}`);
  await close();
}

/** @param {Browser} browser */
async function checkInsecure(browser) {
  const { page, complaints, close } = await openStudio(browser, studio.replace('127.0.0.1', INSECURE_HOST));
  const words = await page.textContent('#mic-blocked');
  check(/https/.test(words ?? '') && /localhost/.test(words ?? ''), `an insecure page says why there is no microphone: ${words}`);
  await loadDecks(page);
  const playing = await studioUntil(page, ({ levels }) => (levels?.left.peak ?? 0) > 0.01);
  check(playing.good, 'and its decks play');
  await queueOnDeck(page);
  if (pictures) await page.screenshot({ path: join(pictures, 'studio-insecure.png'), fullPage: true });
  check(complaints.length === 0, `its errors: none ${complaints.join(' | ')}`);
  await close();
}

/** The second deck has a track that was not played yet. @param {Page} page */
async function queueOnDeck(page) {
  const deck = page.locator('[data-deck="B"]');
  await deck.locator('input[type="file"]').setInputFiles([tracks[0], tracks[1], tracks[0]]);
  const waiting = deck.locator('.deck-queue li');
  check((await waiting.count()) === 3, 'what is put on a loaded deck waits');
  const before = await deck.locator('.deck-title').textContent();
  await deck.locator('.deck-skip').click();
  await waiting.nth(2).waitFor({ state: 'detached' });
  const after = await deck.locator('.deck-title').textContent();
  check(before !== after, `the next track is put on: ${after} after ${before}`);
  await waiting.first().getByRole('button').click();
  check((await waiting.count()) === 1, 'what waits can be taken out');
  await deck.locator('.deck-auto').check();
  await deck.locator('.play').click();
  await deck.locator('.seek').evaluate((seek) => {
    if (seek instanceof HTMLInputElement) seek.value = String(Number(seek.max) - 1);
    seek.dispatchEvent(new Event('change'));
  });
  await waiting.first().waitFor({ state: 'detached', timeout: 10_000 });
  await page.waitForFunction(() => document.querySelector('[data-deck="B"]')?.classList.contains('playing'), null, { timeout: 5_000 });
  check(true, 'and the deck plays on by itself');
}

/** Both loaded, the first playing. @param {Page} page */
async function loadDecks(page) {
  for (const [i, name] of ['A', 'B'].entries()) {
    await page.setInputFiles(`[data-deck="${name}"] input[type="file"]`, tracks[i]);
    await page.waitForSelector(`[data-deck="${name}"] .play:not(:disabled)`);
  }
  await page.click('[data-deck="A"] .play');
}

/** @param {Browser} browser @param {number} width @param {'light' | 'dark'} colorScheme */
async function checkLooks(browser, width, colorScheme) {
  const { page, complaints, close } = await openStudio(browser, studio, { colorScheme, viewport: { width, height: 900 } });
  const where = `${width} px, ${colorScheme}`;
  const look = async (/** @type {string} */ what) => {
    const [content, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
    const faults = await axeFaults(page);
    check(content <= shown && faults.length === 0, `${where}, ${what}: usable by everybody, ${content} in ${shown} ${faults.join(' | ')}`);
    await page.evaluate(() => scrollTo(0, 0));
    if (pictures) await page.screenshot({ path: join(pictures, `studio-${width}-${colorScheme}-${what}.png`), fullPage: true });
  };
  await look('before');
  await signIn(page, user, password);
  await page.click('#mic');
  await loadDecks(page);
  await page.click('#on-air');
  await studioUntil(page, onAir);
  await page.waitForTimeout(2500);
  await look('live');
  check(complaints.length === 0, `${where}: no errors ${complaints.join(' | ')}`);
  await close();
}
