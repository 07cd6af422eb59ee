/**
 * The settings of the microphone's strip, and what they mean for its filters and its compressor.
 *
 * In: knobs and the name of a preset. Out: parameters of audio nodes. Never: touches sound or page.
 */

/**
 * @typedef {object} StripSettings
 * @property {boolean} lowCut
 * @property {number} bassDb
 * @property {number} presenceDb
 * @property {number} trebleDb
 * @property {number} compression 0 to 100
 * @property {number} gateDb the level at the microphone below which it is lowered; `GATE_OFF_DB` for never
 */

/** @typedef {{ thresholdDb: number, kneeDb: number, ratio: number, makeUpDb: number }} Compression */
/** @typedef {'direct' | 'filters' | 'compressor'} StripPath how far the voice goes through the strip */

/** The most that a band of the equalizer gives or takes, in dB. */
export const MOST_DB = 12;
/** The lower end of the gate's slider. */
export const GATE_OFF_DB = -60;
/** Look-ahead of the compressor, the same in every browser (Web Audio API, DynamicsCompressorNode). */
export const COMPRESSOR_SECONDS = 0.006;

const KNEE_DB = 6;
/** The share of the reduction at full scale that a `DynamicsCompressorNode` gives back by itself. */
const MAKE_UP_SHARE = 0.6;

/** @type {Readonly<StripSettings>} */
export const NEUTRAL = Object.freeze({ lowCut: false, bassDb: 0, presenceDb: 0, trebleDb: 0, compression: 0, gateDb: GATE_OFF_DB });

/** @type {Readonly<Record<string, Readonly<StripSettings>>>} */
export const PRESETS = Object.freeze({
  off: NEUTRAL,
  speech: { lowCut: true, bassDb: 0, presenceDb: 2, trebleDb: 0, compression: 40, gateDb: GATE_OFF_DB },
  warm: { lowCut: true, bassDb: 4, presenceDb: 1, trebleDb: -2, compression: 50, gateDb: GATE_OFF_DB },
  loud: { lowCut: true, bassDb: 2, presenceDb: 3, trebleDb: 2, compression: 80, gateDb: -58 },
});

/** The compressor of a place of the knob. It does more evenly: threshold, ratio and make-up go together. @param {number} percent @returns {Compression} */
export function compressionOf(percent) {
  const share = Math.max(0, Math.min(100, percent)) / 100;
  const thresholdDb = -12 - 20 * share;
  const ratio = 1 + 5 * share;
  // Within the knee the ratio comes in by and by, which makes half of it count.
  const reducedDb = (1 - 1 / ratio) * (-thresholdDb - KNEE_DB / 2);
  return { thresholdDb, kneeDb: KNEE_DB, ratio, makeUpDb: MAKE_UP_SHARE * reducedDb };
}

/** The shortest way through the strip that does what is set. @param {StripSettings} settings @returns {StripPath} */
export function pathOf({ lowCut, bassDb, presenceDb, trebleDb, compression }) {
  if (compression > 0) return 'compressor';
  return lowCut || bassDb !== 0 || presenceDb !== 0 || trebleDb !== 0 ? 'filters' : 'direct';
}

/** By how much soft sound, the noise of a room, is raised. @param {StripSettings} settings */
export function raisedBy({ compression }) {
  return compression > 0 ? compressionOf(compression).makeUpDb : 0;
}

/** Reads the settings that were kept; null for anything that is none. @param {string | null} text @returns {StripSettings | null} */
export function parseStrip(text) {
  try {
    const kept = JSON.parse(text ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const within = (/** @type {unknown} */ value, /** @type {number} */ least, /** @type {number} */ most, /** @type {number} */ usual) =>
      typeof value === 'number' && Number.isFinite(value) ? Math.max(least, Math.min(most, value)) : usual;
    return {
      lowCut: kept.lowCut === true,
      bassDb: within(kept.bassDb, -MOST_DB, MOST_DB, 0),
      presenceDb: within(kept.presenceDb, -MOST_DB, MOST_DB, 0),
      trebleDb: within(kept.trebleDb, -MOST_DB, MOST_DB, 0),
      compression: within(kept.compression, 0, 100, 0),
      gateDb: within(kept.gateDb, GATE_OFF_DB, -20, GATE_OFF_DB),
    };
  } catch {
    return null;
  }
}
