import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import { WasmDecoder } from '../../static/decoder-wasm.js';
import { OpusWasm } from '../../static/opus-wasm.js';
import { opusFile } from './ogg-packets.mjs';

/** @import { Piece } from '../../static/sink.js' */

const { packets, preSkip } = opusFile('tones-96.opus');

/** The worker's own script runs here, in the test's thread, with the global functions of a worker. */
const scope = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis));
/** @type {(event: { data: unknown }) => void} */
let toWorker = () => {};
/** @type {StandIn | null} */
let worker = null;
scope.addEventListener = (/** @type {string} */ _type, /** @type {typeof toWorker} */ listener) => (toWorker = listener);
scope.postMessage = (/** @type {unknown} */ data) => worker?.onmessage?.({ data });
scope.Worker = class {
  /** @param {URL} address @param {WorkerOptions} options */
  constructor(address, options) {
    worker = new StandIn(address, options);
    return worker;
  }
};
await import('../../static/opus-worker.js');

class StandIn {
  /** @type {((event: { data: unknown }) => void) | null} */
  onmessage = null;
  /** @type {((event: { message: string }) => void) | null} */
  onerror = null;
  isTerminated = false;
  isMute = false;

  /** @param {URL} address @param {WorkerOptions} options */
  constructor(address, options) {
    assert.ok(address.pathname.endsWith('/static/opus-worker.js'));
    assert.equal(options.type, 'module');
  }

  /** @param {unknown} data @param {Transferable[]} transfer */
  postMessage(data, transfer) {
    const copy = structuredClone(data, { transfer });
    if (!this.isMute) toWorker({ data: copy });
  }

  terminate() {
    this.isTerminated = true;
  }
}

/** @param {number} number of the packet @param {Partial<import('../../static/frame-order.js').Placed>} [more] */
function placed(number, more = {}) {
  const payload = packets[number];
  return { frame: { seq: number, timeUs: 1e6 + number * 20_000, payload }, silentFrames: 0, cut: false, ...more };
}

/** @param {number} count of pieces to wait for */
function collect(count) {
  /** @type {Piece[]} */
  const pieces = [];
  /** @type {Error[]} */
  const errors = [];
  const { promise, resolve } = withResolvers();
  const onPiece = (/** @type {Piece} */ piece) => pieces.push(piece) === count && resolve();
  const onError = (/** @type {Error} */ error) => (errors.push(error), resolve());
  return { pieces, errors, done: promise, decoder: new WasmDecoder(preSkip, onPiece, onError) };
}

function withResolvers() {
  let resolve = () => {};
  const promise = /** @type {Promise<void>} */ (new Promise((done) => (resolve = done)));
  return { promise, resolve };
}

afterEach(() => (worker = null));

test('gives one piece for each packet, in order, at the time of its sound', async () => {
  const { decoder, pieces, errors, done } = collect(6);
  for (let number = 0; number < 5; number++) decoder.decode(placed(number));
  decoder.decode(placed(7, { silentFrames: 2, cut: true }));
  await done;
  assert.deepEqual(errors, []);
  const times = pieces.map(({ timeUs }) => timeUs);
  assert.deepEqual(times, [0, 1, 2, 3, 4, 7].map((number) => 1e6 + number * 20_000 - 6500));
  assert.deepEqual(pieces.map(({ left }) => left.length), Array(6).fill(960));
  const { silentSamples, cut } = pieces[5];
  assert.deepEqual([silentSamples, cut], [1920, true]);
  assert.ok(packets[0].byteLength > 0, 'what came in a larger message is copied, not taken from it');
  decoder.end();
});

test('what does not continue the sound begins with a fresh decoder', async () => {
  const fresh = await OpusWasm.open();
  const expected = fresh.decode(packets[30]).left;
  const { decoder, pieces, done } = collect(12);
  for (let number = 0; number < 11; number++) decoder.decode(placed(number));
  decoder.decode(placed(30, { cut: true }));
  await done;
  assert.deepEqual(pieces[11].left, expected);
  decoder.end();
});

test('a worker that does not load ends it, once', async () => {
  const { decoder, errors } = collect(1);
  const loaded = worker;
  loaded?.onerror?.({ message: '' });
  assert.match(String(errors[0]), /WebAssembly failed: the worker does not load/);
  assert.ok(loaded?.isTerminated && loaded.onmessage === null && loaded.onerror === null);
  decoder.end();
  assert.equal(errors.length, 1);
});

test('a worker in which the decoder does not start ends it', () => {
  const { errors } = collect(1);
  worker?.onmessage?.({ data: { error: 'CompileError: refused' } });
  assert.match(String(errors[0]), /CompileError: refused/);
});

test('a worker that never answers ends it after ten seconds of sound', () => {
  const { decoder, errors } = collect(1);
  if (worker) worker.isMute = true;
  for (let i = 0; i < 500; i++) decoder.decode(placed(i % packets.length));
  assert.deepEqual(errors, []);
  decoder.decode(placed(0));
  assert.match(String(errors[0]), /does not keep up/);
});
