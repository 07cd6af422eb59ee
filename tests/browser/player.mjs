/**
 * Tries the player page of a running station in a real browser.
 *
 * node tests/browser/player.mjs http://127.0.0.1:8000 [DIRECTORY FOR PICTURES]
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing something.
 */

import { checkLanguages, checkLooks } from './looks.mjs';
import { becomes, check, collectTitles, open, perform, play, playsOn, sounds, titleAt, until } from './stage.mjs';

/** @import { Browser } from 'playwright-core' */

const [origin, pictures] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/player.mjs http://127.0.0.1:PORT [DIRECTORY FOR PICTURES]');
  process.exit(2);
}
const address = new URL('/main', origin).href;

await perform(async (browser) => {
  await checkBestRung(browser);
  await checkPause(browser);
  await checkRing(browser);
  await checkCutLine(browser);
  await checkInterruption(browser);
  await checkKeyboard(browser);
  await checkKept(browser);
  await checkLanguageChoice(browser);
  await checkLooks(browser, address, pictures);
  await checkLanguages(browser, address, pictures);
});

/** @param {Browser} browser */
async function checkBestRung(browser) {
  const { page, complaints, close } = await open(browser, address);
  const titles = collectTitles(page);
  check((await page.evaluate(() => window.longwave.state.state)) === 'idle', 'nothing plays before a click');
  const { good, ms, facts } = await play(page);
  check(good, `sound ${ms} ms after the click (RMS ${facts.energy.toFixed(3)})`);
  check(facts.rung === 'webcodecs', `a secure origin plays by webcodecs (${facts.rung})`);

  const matches = await until(page, (now) => now.title === titleAt(titles, now.heardUs));
  check(matches.good, `the title belongs to what is heard: ${matches.facts.title}`);
  const cushion = await until(page, (now) => now.bufferedMs >= 500 && now.timing?.mode === 'sync');
  check(cushion.good, `a cushion of ${cushion.facts.bufferedMs} ms, ${cushion.facts.timing?.delayUs} µs after the stamp`);

  const later = await playsOn(page);
  check(later.good, `goes on without a hole (${later.facts.underruns} underruns)`);
  const media = await page.evaluate(() => [navigator.mediaSession.playbackState, navigator.mediaSession.metadata?.title]);
  check(media[0] === 'playing' && media[1] === later.facts.title, `the lock screen shows ${media.join(', ')}`);
  check(complaints.length === 0, `no errors, no request elsewhere ${complaints.join(' | ')}`);
  await close();
}

/** @param {Browser} browser */
async function checkPause(browser) {
  const { page, close } = await open(browser, address);
  let sockets = 0;
  let openSockets = 0;
  page.on('websocket', (socket) => {
    sockets += 1;
    openSockets += 1;
    socket.on('close', () => (openSockets -= 1));
  });
  await page.waitForTimeout(500);
  check(sockets === 0, 'who does not listen is not connected');
  await page.click('#play');
  await until(page, sounds);
  await page.click('#play');
  const closed = await until(page, ({ state }) => state === 'idle' && openSockets === 0);
  check(closed.good, `pause closes the socket (${openSockets} open)`);
  await page.waitForTimeout(1500);
  check(sockets === 1, `and it stays closed (${sockets} in all)`);
  const again = await play(page);
  check(again.good, `play again sounds after ${again.ms} ms`);
  await close();
}

/** The ring around Play. @param {Browser} browser */
async function checkRing(browser) {
  for (const reducedMotion of /** @type {const} */ (['no-preference', 'reduce'])) {
    const { page, close } = await open(browser, address, { reducedMotion });
    await page.click('#play');
    await until(page, sounds);
    const isDrawn = () => page.evaluate(ringIsDrawn);
    if (reducedMotion === 'reduce') {
      await playsOn(page);
      check(!(await isDrawn()), 'no ring where less motion is wanted');
    } else {
      check(await becomes(isDrawn), 'a ring moves with the music');
      await page.click('#play');
      check(await becomes(async () => !(await isDrawn())), 'and is gone with it');
    }
    await close();
  }
}

/** Runs in the page. */
function ringIsDrawn() {
  const canvas = document.getElementById('spectrum');
  if (!(canvas instanceof HTMLCanvasElement)) throw new Error('there is no ring');
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  return pixels?.some((value) => value > 0) ?? false;
}

/** A line that breaks is taken up again before the cushion is used up. @param {Browser} browser */
async function checkCutLine(browser) {
  /** @type {{ address: string, cut: () => void }[]} */
  const lines = [];
  const { page, close } = await open(browser, address, {
    before: async (page) => {
      // A second's cushion is little more than the longest first wait before connecting again.
      await page.addInitScript(() => localStorage.setItem('longwave.mode', 'steady'));
      await page.routeWebSocket(/\/ws\?/, (socket) => {
        const server = socket.connectToServer();
        const cut = () => {
          server.close();
          socket.close({ code: 3000 });
        };
        lines.push({ address: socket.url(), cut });
      });
    },
  });
  await page.click('#play');
  const before = await until(page, (now) => sounds(now) && now.bufferedMs > 1000);
  lines[0]?.cut();
  const after = await until(page, (now) => lines.length > 1 && Number(now.heardUs) > Number(before.facts.heardUs) + 4e6);
  check(after.good && sounds(after.facts), `a cut line comes back by itself (${after.facts.bufferedMs} ms buffered)`);
  check(after.facts.underruns === 0, `and is not heard (${after.facts.underruns} underruns)`);
  check(new URL(lines[1]?.address ?? address).searchParams.has('from'), 'it resumes where it was cut');
  await close();
}

