/**
 * Plays the WebSocket stream on one rung of the ladder, from connecting to the end of listening.
 *
 * In: an output that is awake. Out: sound, titles as they are announced, and how it goes. Never: stops
 * because the server does; it fails only when this browser cannot play on this rung.
 */

import { Connection } from './connection.js';
import { FrameOrder } from './frame-order.js';
import { MalformedMessage, parseSound, parseText } from './message.js';
import { Pinger, nowUs } from './pinger.js';
import { MANNERS, burstMs } from './playout-delay.js';
import { openSink } from './sinks.js';
import { Timing } from './timing.js';

/** @import { Decoder } from './decoder.js' */
/** @import { Caption, Hello, NowPlaying, Pong } from './message.js' */
/** @import { Output } from './output.js' */
/** @import { Past } from './past.js' */
/** @import { Mode } from './playout-delay.js' */
/** @import { Rung } from './rungs.js' */
/** @import { StationAddress } from './station-address.js' */
/** @import { Piece, Report, Sink } from './sink.js' */

/** @typedef {'idle' | 'connecting' | 'on-air' | 'lost' | 'full' | 'off-air' | 'interrupted'} State */

/**
 * @typedef {object} Listener
 * @property {(state: State) => void} state
 * @property {(title: NowPlaying) => void} title announced, not yet heard
 * @property {(caption: Caption) => void} [caption] words that were spoken; without it, none are asked for
 * @property {(report: Report) => void} report
 * @property {() => void} gone nothing is kept of the moment that is to be heard
 * @property {(reason: unknown) => void} failed this rung is of no use here; it is to be ended
 */

/** How often it is said anew which moment is due when. */
const LINE_EVERY_MS = 100;
/** Sound that comes so soon after the greeting was waiting: its age says nothing of the network. */
const BURST_WITHIN_US = 800_000;
/** After a longer break the live edge is better than what was missed. */
const RESUME_WITHIN_MS = 5000;

export class StreamPlayer {
  #station;
  #rung;
  #output;
  #listener;
  #mode;
  #past;
  #timing;
  #connection;
  #pinger = new Pinger((text) => this.#connection.send(text));
  #lineTimer;
  #greetedUs = 0;
  #burstMs;
  #underruns = 0;
  #order = new FrameOrder();
  #rendition;
  /** @type {'connecting' | 'open' | 'lost' | 'full' | 'off-air'} */
  #line = 'connecting';
  /** @type {Hello | null} */
  #hello = null;
  /** @type {Decoder | null} */
  #decoder = null;
  /** @type {Sink | null} */
  #sink = null;
  /** Decoded before there was a sink. @type {Piece[]} */
  #early = [];
  #playing = false;
  #ended = false;
  #lastSoundAt = 0;

