/**
 * How long after its stamp a sound is heard.
 *
 * In: the mode that the listener chose, the station's delay, and how late pieces of sound come. Out: the
 * delay. The delay of `sync` and `steady` is the same for everybody, so that all hear the same moment; only
 * who cannot have the sound in time hears it later. That of `live` is what this network needs.
 */

/** @typedef {'sync' | 'live' | 'steady'} Mode */

/**
 * How the modes are served.
 * @typedef {object} Manner
 * @property {number} deliveryMs sound in a message
 * @property {number} burstMs past sound to begin with
 * @property {AudioContextLatencyCategory} latencyHint how large the device's buffers are
 */

/** @type {Record<Mode, Manner>} */
export const MANNERS = {
  sync: { deliveryMs: 100, burstMs: 1100, latencyHint: 'playback' },
  live: { deliveryMs: 20, burstMs: 300, latencyHint: 'interactive' },
  steady: { deliveryMs: 100, burstMs: 5100, latencyHint: 'playback' },
};

/** Past sound beyond the delay, in milliseconds: a network's delay, and a message. */
const BURST_RESERVE_MS = 100;

/**
 * The past sound to ask for, so that it is heard at once.
 * @param {Mode} mode
 * @param {number | null} stationUs what the station says that all players add; null if nothing yet
 * @returns {number} milliseconds
 */
export function burstMs(mode, stationUs) {
  const stationMs = mode === 'live' || stationUs === null ? 0 : Math.ceil(stationUs / 1000) + BURST_RESERVE_MS;
  return Math.max(MANNERS[mode].burstMs, stationMs);
}

/** Unless the station says otherwise. */
const STATION_US = 1_000_000;
const STEADY_US = 5_000_000;
/** The device's share of the delay of `live`, before it is known. */
const LIVE_FIRST_US = 90_000;
const LIVE_LEAST_US = 40_000;
const LIVE_MOST_US = 2_000_000;
/** Between a piece's coming and its being needed: the way to the audio thread, and a fade. */
const RESERVE_US = 20_000;
/** If every piece comes too late, nothing could be played at all: so long is waited for one that does not. */
const WATCH_US = 2_500_000;
/** After this long of room to spare, the delay shrinks. */
const ROOM_US = 10_000_000;
/** How fast `live` shrinks, in microseconds a second: by no more than what is corrected unheard. */
const SHRINK_PPM = 300;
/** As much room is left over when it shrinks. */
const KEPT_US = 10_000;
/** So many stutters within so long mean a network that needs more. */
const STUTTERS = 3;
const STUTTERS_WITHIN_US = 60_000_000;
const LAG_STEP_US = 500_000;
const LAG_MOST_US = 6_000_000;

export class PlayoutDelay {
  #mode;
  #stationUs = STATION_US;
  #liveUs = LIVE_FIRST_US;
  #outputUs = 0;
  /** Time added for a listener whose sound comes later than the delay. */
  #lagUs = 0;
  /** @type {number[]} */
  #stutters = [];
  /** The least and the most that was needed since. */
  #watch = { sinceUs: Infinity, leastUs: Infinity };
  #room = { sinceUs: 0, mostUs: 0 };
  #shrunkUs = 0;

  /** @param {Mode} mode */
  constructor(mode) {
    this.#mode = mode;
  }

  /** In microseconds. */
  get us() {
    if (this.#mode === 'live') return this.#liveUs;
    return this.#commonUs + this.#lagUs;
  }

  /** By how much this listener hears later than everybody in this mode, in microseconds. */
  get lagUs() {
    return this.#mode === 'live' ? 0 : this.#lagUs;
  }

  get #commonUs() {
    return this.#mode === 'steady' ? Math.max(STEADY_US, this.#stationUs) : this.#stationUs;
  }

  /** @param {number | null} us what the station says that all players add; null if nothing */
  set stationUs(us) {
    this.#stationUs = us ?? STATION_US;
  }

  /** @param {number} us from the audio context to the ear */
  set outputUs(us) {
    this.#outputUs = us;
  }

  /** A new connection: what was waited for meanwhile says nothing. @param {number} nowUs */
  connected(nowUs) {
    this.#watch = { sinceUs: Infinity, leastUs: Infinity };
    this.#room = { sinceUs: nowUs, mostUs: 0 };
  }

  /**
   * A piece of sound came.
   * @param {number} ageUs of its first sample, by its stamp
   * @param {number} nowUs
   */
  arrived(ageUs, nowUs) {
    const neededUs = ageUs + this.#outputUs + RESERVE_US;
    this.#watch.sinceUs = Math.min(this.#watch.sinceUs, nowUs);
    this.#watch.leastUs = Math.min(this.#watch.leastUs, neededUs);
    this.#room.mostUs = Math.max(this.#room.mostUs, neededUs);
    if (this.#mode === 'live') this.#adaptLive(neededUs, nowUs);
    else this.#adaptCommon(nowUs);
  }

  /** The sound ran out. @param {number} nowUs */
  stuttered(nowUs) {
    this.#stutters = [...this.#stutters.filter((us) => nowUs - us < STUTTERS_WITHIN_US), nowUs];
    this.#room = { sinceUs: nowUs, mostUs: 0 };
    if (this.#mode === 'live' || this.#stutters.length < STUTTERS) return;
    this.#stutters = [];
    this.#lagUs = Math.min(LAG_MOST_US, this.#lagUs + LAG_STEP_US);
  }

  /** @param {number} neededUs @param {number} nowUs */
  #adaptLive(neededUs, nowUs) {
    if (neededUs > this.#liveUs) {
      this.#liveUs = Math.min(LIVE_MOST_US, neededUs);
      this.#room = { sinceUs: nowUs, mostUs: 0 };
    }
    if (nowUs - this.#room.sinceUs < ROOM_US) return void (this.#shrunkUs = nowUs);
    const least = Math.max(LIVE_LEAST_US, this.#room.mostUs + KEPT_US);
    const step = ((nowUs - this.#shrunkUs) * SHRINK_PPM) / 1e6;
    this.#shrunkUs = nowUs;
    if (this.#liveUs - step > least) this.#liveUs -= step;
    // Needs of longer ago count no more.
    else if (nowUs - this.#room.sinceUs > 2 * ROOM_US) this.#room = { sinceUs: nowUs, mostUs: 0 };
  }

  /** @param {number} nowUs */
  #adaptCommon(nowUs) {
    if (nowUs - this.#watch.sinceUs > WATCH_US) {
      const missingUs = this.#watch.leastUs - this.us;
      // Not one came in time: the network takes longer than everybody waits.
      if (missingUs > 0) this.#lagUs = Math.min(LAG_MOST_US, this.#lagUs + missingUs + LAG_STEP_US / 2);
      this.#watch = { sinceUs: nowUs, leastUs: Infinity };
    }
    if (this.#lagUs > 0 && nowUs - this.#room.sinceUs > STUTTERS_WITHIN_US) {
      if (this.#room.mostUs + RESERVE_US < this.#commonUs) this.#lagUs = 0;
      this.#room = { sinceUs: nowUs, mostUs: 0 };
    }
  }
}
