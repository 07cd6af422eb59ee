/**
 * The mixing desk: what goes in, what goes on air, and how loud it all is.
 *
 * In: nodes for the microphone and the decks. Out: the programme, as packets' worth of samples where there
 * is an audio worklet and as a node everywhere; the decks in the room's speakers. Never: knows of a network.
 */

import { PlainDesk } from './desk-plain.js';

/** @import { DuckingSettings } from './ducking.js' */

/** What Opus works at, and the station. */
export const SAMPLE_RATE = 48000;

/** @typedef {{ peak: number, rms: number }} Loudness 1 being full scale */
/** @typedef {{ mic: Loudness, a: Loudness, b: Loudness, left: Loudness, right: Loudness, duck: number, gate: number }} Levels `duck` and `gate` are the gains of the decks and of the microphone */
/** Inputs of the desk. */
const INPUTS = /** @type {const} */ ({ mic: 0, a: 1, b: 2, carts: 3 });

/** @typedef {{ left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer> }} Sound 20 ms of it */
/** @typedef {{ levels: Levels }} FromDesk */
/**
 * The voice as the strip leaves it.
 * @typedef {object} VoiceSettings
 * @property {number} raisedDb by how much soft sound was raised
 * @property {number | null} gateDb what is softer here is lowered; null for nothing
 */
/** @typedef {{ ducking?: DuckingSettings, voice?: VoiceSettings, open?: boolean, out?: MessagePort | null }} ToDesk */

/**
 * One of the two desks, `WorkletDesk` or `PlainDesk`.
 * @typedef {object} DeskKind
 * @property {(source: AudioNode, input: 0 | 1 | 2 | 3) => void} plug microphone, deck A, deck B, jingle buttons
 * @property {AudioNode} programme
 * @property {(wish: ToDesk) => void} tell
 * @property {boolean} packets whether the programme comes in packets' worth too
 */

export class Desk {
  context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' });
  #room = new GainNode(this.context);
  /** @type {DeskKind | null} */
  #kind = null;

  /** What came last. @type {Levels | null} */
  levels = null;

  constructor() {
    this.#room.connect(this.context.destination);
    // A browser keeps sound back until the page is touched.
    const wake = () => this.context.state === 'suspended' && this.context.resume().catch(() => {});
    for (const touch of ['pointerdown', 'keydown', 'drop']) addEventListener(touch, wake, true);
  }

  /** To be awaited before anything is plugged in. */
  async open() {
    const report = (/** @type {FromDesk} */ { levels }) => (this.levels = levels);
    this.#kind = this.context.audioWorklet
      ? await WorkletDesk.open(this.context, this.#room, report)
      : new PlainDesk(this.context, this.#room, report);
  }

  get #open() {
    if (!this.#kind) throw new Error('the desk is not open');
    return this.#kind;
  }

  /** Whether the programme comes in packets' worth, for an encoder. */
  get packets() {
    return this.#open.packets;
  }

  /** What goes on air. */
  get programme() {
    return this.#open.programme;
  }

  /** Several may be plugged into one input. @param {AudioNode} source @param {keyof typeof INPUTS} where */
  plug(source, where) {
    this.#open.plug(source, INPUTS[where]);
  }

  /** Whether the microphone is heard. @param {boolean} open */
  set microphoneOpen(open) {
    this.#open.tell({ open });
  }

  /** @param {DuckingSettings} ducking */
  set ducking(ducking) {
    this.#open.tell({ ducking });
  }

  /** @param {VoiceSettings} voice */
  set voice(voice) {
    this.#open.tell({ voice });
  }

  /** How loud the decks are in the room, 0 to 1 as it is felt. @param {number} volume */
  set roomVolume(volume) {
    this.#room.gain.setTargetAtTime(volume ** 2, this.context.currentTime, 0.015);
  }

  /** Where the programme goes, 20 ms at a time as `Sound`; null for nowhere. @param {MessagePort | null} port */
  set out(port) {
    this.#open.tell({ out: port });
  }
}

class WorkletDesk {
  #node;
  programme;
  packets = true;

  /** @param {AudioContext} context @param {AudioNode} room @param {(report: FromDesk) => void} onReport */
  static async open(context, room, onReport) {
    await context.audioWorklet.addModule(new URL('./desk-worklet.js', import.meta.url));
    return new WorkletDesk(context, room, onReport);
  }

  /** @param {AudioContext} context @param {AudioNode} room @param {(report: FromDesk) => void} onReport */
  constructor(context, room, onReport) {
    const outputs = { numberOfInputs: 4, numberOfOutputs: 2, outputChannelCount: [2, 2] };
    this.#node = new AudioWorkletNode(context, 'longwave-desk', outputs);
    this.#node.port.onmessage = ({ data }) => onReport(data);
    this.#node.connect(room, 1);
    // What leads nowhere is not run by every browser.
    const nowhere = new GainNode(context, { gain: 0 });
    this.#node.connect(nowhere, 0).connect(context.destination);
    this.programme = new GainNode(context);
    this.#node.connect(this.programme, 0);
  }

  /** @param {AudioNode} source @param {0 | 1 | 2 | 3} input */
  plug(source, input) {
    source.connect(this.#node, 0, input);
  }

  /** @param {ToDesk} wish */
  tell(wish) {
    this.#node.port.postMessage(wish, wish.out ? [wish.out] : []);
  }
}
