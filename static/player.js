/**
 * Listening, as the page sees it: play, stop, volume, and what is being heard.
 *
 * In: the listener's wishes. Out: sound by the best way this browser has. Never: needs a second click,
 * whatever happens to the network or the server.
 */

import { ElementPlayer } from './element-player.js';
import { browserPlays, elementSources } from './element-sources.js';
import { OpusDecoder } from './decoder-opus.js';
import { Output } from './output.js';
import { Past } from './past.js';
import { nowUs } from './pinger.js';
import { MANNERS } from './playout-delay.js';
import { ladder } from './rungs.js';
import { StreamPlayer } from './stream-player.js';

/** @import { Caption, NowPlaying } from './message.js' */
/** @import { Quality, StreamLink } from './page-data.js' */
/** @import { Mode } from './playout-delay.js' */
/** @import { Rung, RungName } from './rungs.js' */
/** @import { Report } from './sink.js' */
/** @import { StationAddress } from './station-address.js' */
/** @import { State } from './stream-player.js' */

/**
 * @typedef {object} PlayerEvents
 * @property {(state: State) => void} state
 * @property {(title: NowPlaying) => void} title announced, not yet heard
 * @property {(caption: Caption) => void} [caption] words that were spoken
 * @property {() => void} [gone] nothing is kept of the moment that is to be heard; it goes on live
 */

export class Player {
  #station;
  #links;
  #forced;
  #events;
  /** @type {Output | null} */
  #output = null;
  /** @type {StreamPlayer | null} */
  #stream = null;
  /** @type {ElementPlayer | null} */
  #element = null;
  /** @type {Report | null} */
  #report = null;
  /** @type {Rung[]} */
  #rungs = [];
  #volume = 1;
  /** @type {Quality | null} */
  #quality = null;
  /** @type {Mode} */
  #mode = 'sync';
  #trimMs = 0;
  #interrupted = false;
  /** The time to play from, in microseconds of the server's clock; null for live. @type {number | null} */
  #startUs = null;
  /** @type {State} */
  #wouldBe = 'idle';

  /** How it goes. @type {State} */
  state = 'idle';
  /** The way it plays; null when it does not. @type {RungName | null} */
  rung = null;

  /**
   * @param {StationAddress} station
   * @param {StreamLink[]} links to its streams
   * @param {string | null} forced the only rung to use, for tests
   * @param {PlayerEvents} events
   */
  constructor(station, links, forced, events) {
    this.#station = station;
    this.#links = links;
    this.#forced = forced;
    this.#events = events;
  }

  /** Whether sound is wanted, be there any or not. */
  get listening() {
    return this.state !== 'idle';
  }

  /** What came last from where the sound is played; null before. */
  get report() {
    return this.#report;
  }

  /** Seconds of sound that are here and not yet heard. */
  get seconds() {
    return this.#element?.seconds ?? this.#report?.seconds ?? 0;
  }

  /** Seconds played by the browser's own player; null on the other rungs. */
  get position() {
    return this.#element?.position ?? null;
  }

  /** The name of the rendition that comes over the WebSocket; null without one. */
  get rendition() {
    return this.#stream?.rendition ?? null;
  }

  /** The source that the browser's own player plays; null on the other rungs. */
  get source() {
    return this.#element?.source ?? null;
  }

