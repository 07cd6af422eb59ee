/**
 * What a file is called: by its tags where they are easy to read, else by its name.
 *
 * In: the first bytes of a file and its name. Out: artist and title, the artist perhaps empty. Never: fails;
 * what is odd is passed over.
 */

/** @typedef {{ artist: string, title: string }} TrackTitle */

/** How much of a file is looked at; pictures come after the words in most tags. */
export const HEAD_BYTES = 256 * 1024;

/** ID3's encodings by their number (ID3v2.4 section 4). */
const ENCODINGS = ['windows-1252', 'utf-16', 'utf-16be', 'utf-8'];

/** `02 - Ada Lovelace - Tides.mp3` and the like. @param {string} name @returns {TrackTitle} */
export function titleFromName(name) {
  const bare = name.replace(/\.[a-z0-9]{2,5}$/i, '').replace(/_/g, ' ');
  const parts = bare.split(/\s+[-–—]\s+/).map((part) => part.trim()).filter(Boolean);
  if (parts.length > 1 && /^\d{1,3}\.?$/.test(parts[0])) parts.shift();
  const [artist, ...title] = parts;
  if (title.length > 0) return { artist, title: title.join(' – ') };
  // `07 Tides` and `7. Tides` are the seventh track; `99 Red Balloons` is not the ninety-ninth.
  return { artist: '', title: bare.replace(/^(0\d|\d{1,3}[.)-])[.)\s-]*(?=\D)/, '').trim() || name };
}

/** Artist and title of an ID3v2 tag (MP3, WAV leaves it out); null if there is none. @param {Uint8Array} head @returns {TrackTitle | null} */
export function titleFromId3(head) {
  if (head.length < 20 || latin(head, 0, 3) !== 'ID3' || head[3] < 3 || head[3] > 4) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const size = (/** @type {number} */ at) =>
    head[3] === 4 ? (head[at] << 21) | (head[at + 1] << 14) | (head[at + 2] << 7) | head[at + 3] : view.getUint32(at);
  const end = Math.min(head.length, 10 + ((head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9]));
  const extended = (head[5] & 0x40) !== 0 && end > 14 ? size(10) + (head[3] === 3 ? 4 : 0) : 0;
  const found = { artist: '', title: '' };
  for (let at = 10 + extended; at + 10 <= end && head[at] !== 0; ) {
    const name = latin(head, at, 4);
    const length = size(at + 4);
    const text = head.subarray(at + 10, Math.min(end, at + 10 + length));
    if (name === 'TIT2') found.title = id3Text(text);
    if (name === 'TPE1') found.artist = id3Text(text);
    at += 10 + length;
  }
  return found.title === '' ? null : found;
}

/** Artist and title of a Vorbis comment (FLAC, Ogg Vorbis, Opus); null if there is none. @param {Uint8Array} head @returns {TrackTitle | null} */
export function titleFromComments(head) {
  if (!['fLaC', 'OggS'].includes(latin(head, 0, 4))) return null;
  const title = comment(head, 'TITLE=');
  return title === '' ? null : { artist: comment(head, 'ARTIST='), title };
}

/** @param {File} file @returns {Promise<TrackTitle>} */
export async function titleOf(file) {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  return titleFromId3(head) ?? titleFromComments(head) ?? titleFromName(file.name);
}

/** @param {Uint8Array} bytes the encoding's number and the text */
function id3Text(bytes) {
  const decoder = new TextDecoder(ENCODINGS[bytes[0]] ?? 'utf-8');
  return decoder.decode(bytes.subarray(1)).split('\0')[0].trim();
}

/** A comment's text: its length stands in the four bytes before its name. @param {Uint8Array} head @param {string} name */
function comment(head, name) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 8; at + name.length < head.length; at++) {
    // The first letter, small or large, tells most places apart from names, and quickly.
    if ((head[at] & 0xdf) !== name.charCodeAt(0)) continue;
    if (latin(head, at, name.length).toUpperCase() !== name) continue;
    const length = view.getUint32(at - 4, true);
    if (length < name.length || length > 1000 || at + length > head.length) continue;
    return new TextDecoder().decode(head.subarray(at + name.length, at + length)).trim();
  }
  return '';
}

/** @param {Uint8Array} bytes @param {number} at @param {number} count */
function latin(bytes, at, count) {
  return String.fromCharCode(...bytes.subarray(at, at + count));
}
