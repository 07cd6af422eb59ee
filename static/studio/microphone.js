/**
 * The microphone: which one, how it is treated, and why there is none.
 *
 * In: the DJ's choice. Out: an audio node, and sentences when it fails. Never: changes the sound unasked:
 * echo cancellation, noise suppression and automatic gain are made for calls and spoil music.
 */

import { Strip } from './strip-nodes.js';

/**
 * @typedef {object} MicrophoneSettings
 * @property {string} deviceId empty for the browser's choice
 * @property {boolean} echoCancellation
 * @property {boolean} noiseSuppression
 * @property {boolean} autoGainControl
 */

export class Microphone {
  #context;
  #gain;
  /** Behind the gain. */
  strip;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  #onLost;

  /** @param {AudioContext} context @param {() => void} onLost the microphone was pulled out */
  constructor(context, onLost) {
    this.#context = context;
    this.#gain = new GainNode(context);
    this.strip = new Strip(context);
    this.#gain.connect(this.strip.input);
    this.#onLost = onLost;
  }

  /** To be plugged into the desk. */
  get node() {
    return this.strip.output;
  }

  get on() {
    return this.#stream !== null;
  }

  /** Seconds from the air to the desk, as far as the browser tells. */
  get latency() {
    const settings = this.#stream?.getAudioTracks()[0]?.getSettings();
    const told = /** @type {{ latency?: number } | undefined} */ (settings)?.latency;
    return (told ?? 0) + this.strip.latency;
  }

  /** @param {number} gain */
  set gain(gain) {
    this.#gain.gain.setTargetAtTime(gain, this.#context.currentTime, 0.015);
  }

  /** Opens it, or another in its place; fails with a `DOMException`. @param {MicrophoneSettings} settings */
  async open({ deviceId, ...treatment }) {
    const which = deviceId ? { deviceId: { exact: deviceId } } : {};
    const audio = { ...which, ...treatment, channelCount: { ideal: 2 } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    this.close();
    this.#stream = stream;
    this.#source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream });
    this.#source.connect(this.#gain);
    stream.getAudioTracks()[0].onended = () => {
      this.close();
      this.#onLost();
    };
  }

  close() {
    this.#source?.disconnect();
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = this.#source = null;
  }
}

/** The sound devices of a kind; without names before the microphone was allowed. @param {'audioinput' | 'audiooutput'} kind */
export async function devices(kind) {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all.filter((device) => device.kind === kind && device.deviceId !== '');
}

/** Whether a microphone may be asked for at all; not from a page that is not secure. */
export function microphoneAllowed() {
  return isSecureContext && navigator.mediaDevices !== undefined;
}
