/**
 * Opens the player page, the dashboard and the studio of a site that is below a path, and fails for each request that
 * leaves the path or is not answered.
 *
 * node tests/browser/sub-path.mjs http://127.0.0.1:8000/radio PASSWORD
 */

import { check, open, perform, play } from './stage.mjs';

const [site, password] = process.argv.slice(2);
if (!site || !password) {
  console.error('usage: node tests/browser/sub-path.mjs http://127.0.0.1:PORT/PATH PASSWORD');
  process.exit(2);
}
const base = new URL(site).pathname;

/** Collects what goes wrong with a page's requests. @param {import('playwright-core').Page} page */
function watch(page) {
  /** @type {string[]} */
  const wrong = [];
  page.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url());
    if (protocol.startsWith('http') && !pathname.startsWith(`${base}/`) && pathname !== base) wrong.push(`asked ${request.url()}`);
  });
  page.on('websocket', (socket) => {
    if (!new URL(socket.url()).pathname.startsWith(`${base}/`)) wrong.push(`opened ${socket.url()}`);
    socket.on('socketerror', (error) => wrong.push(`${socket.url()}: ${error}`));
  });
  page.on('response', (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()} ${response.url()}`);
  });
  return wrong;
}

await perform(async (browser) => {
  /** @type {string[]} */
  let wrong = [];
  const before = async (/** @type {import('playwright-core').Page} */ page) => {
    wrong = watch(page);
  };
  const player = await open(browser, `${site}/main`, { before });
  const heard = await play(player.page);
  check(heard.good, `sound ${heard.ms} ms after the click (${heard.facts.state})`);
  await player.page.waitForTimeout(2000);
  check(wrong.length === 0, `the player page asks nothing outside ${base} ${wrong.join(' ')}`);
  check(player.complaints.length === 0, `and nothing complains ${player.complaints.join(' ')}`);
  await player.close();

  const desk = await open(browser, `${site}/admin`, { before });
  const { page } = desk;
  check(new URL(page.url()).pathname === `${base}/login`, `the dashboard asks for a password at ${page.url()}`);
  await page.fill('[name=name]', 'admin');
  await page.fill('[name=password]', password);
  await page.click('form button');
  await page.waitForURL((url) => url.pathname.startsWith(`${base}/admin`));
  for (const path of ['/admin/stations/main', '/admin/library', '/admin/stations/main/schedule', '/admin/health', '/api/docs']) {
    await page.goto(`${site}${path}`, { waitUntil: 'load' });
    check(page.url() === `${site}${path}`, `${path} is there (${page.url()})`);
  }
  await page.goto(`${site}/admin/stations/main`, { waitUntil: 'load' });
  await page.waitForFunction(() => document.body.dataset.follows === 'yes');
  check(true, 'the dashboard follows events');
  await page.goto(`${site}/main/studio`, { waitUntil: 'load' });
  check(await page.locator('h1').isVisible(), 'the studio is there');
  check(wrong.length === 0, `the dashboard and the studio ask nothing outside ${base} ${wrong.join(' ')}`);
  check(desk.complaints.length === 0, `and nothing complains ${desk.complaints.join(' ')}`);
  await desk.close();
});
