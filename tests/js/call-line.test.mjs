import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

/** Stands in for the browser's. */
class FakeSocket {
  static OPEN = 1;
  /** @type {FakeSocket[]} */
  static made = [];
  readyState = 1;
  bufferedAmount = 0;
  closed = false;
  /** @type {string[]} */
  sent = [];
  /** @type {(() => void) | null} */
  onopen = null;
  /** @type {((event: { data: string | ArrayBuffer }) => void) | null} */
  onmessage = null;

  constructor() {
    FakeSocket.made.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  close() {
    this.closed = true;
  }
}

Object.assign(globalThis, { WebSocket: FakeSocket });
const { CallLine } = await import('../../static/call/call-line.js');

/** Events that were told, in order. @type {string[]} */
let told = [];

function ring() {
  return new CallLine('main', { name: 'Ben', topic: '', token: null }, {
    stands: ({ state }) => told.push(state),
    sound: () => told.push('sound'),
    joined: (token) => told.push(token),
    lost: () => told.push('lost'),
    over: (reason) => told.push(reason),
  });
}

const newest = () => /** @type {FakeSocket} */ (FakeSocket.made.at(-1));
const say = (/** @type {object | ArrayBuffer} */ said) =>
  newest().onmessage?.({ data: said instanceof ArrayBuffer ? said : JSON.stringify(said) });

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(Math, 'random', () => 0);
  FakeSocket.made = [];
  told = [];
});

test('a caller with a seat who hears nothing for five seconds comes back with the token', () => {
  ring();
  say({ type: 'joined', token: 'x' });
  say({ type: 'state', state: 'on_air', place: 0 });
  mock.timers.tick(4999);
  say(new ArrayBuffer(1));
  mock.timers.tick(4999);
  assert.deepEqual([FakeSocket.made.length, told], [1, ['x', 'on_air', 'sound']]);
  const before = newest();
  mock.timers.tick(1);
  assert.deepEqual([before.closed, told.at(-1)], [true, 'lost']);
  mock.timers.tick(500);
  assert.equal(FakeSocket.made.length, 2);
  newest().onopen?.();
  assert.equal(JSON.parse(newest().sent[0]).token, 'x');
});

test('who waits may hear nothing for as long as that takes', () => {
  ring();
  say({ type: 'joined', token: 'x' });
  say({ type: 'state', state: 'on_air', place: 0 });
  say({ type: 'state', state: 'waiting', place: 1 });
  mock.timers.tick(600_000);
  assert.deepEqual([FakeSocket.made.length, newest().closed], [1, false]);
});
