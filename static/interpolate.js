/**
 * Reads sound between its samples.
 *
 * A windowed sinc of 32 taps: a straight line between samples would dull the treble, and dull it by an
 * amount that comes and goes as the place between samples wanders.
 */

export const TAPS = 32;
/** How many samples it needs up to and including the one before the place. */
export const TAPS_BEFORE = TAPS / 2;
const PHASES = 256;
const KAISER_BETA = 9;

/** One row of taps for each phase, and one more, so that every phase has a next. */
const ROWS = buildRows();

/**
 * @param {Float32Array} ring whose length is a power of two
 * @param {number} index of the sample at or before the place; may be beyond the ring's length
 * @param {number} fraction how far the place is towards the next sample, 0 to 1
 */
export function sampleAt(ring, index, fraction) {
  const mask = ring.length - 1;
  // Not by bits: an index outgrows 32 bits in a day.
  const start = (index - TAPS_BEFORE + 1 + ring.length) % ring.length;
  if (fraction === 0) return ring[(start + TAPS_BEFORE - 1) & mask];
  const phase = fraction * PHASES;
  const row = Math.floor(phase);
  const between = phase - row;
  const here = row * TAPS;
  const next = here + TAPS;
  let sum = 0;
  for (let tap = 0; tap < TAPS; tap++) {
    const weight = ROWS[here + tap] + (ROWS[next + tap] - ROWS[here + tap]) * between;
    sum += ring[(start + tap) & mask] * weight;
  }
  return sum;
}

function buildRows() {
  const rows = new Float32Array((PHASES + 1) * TAPS);
  for (let row = 0; row <= PHASES; row++) {
    let total = 0;
    for (let tap = 0; tap < TAPS; tap++) {
      const distance = tap - (TAPS_BEFORE - 1) - row / PHASES;
      rows[row * TAPS + tap] = sinc(distance) * kaiser(distance / TAPS_BEFORE);
      total += rows[row * TAPS + tap];
    }
    // Every row lets a steady level through unchanged.
    for (let tap = 0; tap < TAPS; tap++) rows[row * TAPS + tap] /= total;
  }
  return rows;
}

/** @param {number} x */
function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param {number} x from -1 to 1 */
function kaiser(x) {
  return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
}

/** The modified Bessel function of order zero, by its series. @param {number} x */
function bessel(x) {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > sum * 1e-12; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}
