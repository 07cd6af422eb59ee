import assert from 'node:assert/strict';
import test from 'node:test';
import { helloMessage, nowUs, orderMessage, parseAnswer, pingMessage, readMessage, soundMessage, titleMessage } from '../../static/studio/protocol.js';

test('the studio says who it is, what plays and what time it is', () => {
  const account = { user: 'mina', password: 'p"w' };
  assert.deepEqual(JSON.parse(helloMessage(account, 'opus')), { type: 'hello', ...account, codec: 'opus' });
  assert.deepEqual(JSON.parse(titleMessage({ artist: 'Ada', title: 'Tides' })), { type: 'title', artist: 'Ada', title: 'Tides' });
  assert.deepEqual(JSON.parse(pingMessage(7)), { type: 'ping', t0: 7 });
  assert.deepEqual(JSON.parse(readMessage(3)), { type: 'read', number: 3 });
  assert.deepEqual(JSON.parse(orderMessage('block', 3)), { type: 'block', number: 3 });
});

test('sound goes after the time at which it is sent', () => {
  const message = soundMessage(0x0102_0304_0506_07, new Uint8Array([252, 255]));
  assert.deepEqual([...message], [0, 1, 2, 3, 4, 5, 6, 7, 252, 255]);
});

test('the clock is in whole microseconds of Unix time', () => {
  assert.ok(Number.isSafeInteger(nowUs()));
  assert.ok(Math.abs(nowUs() / 1000 - Date.now()) < 1000);
});

test('what the station says is read', () => {
  const check = (/** @type {object} */ said, /** @type {object | null} */ read) =>
    assert.deepEqual(parseAnswer(JSON.stringify(said)), read);
  check({ type: 'on_air', since_us: 5 }, { type: 'on_air', sinceUs: 5 });
  check({ type: 'waiting', live: 'Ada', since_us: 5 }, { type: 'waiting', live: 'Ada' });
  check({ type: 'error', reason: 'Another DJ is on air.', code: 'in-use' }, { type: 'error', reason: 'Another DJ is on air.', code: 'in-use' });
  check({ type: 'allowed' }, { type: 'allowed' });
  check({ type: 'off_air', reason: 'kicked' }, { type: 'off_air', reason: 'kicked', code: '' });
  const message = { type: 'message', number: 3, from: 'ada', text: 'Louder, please.' };
  check({ ...message, at_us: 5 }, message);
  check({ ...message, text: 7 }, null);
  const listeners = { number: 4, at_us: 5, name: '', text: 'Hello' };
  const told4 = { number: 4, atUs: 5, name: '', text: 'Hello' };
  check({ type: 'listener_messages', messages: [listeners, { ...listeners, text: 7 }, null] }, { type: 'listener_messages', messages: [told4] });
  check({ type: 'listener_messages' }, { type: 'listener_messages', messages: [] });
  check({ type: 'pong', t0: 1, t1: 2, t2: 3 }, { type: 'pong', t0: 1, t1: 2, t2: 3 });
  const status = { type: 'status', bufferMs: 60, listeners: 2, delayUs: null, heldUs: 0, sentUs: null, receivedUs: null, leftMs: null, letsGo: false };
  check({ type: 'status', buffer_ms: 60, listeners: 2, sent_us: null }, status);
  const told = { type: 'status', buffer_ms: 60, listeners: 2, delay_us: 9, held_us: 8, sent_us: 5, received_us: 6, left_ms: 4, lets_go: true };
  check(told, { ...status, delayUs: 9, heldUs: 8, sentUs: 5, receivedUs: 6, leftMs: 4, letsGo: true });
});

test('what is odd or new is passed over', () => {
  for (const text of ['', 'null', '[]', '{"type":"weather"}', '{"type":"pong","t0":1}', '{"type":"pong","t0":1,"t1":"2","t2":3}']) {
    assert.equal(parseAnswer(text), null, text);
  }
  assert.deepEqual(parseAnswer('{"type":"error","reason":7}'), { type: 'error', reason: '', code: '' });
});
