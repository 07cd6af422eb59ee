/**
 * An audio element that plays silence while the station plays.
 *
 * Browsers show lock-screen controls and keep a hidden page alive for a playing media element, not for
 * an audio context. Leading the sound itself through one (by a MediaStream) would do too, but adds a
 * delay that no browser reports, so titles would come early, and a second buffer that can run out. This
 * one changes nothing in the sound: should it fail, only the lock-screen controls are missing.
 */

/** Chrome takes shorter media for a sound effect and shows no controls. */
const SECONDS = 10;
const RATE = 8000;

export class SilentElement {
  #element = new Audio();
  #wanted = false;

  /**
   * @param {() => void} onPaused by the device, not by us
   * @param {() => void} onPlayed by the device, not by us
   */
  constructor(onPaused, onPlayed) {
    this.#element.src = URL.createObjectURL(silentWav());
    this.#element.loop = true;
    // Events come late: what we paused and played again meanwhile is neither.
    this.#element.onpause = () => this.#wanted && this.#element.paused && onPaused();
    this.#element.onplay = () => !this.#wanted && !this.#element.paused && onPlayed();
  }

  play() {
    this.#wanted = true;
    this.#element.play().catch(() => {});
  }

  pause() {
    this.#wanted = false;
    this.#element.pause();
  }
}

/** A WAV file of 8-bit mono samples, of which 128 is silence. */
function silentWav() {
  const samples = RATE * SECONDS;
  const head = new DataView(new ArrayBuffer(44));
  const write = (/** @type {number} */ at, /** @type {string} */ word) => {
    for (let i = 0; i < word.length; i++) head.setUint8(at + i, word.charCodeAt(i));
  };
  write(0, 'RIFF');
  head.setUint32(4, 36 + samples, true);
  write(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, RATE, true);
  head.setUint32(28, RATE, true);
  head.setUint16(32, 1, true);
  head.setUint16(34, 8, true);
  write(36, 'data');
  head.setUint32(40, samples, true);
  return new Blob([head, new Uint8Array(samples).fill(128)], { type: 'audio/wav' });
}
