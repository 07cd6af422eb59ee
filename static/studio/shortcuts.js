/**
 * Single keys for what is needed in a hurry. Never while something is being written, and not at all if
 * the DJ turned them off.
 */

/**
 * @param {HTMLInputElement} allowed
 * @param {Record<string, () => void>} actions by key
 */
export function listenForKeys(allowed, actions) {
  addEventListener('keydown', (event) => {
    if (!allowed.checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (writes(event.target)) return;
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** @param {EventTarget | null} where */
function writes(where) {
  if (where instanceof HTMLInputElement) return !['range', 'checkbox', 'file'].includes(where.type);
  return where instanceof HTMLSelectElement || where instanceof HTMLTextAreaElement;
}
