/**
 * Tries the player on another site's pages, in a frame and as an element, in a real browser.
 *
 * node tests/browser/embed.mjs http://127.0.0.1:8000 [DIRECTORY FOR PICTURES]
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing something.
 */

import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { check, perform, poll, sounds } from './stage.mjs';

/** @import { AddressInfo } from 'node:net' */
/** @import { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core' */
/** @import { Facts } from '../../static/test-window.js' */

const [origin, pictures] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/embed.mjs http://127.0.0.1:PORT [DIRECTORY FOR PICTURES]');
  process.exit(2);
}
const radio = new URL(origin).origin;
const socket = radio.replace('http', 'ws');

/** The least that a site with a strict policy must allow for the element. */
const POLICY = [
  "default-src 'none'",
  `script-src ${radio}`,
  `worker-src ${radio}`,
  `connect-src ${radio} ${socket}`,
  `img-src ${radio} data:`,
  'media-src blob:',
  `frame-src ${radio}`,
  "style-src 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Pages of another site: their style must not reach into the player. */
const PAGES = {
  '/frame': `<iframe src="${radio}/main/embed" title="Radio" width="480" height="96" allow="autoplay"></iframe>`,
  '/element': `<script type="module" src="${radio}/static/longwave-player.js"></script>
    <longwave-player src="${radio}/main"></longwave-player>`,
};
const STYLE = 'body { margin: 1rem } p { display: none } button { display: none } a { color: transparent }';

const site = createServer((request, response) => {
  const page = Object.entries(PAGES).find(([path]) => path === request.url)?.[1];
  const isStyle = request.url === '/site.css';
  response.writeHead(page || isStyle ? 200 : 404, {
    'content-type': isStyle ? 'text/css' : 'text/html',
    'content-security-policy': POLICY,
  });
  const head = '<meta charset="utf-8"><title>Another site</title><link rel="stylesheet" href="/site.css">';
  const whole = `<!doctype html><html lang="en">${head}<main><h1>Another site</h1>${page}</main></html>`;
  response.end(isStyle ? STYLE : page ? whole : '');
});
await new Promise((done) => site.listen(0, '127.0.0.1', () => done(null)));
// Another host, not only another port: cookies of the radio are a third party's here.
const elsewhere = `http://localhost:${/** @type {AddressInfo} */ (site.address()).port}`;

await perform(async (browser) => {
  await checkPlays(browser, '/frame', 'in a frame');
  await checkPlays(browser, '/element', 'as an element');
  await checkMoves(browser);
  await checkLooks(browser);
});

/** @param {Browser} browser @param {string} address @param {BrowserContextOptions} [options] */
async function open(browser, address, options) {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`threw ${error.message}`));
  page.on('console', (line) => {
    // A browser asks another site for an icon, which it has not.
    const isIcon = line.location().url.endsWith('/favicon.ico');
    if (line.type() === 'error' && !isIcon) complaints.push(line.text());
  });
  await page.goto(address, { waitUntil: 'load' });
  return { context, page, complaints };
}

/** The frame that the player is in: one of the page's, or the page. @param {Page} page */
function playersFrame(page) {
  return page.frames().find((frame) => frame.url().includes('/embed')) ?? page.mainFrame();
}

/** @param {Frame} frame @returns {Promise<Facts | null>} */
function facts(frame) {
  return frame.evaluate(() => {
    const player = /** @type {any} */ (document.querySelector('longwave-player'));
    return player?.state ? { ...player.state } : null;
  });
}

/** @param {Frame} frame @param {(facts: Facts) => boolean} satisfied */
function until(frame, satisfied) {
  return poll(() => facts(frame), (now) => now !== null && satisfied(now));
}

