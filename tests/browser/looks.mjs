/**
 * How the page looks and whether everybody can use it: widths, light and dark, axe's rules.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { check, open, play } from './stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * @param {Browser} browser
 * @param {string} address
 * @param {string} [pictures] a directory to put screenshots into
 */
export async function checkLooks(browser, address, pictures) {
  if (pictures) await mkdir(pictures, { recursive: true });
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [320, 1280]) {
      const { page, close } = await open(browser, address, { colorScheme, viewport: { width, height: 800 } });
      const where = `${width} px, ${colorScheme}`;
      await play(page);
      const [content, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
      check(content <= shown, `${where}: nothing to scroll sideways (${content} in ${shown})`);
      const faults = await axeFaults(page);
      check(faults.length === 0, `${where}: usable by everybody ${faults.join(' | ')}`);
      if (pictures) await page.screenshot({ path: join(pictures, `player-${width}-${colorScheme}.png`), fullPage: true });
      await close();
    }
  }
}

/**
 * The page in other languages, one of them from right to left.
 * @param {Browser} browser
 * @param {string} address
 * @param {string} [pictures] a directory to put screenshots into
 */
export async function checkLanguages(browser, address, pictures) {
  for (const [locale, direction, words] of /** @type {const} */ ([['de-AT', 'ltr', 'Teilen'], ['ar', 'rtl', 'مشاركة']])) {
    const viewport = { width: 390, height: 800 };
    const { page, complaints, close } = await open(browser, address, { locale, viewport });
    const [content, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
    check(content <= shown, `${locale}: nothing to scroll sideways (${content} in ${shown})`);
    const said = await page.evaluate(() => [document.documentElement.dir, document.querySelector('#share')?.textContent?.trim()]);
    check(said[0] === direction && said[1] === words, `${locale}: the page reads ${said}`);
    const faults = [...(await axeFaults(page)), ...complaints];
    check(faults.length === 0, `${locale}: usable by everybody ${faults.join(' | ')}`);
    if (pictures) await page.screenshot({ path: join(pictures, `player-${locale}.png`), fullPage: true });
    await close();
  }
}

/** What axe finds wrong. @param {Page} page @returns {Promise<string[]>} */
export async function axeFaults(page) {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run();
    return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html}`);
  });
}
