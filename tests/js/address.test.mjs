import assert from 'node:assert/strict';
import { test } from 'node:test';

import { at } from '../../static/address.js';

test('addresses begin at the site, wherever its files are', () => {
  const site = new URL('../../', import.meta.url).href;
  assert.equal(at('/main/ws?burst=0'), `${site}main/ws?burst=0`);
  assert.equal(at('/'), site);
});
