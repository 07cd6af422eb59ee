/**
 * The cover's colours behind the page, far out of focus.
 *
 * A blur is worked out anew whenever something in front of it changes; a picture of a few points that is stretched costs nothing.
 */

const POINTS = 12;
/** As long as it takes in `player.css`. */
const FADE_MS = 800;
/** Down to this part of its height it is at its full strength, as a part of 1. */
const FULL = 0.4;

/** Fades over from what is shown. @param {HTMLElement} box @param {HTMLImageElement | null} cover one that is loaded */
export function showGlow(box, cover) {
  for (const before of box.children) fadeOut(before);
  if (!cover) return;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = POINTS;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingQuality = 'high';
  context.filter = 'saturate(1.4)';
  context.drawImage(cover, 0, 0, POINTS, POINTS);
  const fade = context.createLinearGradient(0, POINTS * FULL, 0, POINTS);
  fade.addColorStop(0, '#000f');
  fade.addColorStop(1, '#0000');
  Object.assign(context, { filter: 'none', globalCompositeOperation: 'destination-in', fillStyle: fade });
  context.fillRect(0, 0, POINTS, POINTS);
  box.prepend(canvas);
}

/** Fades out and goes. @param {Element} before */
export function fadeOut(before) {
  if (before.classList.contains('gone')) return;
  before.classList.add('gone');
  setTimeout(() => before.remove(), FADE_MS);
}
