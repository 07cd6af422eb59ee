/**
 * The list of sound qualities, which remembers what was chosen, except uncompressed sound: that is chosen anew
 * each time, so that nobody pays for it on another day or another line.
 */

import { store, stored } from './stored.js';

/** @import { Quality } from './page-data.js' */
/** @import { Player } from './player.js' */

const KEY = 'longwave.quality';
const UNCOMPRESSED = 'pcm-s16';

/**
 * @param {HTMLSelectElement} list of renditions, the standard one first
 * @param {(quality: Quality) => void} onChange also at once
 */
export function keepQuality(list, onChange) {
  const kept = stored(KEY) ?? '';
  if (kept !== UNCOMPRESSED && [...list.options].some(({ value }) => value === kept)) list.value = kept;
  const tell = () => {
    const [option] = list.selectedOptions;
    if (option) onChange(qualityOf(option));
  };
  list.addEventListener('change', () => {
    // The standard quality stays the standard, whatever its name is to be.
    if (list.value !== UNCOMPRESSED) store(KEY, list.selectedIndex === 0 ? '' : list.value);
    tell();
  });
  tell();
}

/**
 * Returns the megabytes that an hour takes of what plays; null if not known.
 * @param {Pick<Player, 'rendition' | 'source'>} player
 * @param {HTMLSelectElement} list
 */
export function megabytesOf({ rendition, source }, list) {
  if (source) return source.megabytes;
  const option = [...list.options].find(({ value }) => value === rendition);
  return option ? qualityOf(option).megabytes : null;
}

/** @param {HTMLOptionElement} option @returns {Quality} */
function qualityOf(option) {
  return {
    rendition: option.value,
    megabytes: Number(option.dataset.megabytes),
    isStandard: option.index === 0,
  };
}
