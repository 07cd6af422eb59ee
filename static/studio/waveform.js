/**
 * The waveform of a deck: drawn once, with the part that was played uncovered by a veil, and the points of the track.
 */

import { barsOf } from './peaks.js';
import { box, find } from './page.js';
import { shareOf } from './places.js';

/** @import { Outline } from './peaks.js' */
/** @import { TrackPoints } from './places.js' */

/** In CSS pixels. */
const BAR = 2;
const GAP = 1;
/** Of silence, so that there is a line at all. */
const LEAST_HEIGHT = 0.03;
/** Points this near to the ends of the file are not worth a mark, in seconds. */
const NEAR_END = 0.1;

export class Waveform {
  #root;
  #canvas;
  #veil;
  #marks;
  /** @type {Uint8Array | null} */
  #peaks = null;
  #drawn = '';

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
    this.#canvas = find('canvas', HTMLCanvasElement, root);
    this.#veil = box('.unplayed', root);
    this.#marks = { cueIn: box('.mark-in', root), cueOut: box('.mark-out', root), cue: box('.mark-cue', root), intro: box('.intro', root) };
    new ResizeObserver(() => this.#draw()).observe(root);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#draw(true));
  }

  /** Null while there is none. @param {Outline | null} outline */
  set outline(outline) {
    this.#peaks = outline?.peaks ?? null;
    this.#root.classList.toggle('drawn', outline !== null);
    this.#draw(true);
  }

  /** @param {TrackPoints} points @param {number} length of the file, 0 while it is not known */
  setPoints({ cueIn, introEnd, cueOut }, length) {
    const { cueIn: begin, cueOut: end, intro } = this.#marks;
    begin.hidden = length === 0 || cueIn < NEAR_END;
    end.hidden = length === 0 || cueOut === null || cueOut > length - NEAR_END;
    intro.hidden = length === 0 || introEnd === null || introEnd <= cueIn;
    lay(begin, shareOf(cueIn, length));
    lay(end, shareOf(cueOut ?? length, length));
    lay(intro, shareOf(cueIn, length));
    intro.style.width = percent(shareOf((introEnd ?? cueIn) - cueIn, length));
  }

  /** @param {number} place @param {number} cue where the cue button goes @param {number} length */
  setPlace(place, cue, length) {
    this.#veil.style.transform = `scaleX(${(1 - shareOf(place, length)).toFixed(4)})`;
    this.#marks.cue.hidden = length === 0;
    lay(this.#marks.cue, shareOf(cue, length));
  }

  /** @param {boolean} [anew] even if its size is the same */
  #draw(anew = false) {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const scale = devicePixelRatio;
    const size = `${width} ${height} ${scale}`;
    if (width === 0 || (size === this.#drawn && !anew)) return;
    this.#drawn = size;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    const pen = this.#canvas.getContext('2d');
    if (!pen || !this.#peaks) return;
    pen.scale(scale, scale);
    pen.fillStyle = getComputedStyle(this.#canvas).color;
    for (const [bar, peak] of barsOf(this.#peaks, Math.floor(width / (BAR + GAP))).entries()) {
      const tall = Math.max(LEAST_HEIGHT, peak) * height;
      pen.fillRect(bar * (BAR + GAP), (height - tall) / 2, BAR, tall);
    }
  }
}

/** @param {HTMLElement} mark @param {number} share */
function lay(mark, share) {
  mark.style.left = percent(share);
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(2)}%`;
}
