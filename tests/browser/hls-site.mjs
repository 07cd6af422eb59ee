/** A page of another site that embeds hls.js, for checks that play a station by it. */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

/** @import { AddressInfo } from 'node:net' */

/** Serves the page at a free port of this machine, until the process ends. Resolves to the port. */
export async function serveHlsSite() {
  const library = await readFile(new URL('../../node_modules/hls.js/dist/hls.min.js', import.meta.url));
  const site = createServer((request, response) => {
    const isLibrary = request.url === '/hls.js';
    response.setHeader('Content-Type', isLibrary ? 'text/javascript' : 'text/html');
    response.end(isLibrary ? library : '<!doctype html><audio></audio><script src="/hls.js"></script>');
  });
  await new Promise((listening) => {
    site.listen(0, '127.0.0.1', () => listening(null));
  });
  return /** @type {AddressInfo} */ (site.address()).port;
}
