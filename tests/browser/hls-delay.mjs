/**
 * Measures how long sound takes from the microphone of a studio's page to a page that plays HLS by hls.js.
 *
 * node tests/browser/hls-delay.mjs http://127.0.0.1:8000 USER PASSWORD [RENDITION]
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing something, and nobody may be
 * live. Both pages are on this machine, whose microphone beeps every three seconds: more than any delay here.
 */

import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serveHlsSite } from './hls-site.mjs';
import { check, open, perform, poll } from './stage.mjs';
import { beepsAt, delays, tap } from './taps.mjs';

/** @import { Browser, Page } from 'playwright-core' */

const SAMPLE_RATE = 48_000;
const EVERY_SECONDS = 3;
const BEEP_SECONDS = 0.1;
const MEASURED_BEEPS = 12;
/** After going live AutoDJ fades out, whose notes begin too; and a player settles at its distance from the live edge. */
const SETTLED_MS = 12_000;
/** A timing fails a check only where the machine has nothing else to do, and the caller says so. */
const MOST_DELAY_MS = Number(process.env.LONGWAVE_DELAY_LIMIT_MS ?? Infinity);

const [origin, user, password, rendition = 'opus-96'] = process.argv.slice(2);
if (!origin || !user || !password) {
  console.error('usage: node tests/browser/hls-delay.mjs http://127.0.0.1:PORT USER PASSWORD [RENDITION]');
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), 'longwave-'));
const microphone = join(folder, 'beeps.wav');
await writeFile(microphone, beeps());

const port = await serveHlsSite();

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await perform(
  async (browser) => {
    const studio = await goLive(browser);
    const ear = await listen(browser);
    const fromMs = Date.now() + SETTLED_MS;
    const heard = async () => delays(await beepsAt(studio, 'longwave-desk'), await beepsAt(ear, 'hls'), fromMs);
    /** @type {number[]} */
    let all = [];
    // Longer than a poll is patient.
    for (let tries = 0; tries < 3 && all.length < MEASURED_BEEPS; tries += 1) {
      all = (await poll(heard, ({ length }) => length >= MEASURED_BEEPS)).facts;
    }
    const at = (/** @type {number} */ share) => Math.round(all[Math.floor(all.length * share)] ?? Infinity);
    const { bufferMs } = (await studio.evaluate(() => window.studio.state)).status ?? {};
    const player = await ear.evaluate(() => /** @type {any} */ (window).told());
    console.log(`     of it ${bufferMs} ms in the station's buffer; hls.js says ${player}`);
    const enough = all.length >= MEASURED_BEEPS;
    check(enough && at(0.5) <= MOST_DELAY_MS, `microphone to hls.js: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms over ${all.length} beeps`);
  },
  [
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${microphone}`,
  ],
);

/** A WAV file with one beep in three seconds, which a browser plays again and again. */
function beeps() {
  const samples = Int16Array.from({ length: EVERY_SECONDS * SAMPLE_RATE }, (_, n) =>
    n < BEEP_SECONDS * SAMPLE_RATE ? 16_000 * Math.sin((2 * Math.PI * 1000 * n) / SAMPLE_RATE) : 0,
  );
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + samples.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(SAMPLE_RATE, 24);
  head.writeUInt32LE(2 * SAMPLE_RATE, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer)]);
}

/** A studio on air with its microphone. @param {Browser} browser @returns {Promise<Page>} */
async function goLive(browser) {
  const { page } = await open(browser, new URL('/main/studio', origin).href, {
    before: async (page) => {
      await page.addInitScript(() => localStorage.setItem('longwave.studio.count-in', 'false'));
      await tap(page);
    },
  });
  await page.waitForFunction(() => 'studio' in window);
  await page.fill('#user', user);
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
  await page.click('#mic');
  await page.click('#on-air');
  const live = await poll(() => page.evaluate(() => window.studio.state.show), (show) => show === 'on-air');
  check(live.good, `on air after ${live.ms} ms`);
  return page;
}

/** A page of another site that plays, and notes when beeps begin. @param {Browser} browser @returns {Promise<Page>} */
async function listen(browser) {
  const page = await browser.newPage({ locale: 'en-US' });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.evaluate((address) => {
    const POLL_MS = 15;
    const LOUD = 0.02;
    const QUIET_SAMPLES = 2400;
    /** @type {any} */
    const all = window;
    /** @type {number[]} */
    const found = [];
    all.beeps = { hls: found };
    const audio = /** @type {HTMLAudioElement} */ (document.querySelector('audio'));
    const hls = new all.Hls({ lowLatencyMode: true });
    let stalls = 0;
    hls.on(all.Hls.Events.ERROR, (/** @type {any} */ _, /** @type {any} */ { details }) => {
      if (details === 'bufferStalledError') stalls += 1;
    });
    all.told = () =>
      `${hls.latency.toFixed(2)} s behind, to be ${hls.targetLatency?.toFixed(2)} s, ${stalls} stalls, at ${audio.playbackRate} ×`;
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192 });
    context.createMediaElementSource(audio).connect(analyser);
    analyser.connect(context.destination);
    hls.on(all.Hls.Events.MANIFEST_PARSED, () => audio.play());
    hls.loadSource(address);
    hls.attachMedia(audio);
    const samples = new Float32Array(analyser.fftSize);
    setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const nowMs = performance.timeOrigin + performance.now() + context.outputLatency * 1000;
      let quiet = 0;
      for (let i = 0; i < samples.length; i += 1) {
        const loud = Math.abs(samples[i]) > LOUD;
        if (loud && quiet >= QUIET_SAMPLES) {
          const at = nowMs - ((samples.length - i) * 1000) / context.sampleRate;
          if (at - (found.at(-1) ?? 0) > 100) found.push(at);
        }
        quiet = loud ? 0 : quiet + 1;
      }
    }, POLL_MS);
  }, new URL(`/main/hls/${rendition}/live.m3u8`, origin).href);
  return page;
}