  /** The server's time of the sound that is at the ear now, in microseconds; null if not known. */
  get heardUs() {
    if (!this.#output || !this.#report || this.#report.timeUs === null) return null;
    const { timeUs, contextTime, playing } = this.#report;
    const { clock } = this.#output;
    if (!playing || !clock.known) return timeUs;
    const sinceUs = clock.heardUs(nowUs()) - contextTime * 1e6;
    return timeUs + sinceUs - this.#trimMs * 1000;
  }

  /** Loudness as it is felt, 0 to 1. @param {number} volume */
  set volume(volume) {
    this.#volume = volume;
    if (this.#output) this.#output.volume = volume;
    if (this.#element) this.#element.volume = volume;
  }

  /** The sound quality that the listener chose; what plays, plays on in it. @param {Quality} quality */
  set quality(quality) {
    this.#quality = quality;
    if (!this.listening) return;
    this.#keepPlace();
    this.#release();
    this.#start();
  }

  /** The mode: how late sound is heard; to be set inside a click while playing. @param {Mode} mode */
  set mode(mode) {
    if (mode === this.#mode) return;
    const { listening } = this;
    this.#keepPlace();
    this.#interrupted = false;
    this.#release();
    // The device's buffers have another size.
    this.#output?.close();
    this.#output = null;
    this.#mode = mode;
    if (listening) this.#start();
  }

  /** How much earlier to play, for an output that is later than it says. @param {number} ms */
  set trimMs(ms) {
    this.#trimMs = ms;
    if (this.#stream) this.#stream.trimMs = ms;
  }

  /** Whether it plays what was on air before, or goes on there. */
  get isBack() {
    return this.#startUs !== null;
  }

  /** The moment at which it began or goes on, in microseconds of the server's clock; null for live. */
  get startUs() {
    return this.#startUs;
  }

  /** When what is at the ear was on air, in microseconds of the server's clock; null for live, and where it is not known. */
  get airedUs() {
    const [heardUs, spanUs] = [this.heardUs, this.#stream?.spanUs ?? null];
    return heardUs === null || spanUs === null ? null : heardUs - spanUs;
  }

  /** The time by the server's clock, in microseconds; null where no stream tells it. */
  get serverUs() {
    return this.#stream?.serverUs ?? null;
  }

  /** Plays from a moment on; to be called inside a click. @param {number | null} startUs null for live */
  playFrom(startUs) {
    this.#interrupted = false;
    this.#release();
    this.#startUs = startUs;
    this.#start();
  }

  /** Sees what is played; null where the browser plays it by itself. */
  get analyser() {
    return (this.#stream && this.#output?.analyser) ?? null;
  }

  /** A place where other sounds can be played in time with the station's; null while nothing is played that way. */
  get stage() {
    if (!this.#output || !this.#stream || this.isBack || this.#mode === 'live') return null;
    const dueUs = this.#stream.dueUs;
    return dueUs === null ? null : { output: this.#output, dueUs };
  }

  /** How well the sound keeps its time; null where that is not known. */
  get timing() {
    if (!this.#stream || !this.#report) return null;
    const { delayUs, lagUs, serverClock } = this.#stream;
    const { lateUs, resyncs } = this.#report;
    return { mode: this.#mode, lateUs, resyncs, delayUs, lagUs, roundTripUs: serverClock.roundTripUs };
  }

  /** To be called inside a click, or by the device's own controls. */
  play() {
    if (this.#interrupted) return this.#output?.wake();
    if (this.listening) return;
    this.#start();
  }

  /** Whoever is back goes on there later. */
  stop() {
    this.#keepPlace();
    this.#interrupted = false;
    this.#release();
    this.#setState('idle');
  }

  #start() {
    this.#rungs = ladder(this.#chosen?.rendition ?? null, this.#forced);
    this.#nextRung();
  }

  /** The quality, unless it is the standard, which need not be asked for. */
  get #chosen() {
    return this.#quality?.isStandard ? null : this.#quality;
  }

  #nextRung() {
    const rung = this.#rungs.shift();
    this.rung = rung?.name ?? 'audio';
    this.#setState('connecting');
    if (rung) this.#playStream(rung);
    else this.#playElement();
  }

  /** @param {Rung} rung */
  #playStream(rung) {
    try {
      this.#output ??= new Output({
        interrupted: () => this.#setInterrupted(true),
        resumed: () => this.#setInterrupted(false),
        paused: () => this.stop(),
        played: () => this.play(),
      }, MANNERS[this.#mode].latencyHint);
      this.#output.volume = this.#volume;
      this.#output.wake();
      const past = this.#startUs === null ? null : new Past(this.#startUs, MANNERS[this.#mode].burstMs);
      const stream = new StreamPlayer(this.#station, rung, this.#output, this.#mode, past, {
        state: (state) => this.#stream === stream && this.#setState(state),
        title: this.#events.title,
        caption: this.#events.caption,
        report: (report) => (this.#report = report),
        gone: () => this.#stream === stream && this.#goLive(),
        failed: (reason) => this.#stream === stream && this.#stepDown(reason),
      });
      stream.trimMs = this.#trimMs;
      this.#stream = stream;
      if (rung.name === 'webcodecs') this.#checkDecoder(stream);
    } catch (error) {
      this.#stepDown(error);
    }
  }

  /** That there is a decoder does not yet mean it knows Opus; found out while connecting. @param {StreamPlayer} stream */
  async #checkDecoder(stream) {
    const supported = await OpusDecoder.isSupported().catch(() => false);
    if (supported || this.#stream !== stream) return;
    this.#stepDown('no Opus decoder');
  }

  #playElement() {
    this.#output?.rest();
    const named = elementSources(this.#links, this.#chosen, browserPlays, this.#startUs);
    const sources = named.map((source) => ({ ...source, address: this.#station.named(source.address) }));
    this.#element = new ElementPlayer(sources, (state) => this.#setState(state));
    this.#element.volume = this.#volume;
  }

  /** @param {unknown} reason */
  #stepDown(reason) {
    console.warn(`Longwave: playing by ${this.rung} failed, trying another way.`, reason);
    this.#release();
    this.#nextRung();
  }

  #keepPlace() {
    if (this.#startUs === null) return;
    this.#startUs = this.airedUs ?? this.#startUs + (this.position ?? 0) * 1e6;
  }

  #goLive() {
    this.playFrom(null);
    this.#events.gone?.();
  }

  #release() {
    this.#stream?.end();
    this.#element?.end();
    this.#stream = this.#element = this.#report = null;
    this.rung = null;
  }

  /** @param {boolean} interrupted */
  #setInterrupted(interrupted) {
    if (this.#interrupted === interrupted) return;
    this.#interrupted = interrupted;
    this.#setState(this.#wouldBe);
  }

  /** @param {State} state */
  #setState(state) {
    this.#wouldBe = state;
    const shown = this.#interrupted && state !== 'idle' ? 'interrupted' : state;
    if (shown === this.state) return;
    this.state = shown;
    this.#events.state(shown);
  }
}
