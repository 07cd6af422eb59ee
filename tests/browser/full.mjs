/**
 * Comes to a station that has as many listeners as it may, until the caller makes room.
 *
 * node tests/browser/full.mjs http://127.0.0.1:8000
 *
 * Prints `waiting` once the page says why it is silent; then waits for the line `room` on its standard input,
 * and checks that there is sound without another click.
 */

import { check, nextLine, open, perform, sounds, until, untilText } from './stage.mjs';

/** The longest backoff is eight seconds. */

const [origin] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/full.mjs http://127.0.0.1:PORT');
  process.exit(2);
}

await perform(async (browser) => {
  const { page, close } = await open(browser, new URL('/main', origin).href);
  await page.getByRole('button', { name: 'Play' }).click();
  const full = await until(page, (now) => now.state === 'full');
  check(full.good, `the page knows that there is no place (${full.facts.state})`);
  const state = await untilText(page, '#state', (words) => words.includes('Too many are listening'));
  check(state.good, `and says so: ${state.words}`);
  console.log('waiting');

  const told = await nextLine();
  check(told === 'room', `told that there is room (${told})`);
  const sound = await until(page, sounds);
  check(sound.good && sound.facts.state === 'on-air', `sound ${sound.ms} ms after it (${sound.facts.state})`);
  await close();
});
