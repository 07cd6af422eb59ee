/**
 * Measures with a microphone by how much a device sounds later than another one that plays the same station.
 *
 * Both play a test sound of their own at the same moments of the station, by the way that its music takes. A microphone
 * hears both, and its own delay is the same for both. In: a player in step, and ten seconds. Out: the difference. Never:
 * changes how anything is played.
 */

import { Ear } from './ear.js';
import { SAMPLE_RATE } from './sound-buffer.js';
import { Recording, testSound } from './test-sound.js';

/** @import { Output } from './output.js' */
/** @import { TestSoundName } from './test-sound.js' */

/** The sounds begin at the whole multiples of this, of the station's time. */
const EVERY_US = 2_000_000;
/** They are begun so early, and looked for so often. */
const AHEAD_US = 400_000;
const LOOK_MS = 100;
/** So many are listened to, and most have to be clear. */
const TIMES = 5;
const LEAST_CLEAR = 3;
/** Sound that is searched for each: from so long before its moment to so long after. */
const BEFORE_SECONDS = 0.6;
const AFTER_SECONDS = 1.35;
/** The recording comes a little later. */
const MARGIN_SECONDS = 0.2;
/** No measurement takes longer. */
const MOST_MS = 20_000;

/**
 * A place where other sounds can be played in time with the station's.
 * @typedef {{ output: Pick<Output, 'context' | 'connect' | 'latency'>, dueUs: number }} Stage
 */

/**
 * The result, in milliseconds.
 * @typedef {object} Found
 * @property {number | null} laterMs by how much this device is later than the other one; null if that was not heard
 * @property {number | null} ownMs by how much it is late by the microphone, whose own delay is in it; null if it was not heard
 */

/** The player plays nothing that others could be compared with. */
export class NotPlaying extends Error {}
/** It stopped playing meanwhile, or the microphone did. */
export class Interrupted extends Error {}

/** Plays a test sound at its moments until it is ended. */
export class TestSound {
  #stage;
  #buffer;
  #timer;
  #nextUs = 0;
  /** When it began by the audio context, in seconds, each time. @type {number[]} */
  begun = [];

  /** @param {() => Stage | null} stage @param {TestSoundName} name */
  constructor(stage, name) {
    this.#stage = stage;
    const samples = testSound(name);
    this.#buffer = new AudioBuffer({ length: samples.length, sampleRate: SAMPLE_RATE });
    this.#buffer.copyToChannel(samples, 0);
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#look();
  }

  end() {
    clearInterval(this.#timer);
  }

  #look() {
    const stage = this.#stage();
    if (!stage) return;
    const { output, dueUs } = stage;
    const { context } = output;
    const momentUs = Math.ceil((dueUs + AHEAD_US / 2) / EVERY_US) * EVERY_US;
    if (momentUs - dueUs > AHEAD_US || momentUs <= this.#nextUs) return;
    this.#nextUs = momentUs;
    const at = context.currentTime + (momentUs - dueUs) / 1e6;
    const source = new AudioBufferSourceNode(context, { buffer: this.#buffer });
    output.connect(source);
    source.onended = () => source.disconnect();
    source.start(at);
    this.begun.push(at);
  }
}

/** @param {() => Stage | null} stage @returns {Promise<Found>} */
export async function measure(stage) {
  const output = stage()?.output;
  if (!output) throw new NotPlaying();
  const ear = await Ear.open(output.context);
  const sound = new TestSound(stage, 'measuring');
  try {
    const heard = [];
    const until = performance.now() + MOST_MS;
    while (heard.length < TIMES) {
      if (performance.now() > until || !stage()) throw new Interrupted();
      await new Promise((done) => setTimeout(done, LOOK_MS));
      const [at] = sound.begun;
      if (at === undefined || output.context.currentTime < at + AFTER_SECONDS + MARGIN_SECONDS) continue;
      sound.begun.shift();
      const from = Math.round((at - BEFORE_SECONDS) * SAMPLE_RATE);
      const samples = ear.heard(from, Math.round((BEFORE_SECONDS + AFTER_SECONDS) * SAMPLE_RATE));
      // The first one may have begun before the microphone did.
      if (samples) heard.push(places(samples, at - from / SAMPLE_RATE));
    }
    return found(heard, (output.latency + ear.latency) * 1000);
  } finally {
    sound.end();
    ear.close();
  }
}

/** By how many milliseconds each sound is late, as the microphone heard it. @param {Float32Array} samples @param {number} due in seconds */
function places(samples, due) {
  const recording = new Recording(samples);
  const lateMs = (/** @type {TestSoundName} */ name) => {
    const at = recording.find(testSound(name));
    return at === null ? null : (at / SAMPLE_RATE - due) * 1000;
  };
  return { own: lateMs('measuring'), other: lateMs('other') };
}

/**
 * @param {{ own: number | null, other: number | null }[]} heard
 * @param {number} knownMs of the device's own delay, as far as it is known
 * @returns {Found}
 */
export function found(heard, knownMs) {
  const own = heard.flatMap(({ own }) => (own === null ? [] : [own - knownMs]));
  const later = heard.flatMap(({ own, other }) => (own === null || other === null ? [] : [own - other]));
  const clear = (/** @type {number[]} */ values) => (values.length < LEAST_CLEAR ? null : median(values));
  return { laterMs: clear(later), ownMs: clear(own) };
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
