/**
 * The microphone's strip as audio nodes: low cut, bass, presence, treble, then a compressor.
 *
 * In: the microphone. Out: the voice. Never: clicks when it is switched, or delays a voice that it does not compress:
 * a strip that is off is one gain of 1.
 */

import { COMPRESSOR_SECONDS, compressionOf, pathOf } from './strip.js';

/** @import { StripPath, StripSettings } from './strip.js' */

const LOW_CUT_HZ = 80;
/** Without resonance (Butterworth). The Q of such a filter is in decibels. */
const LOW_CUT_Q_DB = -3;
const BASS_HZ = 150;
const PRESENCE_HZ = 3500;
const PRESENCE_Q = 0.8;
const TREBLE_HZ = 8000;
/** Time constant of what is computed for each sample. */
const RAMP_SECONDS = 0.015;
/** The compressor's settings change in steps of 128 samples, which are not to be heard as steps. */
const COMPRESSOR_RAMP_SECONDS = 0.15;
/** After that, an old way through the strip is silent, and is taken out. */
const SETTLED_MS = 250;

export class Strip {
  #in;
  #out;
  #lowCut;
  #bass;
  #presence;
  #treble;
  #compressor;
  /** How loud each way through the strip is heard: one of them, and another while it fades. @type {Record<StripPath, GainNode>} */
  #ways;
  /** Connections that each way needs. @type {Record<StripPath, [AudioNode, AudioNode][]>} */
  #needed;
  /** Connections that there are. @type {Set<[AudioNode, AudioNode]>} */
  #connected = new Set();
  /** @type {StripPath} */
  #path = 'direct';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  /** @param {BaseAudioContext} context */
  constructor(context) {
    this.#in = new GainNode(context);
    this.#out = new GainNode(context);
    this.#lowCut = new BiquadFilterNode(context, { type: 'highpass', frequency: 0, Q: LOW_CUT_Q_DB });
    this.#bass = new BiquadFilterNode(context, { type: 'lowshelf', frequency: BASS_HZ });
    this.#presence = new BiquadFilterNode(context, { type: 'peaking', frequency: PRESENCE_HZ, Q: PRESENCE_Q });
    this.#treble = new BiquadFilterNode(context, { type: 'highshelf', frequency: TREBLE_HZ });
    const { thresholdDb, kneeDb, ratio } = compressionOf(0);
    this.#compressor = new DynamicsCompressorNode(context, { threshold: thresholdDb, knee: kneeDb, ratio, attack: 0.004, release: 0.2 });
    const way = (/** @type {number} */ gain) => new GainNode(context, { gain });
    this.#ways = { direct: way(1), filters: way(0), compressor: way(0) };
    const { direct, filters, compressor } = this.#ways;
    this.#lowCut.connect(this.#bass).connect(this.#presence).connect(this.#treble);
    this.#compressor.connect(compressor);
    for (const way of [direct, filters, compressor]) way.connect(this.#out);
    /** @type {[AudioNode, AudioNode]} */
    const intoFilters = [this.#in, this.#lowCut];
    this.#needed = {
      direct: [[this.#in, direct]],
      filters: [intoFilters, [this.#treble, filters]],
      compressor: [intoFilters, [this.#treble, this.#compressor]],
    };
    this.#connect('direct');
  }

  /** The input for the microphone. */
  get input() {
    return this.#in;
  }

  /** The voice. */
  get output() {
    return this.#out;
  }

  /** Seconds by which the voice is later. */
  get latency() {
    return this.#path === 'compressor' ? COMPRESSOR_SECONDS : 0;
  }

  /** By how many dB the compressor lowers the voice just now. */
  get reductionDb() {
    return this.#path === 'compressor' ? Math.max(0, -this.#compressor.reduction) : 0;
  }

  /** @param {StripSettings} settings */
  set settings(settings) {
    const path = pathOf(settings);
    // Nodes that go out of use stay as they are until they are silent.
    if (path !== 'direct') this.#setFilters(settings);
    if (path === 'compressor') this.#setCompressor(settings);
    this.#switch(path);
  }

  /** @param {StripSettings} settings */
  #setFilters({ lowCut, bassDb, presenceDb, trebleDb }) {
    const seconds = this.#isHeard(this.#lowCut) ? RAMP_SECONDS : 0;
    change(this.#lowCut.frequency, lowCut ? LOW_CUT_HZ : 0, seconds);
    change(this.#bass.gain, bassDb, seconds);
    change(this.#presence.gain, presenceDb, seconds);
    change(this.#treble.gain, trebleDb, seconds);
  }

  /** @param {StripSettings} settings */
  #setCompressor({ compression }) {
    const { thresholdDb, ratio } = compressionOf(compression);
    const seconds = this.#isHeard(this.#compressor) ? COMPRESSOR_RAMP_SECONDS : 0;
    change(this.#compressor.threshold, thresholdDb, seconds);
    change(this.#compressor.ratio, ratio, seconds);
  }

  /** @param {AudioNode} node */
  #isHeard(node) {
    return [...this.#connected].some(([, to]) => to === node);
  }

  /** @param {StripPath} path */
  #switch(path) {
    if (path === this.#path) return;
    this.#path = path;
    this.#connect(path);
    for (const [name, way] of Object.entries(this.#ways)) change(way.gain, name === path ? 1 : 0, RAMP_SECONDS);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settle(), SETTLED_MS);
  }

  /** @param {StripPath} path */
  #connect(path) {
    for (const connection of this.#needed[path]) {
      connection[0].connect(connection[1]);
      this.#connected.add(connection);
    }
  }

  /** Takes out what is not heard, so that it is not computed. What is heard stays connected, for a gap would be heard too. */
  #settle() {
    for (const connection of this.#connected) {
      if (this.#needed[this.#path].includes(connection)) continue;
      connection[0].disconnect(connection[1]);
      this.#connected.delete(connection);
    }
  }
}

/** @param {AudioParam} param @param {number} value @param {number} seconds time constant; 0 for at once */
function change(param, value, seconds) {
  param.setTargetAtTime(value, 0, seconds);
}
