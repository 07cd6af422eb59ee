/**
 * Measures how well a page finds by its microphone how far another one is behind it, beside a recording of what both play.
 *
 * node tests/browser/calibration.mjs http://127.0.0.1:8000 DELAY...
 *
 * The station must be playing noise that does not repeat. Needs PulseAudio. For each DELAY in milliseconds, the second page
 * plays so much later than it should, measures that with the test sound of the first one, and is set right by what it found.
 * Prints a line for each, and what was found as JSON in the last one.
 */

import { setTimeout as pause } from 'node:timers/promises';

import { open, play, record, startPulse } from './two-pages.mjs';

/** Sound is put right little by little. */
const SETTLES_MS = 20_000;
const RECORDED_SECONDS = 9;

const [origin, ...delays] = process.argv.slice(2);
if (!origin || delays.length === 0) {
  console.error('usage: node tests/browser/calibration.mjs http://127.0.0.1:PORT DELAY...');
  process.exit(2);
}
const endPulse = await startPulse();
try {
  const found = [];
  for (const delay of delays) {
    const one = await measure(Number(delay));
    found.push(one);
    const { recordedMs, foundMs, afterMs } = one;
    console.log(`${delay} ms later: ${recordedMs.toFixed(2)} by the recording, found ${foundMs}, ${afterMs.toFixed(2)} apart afterwards`);
  }
  console.log(JSON.stringify(found));
} finally {
  endPulse();
}

/** @param {number} delayMs */
async function measure(delayMs) {
  const first = await open('first', origin, {});
  const second = await open('second', origin, { 'longwave.trim': String(-delayMs) });
  const pages = [first.page, second.page];
  for (const page of pages) {
    await play(page);
    await page.locator('.when > summary').click();
    await page.locator('#calibration > summary').click();
  }
  await pause(SETTLES_MS);
  const recordedMs = await apart();
  await first.page.locator('#calibration-play').click();
  await second.page.locator('#calibration-measure').click();
  await second.page.locator('#calibration-measure:not([disabled])').waitFor({ timeout: 30_000 });
  const said = (await second.page.locator('#calibration-said').textContent()) ?? '';
  const ms = Number(/([\d.]+) ms/.exec(said)?.[1] ?? 'NaN');
  const foundMs = said.includes('in step') ? 0 : said.includes('earlier than') ? -ms : ms;
  if (foundMs !== 0) await second.page.locator('#calibration-apply').click();
  await first.page.locator('#calibration-play').click();
  await pause(SETTLES_MS);
  const afterMs = await apart();
  for (const { browser } of [first, second]) await browser.close();
  return { delayMs, recordedMs, said, foundMs, afterMs };
}

/** By how many milliseconds the second page is later at present. */
async function apart() {
  const recorded = record();
  await pause(RECORDED_SECONDS * 1000);
  const all = recorded(RECORDED_SECONDS).sort((a, b) => a - b);
  return all[Math.floor(all.length / 2)] ?? NaN;
}
