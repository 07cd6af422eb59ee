/**
 * The listener's choice of when sound is heard, which the device remembers.
 */

import { store, stored } from './stored.js';
import { modeWords, trimWords } from './words.js';

/** @import { Mode } from './playout-delay.js' */

const MODE_KEY = 'longwave.mode';
const TRIM_KEY = 'longwave.trim';
/** @type {Mode[]} */
const MODES = ['sync', 'live', 'steady'];

/**
 * @param {{ mode: (mode: Mode) => void, trimMs: (ms: number) => void }} listener called for what is kept, too
 * @returns {{ show: () => void, playEarlier: (ms: number) => boolean }} says it anew, such as in another language; and plays so
 *   much earlier than now, if that can be
 */
export function openTimingView(listener) {
  const modes = /** @type {HTMLSelectElement} */ (document.getElementById('mode'));
  const hint = /** @type {HTMLElement} */ (document.getElementById('mode-hint'));
  const trim = /** @type {HTMLInputElement} */ (document.getElementById('trim'));
  const trimField = /** @type {HTMLElement} */ (document.getElementById('trim-field'));
  const trimOutput = /** @type {HTMLOutputElement} */ (document.getElementById('trim-output'));

  const showMode = () => {
    const mode = toMode(modes.value);
    hint.textContent = modeWords(mode);
    // As early as can be is as early as can be.
    trimField.hidden = mode === 'live';
    listener.mode(mode);
  };
  const showTrim = () => {
    const words = trimWords(trim.valueAsNumber);
    trimOutput.textContent = words;
    trim.setAttribute('aria-valuetext', words);
    listener.trimMs(toMode(modes.value) === 'live' ? 0 : trim.valueAsNumber);
  };
  modes.value = toMode(stored(MODE_KEY));
  trim.value = stored(TRIM_KEY) ?? '0';
  modes.addEventListener('change', () => {
    store(MODE_KEY, modes.value);
    showTrim();
    showMode();
  });
  trim.addEventListener('input', () => {
    store(TRIM_KEY, trim.value);
    showTrim();
  });
  const show = () => {
    showMode();
    showTrim();
  };
  const playEarlier = (/** @type {number} */ ms) => {
    const wanted = trim.valueAsNumber + ms;
    if (wanted < Number(trim.min) || wanted > Number(trim.max)) return false;
    trim.value = String(wanted);
    trim.dispatchEvent(new Event('input'));
    return true;
  };
  show();
  return { show, playEarlier };
}

/** @param {string | null} said @returns {Mode} */
function toMode(said) {
  return MODES.find((mode) => mode === said) ?? 'sync';
}
