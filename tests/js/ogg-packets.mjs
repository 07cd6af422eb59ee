/**
 * Reads the packets of a small Ogg Opus file for tests.
 */

import { readFileSync } from 'node:fs';

/**
 * @param {string} name of a file in `sound/`
 * @returns {{ preSkip: number, packets: Uint8Array[] }} its packets of sound, without the two headers
 */
export function opusFile(name) {
  const bytes = readFileSync(new URL(`./sound/${name}`, import.meta.url));
  /** @type {Uint8Array[]} */
  const packets = [];
  /** @type {Uint8Array[]} */
  let parts = [];
  for (let page = 0; page < bytes.length; ) {
    // RFC 3533 section 6: 27 bytes, then the lengths of the segments, then these.
    const lengths = bytes.subarray(page + 27, page + 27 + bytes[page + 26]);
    let at = page + 27 + lengths.length;
    for (const length of lengths) {
      parts.push(bytes.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(Uint8Array.from(Buffer.concat(parts)));
      parts = [];
    }
    page = at;
  }
  const [head, , ...sound] = packets;
  return { preSkip: head[10] | (head[11] << 8), packets: sound };
}
