/**
 * Listens while the caller restarts the server on the same port.
 *
 * node tests/browser/restart.mjs http://127.0.0.1:8000
 *
 * Prints `playing` once there is sound; then waits for the line `restarted` on its standard input, and
 * checks that sound and title come back without a click.
 */

import { check, collectTitles, nextLine, open, perform, play, sounds, titleAt, until } from './stage.mjs';

/** The longest backoff is eight seconds. */

const [origin] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/restart.mjs http://127.0.0.1:PORT');
  process.exit(2);
}

await perform(async (browser) => {
  const { page, close } = await open(browser, new URL('/main', origin).href);
  const titles = collectTitles(page);
  const timelines = collectTimelines(page);
  const before = await play(page);
  check(before.good, `sound before, after ${before.ms} ms`);
  console.log('playing');

  const told = await nextLine();
  check(told === 'restarted', `told that the server was restarted (${told})`);
  const back = await until(page, (now) => timelines.size > 1 && sounds(now) && titles.length > 1);
  check(back.good, `sound again ${back.ms} ms after it, without a click (${back.facts.state})`);
  const moved = await until(page, (now) => Number(now.heardUs) > Number(back.facts.heardUs) + 2e6);
  check(moved.good, 'and it goes on');
  const title = await until(page, (now) => now.title === titleAt(titles, now.heardUs));
  check(title.good, `the title belongs to what is heard: ${title.facts.title}`);
  await close();
});

/** The producers it has heard from. @param {import('playwright-core').Page} page */
function collectTimelines(page) {
  const timelines = new Set();
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const said = typeof payload === 'string' ? JSON.parse(payload) : {};
      if (said.type === 'hello') timelines.add(said.timeline);
    }),
  );
  return timelines;
}
