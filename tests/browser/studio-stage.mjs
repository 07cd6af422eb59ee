/**
 * The studio for checks: its page, and an account that is signed in.
 */

import { open, poll } from './stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */
/** @import { StudioFacts } from '../../static/studio/test-window.js' */

export const FAKE_MICROPHONE = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/**
 * A studio page, without the count-in.
 * @param {Browser} browser @param {string} address @param {Parameters<typeof open>[2]} [options]
 */
export async function openStudio(browser, address, options = {}) {
  const opened = await open(browser, address, {
    ...options,
    before: async (page) => {
      await page.addInitScript(() => localStorage.setItem('longwave.studio.count-in', 'false'));
      await options.before?.(page);
    },
  });
  // A page is loaded before its mixing desk runs.
  await opened.page.waitForFunction(() => 'studio' in window);
  return opened;
}

/** @param {Page} page @param {string} user @param {string} password */
export async function signIn(page, user, password) {
  await page.fill('#user', user);
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
}

/** Waits until the studio's facts satisfy. @param {Page} page @param {(facts: StudioFacts) => boolean} satisfied */
export function studioUntil(page, satisfied) {
  return poll(() => page.evaluate(() => ({ ...window.studio.state })), satisfied);
}

/** @param {StudioFacts} facts */
export function onAir({ show }) {
  return show === 'on-air';
}
