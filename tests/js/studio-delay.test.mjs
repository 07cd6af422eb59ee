import assert from 'node:assert/strict';
import test from 'node:test';
import { ClockFilter } from '../../static/studio/clock-filter.js';
import { delayOf, heardAtMs } from '../../static/studio/delay.js';
import { MonitorBuffer } from '../../static/studio/monitor-buffer.js';

const AHEAD_US = 5_000_000;

/** Asks once, with so many microseconds on the way there and back. @param {ClockFilter} filter @param {number} out @param {number} back */
function ask(filter, out, back) {
  const [t0, t1, t2] = [1000, 1000 + out + AHEAD_US, 1050 + out + AHEAD_US];
  filter.add(t0, t1, t2, t2 - AHEAD_US + back);
}

test('before the first answer nothing is known', () => {
  const filter = new ClockFilter();
  assert.equal(filter.offsetUs, null);
  assert.equal(filter.roundTripUs, null);
});

test('an answer that took as long there as back tells the clock exactly', () => {
  const filter = new ClockFilter();
  ask(filter, 300, 300);
  assert.equal(filter.offsetUs, AHEAD_US);
  assert.equal(filter.roundTripUs, 600);
});

test('answers that were held up do not count', () => {
  const filter = new ClockFilter();
  for (let i = 0; i < 24; i++) ask(filter, 500, 500 + 40_000 * (i % 3 ? 1 : 0));
  assert.equal(filter.offsetUs, AHEAD_US);
});

test('of the quick answers the median counts, so one that is odd does not', () => {
  const filter = new ClockFilter();
  ask(filter, 0, 900);
  for (let i = 0; i < 15; i++) ask(filter, 500, 500);
  assert.equal(filter.offsetUs, AHEAD_US);
});

test('old answers are forgotten, so a clock that drifts is followed', () => {
  const filter = new ClockFilter();
  ask(filter, 1, 1);
  for (let i = 0; i < 32; i++) ask(filter, 500, 500);
  assert.equal(filter.roundTripUs, 1000);
});

test('an answer from before it was asked says nothing', () => {
  const filter = new ClockFilter();
  filter.add(1000, 0, 0, 900);
  assert.equal(filter.offsetUs, null);
});

test('a delay says how far it was measured', () => {
  /** @type {import('../../static/studio/protocol.js').Status} */
  const status = { type: 'status', bufferMs: 60, listeners: 1, delayUs: null, heldUs: 0, sentUs: null, receivedUs: null, leftMs: null, letsGo: false };
  const parts = { captureMs: 30, offsetUs: AHEAD_US, roundTripUs: 20_000, status, listeningMs: null };
  assert.deepEqual(delayOf(parts), { ms: 100, reach: 'station' });
  assert.deepEqual(delayOf({ ...parts, listeningMs: 90 }), { ms: 190, reach: 'listener' });
  assert.equal(delayOf({ ...parts, roundTripUs: null }), null);
  assert.equal(delayOf({ ...parts, status: null }), null);
  // The station tells when the newest sound came, so its way is measured.
  const told = { ...status, delayUs: 80_000, sentUs: 1_000_000, receivedUs: 1_000_000 + AHEAD_US + 15_000 };
  assert.deepEqual(delayOf({ ...parts, status: told }), { ms: 125, reach: 'station' });
});

test('when sound is heard is told by the device, or else by its usual delay', () => {
  const now = { currentTime: 2, latency: 0.05, nowMs: 9000 };
  assert.equal(heardAtMs(2.5, { contextTime: 2, performanceTime: 8000 }, now), 8500);
  assert.equal(heardAtMs(2.5, {}, now), 9550);
});

/** A piece of 20 ms whose samples are all `value`. @param {number} value @param {number} timeUs */
function piece(value, timeUs) {
  const samples = () => new Float32Array(960).fill(value);
  return { left: samples(), right: samples(), timeUs, silentSamples: 0, cut: false };
}

/** @param {MonitorBuffer} buffer @param {number} samples */
function read(buffer, samples) {
  const [left, right] = [new Float32Array(samples), new Float32Array(samples)];
  buffer.read(left, right);
  return left;
}

test('the monitor begins with three messages, faded in, and knows what is heard', () => {
  const buffer = new MonitorBuffer();
  for (const i of [0, 1]) buffer.write(piece(1, i * 20_000));
  assert.equal(read(buffer, 128).some(Boolean), false);
  buffer.write(piece(1, 40_000));
  const heard = read(buffer, 960);
  assert.ok(heard[0] < 0.01 && heard[120] > 0.4 && heard[959] === 1);
  assert.equal(buffer.timeUs, 20_000);
});

test('a monitor that runs dry fades out, and keeps more from then on', () => {
  const buffer = new MonitorBuffer();
  for (const i of [0, 1, 2]) buffer.write(piece(1, i * 20_000));
  read(buffer, 2879);
  assert.equal(read(buffer, 128)[1], 0);
  assert.equal(buffer.underruns, 1);
  for (const i of [3, 4, 5]) buffer.write(piece(1, i * 20_000));
  read(buffer, 128);
  assert.equal(buffer.playing, false);
  buffer.write(piece(1, 120_000));
  read(buffer, 128);
  assert.equal(buffer.playing, true);
});

test('what the monitor never used of its cushion it skips', () => {
  const buffer = new MonitorBuffer();
  for (let i = 0; i < 15; i++) buffer.write(piece(1, i * 20_000));
  for (let i = 15; i < 15 + 200; i++) {
    read(buffer, 960);
    buffer.write(piece(1, i * 20_000));
  }
  assert.ok(buffer.seconds < 0.1, `${buffer.seconds}`);
  assert.equal(buffer.underruns, 0);
});

test('a monitor that nobody reads stays small', () => {
  const buffer = new MonitorBuffer();
  for (let i = 0; i < 1000; i++) buffer.write(piece(1, i * 20_000));
  assert.ok(buffer.seconds <= 0.8);
});
