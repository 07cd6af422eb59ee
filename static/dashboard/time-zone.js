/**
 * Chooses the browser's own time zone in a list of them, unless one was chosen before.
 */

const list = document.getElementById('time-zone');
if (list instanceof HTMLSelectElement && list.dataset.chosen === undefined) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...list.options].some(({ value }) => value === own)) list.value = own;
}
