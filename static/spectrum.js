/**
 * A thin ring around Play that moves with the sound.
 *
 * In: a node that sees what is played. Out: what it draws. Never: draws while it is not seen, or where less motion is wanted.
 */

const BARS = 36;
const LOWEST_HZ = 50;
const HIGHEST_HZ = 12_000;
/** Milliseconds from one picture to the next: enough to follow music, and a third of what the screen could do. */
const EVERY_MS = 50;
/** A point of the canvas is so much smaller than one of the page, for sharp lines on every screen. */
const SCALE = 2;

/**
 * The loudness of bands that are equally wide to the ear, 0 to 1, low ones first.
 * @param {Uint8Array} bins of equally wide bands, 0 to 255 @param {number} rate of the samples, in Hz @param {number} count of bands
 */
export function bandLevels(bins, rate, count) {
  const width = rate / 2 / bins.length;
  const edge = (/** @type {number} */ band) => LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (band / count) / width;
  return Array.from({ length: count }, (_, band) => {
    const first = Math.min(Math.floor(edge(band)), bins.length - 1);
    const end = Math.max(first + 1, Math.min(Math.floor(edge(band + 1)), bins.length));
    return Math.max(...bins.subarray(first, end)) / 255;
  });
}

export class SpectrumRing {
  #canvas;
  #analyser;
  #still = matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {Uint8Array<ArrayBuffer>} */
  #bins = new Uint8Array(0);
  #runs = false;

  /** @param {HTMLCanvasElement} canvas @param {() => AnalyserNode | null} analyser */
  constructor(canvas, analyser) {
    this.#canvas = canvas;
    this.#analyser = analyser;
  }

  /** To be called when the sound begins, and whenever it may have begun. */
  start() {
    if (this.#runs) return;
    this.#runs = true;
    this.#frame();
  }

  stop() {
    this.#runs = false;
    this.#canvas.getContext('2d')?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
  }

  #frame() {
    if (!this.#runs) return;
    const analyser = this.#still.matches ? null : this.#analyser();
    if (!analyser) return this.stop();
    if (this.#bins.length !== analyser.frequencyBinCount) this.#bins = new Uint8Array(analyser.frequencyBinCount);
    analyser.getByteFrequencyData(this.#bins);
    this.#paint(bandLevels(this.#bins, analyser.context.sampleRate, BARS));
    // A page that is hidden has no frames of animation.
    setTimeout(() => requestAnimationFrame(() => this.#frame()), EVERY_MS);
  }

  /** @param {number[]} levels */
  #paint(levels) {
    const canvas = this.#canvas;
    const context = canvas.getContext('2d');
    const size = canvas.clientWidth * SCALE;
    if (!context || size === 0) return;
    if (canvas.width !== size) canvas.width = canvas.height = size;
    context.clearRect(0, 0, size, size);
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 2 * SCALE;
    context.lineCap = 'round';
    context.beginPath();
    const inner = size / 2 - 12 * SCALE;
    for (const [band, level] of levels.entries()) {
      if (level === 0) continue;
      // The lowest at the bottom, the highest at the top, the same on both sides.
      for (const side of [-1, 1]) {
        const angle = Math.PI / 2 + side * Math.PI * ((band + 0.5) / levels.length);
        const outer = inner + (1 + 9 * level) * SCALE;
        context.moveTo(size / 2 + inner * Math.cos(angle), size / 2 + inner * Math.sin(angle));
        context.lineTo(size / 2 + outer * Math.cos(angle), size / 2 + outer * Math.sin(angle));
      }
    }
    context.stroke();
  }
}
