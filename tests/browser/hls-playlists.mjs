/**
 * Reads the HLS playlists of a running station by hls-parser, whose rules are not ours.
 *
 * node tests/browser/hls-playlists.mjs http://127.0.0.1:8000
 *
 * Prints a line for each check; exits with 1 if one failed.
 */

import HLS from 'hls-parser';

const [origin] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/hls-playlists.mjs http://127.0.0.1:PORT');
  process.exit(2);
}

// What breaks a rule is an error, and no line on the console.
HLS.setOptions({ strictMode: true });

/** @param {boolean} good @param {string} what */
function check(good, what) {
  if (!good) process.exitCode = 1;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${what}`);
}

const main = new URL('/main/hls/live.m3u8', origin);
const multivariant = HLS.parse(await text(main));
check(multivariant.isMasterPlaylist, 'the multivariant playlist is one');
if (multivariant.isMasterPlaylist) {
  check(multivariant.variants.length >= 4, `${multivariant.variants.length} variants`);
  for (const { uri } of multivariant.variants) await checkMedia(uri);
}

/** @param {string} uri */
async function checkMedia(uri) {
  const address = new URL(uri, main);
  const playlist = media(await text(address));
  const { segments, targetDuration, mediaSequenceBase = 0 } = playlist;
  const whole = segments.filter((segment) => segment.uri);
  check(whole.length > 0 && targetDuration === 4, `${uri}: ${whole.length} whole segments`);
  check(
    whole.every((segment, place) => segment.uri.startsWith(`${mediaSequenceBase + place}.`)),
    `${uri}: segments are named by their number`,
  );
  check(whole.every((segment) => segment.programDateTime), `${uri}: each has its date`);
  check(playlist.lowLatencyCompatibility?.canBlockReload === true, `${uri}: reloads may wait`);
  const parts = segments.flatMap((segment) => segment.parts ?? []);
  check(parts.length > 0, `${uri}: ${parts.length} parts`);
  check(playlist.renditionReports.length > 0, `${uri}: ${playlist.renditionReports.length} rendition reports`);

  const next = mediaSequenceBase + whole.length;
  address.search = `?_HLS_msn=${next}`;
  const later = media(await text(address));
  const has = (later.mediaSequenceBase ?? 0) + later.segments.filter((segment) => segment.uri).length > next;
  check(has, `${uri}: a reload that waits has segment ${next}`);
  address.search = '?_HLS_skip=YES';
  media(await text(address));
  check(true, `${uri}: an update is read`);
}

/** @param {string} content */
function media(content) {
  const playlist = HLS.parse(content);
  if (playlist.isMasterPlaylist) throw new Error('it is no media playlist');
  return playlist;
}

/** @param {URL} address */
async function text(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(20_000) });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.text();
}
