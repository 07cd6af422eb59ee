/**
 * Plays the HLS of a running station by hls.js in a real browser.
 *
 * node tests/browser/hls.mjs http://127.0.0.1:8000
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing something.
 */


import { serveHlsSite } from './hls-site.mjs';
import { check, perform } from './stage.mjs';

/** @import { Browser } from 'playwright-core' */

/**
 * @typedef {object} Played
 * @property {number} at the place of the player, in seconds
 * @property {number} energy the root mean square of the newest sound
 * @property {number | null} latency behind the live edge, in seconds
 * @property {number | null} target how far behind it wants to be, in seconds
 * @property {number} stalls how often there was no sound in time, for which the machine may be to blame
 * @property {number} parts how many partial segments were loaded
 * @property {number} deltas how many playlists were updates
 * @property {string[]} errors but stalls
 * @property {string} state
 */

/** What is to be played, in seconds, */
const PLAYED = 8;
/** and the longest that this may take on a machine with other work. */
const WITHIN_MS = 60_000;
const [origin] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/hls.mjs http://127.0.0.1:PORT');
  process.exit(2);
}

const port = await serveHlsSite();

await perform(
  async (browser) => {
    const low = await play(browser, '/main/hls/live.m3u8', true);
    report('low latency', low);
    check(low.parts > 10, `low latency: parts are loaded (${low.parts})`);
    // With each stall it wants to be a second further behind.
    const target = (low.target ?? Infinity) - low.stalls;
    check(target < 1.5, `low latency: ${low.latency?.toFixed(2)} s behind, to be ${target} s`);
    const plain = await play(browser, '/main/hls/live.m3u8', false);
    report('whole segments', plain);
    check(plain.parts === 0, 'whole segments: no part is loaded');
    report('MP3', await play(browser, '/main/hls/mp3-128/live.m3u8', false));
  },
  ['--autoplay-policy=no-user-gesture-required'],
);

/** @param {string} name @param {Played} played */
function report(name, played) {
  check(played.at > PLAYED - 0.5, `${name}: plays on, ${played.at.toFixed(1)} s ${played.state}, ${played.stalls} stalls`);
  check(played.energy > 0.001, `${name}: there is sound (RMS ${played.energy.toFixed(3)})`);
  check(played.errors.length === 0, `${name}: no errors ${played.errors.join(' | ')}`);
}

/**
 * Plays so much as is to be played.
 * @param {Browser} browser
 * @param {string} path
 * @param {boolean} lowLatencyMode
 * @returns {Promise<Played>}
 */
async function play(browser, path, lowLatencyMode) {
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(`http://127.0.0.1:${port}/`);
  const played = await page.evaluate(
    async ({ address, lowLatencyMode, seconds, withinMs }) => {
      /** @type {any} */
      const { Hls } = window;
      const audio = /** @type {HTMLAudioElement} */ (document.querySelector('audio'));
      const hls = new Hls({ lowLatencyMode });
      /** @type {string[]} */
      const errors = [];
      let parts = 0;
      let deltas = 0;
      let stalls = 0;
      hls.on(Hls.Events.ERROR, (/** @type {any} */ _, /** @type {any} */ data) => {
        // A rendition that nobody heard before has no segment yet when hls.js tries it, and on a busy machine hls.js
        // gives it up and plays on with another.
        if (!data.fatal && data.details === 'levelLoadTimeOut') return;
        // After a stall of seconds hls.js goes on at the live edge, and leaves out what it has not loaded.
        const isSkip = stalls > 0 && data.details === 'bufferSeekOverHole';
        const isStall = isSkip || /^buffer(Stalled|NudgeOnStall)/.test(data.details);
        if (isStall && !data.fatal) stalls += 1;
        else errors.push(`${data.details} ${data.error}`);
      });
      hls.on(Hls.Events.FRAG_LOADED, (/** @type {any} */ _, /** @type {any} */ data) => {
        parts += data.part ? 1 : 0;
      });
      hls.on(Hls.Events.LEVEL_LOADED, (/** @type {any} */ _, /** @type {any} */ data) => {
        deltas += data.details.skippedSegments > 0 ? 1 : 0;
      });
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      context.createMediaElementSource(audio).connect(analyser);
      analyser.connect(context.destination);
      hls.on(Hls.Events.MANIFEST_PARSED, () => {
        audio.play().catch((error) => errors.push(String(error)));
      });
      hls.loadSource(address);
      hls.attachMedia(audio);
      const begun = new Promise((playing) => {
        audio.addEventListener('playing', playing, { once: true });
        setTimeout(playing, 20_000);
      });
      await begun;
      const from = audio.currentTime;
      await new Promise((over) => {
        const look = setInterval(() => audio.currentTime >= from + seconds && over(clearInterval(look)), 100);
        setTimeout(() => over(clearInterval(look)), withinMs);
      });
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      const energy = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      const latency = hls.latency ?? null;
      const target = hls.targetLatency ?? null;
      const state = `ready ${audio.readyState}${audio.paused ? ', paused' : ''}`;
      const at = audio.currentTime - from;
      hls.destroy();
      return { at, energy, latency, target, stalls, parts, deltas, errors, state };
    },
    { address: new URL(path, origin).href, lowLatencyMode, seconds: PLAYED, withinMs: WITHIN_MS },
  );
  await page.close();
  return played;
}
