/**
 * The Fourier transform of a sequence whose length is a power of two.
 */

/** Transforms in place, without scaling. @param {Float64Array} re @param {Float64Array} im @param {1 | -1} sign of the exponent */
export function transform(re, im, sign) {
  const points = re.length;
  for (let i = 1, j = 0; i < points; i++) {
    let bit = points >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [re[i], re[j], im[i], im[j]] = [re[j], re[i], im[j], im[i]];
  }
  for (let length = 2; length <= points; length *= 2) {
    const half = length / 2;
    for (let k = 0; k < half; k++) {
      const [cos, sin] = [Math.cos((2 * Math.PI * k) / length), sign * Math.sin((2 * Math.PI * k) / length)];
      for (let i = k; i < points; i += length) {
        const j = i + half;
        const x = re[j] * cos - im[j] * sin;
        const y = re[j] * sin + im[j] * cos;
        re[j] = re[i] - x;
        im[j] = im[i] - y;
        re[i] += x;
        im[i] += y;
      }
    }
  }
}
