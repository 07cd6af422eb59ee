/**
 * The preview of a show: the tracks it would play, and the shows it overlaps.
 */

import { t } from '../languages.js';
import { complain } from './dashboard.js';

let asked = 0;

/**
 * Brings that part of the page at `address`; nothing if it cannot be had, or something else was asked for meanwhile.
 * @param {string} address
 */
export async function bring(address) {
  asked += 1;
  const mine = asked;
  const reply = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
  if (mine !== asked) return null;
  if (!reply?.ok || reply.redirected) {
    complain(t('preview-unavailable'));
    return null;
  }
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  return mine === asked ? page.getElementById('outlook') : null;
}
