/**
 * What the device shows while its screen is locked, and the buttons there and on headphones.
 */

/** @import { NowPlaying } from './message.js' */

export class LockScreen {
  #station;
  #logo;
  #session = 'mediaSession' in navigator ? navigator.mediaSession : null;

  /**
   * @param {string} station its name
   * @param {string | undefined} logo its address, if it has one
   * @param {{ play: () => void, stop: () => void }} buttons
   */
  constructor(station, logo, { play, stop }) {
    this.#station = station;
    this.#logo = logo;
    // iOS: sounds on although the ring switch is off, and goes on when the screen is locked.
    if (navigator.audioSession) navigator.audioSession.type = 'playback';
    this.#session?.setActionHandler('play', play);
    // Radio cannot be held: a pause is a stop, and play is live again.
    this.#session?.setActionHandler('pause', stop);
    this.#session?.setActionHandler('stop', stop);
  }

  /** @param {NowPlaying | null} now */
  show(now) {
    if (!this.#session) return;
    const picture = now?.cover ?? this.#logo;
    this.#session.metadata = new MediaMetadata({
      title: now?.title || this.#station,
      artist: now?.artist ?? this.#station,
      album: now?.album ?? '',
      artwork: picture ? [{ src: picture }] : [],
    });
  }

  /** @param {boolean} playing */
  set playing(playing) {
    if (this.#session) this.#session.playbackState = playing ? 'playing' : 'paused';
  }
}
