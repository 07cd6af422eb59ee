/**
 * Plays the WebSocket stream on one rung of the ladder, from connecting to the end of listening.
 *
 * In: an output that is awake. Out: sound, titles as they are announced, and how it goes. Never: stops
 * because the server does; it fails only when this browser cannot play on this rung.
 */

import { Connection } from './connection.js';
import { FrameOrder } from './frame-order.js';
import { MalformedMessage, parseSound, parseText } from './message.js';
import { openSink } from './sinks.js';

/** @import { Decoder } from './decoder.js' */
/** @import { Hello, NowPlaying } from './message.js' */
/** @import { Output } from './output.js' */
/** @import { Rung } from './rungs.js' */
/** @import { Piece, Report, Sink } from './sink.js' */

/** @typedef {'idle' | 'connecting' | 'on-air' | 'lost' | 'full' | 'off-air' | 'interrupted'} State */

/**
 * @typedef {object} Listener
 * @property {(state: State) => void} state
 * @property {(title: NowPlaying) => void} title announced, not yet heard
 * @property {(report: Report) => void} report
 * @property {(reason: unknown) => void} failed this rung is of no use here; it is to be ended
 */

const DELIVERY_MS = 100;
const BURST_MS = 2000;
/** After a longer break the live edge is better than what was missed. */
const RESUME_WITHIN_MS = 5000;

export class StreamPlayer {
  #slug;
  #rung;
  #output;
  #listener;
  #connection;
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
   * @param {string} slug the station's
   * @param {Rung} rung
   * @param {Output} output
   * @param {Listener} listener
   */
  constructor(slug, rung, output, listener) {
    this.#slug = slug;
    this.#rung = rung;
    this.#rendition = rung.rendition;
    this.#output = output;
    this.#listener = listener;
    this.#connection = new Connection({
      address: () => this.#address(),
      message: (data) => this.#take(data),
      lost: (goingAway) => this.#lost(goingAway),
    });
    // At the same time as connecting: both take a while.
    this.#openSink().catch((error) => this.#fail(error));
  }

  /** The name of the rendition that comes; null before the station's hello. */
  get rendition() {
    return this.#hello?.rendition ?? null;
  }

  end() {
    this.#ended = true;
    this.#connection.end();
    this.#decoder?.end();
    this.#output.rest().then(() => this.#sink?.end());
  }

  /** After the browser had stopped the sound for a while. */
  catchUp() {
    this.#sink?.catchUp();
  }

  async #openSink() {
    const sink = await openSink(this.#output.context, (report) => this.#report(report));
    if (this.#ended) return sink.end();
    this.#output.connect(sink.node);
    for (const piece of this.#early) sink.write(piece);
    this.#early = [];
    this.#sink = sink;
  }

  #address() {
    const query = new URLSearchParams({ delivery: String(DELIVERY_MS), burst: String(BURST_MS) });
    if (this.#rendition !== null) query.set('rendition', this.#rendition);
    const recent = performance.now() - this.#lastSoundAt < RESUME_WITHIN_MS;
    if (this.#order.next !== null && recent) query.set('from', String(this.#order.next));
    const address = new URL(`/${this.#slug}/ws?${query}`, location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    return address.href;
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
    else if (said?.type === 'now_playing') this.#listener.title(said);
    else if (said?.type === 'off_air') this.#setLine('off-air');
  }

  /** @param {Hello} hello */
  #greet(hello) {
    if (hello.codec !== this.#rung.codec) return this.#askForAnother(hello);
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
    const frames = parseSound(data, this.#hello.frameUs);
    for (const placed of this.#order.accept(frames)) this.#decoder.decode(placed);
  }

  /** @param {Piece} piece */
  #hand(piece) {
    if (this.#ended) return;
    if (this.#sink) this.#sink.write(piece);
    else this.#early.push(piece);
  }

  /** @param {Report} report */
  #report(report) {
    if (this.#ended) return;
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
    const query = this.#rendition === null ? '' : `?${new URLSearchParams({ rendition: this.#rendition })}`;
    const address = `/${this.#slug}.${this.#rung.extension}${query}`;
    const answer = await fetch(address, { method: 'HEAD' }).catch(() => null);
    // What was asked for is not there any more; unasked, the station tells what is.
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
