/**
 * Listens at two places of the studio, the programme and what a listener hears, for the beginnings of beeps.
 *
 * Both times are of this machine's clock, so their difference is the delay between the places.
 */

/** @import { Page } from 'playwright-core' */

/** Runs in the page before its own scripts. @param {Page} page */
export function tap(page) {
  return page.addInitScript(() => {
    const POLL_MS = 15;
    /** Louder than the noise of an encoder, softer than a beep. */
    const LOUD = 0.02;
    const QUIET_SAMPLES = 2400;
    /** @type {Record<string, number[]>} */
    const beeps = {};
    Object.defineProperty(window, 'beeps', { value: beeps });
    const Plain = AudioWorkletNode;
    window.AudioWorkletNode = class extends Plain {
      /** @param {BaseAudioContext} context @param {string} name @param {AudioWorkletNodeOptions} [options] */
      constructor(context, name, options) {
        super(context, name, options);
        const analyser = new AnalyserNode(context, { fftSize: 8192 });
        this.connect(analyser, 0);
        beeps[name] = [];
        const toEar = name === 'longwave-monitor';
        setInterval(() => look(/** @type {AudioContext} */ (context), analyser, beeps[name], toEar), POLL_MS);
      }
    };

    /** @param {AudioContext} context @param {AnalyserNode} analyser @param {number[]} found @param {boolean} toEar */
    function look(context, analyser, found, toEar) {
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      const device = toEar ? context.outputLatency * 1000 : 0;
      const nowMs = performance.timeOrigin + performance.now() + device;
      let quiet = 0;
      for (let i = 0; i < samples.length; i++) {
        const loud = Math.abs(samples[i]) > LOUD;
        if (loud && quiet >= QUIET_SAMPLES) {
          const at = nowMs - ((samples.length - i) * 1000) / context.sampleRate;
          if (at - (found.at(-1) ?? 0) > 100) found.push(at);
        }
        quiet = loud ? 0 : quiet + 1;
      }
    }
  });
}

/** When beeps began there, in milliseconds of Unix time. @param {Page} page @param {string} node @returns {Promise<number[]>} */
export function beepsAt(page, node) {
  return page.evaluate((name) => /** @type {any} */ (window).beeps[name] ?? [], node);
}

/**
 * From each beep to the next one heard.
 * @param {number[]} spoken
 * @param {number[]} heard
 * @param {number} fromMs what was heard before does not count
 */
export function delays(spoken, heard, fromMs) {
  const pairs = heard.filter((at) => at > fromMs).map((at) => at - (spoken.filter((begun) => begun < at).at(-1) ?? NaN));
  return pairs.filter((ms) => ms >= 0).sort((a, b) => a - b);
}
