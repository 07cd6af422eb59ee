/**
 * The crossfader's law: equal power, so that the music is as loud in the middle as at the ends.
 */

/**
 * @param {number} place from 0, all of deck A, to 1, all of deck B
 * @returns {{ a: number, b: number }} the gains; their squares add up to 1
 */
export function crossfade(place) {
  const angle = (Math.max(0, Math.min(1, place)) * Math.PI) / 2;
  // Exactly nothing at the ends: the cosine of a right angle is not quite zero.
  return { a: place >= 1 ? 0 : Math.cos(angle), b: place <= 0 ? 0 : Math.sin(angle) };
}
