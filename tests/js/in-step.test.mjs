/**
 * Two listeners of one station, simulated: whatever their networks and sound cards are, they hear the same moment.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutputClock } from '../../static/output-clock.js';
import { SoundBuffer } from '../../static/sound-buffer.js';
import { Timing } from '../../static/timing.js';
import { chance } from './chance.mjs';

const RATE = 48000;
const BLOCK = 128;
const MESSAGE_US = 100_000;
const DELAY_US = 1_000_000;
/** The server's clock when all begins. */
const SERVER_US = 1_790_000_000_000_000;

/**
 * @typedef {object} Place
 * @property {number} seed
 * @property {number} pageUs the page's clock when all begins
 * @property {number} pagePpm by how much it is faster than the server's
 * @property {number} cardPpm by how much the sound card is faster than the page's clock
 * @property {number} latencyUs from the audio context to the ear
 * @property {(random: () => number, seconds: number) => number} wayUs each way of the network
 * @property {number} [brokenAt] when the output breaks off for 30 ms
 */

/**
 * Listens for some time.
 * @param {Place} place
 * @param {number} seconds
 * @returns {{ errors: { at: number, us: number }[], underruns: number, resyncs: number }} by how much what is at the
 *   ear is ahead of what should be, each tenth of a second
 */
function listen({ seed, pageUs, pagePpm, cardPpm, latencyUs, wayUs, brokenAt = Infinity }, seconds) {
  const random = chance(seed);
  const output = new OutputClock();
  const timing = new Timing('sync', output);
  const sound = new SoundBuffer(RATE);
  /** The page's clock, by the true time since the beginning. @param {number} us */
  const page = (us) => pageUs + us * (1 + pagePpm / 1e6);
  /** The true time, by the context's. @param {number} contextUs */
  const truth = (contextUs) => contextUs / ((1 + cardPpm / 1e6) * (1 + pagePpm / 1e6)) + (contextUs > brokenAt * 1e6 ? 30_000 : 0);
  /** @type {{ atUs: number, t: [number, number, number] }[]} */
  const pongs = [];
  const errors = [];
  let [pingUs, pings, readUs, lineUs, messageUs, errorUs, arrivedUs, pongUs] = [0, 0, 0, 0, -1_100_000, 0, 0, 0];
  timing.greet('one', SERVER_US, DELAY_US, page(0));
  const piece = new Float32Array((MESSAGE_US * RATE) / 1e6);
  for (let contextUs = 0; contextUs < seconds * 1e6; contextUs += (BLOCK * 1e6) / RATE) {
    const us = truth(contextUs);
    if (us >= pingUs) {
      const [there, back] = [wayUs(random, us / 1e6), wayUs(random, us / 1e6)];
      // The transport keeps the order.
      pongUs = Math.max(pongUs, us + there + back);
      pongs.push({ atUs: pongUs, t: [page(us), SERVER_US + us + there, SERVER_US + us + there] });
      pings += 1;
      pingUs = us + (pings < 24 ? 45_000 : 2_000_000);
    }
    while (pongs.length > 0 && us >= pongs[0].atUs) {
      const { t, atUs } = /** @type {typeof pongs[0]} */ (pongs.shift());
      timing.server.add(...t, page(atUs));
    }
    if (us >= readUs) {
      // Readings scatter by a device buffer, as Chromium's do.
      const nowUs = page(us) + (random() + random() - 1) * 12_000;
      const stampUs = page(us) + latencyUs - contextUs + (random() - 0.5) * 10_000;
      output.add({ nowUs, contextUs, stampUs, reportedUs: latencyUs });
      readUs = us + (output.readingsSince < 120 ? 15_000 : 50_000);
    }
    if (us >= lineUs) {
      sound.follow(timing.line(contextUs, page(us)));
      lineUs = us + 100_000;
    }
    while (us >= arrivedUs) {
      sound.write(piece, piece, SERVER_US + messageUs, false);
      messageUs += MESSAGE_US;
      arrivedUs = messageUs < 0 ? 0 : Math.max(arrivedUs, messageUs + MESSAGE_US + wayUs(random, us / 1e6));
    }
    sound.read(new Float32Array(BLOCK), new Float32Array(BLOCK), contextUs / 1e6);
    if (us >= errorUs && sound.playing) {
      const nextUs = contextUs + (BLOCK * 1e6) / RATE;
      const dueUs = SERVER_US + truth(nextUs) + latencyUs - DELAY_US;
      errors.push({ at: us / 1e6, us: Number(sound.timeUs) - dueUs });
      errorUs = us + 100_000;
    }
  }
  return { errors, underruns: sound.underruns, resyncs: sound.resyncs };
}

/** @param {ReturnType<typeof listen>} heard @param {number} from @param {number} [until] in seconds */
function worst({ errors }, from, until = Infinity) {
  return Math.max(...errors.filter(({ at }) => at >= from && at < until).map(({ us }) => Math.abs(us)));
}

/** @param {ReturnType<typeof listen>} heard @param {number} from */
function moves({ errors }, from) {
  const late = errors.filter(({ at }) => at >= from).map(({ us }) => us);
  return Math.max(...late) - Math.min(...late);
}

/** @type {Place} */
const HOME = { seed: 3, pageUs: 5_000_000, pagePpm: 20, cardPpm: -60, latencyUs: 45_000, wayUs: (random) => 300 + random() * 700 };
/** @type {Place} */
const PHONE = { seed: 5, pageUs: 99_000_000_000, pagePpm: -40, cardPpm: 150, latencyUs: 180_000, wayUs: (random) => 20_000 + random() ** 2 * 40_000 };

test('a laptop beside the server: within 3 ms from the first second, 1 ms after half a minute', () => {
  const heard = listen(HOME, 45);
  assert.ok(heard.errors[0].at < 0.3, `first sound after ${heard.errors[0].at} s`);
  assert.ok(worst(heard, 1) < 3000, `${worst(heard, 1)} µs`);
  assert.ok(worst(heard, 30) < 1000, `${worst(heard, 30)} µs`);
  assert.ok(moves(heard, 30) < 400, `${moves(heard, 30)} µs`);
  assert.deepEqual([heard.underruns, heard.resyncs], [0, 0]);
});

test('a phone with jitter and another card: 5 ms after half a minute, without a hole', () => {
  const heard = listen(PHONE, 45);
  assert.ok(worst(heard, 30) < 5000, `${worst(heard, 30)} µs`);
  assert.deepEqual([heard.underruns, heard.resyncs], [0, 0]);
});

test('the network stalls for half a second every ten: not heard', () => {
  const heard = listen({ ...HOME, wayUs: (random, seconds) => 1000 + random() * 500 + Math.max(0, 0.5 - ((seconds + 5) % 10)) * 1e6 }, 40);
  assert.deepEqual([heard.underruns, heard.resyncs], [0, 0]);
  assert.ok(worst(heard, 30) < 1500, `${worst(heard, 30)} µs`);
});

test('an output that broke off is on time again within a second', () => {
  const heard = listen({ ...HOME, brokenAt: 20 }, 30);
  assert.ok(worst(heard, 20, 21) > 25_000);
  assert.ok(worst(heard, 21) < 5000, `${worst(heard, 21)} µs`);
});
