/**
 * The controls that bring two devices into step with a microphone, and what was found.
 */

import { Interrupted, NotPlaying, TestSound, measure } from './calibration.js';
import { canHear } from './ear.js';
import { t } from './languages.js';
import { foundWords } from './words.js';

/** @import { Stage } from './calibration.js' */

/** A test sound that is forgotten ends by itself. */
const SOUND_MS = 120_000;

/**
 * @param {() => Stage | null} stage
 * @param {(ms: number) => boolean} playEarlier plays so much earlier from now on; false if that is more than can be
 * @returns {() => void} says it anew, such as in another language
 */
export function openCalibrationView(stage, playEarlier) {
  const part = /** @type {HTMLElement} */ (document.getElementById('calibration'));
  const play = /** @type {HTMLButtonElement} */ (document.getElementById('calibration-play'));
  const begin = /** @type {HTMLButtonElement} */ (document.getElementById('calibration-measure'));
  const apply = /** @type {HTMLButtonElement} */ (document.getElementById('calibration-apply'));
  const said = /** @type {HTMLElement} */ (document.getElementById('calibration-said'));
  /** @type {TestSound | null} */
  let sound = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let ending;
  /** @type {() => string} */
  let words = () => '';
  /** By how many milliseconds to play earlier, as was found. */
  let earlierMs = 0;

  const say = (/** @type {() => string} */ next) => {
    words = next;
    said.textContent = next();
  };
  const show = () => {
    play.textContent = sound ? t('calibration-stop') : t('calibration-play');
    const ms = Math.round(Math.abs(earlierMs));
    apply.textContent = earlierMs > 0 ? t('calibration-earlier', { ms }) : t('calibration-later', { ms });
    apply.hidden = earlierMs === 0;
    said.textContent = words();
  };
  const endSound = () => {
    if (sound) words = () => '';
    sound?.end();
    sound = null;
    clearTimeout(ending);
    show();
  };
  play.addEventListener('click', () => {
    if (sound) return endSound();
    if (!stage()) return say(() => t('calibration-failed', { reason: 'sound' }));
    sound = new TestSound(stage, 'other');
    ending = setTimeout(endSound, SOUND_MS);
    say(() => t('calibration-plays'));
    show();
  });
  begin.addEventListener('click', async () => {
    endSound();
    earlierMs = 0;
    begin.disabled = play.disabled = true;
    say(() => t('calibration-listens'));
    show();
    try {
      const found = await measure(stage);
      // Nobody is heard before they have played.
      earlierMs = Math.round(found.laterMs ?? Math.max(0, found.ownMs ?? 0));
      say(() => foundWords(found));
    } catch (error) {
      const reason = error instanceof NotPlaying ? 'sound' : error instanceof Interrupted ? 'time' : 'microphone';
      say(() => t('calibration-failed', { reason }));
    }
    begin.disabled = play.disabled = false;
    show();
  });
  apply.addEventListener('click', () => {
    const done = playEarlier(earlierMs);
    earlierMs = 0;
    say(() => (done ? t('calibration-done') : t('calibration-too-much')));
    show();
  });
  part.hidden = !canHear();
  show();
  return show;
}
