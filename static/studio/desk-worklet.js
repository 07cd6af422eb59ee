/**
 * The mixing desk, on the browser's audio thread, where a busy page cannot make it stutter.
 *
 * In: the microphone, deck A and deck B, each behind its fader, and the jingle buttons. Out: the programme that goes on air; the
 * decks alone, for the room; by its port, levels for the meters; by another port, the programme in packets' worth.
 */

import { Ducking } from './ducking.js';
import { Gate } from './gate.js';
import { Level } from './levels.js';

/** @import { FromDesk, Sound, ToDesk } from './desk.js' */

/** 20 ms, what one Opus packet holds. */
const FRAME_SAMPLES = 960;
/** 10 ms: the microphone opens and closes without a click. */
const MUTE_STEP = 1 / 480;

class DeskWorklet extends AudioWorkletProcessor {
  #ducking = new Ducking();
  #duck = 1;
  #gate = new Gate();
  #gateGain = 1;
  #open = false;
  #micGain = 0;
  /** Where the programme goes, past the page. @type {MessagePort | null} */
  #out = null;
  #left = new Float32Array(FRAME_SAMPLES);
  #right = new Float32Array(FRAME_SAMPLES);
  #filled = 0;
  #micLevel = new Level();
  #levels = { mic: new Level(), a: new Level(), b: new Level(), left: new Level(), right: new Level() };

  constructor() {
    super();
    this.port.onmessage = ({ data }) => this.#take(data);
  }

  /** @param {ToDesk} wish */
  #take(wish) {
    if (wish.ducking !== undefined) this.#ducking.settings = wish.ducking;
    if (wish.voice !== undefined) {
      this.#ducking.raisedDb = wish.voice.raisedDb;
      this.#gate.thresholdDb = wish.voice.gateDb;
    }
    if (wish.open !== undefined) this.#open = wish.open;
    if (wish.out !== undefined) this.#out = wish.out;
  }

  /**
   * @param {Float32Array[][]} inputs
   * @param {Float32Array[][]} outputs
   * @returns {boolean} whether to be called again
   */
  process([mic, a, b, carts], [programme, room]) {
    const samples = programme[0].length;
    const [duckBefore, gateBefore] = [this.#duck, this.#gateGain];
    this.#measureMic(mic, samples);
    for (let i = 0; i < samples; i++) {
      const duck = duckBefore + ((this.#duck - duckBefore) * i) / samples;
      const gate = gateBefore + ((this.#gateGain - gateBefore) * i) / samples;
      this.#micGain = Math.max(0, Math.min(1, this.#micGain + (this.#open ? MUTE_STEP : -MUTE_STEP)));
      this.#mix(i, mic, { a, b, carts }, { duck, voice: this.#micGain * gate }, programme, room);
      if (this.#filled === FRAME_SAMPLES) this.#report();
    }
    return true;
  }

  /** @param {Float32Array[]} mic @param {number} samples */
  #measureMic(mic, samples) {
    const voice = mic[0];
    for (let i = 0; i < samples; i++) this.#micLevel.add(voice ? voice[i] * this.#micGain : 0);
    const [{ rms }, seconds] = [this.#micLevel.take(), samples / sampleRate];
    this.#duck = this.#ducking.follow(rms, seconds);
    this.#gateGain = this.#gate.follow(rms, seconds);
  }

  /**
   * @param {number} i @param {Float32Array[]} mic @param {Record<'a' | 'b' | 'carts', Float32Array[]>} music
   * @param {{ duck: number, voice: number }} gains of the music and of the microphone
   * @param {Float32Array[]} programme @param {Float32Array[]} room
   */
  #mix(i, mic, { a, b, carts }, { duck, voice }, programme, room) {
    const voiceLeft = mic[0] ? mic[0][i] : 0;
    const voiceRight = mic[1] ? mic[1][i] : voiceLeft;
    const [aLeft, aRight] = pair(a, i);
    const [bLeft, bRight] = pair(b, i);
    const [cartsLeft, cartsRight] = pair(carts, i);
    room[0][i] = (aLeft + bLeft + cartsLeft) * duck;
    room[1][i] = (aRight + bRight + cartsRight) * duck;
    const left = room[0][i] + voiceLeft * voice;
    const right = room[1][i] + voiceRight * voice;
    programme[0][i] = this.#left[this.#filled] = left;
    programme[1][i] = this.#right[this.#filled] = right;
    this.#filled += 1;

    const levels = this.#levels;
    levels.mic.add(Math.abs(voiceLeft) > Math.abs(voiceRight) ? voiceLeft : voiceRight);
    levels.a.add(Math.abs(aLeft) > Math.abs(aRight) ? aLeft : aRight);
    levels.b.add(Math.abs(bLeft) > Math.abs(bRight) ? bLeft : bRight);
    levels.left.add(left);
    levels.right.add(right);
  }

  /** A packet's worth is full. */
  #report() {
    this.#filled = 0;
    const { mic, a, b, left, right } = this.#levels;
    /** @type {FromDesk} */
    const report = {
      levels: { mic: mic.take(), a: a.take(), b: b.take(), left: left.take(), right: right.take(), duck: this.#duck, gate: this.#gateGain },
    };
    this.port.postMessage(report);
    if (this.#out) this.#hand(this.#out);
  }

  /** @param {MessagePort} out */
  #hand(out) {
    /** @type {Sound} */
    const sound = { left: this.#left, right: this.#right };
    out.postMessage(sound, [sound.left.buffer, sound.right.buffer]);
    this.#left = new Float32Array(FRAME_SAMPLES);
    this.#right = new Float32Array(FRAME_SAMPLES);
  }
}

/** @param {Float32Array[]} input @param {number} i @returns {[number, number]} */
function pair(input, i) {
  if (!input[0]) return [0, 0];
  return [input[0][i], input[1] ? input[1][i] : input[0][i]];
}

registerProcessor('longwave-desk', DeskWorklet);