/** The device takes the sound away for a while, as a phone call does. @param {Browser} browser */
async function checkInterruption(browser) {
  const script = `
    window.contexts = [];
    window.AudioContext = class extends AudioContext {
      constructor(options) {
        super(options);
        window.contexts.push(this);
      }
    };`;
  const { page, close } = await open(browser, address, { before: (page) => page.addInitScript(script) });
  await play(page);
  await page.evaluate('window.contexts[0].suspend()');
  const paused = await until(page, ({ state }) => state === 'interrupted');
  check(paused.good, `what the device pauses shows as paused (${paused.facts.state})`);
  await page.waitForTimeout(3000);
  await page.click('#play');
  const live = Number(paused.facts.heardUs) + 3e6;
  const again = await until(page, (now) => sounds(now) && Number(now.heardUs) > live);
  check(again.good, `a press goes on after ${again.ms} ms, live again (${again.facts.bufferedMs} ms buffered)`);
  await close();
}

/** @param {Browser} browser */
async function checkKeyboard(browser) {
  const { page, close } = await open(browser, address);
  const reached = await tabTo(page, 'play');
  check(reached, 'Tab reaches the button');
  await page.keyboard.press('Space');
  const { good, ms } = await until(page, sounds);
  check(good, `Space plays (${ms} ms)`);
  check((await page.getAttribute('#play', 'aria-pressed')) === 'true', 'the button says it is pressed');
  check(await tabTo(page, 'volume'), 'Tab reaches the volume');
  const loud = Number(await page.inputValue('#volume'));
  await page.keyboard.press('ArrowLeft');
  const softer = Number(await page.inputValue('#volume'));
  check(softer < loud, `an arrow turns it down (${loud} to ${softer})`);
  await page.reload();
  check(Number(await page.inputValue('#volume')) === softer, 'the volume is remembered');
  await close();
}

/** @param {import('playwright-core').Page} page @param {string} id */
async function tabTo(page, id) {
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return true;
  }
  return false;
}

/** Songs are kept on the device, and the page's address is shared. @param {Browser} browser */
async function checkKept(browser) {
  const { page, close } = await open(browser, address);
  const kept = page.locator('#kept li');
  check(await page.locator('#kept-section').isHidden(), 'nothing is kept at first');
  await page.getByRole('button', { name: 'Keep this song' }).click();
  await kept.first().waitFor();
  const song = await kept.first().locator('.played-title').textContent();
  await page.reload();
  await kept.first().waitFor();
  check((await kept.first().locator('.played-title').textContent()) === song, `${song} is kept until the next visit`);
  const link = await kept.first().getByRole('link').getAttribute('href');
  check(new URL(link ?? '').searchParams.get('query')?.includes(song ?? '-') === true, 'and can be looked up');
  await kept.first().getByRole('button', { name: 'Remove' }).click();
  check(await page.locator('#kept-section').isHidden(), 'it is removed again');

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: undefined }));
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText('Link copied').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  check(copied === address, `the page's address is copied: ${copied}`);
  await close();
}

/** Another language takes the place of the words, and the sound goes on. @param {Browser} browser */
async function checkLanguageChoice(browser) {
  const { page, complaints, close } = await open(browser, address);
  let loads = 0;
  page.on('load', () => (loads += 1));
  await page.getByRole('button', { name: 'Keep this song' }).click();
  const { facts: before } = await play(page);
  for (const [name, language, direction, words] of /** @type {const} */ ([
    ['Deutsch', 'de', 'ltr', ['Teilen', 'Entfernen', 'Auf Sendung']],
    ['العربية', 'ar', 'rtl', ['مشاركة', 'إزالة', 'على الهواء']],
  ])) {
    await page.locator('.languages').getByRole('link', { name }).click();
    await page.locator(`html[lang=${language}][dir=${direction}]`).waitFor();
    const said = await page.evaluate(() => ['#share', '#kept button', '#state'].map((one) => document.querySelector(one)?.textContent?.trim()));
    check(words.join() === said.join(), `${language}: the page reads ${said}`);
    const english = await page.getByText(/Sleep timer|Sound quality|Played before|Listen elsewhere/).count();
    check(english === 0, `${language}: no English is left`);
  }
  const later = await until(page, (now) => sounds(now) && Number(now.heardUs) > Number(before.heardUs) + 3e6);
  check(later.good && loads === 0, `the sound goes on while the language changes (${loads} loads)`);
  check(later.facts.underruns === before.underruns, `without a hole (${later.facts.underruns} underruns)`);
  await page.reload();
  check((await page.evaluate(() => document.documentElement.lang)) === 'ar', 'the choice is kept');
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
}
