/**
 * Covers that are not there leave their place empty.
 */

/** @param {EventTarget | null} image */
function hide(image) {
  if (image instanceof HTMLImageElement && image.classList.contains('cover')) image.classList.add('none');
}

document.addEventListener('error', (event) => hide(event.target), true);
for (const image of document.querySelectorAll('img.cover')) {
  if (image instanceof HTMLImageElement && image.complete && image.naturalWidth === 0) hide(image);
}
