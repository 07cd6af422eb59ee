/**
 * The volume slider, which remembers where it was left.
 */

const KEY = 'longwave.volume';

/**
 * @param {HTMLInputElement} slider from 0 to 100
 * @param {(volume: number) => void} onChange from 0 to 1, also at once
 */
export function keepVolume(slider, onChange) {
  const kept = read();
  if (kept !== null) slider.value = kept;
  const tell = () => {
    slider.setAttribute('aria-valuetext', `${slider.value} %`);
    slider.style.setProperty('--filled', `${slider.value}%`);
    onChange(slider.valueAsNumber / 100);
  };
  slider.addEventListener('input', () => {
    tell();
    write(slider.value);
  });
  tell();
}

// Private windows and strict settings refuse storage; the slider works all the same.

function read() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @param {string} value */
function write(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // As above.
  }
}
