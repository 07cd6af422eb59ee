/**
 * The headphones: cue and what listeners hear, apart from the room's speakers where the browser can.
 *
 * In: nodes. Out: sound at the chosen device. Never: reaches the programme.
 */

export class Headphones {
  #context;
  #bus;
  /** @type {HTMLAudioElement | null} */
  #element = null;

  /** Whether this browser can play to a device of choice; else cueing would be heard in the room. */
  static get canChoose() {
    return isSecureContext && 'setSinkId' in HTMLMediaElement.prototype;
  }

  /** @param {AudioContext} context */
  constructor(context) {
    this.#context = context;
    this.#bus = new GainNode(context);
    this.#bus.connect(context.destination);
  }

  /** To connect to. */
  get node() {
    return this.#bus;
  }

  /** As it is felt, 0 to 1. @param {number} volume */
  set volume(volume) {
    this.#bus.gain.setTargetAtTime(volume ** 2, this.#context.currentTime, 0.015);
  }

  /** Fails if the device is gone or not allowed. @param {string} deviceId empty for the usual one */
  async choose(deviceId) {
    if (deviceId === '') return this.#toUsual();
    const element = this.#element ?? this.#newElement();
    await element.setSinkId(deviceId);
    await element.play();
    if (this.#element === element) return;
    this.#element = element;
    this.#bus.disconnect(this.#context.destination);
  }

  #newElement() {
    const stream = new MediaStreamAudioDestinationNode(this.#context);
    this.#bus.connect(stream);
    const element = new Audio();
    element.srcObject = stream.stream;
    return element;
  }

  #toUsual() {
    if (!this.#element) return;
    this.#element.pause();
    this.#element.srcObject = null;
    this.#element = null;
    this.#bus.disconnect();
    this.#bus.connect(this.#context.destination);
  }
}
