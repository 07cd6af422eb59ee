/**
 * Asks for a song on the programme's page, in a real browser.
 *
 * node tests/browser/song-request.mjs http://127.0.0.1:8000 WORD [DIRECTORY FOR PICTURES]
 *
 * WORD is in titles of the library. Prints a line for each check; exits with 1 if one failed. The station takes requests.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { axeFaults } from './looks.mjs';
import { check, open, perform } from './stage.mjs';

const [origin, word, pictures] = process.argv.slice(2);
if (!origin || !word) {
  console.error('usage: node tests/browser/song-request.mjs http://127.0.0.1:PORT WORD [DIRECTORY FOR PICTURES]');
  process.exit(2);
}

await perform(async (browser) => {
  const { page, complaints, close } = await open(browser, `${origin}/main/programme`);
  const section = page.getByRole('region', { name: 'Ask for a song' });
  const words = section.getByLabel('Title or artist');
  await words.fill('nothing is called that');
  await section.getByText('Nothing of that name may be asked for.').waitFor();
  check(true, 'what is not there is said');

  await words.fill(word);
  const rows = section.getByRole('listitem');
  await rows.first().waitFor();
  check((await rows.count()) > 0, `${await rows.count()} tracks of that name are found`);
  if (pictures) await mkdir(pictures, { recursive: true });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const [content, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    const faults = await axeFaults(page);
    check((content ?? 0) <= (shown ?? 0) && faults.length === 0, `${width} px: ${faults.join(' | ') || 'good'}`);
    if (pictures) await page.screenshot({ path: join(pictures, `song-request-${width}.png`), fullPage: true });
  }

  const said = section.getByRole('status');
  /** @type {string[]} */
  const texts = [];
  // Songs that play next anyway are refused: by keys, one after the other, until the station takes one.
  for (let row = 0; row < (await rows.count()) && !texts.some((text) => text.includes('will be played')); row += 1) {
    const button = rows.nth(row).getByRole('button');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#ask-said')?.textContent);
    texts.push((await said.textContent()) ?? '');
  }
  check(texts.some((text) => / will be played/.test(text)), `a song is taken: ${texts.join(' | ')}`);
  const others = complaints.filter((complaint) => !complaint.includes('409'));
  check(others.length === 0, `the page complains about nothing but refusals ${others.join(' | ')}`);
  await close();
});
