import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SleepTimer } from '../../static/sleep-timer.js';

/** Lets time pass in small steps, as it does: timers that timers start are counted from then. @param {any} timers @param {number} ms */
function pass(timers, ms) {
  for (let passed = 0; passed < ms; passed += 100) timers.tick(100);
}

test('the sound fades and ends at its time, and later sound is as loud as before', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {number[]} */
  const levels = [];
  let stops = 0;
  const timer = new SleepTimer((level) => levels.push(level), () => (stops += 1));
  timer.set(1);
  pass(context.mock.timers, 51_900);
  assert.deepEqual(levels, [1]);
  pass(context.mock.timers, 4_000);
  assert.ok(levels.length > 10 && (levels.at(-1) ?? 1) < 0.6, `${levels}`);
  assert.ok(levels.every((level, place) => place < 2 || level < levels[place - 1]), `${levels}`);
  assert.equal(stops, 0);
  pass(context.mock.timers, 4_200);
  assert.deepEqual([stops, levels.at(-1)], [1, 1]);
});

test('another choice takes the place of the last one, in a fade too', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  /** @type {number[]} */
  const levels = [];
  let stops = 0;
  const timer = new SleepTimer((level) => levels.push(level), () => (stops += 1));
  timer.set(1);
  pass(context.mock.timers, 56_000);
  timer.set(0);
  assert.equal(levels.at(-1), 1);
  pass(context.mock.timers, 600_000);
  assert.deepEqual([stops, levels.at(-1)], [0, 1]);
});
