/**
 * Keeps the page of a station's listeners up to date. How far behind each is changes all the time, so it is looked at
 * now and then, while somebody can see it.
 */

import { refresh } from './dashboard.js';

const LOOK_EVERY_MS = 10000;

setInterval(() => {
  if (!document.hidden) refresh();
}, LOOK_EVERY_MS);
