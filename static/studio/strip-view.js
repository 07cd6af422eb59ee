/**
 * The microphone's strip on the page: presets, knobs and how much the compressor does. This device remembers it.
 */

import { numberWords, t } from '../languages.js';
import { store, stored } from '../stored.js';
import { box, button, input, select, setText, slide } from './page.js';
import { GATE_OFF_DB, NEUTRAL, PRESETS, parseStrip, raisedBy } from './strip.js';
import { dbWords } from './words.js';

/** @import { VoiceSettings } from './desk.js' */
/** @import { Strip } from './strip-nodes.js' */
/** @import { StripSettings } from './strip.js' */

/** @typedef {Exclude<keyof StripSettings, 'lowCut'>} Knob */

const KEPT_PRESET = 'longwave.studio.strip';
const KEPT_OWN = 'longwave.studio.strip-own';
/** The preset that is the DJ's own settings. */
const OWN = 'own';
/** The reduction that fills the meter. */
const MOST_REDUCTION_DB = 18;
const SPOKEN_EVERY_MS = 1000;

export class StripView {
  #strip;
  #onVoice;
  #preset = select('#strip-preset');
  #lowCut = input('#low-cut');
  /** @type {Record<Knob, HTMLInputElement>} */
  #sliders = {
    bassDb: input('#strip-bass'),
    presenceDb: input('#strip-presence'),
    trebleDb: input('#strip-treble'),
    compression: input('#strip-compression'),
    gateDb: input('#strip-gate'),
  };
  #meter = box('#strip-reduction');
  #own = parseStrip(stored(KEPT_OWN));
  /** Whether a preset moves the knobs, and not the DJ. */
  #setting = false;
  #shownDb = -1;
  #spokenMs = 0;

  /** @param {Strip} strip @param {(voice: VoiceSettings) => void} onVoice also at once */
  constructor(strip, onVoice) {
    this.#strip = strip;
    this.#onVoice = onVoice;
    const { bassDb, presenceDb, trebleDb, compression, gateDb } = this.#sliders;
    this.#setting = true;
    for (const band of [bassDb, presenceDb, trebleDb]) slide(band, dbWords, () => this.#turn());
    slide(compression, (percent) => t('percent', { percent: numberWords(percent) }), () => this.#turn());
    slide(gateDb, (db) => (db > GATE_OFF_DB ? dbWords(db) : t('gate-off')), () => this.#turn());
    this.#lowCut.addEventListener('change', () => this.#turn());
    this.#preset.addEventListener('change', () => this.#choose(this.#preset.value));
    button('#strip-reset').addEventListener('click', () => this.#reset());
    this.#choose(stored(KEPT_PRESET) ?? 'off');
  }

  /** @param {number} nowMs */
  meter(nowMs) {
    const db = Math.round(Math.min(MOST_REDUCTION_DB, this.#strip.reductionDb) * 4) / 4;
    if (db === this.#shownDb) return;
    this.#shownDb = db;
    this.#meter.style.setProperty('--reduced', `${((100 * db) / MOST_REDUCTION_DB).toFixed(1)}%`);
    if (nowMs - this.#spokenMs < SPOKEN_EVERY_MS) return;
    this.#spokenMs = nowMs;
    this.#meter.setAttribute('aria-valuenow', String(Math.round(db)));
    this.#meter.setAttribute('aria-valuetext', dbWords(-db));
  }

  /** @returns {StripSettings} */
  get #settings() {
    const { bassDb, presenceDb, trebleDb, compression, gateDb } = this.#sliders;
    return {
      lowCut: this.#lowCut.checked,
      bassDb: bassDb.valueAsNumber,
      presenceDb: presenceDb.valueAsNumber,
      trebleDb: trebleDb.valueAsNumber,
      compression: compression.valueAsNumber,
      gateDb: gateDb.valueAsNumber,
    };
  }

  /** By the DJ's hand: the settings are no longer those of a preset. */
  #turn() {
    if (this.#setting) return;
    this.#own = this.#settings;
    store(KEPT_OWN, JSON.stringify(this.#own));
    this.#apply(OWN);
  }

  /** @param {string} name */
  #choose(name) {
    const settings = name === OWN ? this.#own : (PRESETS[name] ?? null);
    this.#setting = true;
    this.#lowCut.checked = (settings ?? NEUTRAL).lowCut;
    for (const [key, slider] of Object.entries(this.#sliders)) {
      slider.valueAsNumber = (settings ?? NEUTRAL)[/** @type {Knob} */ (key)];
      slider.dispatchEvent(new Event('input'));
    }
    this.#setting = false;
    this.#apply(settings ? name : 'off');
  }

  #reset() {
    this.#own = null;
    store(KEPT_OWN, 'null');
    this.#choose('off');
    setText(box('#strip-said'), t('strip-was-reset'));
  }

  /** @param {string} name */
  #apply(name) {
    const settings = this.#settings;
    this.#preset.options[this.#preset.options.length - 1].disabled = this.#own === null;
    this.#preset.value = name;
    store(KEPT_PRESET, name);
    setText(box('#strip-said'), '');
    box('#strip-late').hidden = settings.compression === 0;
    this.#strip.settings = settings;
    const raisedDb = raisedBy(settings);
    this.#onVoice({ raisedDb, gateDb: settings.gateDb > GATE_OFF_DB ? settings.gateDb + raisedDb : null });
  }
}