  /**
   * @param {StationAddress} station
   * @param {Rung} rung
   * @param {Output} output
   * @param {Mode} mode
   * @param {Past | null} past where to play from; null for live
   * @param {Listener} listener
   */
  constructor(station, rung, output, mode, past, listener) {
    this.#station = station;
    this.#rung = rung;
    this.#rendition = rung.rendition;
    this.#output = output;
    this.#listener = listener;
    this.#mode = mode;
    this.#burstMs = burstMs(mode, null);
    this.#past = past;
    this.#timing = new Timing(mode, output.clock);
    this.#lineTimer = setInterval(() => this.#tellLine(), LINE_EVERY_MS);
    this.#connection = new Connection({
      address: () => this.#address(),
      opened: () => this.#pinger.start(),
      message: (data) => this.#take(data),
      lost: (goingAway) => this.#lost(goingAway),
    });
    // At the same time as connecting: both take a while.
    this.#openSink().catch((error) => this.#fail(error));
  }

  /** By how much later it is heard than it was on air, in microseconds; null for live. */
  get spanUs() {
    return this.#past?.spanUs ?? null;
  }

  /** The time by the server's clock, in microseconds; null before that is known. */
  get serverUs() {
    const { server } = this.#timing;
    return server.answers === 0 ? null : nowUs() + server.offsetAt(nowUs());
  }

  /** The name of the rendition that comes; null before the station's hello. */
  get rendition() {
    return this.#hello?.rendition ?? null;
  }

  end() {
    this.#ended = true;
    clearInterval(this.#lineTimer);
    this.#pinger.end();
    this.#connection.end();
    this.#decoder?.end();
    this.#output.rest().then(() => this.#sink?.end());
  }

  /** How much earlier to play, for an output that is later than it says. @param {number} ms */
  set trimMs(ms) {
    this.#timing.trimMs = ms;
    this.#tellLine();
  }

  /** Microseconds from a sound's stamp to the ear. */
  get delayUs() {
    return this.#timing.delay.us;
  }

  /** By how many microseconds it is heard later than by everybody else in this mode. */
  get lagUs() {
    return this.#timing.delay.lagUs;
  }

  /** The server's stamp of what is due at the present time of the audio context; null while that is not known. */
  get dueUs() {
    const { context } = this.#output;
    return context.state === 'running' ? this.#timing.dueUs(context.currentTime * 1e6, nowUs()) : null;
  }

  /** The server's clock, as known here. */
  get serverClock() {
    return this.#timing.server;
  }

  /** Which moment is due when changes little by little, and at once when a clock is known better. */
  #tellLine() {
    const { context } = this.#output;
    const line = context.state === 'running' ? this.#timing.line(context.currentTime * 1e6, nowUs()) : null;
    this.#sink?.follow(line);
  }

  async #openSink() {
    const sink = await openSink(this.#output.context, (report) => this.#report(report));
    if (this.#ended) return sink.end();
    this.#output.connect(sink.node);
    for (const piece of this.#early) sink.write(piece);
    this.#early = [];
    this.#sink = sink;
    this.#tellLine();
  }

  #address() {
    const { deliveryMs } = MANNERS[this.#mode];
    /** @type {Record<string, string>} */
    const query = { delivery: String(deliveryMs), burst: String(this.#burstMs) };
    if (this.#rendition !== null) query.rendition = this.#rendition;
    if (this.#past) return this.#station.socket({ ...query, at: this.#past.at });
    if (this.#listener.caption) query.captions = '1';
    const recent = performance.now() - this.#lastSoundAt < RESUME_WITHIN_MS;
    if (this.#order.next !== null && recent) query.from = String(this.#order.next);
    return this.#station.socket(query);
  }

  /** @param {string | ArrayBuffer} data */
  #take(data) {
    try {
      if (typeof data === 'string') this.#takeText(data);
      else this.#takeSound(data);
    } catch (error) {
      if (!(error instanceof MalformedMessage)) return this.#fail(error);
      console.warn(`Longwave: dropped a connection that broke the protocol: ${error.message}`);
      this.#connection.reject();
    }
  }

  /** @param {string} text */
  #takeText(text) {
    const said = parseText(text);
    if (said?.type === 'hello') this.#greet(said);
    else if (said?.type === 'now_playing') this.#announce(said);
    else if (said?.type === 'caption') this.#listener.caption?.(said);
    else if (said?.type === 'pong') this.#takePong(said);
    else if (said?.type === 'off_air') this.#setLine('off-air');
  }

  /** @param {NowPlaying} title */
  #announce(title) {
    for (const told of this.#past ? this.#past.title(title) : [title]) this.#listener.title(told);
  }

  /** @param {Pong} pong */
  #takePong({ t0, t1, t2 }) {
    this.#timing.server.add(t0, t1, t2, nowUs());
    // Only the first answers are waited for.
    if (!this.#playing) this.#tellLine();
  }

  /** @param {Hello} hello */
  #greet(hello) {
    this.#greetedUs = nowUs();
    this.#past?.greet(hello);
    this.#timing.greet(hello.timeline, hello.serverUs, hello.playoutDelayUs, this.#greetedUs);
    if (hello.codec !== this.#rung.codec) return this.#askForAnother(hello);
    const neededMs = burstMs(this.#mode, hello.playoutDelayUs);
    if (neededMs > this.#burstMs && !this.#past) {
      this.#burstMs = neededMs;
      return this.#connection.reject();
    }
    if (this.#hello && this.#hello.timeline !== hello.timeline) this.#order.startAnew();
    this.#hello = hello;
    this.#decoder ??= this.#rung.openDecoder(
      hello.preSkip,
      (piece) => this.#hand(piece),
      (error) => this.#fail(error),
    );
    this.#setLine('open');
  }

  /** The station's first rendition is not what this rung plays. @param {Hello} hello */
  #askForAnother(hello) {
    const family = this.#rung.codec.split('-')[0];
    const other = hello.renditions.find((name) => name.startsWith(family) && name !== this.#rendition);
    if (other === undefined) throw new Error(`the station offers no ${family}`);
    this.#rendition = other;
    this.#connection.reject();
  }

  /** @param {ArrayBuffer} data */
  #takeSound(data) {
    if (!this.#hello || !this.#decoder) throw new MalformedMessage('sound before hello');
    this.#lastSoundAt = performance.now();
    const read = parseSound(data, this.#hello.frameUs);
    const { frames, titles } = this.#past?.sound(read, this.#hello.frameUs) ?? { frames: read, titles: [] };
    for (const title of titles) this.#listener.title(title);
    for (const placed of this.#order.accept(frames)) this.#decoder.decode(placed);
  }

  /** @param {Piece} piece */
  #hand(piece) {
    if (this.#ended) return;
    this.#noteArrival(piece);
    if (this.#sink) this.#sink.write(piece);
    else this.#early.push(piece);
  }

  /** @param {Piece} piece */
  #noteArrival({ timeUs }) {
    const now = nowUs();
    const { server, delay } = this.#timing;
    if (server.answers === 0 || now - this.#greetedUs < BURST_WITHIN_US) return;
    delay.arrived(now + server.offsetAt(now) - timeUs, now);
  }

  /** @param {Report} report */
  #report(report) {
    if (this.#ended) return;
    if (report.underruns > this.#underruns) this.#timing.delay.stuttered(nowUs());
    this.#underruns = report.underruns;
    this.#playing = report.playing;
    this.#listener.report(report);
    this.#tell();
  }

  /** @param {boolean} goingAway */
  #lost(goingAway) {
    this.#askWhy();
    // A station that signed off stays off the air until it says hello again.
    if (goingAway) return this.#setLine('off-air');
    if (this.#line === 'off-air') return;
    if (this.#line !== 'full') this.#setLine('lost');
  }

  /** A browser does not say why a WebSocket was refused, but the other address of the same sound does. */
  async #askWhy() {
    if (this.#ended) return;
    /** @type {Record<string, string>} */
    const query = this.#rendition === null ? {} : { rendition: this.#rendition };
    // The archive has Opus alone.
    const address = this.#past
      ? this.#station.stream('opus', { at: this.#past.at, clock: 'frames' })
      : this.#station.stream(this.#rung.extension, query);
    const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
    if (answer?.status === 416 && !this.#ended) return this.#listener.gone();
    // The rendition asked for is not there any more; a request without one gets the standard.
    if (answer?.status === 400) this.#rendition = null;
    if (this.#line === 'lost' || this.#line === 'full') this.#setLine(answer?.status === 503 ? 'full' : 'lost');
  }

  /** @param {'connecting' | 'open' | 'lost' | 'full' | 'off-air'} line */
  #setLine(line) {
    this.#line = line;
    this.#tell();
  }

  /** While the cushion sounds, the listener need not hear about the line. */
  #tell() {
    const silent = this.#line === 'open' ? 'connecting' : this.#line;
    this.#listener.state(this.#playing ? 'on-air' : silent);
  }

  /** @param {unknown} reason */
  #fail(reason) {
    if (!this.#ended) this.#listener.failed(reason);
  }
}
