/**
 * The volume slider, which remembers where it was left.
 */

import { store, stored } from './stored.js';

const KEY = 'longwave.volume';

/**
 * @param {HTMLInputElement} slider from 0 to 100
 * @param {(volume: number) => void} onChange from 0 to 1, also at once
 */
export function keepVolume(slider, onChange) {
  const kept = stored(KEY);
  if (kept !== null) slider.value = kept;
  const tell = () => {
    slider.setAttribute('aria-valuetext', `${slider.value} %`);
    slider.style.setProperty('--filled', `${slider.value}%`);
    onChange(slider.valueAsNumber / 100);
  };
  slider.addEventListener('input', () => {
    tell();
    store(KEY, slider.value);
  });
  tell();
}
