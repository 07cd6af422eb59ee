/**
 * Tries going back on the player page of a station with an archive: steps, and the songs that are listed meanwhile.
 *
 * node tests/browser/rewind.mjs http://127.0.0.1:8000 PASSWORD
 *
 * PASSWORD is that of the account admin. The station must have music.
 */

import { becomes, check, facts, open, perform, play, poll, sounds, until } from './stage.mjs';

/** @import { Page } from 'playwright-core' */

const [origin, password] = process.argv.slice(2);
const KEPT_MS = 7000;

await perform(async (browser) => {
  const desk = await open(browser, `${origin}/login?to=/admin/stations/main`);
  await desk.page.getByLabel('Name').fill('admin');
  await desk.page.getByLabel('Password').fill(password ?? '');
  await desk.page.keyboard.press('Enter');
  await desk.page.locator('#now .title').waitFor();

  const { page, complaints, close } = await open(browser, `${origin}/main`);
  const offered = await becomes(async () => {
    if ((await page.locator('#back').count()) > 0) return true;
    await page.waitForTimeout(500);
    await page.reload();
    return false;
  });
  check(offered, 'a station with an archive offers to go back');
  await play(page);
  // Less than a few seconds behind is live.
  await page.waitForTimeout(KEPT_MS);
  const { facts: first } = await until(page, sounds);
  await desk.page.getByRole('button', { name: 'Skip track' }).click();
  const second = await until(page, (now) => sounds(now) && now.title !== first.title);
  check(second.good, `${first.title}, then ${second.facts.title}`);
  check(await lists(page, first.title, true), 'the first is among what was played before');

  await press(page, '−30 s');
  const back = await until(page, (now) => sounds(now) && now.title !== second.facts.title);
  check(back.good, `30 seconds back, ${back.facts.title} is heard again`);
  check(/behind/.test((await page.textContent('#back output')) ?? ''), 'and it says how far behind that is');
  const ahead = [back.facts.title, first.title, second.facts.title];
  const { facts: listed } = await poll(() => played(page), (titles) => !titles.some((title) => ahead.includes(title)));
  check(!listed.some((title) => ahead.includes(title)), `what is still to come is not listed (${listed})`);

  await press(page, '+30 s');
  const live = await until(page, (now) => sounds(now) && now.title === second.facts.title);
  check(live.good && (await page.textContent('#back output')) === '', '30 seconds forward it is live again');
  check(await lists(page, first.title, true), 'and the first was played before');
  await until(page, sounds);
  // A press that has no effect is not one that a browser's driver would make.
  await page.locator('#back [data-forward]').dispatchEvent('click');
  check((await facts(page)).state === 'on-air', 'nothing is further forward than live');
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
  await desk.close();
});

/** @param {Page} page @param {string} name */
function press(page, name) {
  return page.locator('#back').getByRole('button', { name }).click();
}

/** @param {Page} page */
function played(page) {
  return page.locator('#played .played-title').allTextContents();
}

/** @param {Page} page @param {string} title @param {boolean} isListed */
async function lists(page, title, isListed) {
  return becomes(async () => (await played(page)).includes(title) === isListed);
}
