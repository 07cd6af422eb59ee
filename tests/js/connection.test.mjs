import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

/** Stands in for the browser's. */
class FakeSocket {
  /** @type {FakeSocket[]} */
  static made = [];
  closed = false;
  /** @type {((event: { data: string | ArrayBuffer }) => void) | null} */
  onmessage = null;
  /** @type {((event: { code: number }) => void) | null} */
  onclose = null;

  /** @param {string} address */
  constructor(address) {
    this.address = address;
    FakeSocket.made.push(this);
  }

  close() {
    this.closed = true;
  }
}

/** @type {Map<string, () => void>} */
const moments = new Map();
Object.assign(globalThis, {
  WebSocket: FakeSocket,
  addEventListener: (/** @type {string} */ name, /** @type {() => void} */ then) => moments.set(name, then),
  removeEventListener: (/** @type {string} */ name) => moments.delete(name),
});
const { Connection } = await import('../../static/connection.js');

/** Events that were told, in order. @type {string[]} */
let told = [];

function connect() {
  let attempt = 0;
  return new Connection({
    address: () => `ws://station/${attempt++}`,
    message: (data) => told.push(typeof data === 'string' ? data : 'sound'),
    lost: (goingAway) => told.push(goingAway ? 'going away' : 'lost'),
  });
}

const newest = () => /** @type {FakeSocket} */ (FakeSocket.made.at(-1));
const say = (/** @type {string | ArrayBuffer} */ data) => newest().onmessage?.({ data });
const hangUp = (/** @type {number} */ code) => newest().onclose?.({ code });

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout'] });
  mock.method(Math, 'random', () => 0);
  FakeSocket.made = [];
  told = [];
});

test('comes back, later each time, at a new address', () => {
  connect();
  for (const wait of [500, 1000, 2000]) {
    const before = FakeSocket.made.length;
    hangUp(1006);
    mock.timers.tick(wait - 1);
    assert.equal(FakeSocket.made.length, before);
    mock.timers.tick(1);
    assert.equal(FakeSocket.made.length, before + 1);
  }
  assert.equal(newest().address, 'ws://station/3');
  assert.deepEqual(told, ['lost', 'lost', 'lost']);
});

test('sound shows that all is well, words alone do not', () => {
  connect();
  hangUp(1006);
  mock.timers.tick(500);
  say('hello');
  hangUp(1006);
  mock.timers.tick(999);
  assert.equal(FakeSocket.made.length, 2);
  mock.timers.tick(1);
  say(new ArrayBuffer(0));
  hangUp(1006);
  mock.timers.tick(500);
  assert.equal(FakeSocket.made.length, 4);
});

test('tells a server that goes away from a line that is lost', () => {
  connect();
  hangUp(1001);
  assert.deepEqual(told, ['going away']);
});

test('five seconds without a word is a dead line', () => {
  connect();
  say('hello');
  mock.timers.tick(4999);
  say(new ArrayBuffer(0));
  mock.timers.tick(4999);
  assert.deepEqual(told, ['hello', 'sound']);
  mock.timers.tick(1);
  assert.deepEqual(told, ['hello', 'sound', 'lost']);
  assert.equal(FakeSocket.made[0].closed, true);
});

test('does not wait once the network is back', () => {
  connect();
  hangUp(1006);
  moments.get('online')?.();
  assert.equal(FakeSocket.made.length, 2);
  say('hello');
  moments.get('online')?.();
  mock.timers.tick(4000);
  assert.equal(FakeSocket.made.length, 2, 'what is connected stays');
});

test('is quiet once it has ended', () => {
  const connection = connect();
  connection.end();
  assert.equal(newest().closed, true);
  mock.timers.tick(60_000);
  assert.equal(FakeSocket.made.length, 1);
  assert.deepEqual(told, []);
  assert.equal(moments.has('online'), false);
});
