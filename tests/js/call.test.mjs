import assert from 'node:assert/strict';
import test from 'node:test';
import { setCatalogue } from '../../static/languages.js';
import { readCatalogue } from './catalogues.mjs';
import { callWords, callerWords, levelOf, lineWords } from '../../static/call/call-words.js';
import {
  deskHelloMessage,
  hangUpMessage,
  levelMessage,
  openMessage,
  orderMessage,
  parseForCaller,
  parseForDesk,
  ringMessage,
} from '../../static/call/protocol.js';

test('a caller rings, comes back with the token, and hangs up', () => {
  const call = { name: 'Ben', topic: 'tides' };
  assert.deepEqual(JSON.parse(ringMessage({ ...call, token: null })), { type: 'ring', ...call });
  assert.deepEqual(JSON.parse(ringMessage({ ...call, token: 'x' })), { type: 'ring', ...call, token: 'x' });
  assert.deepEqual(JSON.parse(levelMessage(140.2)), { type: 'level', level: 100 });
  assert.deepEqual(JSON.parse(hangUpMessage()), { type: 'hang_up' });
});

test('the desk signs in, opens the line and gives orders', () => {
  assert.deepEqual(JSON.parse(deskHelloMessage({ user: 'ada', password: 'p"w' })), { type: 'hello', user: 'ada', password: 'p"w' });
  assert.deepEqual(JSON.parse(openMessage(true)), { type: 'open', is_open: true });
  assert.deepEqual(JSON.parse(orderMessage(7, 'air')), { type: 'order', call: 7, order: 'air' });
  assert.deepEqual(JSON.parse(orderMessage(7, 'bar', 600)), { type: 'order', call: 7, order: 'bar', seconds: 600 });
});

test('what a caller is told is read, and nothing else', () => {
  const read = (/** @type {object} */ said) => parseForCaller(JSON.stringify(said));
  assert.deepEqual(read({ type: 'joined', token: 'x' }), { type: 'joined', token: 'x' });
  assert.deepEqual(read({ type: 'state', state: 'waiting', place: 2 }), { type: 'state', state: 'waiting', place: 2 });
  assert.deepEqual(read({ type: 'ended', reason: 'over' }), { type: 'ended', reason: 'over' });
  for (const odd of [{}, { type: 'state', state: 'singing' }, { type: 'joined' }, { type: 'weather' }]) assert.equal(read(odd), null);
  assert.equal(parseForCaller('{'), null);
});

test('the line is read; callers that cannot be read are passed over', () => {
  const caller = { call: 3, name: 'Ben', topic: '', state: 'on_air', level: 50, seconds: 61, is_connected: true };
  const said = { type: 'line', is_on: true, is_open: true, is_live: true, callers: [caller, { call: 'x' }, null] };
  const line = parseForDesk(JSON.stringify(said));
  const read = { call: 3, name: 'Ben', topic: '', state: 'on_air', level: 50, seconds: 61, connected: true };
  assert.deepEqual(line, { type: 'line', on: true, open: true, live: true, callers: [read] });
  assert.deepEqual(parseForDesk('{"type":"refused","reason":"no"}'), { type: 'refused', reason: 'no' });
  assert.equal(parseForDesk('{"type":"line"}'), null);
});

test('states are told in plain words', () => {
  assert.match(callWords('waiting', 2), /^You are second in line/);
  assert.match(callWords('waiting', 12), /^You are number 12 in line/);
  assert.match(callWords('on_air', 0), /on air/);
  setCatalogue(readCatalogue('de'));
  assert.match(callWords('waiting', 2), /Nummer 2 in der Warteschlange/);
  assert.match(callWords('held', 0), /niemand hört Sie/);
  setCatalogue(readCatalogue('en'));
  const line = { type: /** @type {const} */ ('line'), on: true, open: true, live: true, callers: [] };
  assert.equal(lineWords(line), 'The line is open. Nobody waits.');
  assert.match(lineWords({ ...line, open: false }), /closed/);
  assert.match(lineWords({ ...line, open: false, live: false }), /while a DJ is live/);
  assert.match(lineWords({ ...line, on: false }), /takes no calls/);
  const caller = { call: 1, name: 'Ben', topic: '', state: /** @type {const} */ ('on_air'), level: 0, seconds: 61, connected: true };
  assert.equal(callerWords(caller), 'on air, 1:01');
  assert.match(callerWords({ ...caller, connected: false }), /lost/);
});

test('a level is a share of 60 dB', () => {
  assert.deepEqual([levelOf(1), levelOf(0), Math.round(levelOf(0.0316))], [100, 0, 50]);
});
