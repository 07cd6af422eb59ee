import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LARGEST_PPM, Steering } from '../../static/steering.js';

/** Lets a cushion run for hours against a sound card that is off. @param {number} cardPpm @param {number} level @param {number} hours */
function run(cardPpm, level, hours) {
  const steering = new Steering(2);
  let farthest = 0;
  for (let passed = 0; passed < hours * 3600; passed += 0.1) {
    // Sound comes in pieces of 100 ms and goes steadily.
    const ppm = steering.ppm(level + Math.random() * 0.1 - 0.05, 0.1);
    level -= ((cardPpm + ppm) * 1e-6) * 0.1;
    farthest = Math.max(farthest, Math.abs(ppm));
  }
  return { level, farthest };
}

for (const cardPpm of [-300, -20, 0, 20, 300]) {
  test(`a sound card ${cardPpm} ppm off does not empty or fill the cushion in six hours`, () => {
    const { level, farthest } = run(cardPpm, 2, 6);
    assert.ok(Math.abs(level - 2) < 0.35, `level ${level}`);
    assert.ok(farthest <= LARGEST_PPM);
  });
}

test('a cushion far off comes back slowly, never beyond what an ear forgives', () => {
  const { level, farthest } = run(0, 4, 3);
  assert.ok(Math.abs(level - 2) < 0.1, `level ${level}`);
  assert.equal(farthest, LARGEST_PPM);
});

test('is still until the burst is there', () => {
  assert.equal(new Steering(2).ppm(0.2, 0.1), 0);
});
