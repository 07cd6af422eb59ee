import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotSignedIn } from '../../static/studio/station-library.js';
import { Refused, VoiceQueue, places } from '../../static/studio/voice-queue.js';
import { RATE, spoken, talkOf, wavOf } from '../../static/studio/voice-sound.js';

/** Sound of so many seconds in which somebody speaks between two of them. @param {number} seconds @param {number} from @param {number} to */
function voice(seconds, from, to) {
  return Float32Array.from({ length: seconds * RATE }, (_, i) => (i >= from * RATE && i < to * RATE ? 0.5 : 0.0001));
}

test('talk is where it is louder than a room', () => {
  assert.deepEqual(spoken(voice(3, 1, 2)), [RATE, 2 * RATE]);
  assert.equal(spoken(voice(3, 0, 0)), null);
  assert.equal(spoken(new Float32Array(0)), null);
});

test('talk over the end of a track keeps its place to the sample', () => {
  const samples = voice(20, 6, 14);
  const talk = talkOf({ samples, late: 0, ending: 10 * RATE, next: 12 * RATE });
  assert.ok(talk);
  // A fifth of a second before the first word.
  assert.equal(talk.overlap, 4 * RATE + RATE / 5);
  assert.equal(talk.next, 6 * RATE + RATE / 5);
  assert.equal(talk.sound.length, 8 * RATE + RATE / 5 + 0.3 * RATE);
  assert.equal(talk.sound[RATE / 5], 0.5);
  assert.equal(talk.sound[RATE / 5 - 1], samples[0]);
});

test('what the devices delay is taken off', () => {
  const talk = talkOf({ samples: voice(20, 6.1, 14), late: RATE / 10, ending: 10 * RATE, next: 12 * RATE });
  assert.equal(talk?.overlap, 4 * RATE + RATE / 5);
});

test('without a hand on it, the next track waits for the talk and for the first track', () => {
  const early = talkOf({ samples: voice(8, 2, 4), late: 0, ending: 10 * RATE, next: null });
  assert.equal(early?.overlap, Math.round(8.2 * RATE));
  assert.equal(early?.next, Math.round(8.2 * RATE), 'until the first is over');
  assert.equal(early?.sound.length, Math.round(8.2 * RATE));
  const late = talkOf({ samples: voice(20, 8, 15), late: 0, ending: 10 * RATE, next: null });
  assert.deepEqual([late?.overlap, late?.next], [Math.round(2.2 * RATE), 7.5 * RATE]);
});

test('a pause after the first track is no hole, and a next track that was started before the talk stays before it', () => {
  const paused = talkOf({ samples: voice(20, 14, 16), late: 0, ending: 10 * RATE, next: null });
  assert.deepEqual([paused?.overlap, paused?.next], [0, 2.5 * RATE]);
  const over = talkOf({ samples: voice(20, 14, 16), late: 0, ending: 10 * RATE, next: 11 * RATE });
  assert.deepEqual([over?.overlap, over?.next, over?.sound.length], [0, 0, 5.3 * RATE]);
  assert.equal(talkOf({ samples: voice(20, 0, 0), late: 0, ending: 10 * RATE, next: null }), null);
});

test('the file has 16 bits in mono', () => {
  const file = new DataView(wavOf(Float32Array.from([0, 1, -1, 2, 0.5])));
  assert.equal(file.byteLength, 44 + 10);
  assert.deepEqual([file.getUint16(22, true), file.getUint32(24, true), file.getUint32(40, true)], [1, RATE, 10]);
  assert.deepEqual([0, 1, 2, 3, 4].map((i) => file.getInt16(44 + i * 2, true)), [0, 32767, -32767, 32767, 16384]);
});

test('talk has its place between two tracks', () => {
  const entry = (/** @type {number} */ number, more = {}) => ({ number, title: `${number}`, is_jingle: false, voice: null, ...more });
  const voice = { id: 1, dj: 'ann', seconds: 2, placement: /** @type {const} */ ('between') };
  const entries = [entry(1), entry(2), entry(3, { is_jingle: true }), entry(4), entry(5, { is_jingle: true, voice }), entry(6), entry(7)];
  assert.deepEqual(places(entries).map(([first, second]) => [first.number, second.number]), [[1, 2], [6, 7]]);
  assert.deepEqual(places([]), []);
});

test('talk is sent with its places and the token of the session; refusals have their reasons', async () => {
  /** @type {[string, RequestInit | undefined][]} */
  const asked = [];
  let status = 201;
  globalThis.fetch = async (address, request) => {
    const { pathname, search } = new URL(String(address));
    asked.push([pathname.replace(/^.*\/api\/v1/, '') + search, request]);
    return pathname.endsWith('/me') ? Response.json({ csrf: 'secret' }) : new Response('{}', { status });
  };
  const queue = new VoiceQueue('main');
  const talk = { sound: new Float32Array(RATE), overlap: 480, next: 960 };
  await queue.keep(12, talk);
  assert.equal(asked[1]?.[0], '/stations/main/voice-tracks?before=12&overlap=480&next=960');
  assert.equal(/** @type {Record<string, string>} */ (asked[1]?.[1]?.headers)['x-csrf-token'], 'secret');
  const refusals = /** @type {[number, (error: unknown) => boolean][]} */ ([
    [401, (error) => error instanceof NotSignedIn],
    [403, (error) => error instanceof Refused && error.reason === 'hours'],
    [409, (error) => error instanceof Refused && error.reason === 'changed'],
    [500, (error) => !(error instanceof Refused)],
  ]);
  for (const [answer, is] of refusals) {
    status = answer;
    await assert.rejects(queue.keep(12, talk), is);
  }
});
