/**
 * What the DJ hears: the decks in the room, cue and listeners' sound in the headphones.
 */

import { t } from '../languages.js';
import { Headphones } from './headphones.js';
import { devices } from './microphone.js';
import { Monitor } from './monitor.js';
import { box, input, remember, select, setText, slide } from './page.js';

/** @import { Desk } from './desk.js' */

export class ListenView {
  #select = select('#headphones');
  #monitorTick = input('#monitor');
  #headphones;

  monitor;

  /** @param {string} slug the station's @param {Desk} desk that is open */
  constructor(slug, desk) {
    this.#headphones = new Headphones(desk.context);
    this.monitor = new Monitor(slug, desk.context, this.#headphones.node);
    remember(input('#room'), input('#headphones-volume'));
    slide(input('#room'), percent, (value) => (desk.roomVolume = value / 100));
    slide(input('#headphones-volume'), percent, (value) => (this.#headphones.volume = value / 100));
    this.#monitorTick.checked = false;
    this.#monitorTick.addEventListener('change', () => this.#toggleMonitor());
    Monitor.isSupported().then((supported) => supported || this.#refuseMonitor());
    box('#headphones-field').hidden = !Headphones.canChoose;
    this.#select.addEventListener('change', () => this.#choose());
    this.#select.addEventListener('focus', () => this.#list());
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#list());
    this.#list();
  }

  /** For cueing; null where it would be heard in the room whatever the DJ wants. */
  get headphones() {
    return Headphones.canChoose ? this.#headphones : null;
  }

  async #toggleMonitor() {
    if (!this.#monitorTick.checked) return this.monitor.stop();
    await this.monitor.start().catch(() => this.#refuseMonitor());
    // Unticked while it opened.
    if (!this.#monitorTick.checked) this.monitor.stop();
  }

  #refuseMonitor() {
    this.#monitorTick.checked = false;
    this.#monitorTick.disabled = true;
    setText(box('#monitor-hint'), t('monitor-fails'));
  }

  async #choose() {
    await this.#headphones.choose(this.#select.value).catch(async () => {
      this.#select.value = '';
      await this.#headphones.choose('');
    });
  }

  async #list() {
    const chosen = this.#select.value;
    const outputs = (await devices('audiooutput')).filter(({ deviceId }) => deviceId !== 'default');
    const options = outputs.map(({ deviceId, label }, i) => new Option(label || t('output-number', { number: i + 1 }), deviceId));
    this.#select.replaceChildren(new Option(t('usual-output'), ''), ...options);
    const still = outputs.some(({ deviceId }) => deviceId === chosen);
    this.#select.value = still ? chosen : '';
    if (chosen && !still) this.#choose();
  }
}

/** @param {number} value */
function percent(value) {
  return `${value} %`;
}
