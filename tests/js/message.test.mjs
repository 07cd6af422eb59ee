import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MalformedMessage, parseSound, parseText } from '../../static/message.js';

/** Two frames, of three bytes and of one, first number 5, at 1.000000 s. */
const GOLDEN = '01 00 0002 00000000 0000000000000005 00000000000f4240 0003 aabbcc 0001 dd';

/** @param {string} hex */
function bytes(hex) {
  const packed = hex.replaceAll(' ', '');
  return Uint8Array.from(packed.match(/../g) ?? [], (pair) => parseInt(pair, 16)).buffer;
}

test('reads sound by the byte', () => {
  assert.deepEqual(parseSound(bytes(GOLDEN), 20000), [
    { seq: 5, timeUs: 1_000_000, payload: new Uint8Array(bytes(GOLDEN), 26, 3) },
    { seq: 6, timeUs: 1_020_000, payload: new Uint8Array(bytes(GOLDEN), 31, 1) },
  ]);
});

test('a message of no frames is no sound', () => {
  assert.deepEqual(parseSound(bytes('01 00 0000 00000000 0000000000000005 0000000000000000'), 20000), []);
});

for (const [what, hex] of Object.entries({
  'nothing at all': '',
  'half a head': '01 00 0001 00000000 00000000',
  'another kind': GOLDEN.replace('01', '02'),
  'flags nobody knows': GOLDEN.replace('01 00', '01 01'),
  'fewer frames than it counts': GOLDEN.replace('0002', '0003'),
  'more than it counts': GOLDEN.replace('0002', '0001'),
  'a frame longer than the message': GOLDEN.replace('0001 dd', '0002 dd'),
  'a length cut in two': GOLDEN.replace('0001 dd', '00'),
  'a number beyond counting': GOLDEN.replace('0000000000000005', 'ffffffffffffffff'),
})) {
  test(`refuses ${what}`, () => assert.throws(() => parseSound(bytes(hex), 20000), MalformedMessage));
}

test('reads a greeting, whatever way renditions are listed', () => {
  const hello = {
    type: 'hello', station: 'main', name: 'Main', timeline: 7, rendition: 'opus-96', codec: 'opus', sample_rate: 48000,
    channels: 2, frame_us: 20000, pre_skip: 312, renditions: ['opus-96', { name: 'pcm-s16' }], server_us: 1, playout_delay_us: 1000000,
  };
  assert.deepEqual(parseText(JSON.stringify(hello)), {
    type: 'hello', timeline: '7', rendition: 'opus-96', codec: 'opus', renditions: ['opus-96', 'pcm-s16'],
    frameUs: 20000, preSkip: 312,
    playoutDelayUs: 1000000, serverUs: 1,
  });
});

test('reads a title that has little to say', () => {
  const said = parseText('{"type":"now_playing","time_us":5,"title":"Waves","artist":null,"album":"","source":"autodj"}');
  assert.deepEqual(said, {
    type: 'now_playing', timeUs: 5, title: 'Waves', artist: null, album: null, cover: null, dj: null,
    source: 'autodj', durationUs: null, isJingle: false,
  });
});

test('passes over types of a newer server', () => {
  assert.equal(parseText('{"type":"weather"}'), null);
});

test('reads the answer to a ping', () => {
  assert.deepEqual(parseText('{"type":"pong","t0":1.5,"t1":2,"t2":3}'), { type: 'pong', t0: 1.5, t1: 2, t2: 3 });
  assert.throws(() => parseText('{"type":"pong","t0":1}'), MalformedMessage);
});

for (const text of ['', '{', '5', 'null', '{"type":"now_playing","title":"x"}', '{"type":"hello","codec":5,"frame_us":1}']) {
  test(`refuses ${text || 'silence'}`, () => assert.throws(() => parseText(text), MalformedMessage));
}
