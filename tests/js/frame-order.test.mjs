import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameOrder } from '../../static/frame-order.js';

/** One letter a message: what each frame became. @param {FrameOrder} order @param {number[]} seqs */
function place(order, seqs) {
  const frames = seqs.map((seq) => ({ seq, timeUs: seq * 20000, payload: new Uint8Array() }));
  return order
    .accept(frames)
    .map(({ frame, silentFrames, cut }) => `${frame.seq}${cut ? ' cut' : ''}${silentFrames ? ` after ${silentFrames}` : ''}`);
}

test('lets an unbroken stream through', () => {
  const order = new FrameOrder();
  assert.equal(order.next, null);
  assert.deepEqual(place(order, [10, 11]), ['10', '11']);
  assert.deepEqual(place(order, [12]), ['12']);
  assert.equal(order.next, 13);
});

test('hears nothing twice after a resume', () => {
  const order = new FrameOrder();
  place(order, [10, 11, 12]);
  assert.deepEqual(place(order, [11, 12, 13]), ['13']);
});

test('a small hole keeps its length', () => {
  const order = new FrameOrder();
  place(order, [10]);
  assert.deepEqual(place(order, [13, 14]), ['13 cut after 2', '14']);
});

test('a large hole is left out', () => {
  const order = new FrameOrder();
  place(order, [10]);
  assert.deepEqual(place(order, [500]), ['500 cut']);
});

test('a new producer is followed wherever it begins', () => {
  const order = new FrameOrder();
  place(order, [10, 11]);
  order.startAnew();
  assert.equal(order.next, null);
  assert.deepEqual(place(order, [3, 4]), ['3 cut', '4']);
});