/** @param {Browser} browser @param {string} path @param {string} how */
async function checkPlays(browser, path, how) {
  const { context, page, complaints } = await open(browser, elsewhere + path);
  const frame = playersFrame(page);
  const player = frame.locator('longwave-player');
  const told = await until(frame, ({ title }) => title !== '' && title !== 'main');
  check(told.good, `${how}: the title is there before it plays: ${told.facts?.title}`);
  const link = player.locator('a.station');
  const [href, target] = [await link.evaluate((a) => /** @type {HTMLAnchorElement} */ (a).href), await link.getAttribute('target')];
  check(href === `${radio}/main` && target === '_blank', `${how}: a link to the station's page: ${href}`);
  await player.locator('button.play').click();
  const heard = await until(frame, sounds);
  check(heard.good, `${how}: sound ${heard.ms} ms after the click by ${heard.facts?.rung} (RMS ${heard.facts?.energy})`);
  check(heard.facts?.rung === 'webcodecs', `${how}: by the best way there is: ${heard.facts?.rung}`);
  const title = async () => ({ shown: await player.locator('.title').textContent(), heard: (await facts(frame))?.title });
  const same = await poll(title, ({ shown, heard }) => shown === heard && shown !== '');
  check(same.good, `${how}: the title of what is heard: ${same.facts.shown}`);
  const visible = await player.locator('.title').isVisible();
  check(visible, `${how}: styles of the page stay outside`);
  const later = await until(frame, (now) => Number(now.heardUs) > Number(heard.facts?.heardUs) + 1.5e6);
  check(later.good, `${how}: goes on`);
  await player.locator('button.play').click();
  const stopped = await until(frame, ({ state }) => state === 'idle');
  check(stopped.good, `${how}: stops`);
  // A browser may refuse a frame of another site all storage: it plays all the same.
  const kept = await frame.evaluate(() => [
    () => localStorage.length,
    () => sessionStorage.length,
  ].map((count) => { try { return count(); } catch { return 0; } }));
  const cookies = await context.cookies();
  check(kept.every((count) => count === 0) && cookies.length === 0, `${how}: nothing is remembered`);
  const globals = await frame.evaluate(() => Object.keys(window).filter((name) => /longwave/i.test(name)));
  check(globals.length === 0, `${how}: no globals ${globals.join(', ')}`);
  check(complaints.length === 0, `${how}: no errors ${complaints.join(' | ')}`);
  await context.close();
}

/** A page may take the element away and put it elsewhere. @param {Browser} browser */
async function checkMoves(browser) {
  const { context, page, complaints } = await open(browser, `${elsewhere}/element`);
  const frame = page.mainFrame();
  await page.locator('longwave-player button.play').click();
  await until(frame, sounds);
  let sockets = 0;
  page.on('websocket', () => (sockets += 1));
  const gone = await page.evaluate(() => {
    const player = /** @type {any} */ (document.querySelector('longwave-player'));
    player.remove();
    const state = player.state;
    document.body.append(player);
    return [state, player.state?.state];
  });
  check(gone[0] === null && gone[1] === 'idle', `an element that is taken away falls silent (${gone})`);
  await page.waitForTimeout(500);
  check(sockets === 0, 'and connects to nothing until it is pressed again');
  check(complaints.length === 0, `and complains about nothing ${complaints.join(' | ')}`);
  await context.close();
}

/** @param {Browser} browser */
async function checkLooks(browser) {
  if (pictures) await mkdir(pictures, { recursive: true });
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const [width, height] of [[250, 80], [480, 96], [320, 420]]) {
      const { context, page } = await open(browser, `${radio}/main/embed`, { colorScheme, viewport: { width, height } });
      await until(page.mainFrame(), ({ title }) => title !== '' && title !== 'main');
      await page.locator('longwave-player img').evaluate((image) => /** @type {HTMLImageElement} */ (image).decode().catch(() => {}));
      const where = `${width}×${height}, ${colorScheme}`;
      const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
      check(size[0] <= width && size[1] <= height, `${where}: nothing to scroll (${size})`);
      const box = await page.locator('longwave-player button.play').boundingBox();
      const isInside = box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
      check(Boolean(isInside), `${where}: Play is in sight`);
      const faults = await axeFaults(page);
      check(faults.length === 0, `${where}: usable by everybody ${faults.join(' | ')}`);
      if (pictures) await page.screenshot({ path: join(pictures, `embed-${width}-${colorScheme}.png`) });
      await context.close();
    }
  }
}
