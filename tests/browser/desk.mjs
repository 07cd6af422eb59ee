/**
 * Tries the microphone's strip and the waveforms of the studio of a running station in a real browser.
 *
 * node tests/browser/desk.mjs http://127.0.0.1:8000 USER PASSWORD PASSWORD-OF-ADMIN [DIRECTORY FOR PICTURES]
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing the project's own music, and
 * nobody may be live.
 */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { axeFaults } from './looks.mjs';
import { check, facts, open, perform, play, poll } from './stage.mjs';
import { FAKE_MICROPHONE, onAir, openStudio, signIn, studioUntil } from './studio-stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */

/** Amplitude of the tone in the microphone: −34 dBFS. */
const SOFT = 0.02;

/** In the library; its intro is 1.3 s, its length 1:35. */
const TRACK = 'Tail Lights South';
const FILE = join(import.meta.dirname, '../../media/02-paper-boats.flac');

const [origin, user, password, adminPassword, pictures] = process.argv.slice(2);
if (!origin || !user || !password || !adminPassword) {
  console.error('usage: node tests/browser/desk.mjs http://127.0.0.1:PORT USER PASSWORD PASSWORD-OF-ADMIN [DIRECTORY FOR PICTURES]');
  process.exit(2);
}
const player = new URL('/main', origin).href;
const studio = new URL('/main/studio', origin).href;

await perform(async (browser) => {
  if (pictures) await mkdir(pictures, { recursive: true });
  await checkNodes(browser);
  await checkStrip(browser);
  await checkKeys(browser);
  await checkMidi(browser);
  await checkDecks(browser);
  for (const locale of ['en-US', 'de-DE', 'ar']) await checkLooks(browser, locale);
}, FAKE_MICROPHONE);

/** By how much the strip delays, and that switching it is not heard. @param {Browser} browser */
async function checkNodes(browser) {
  const { page, close } = await openStudio(browser, studio);
  const found = await page.evaluate(async () => {
    const [{ Strip }, { NEUTRAL, PRESETS }] = await Promise.all([
      import(/** @type {any} */ ('/static/studio/strip-nodes.js')),
      import(/** @type {any} */ ('/static/studio/strip.js')),
    ]);
    const RATE = 48000;
    /** @param {AudioScheduledSourceNode & AudioNode} source @param {OfflineAudioContext} context @param {[number, object][]} changes settings by their time */
    const render = async (source, context, changes) => {
      const strip = new Strip(context);
      source.connect(strip.input);
      strip.output.connect(context.destination);
      source.start();
      for (const [at, settings] of changes) {
        const change = () => ((strip.settings = settings), context.resume());
        if (at === 0) strip.settings = settings;
        else context.suspend(at).then(change);
      }
      return (await context.startRendering()).getChannelData(0);
    };
    /** The sample at which a pulse at 1 s comes out. @param {object} settings */
    const delay = async (settings) => {
      const context = new OfflineAudioContext(1, 2 * RATE, RATE);
      const buffer = new AudioBuffer({ length: 2 * RATE, sampleRate: RATE });
      buffer.getChannelData(0)[RATE] = 0.05;
      const out = await render(new AudioBufferSourceNode(context, { buffer }), context, [[0, settings]]);
      return out.reduce((most, sample, at) => (Math.abs(sample) > Math.abs(out[most]) ? at : most), 0) - RATE;
    };
    /** The sharpest bend of a 100 Hz tone that is switched to and fro. */
    const bend = async () => {
      const context = new OfflineAudioContext(1, 3 * RATE, RATE);
      const loud = { ...PRESETS.loud, trebleDb: 0, presenceDb: 0 };
      const out = await render(new OscillatorNode(context, { frequency: 100 }), context, [[1, loud], [2, NEUTRAL]]);
      let most = 0;
      for (let i = RATE / 2; i < out.length - 1; i++) most = Math.max(most, Math.abs(out[i + 1] - 2 * out[i] + out[i - 1]));
      return most;
    };
    return { delays: [await delay(NEUTRAL), await delay({ ...NEUTRAL, bassDb: 6 }), await delay({ ...NEUTRAL, compression: 50 })], bend: await bend() };
  });
  const { delays, bend } = found;
  check(delays[0] === 0 && delays[1] === 0 && delays[2] === 288, `the strip delays nothing but what it compresses, and that by 6 ms: ${delays} samples`);
  // By itself the tone bends by 0.00017 from sample to sample, and fading by 0.0026; a jump of −40 dBFS would be 0.01.
  check(bend < 0.01, `switching does not click: ${bend.toFixed(5)}`);
  await close();
}

/** The microphone gives a soft tone of `hz`. @param {number} hz */
function tone(hz) {
  return (/** @type {Page} */ page) =>
    page.addInitScript(
      ([hz, amplitude]) => {
        navigator.mediaDevices.getUserMedia = async () => {
          const context = new AudioContext();
          const node = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
          const oscillator = new OscillatorNode(context, { frequency: hz });
          oscillator.connect(new GainNode(context, { gain: amplitude })).connect(node);
          oscillator.start();
          await context.resume();
          return node.stream;
        };
      },
      [hz, SOFT],
    );
}

/** How loud the microphone is on the desk, in dBFS, once it is about as loud as `db`. @param {Page} page @param {(db: number) => boolean} expected */
async function voice(page, expected) {
  const db = () => page.evaluate(() => 20 * Math.log10(window.studio.state.levels?.mic.peak || 1e-6));
  const { good, facts: found } = await poll(db, expected);
  return { good, words: `${found.toFixed(1)} dBFS` };
}

/** @param {Browser} browser */
async function checkStrip(browser) {
  const listening = await open(browser, player);
  await play(listening.page);
  const { page, complaints, close } = await openStudio(browser, studio, { before: tone(1000) });
  await signIn(page, user, password);
  await page.click('#mic');
  const plain = await voice(page, (db) => Math.abs(db + 34) < 0.5);
  check(plain.good, `a strip that is off leaves the voice as it is: ${plain.words}`);
  await page.click('#on-air');
  await studioUntil(page, onAir);
  const heard = () => facts(listening.page).then(({ energy }) => energy);
  // RMS of the tone, once AutoDJ has faded out.
  const soft = await poll(heard, (energy) => Math.abs(energy / (SOFT / Math.SQRT2) - 1) < 0.15);
  check(soft.good, `a listener hears the soft tone at ${decibels(soft.facts)}`);
  await page.selectOption('#strip-preset', 'loud');
  const loud = await poll(heard, (energy) => energy > soft.facts * 3.2);
  check(loud.good, `and louder with the preset Loud: ${decibels(loud.facts)}`);
  const raised = await voice(page, (db) => db > -23.5 && db < -19.5);
  check(raised.good, `on the desk it is ${raised.words}`);
  await page.selectOption('#strip-preset', 'off');
  const back = await poll(heard, (energy) => Math.abs(energy / soft.facts - 1) < 0.15);
  check(back.good, `and as before without: ${decibels(back.facts)}`);
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
  await listening.close();

  const low = await openStudio(browser, studio, { before: tone(40) });
  await low.page.click('#mic');
  await voice(low.page, (db) => Math.abs(db + 34) < 0.5);
  await low.page.click('.strip summary');
  await low.page.check('#low-cut');
  const cut = await voice(low.page, (db) => db < -43 && db > -53);
  check(cut.good, `the low cut takes a rumble of 40 Hz away: ${cut.words}`);
  await low.page.fill('#strip-gate', '-24');
  const gated = await poll(() => low.page.evaluate(() => window.studio.state.levels?.gate ?? 1), (gate) => gate < 0.2);
  check(gated.good, 'the gate closes for what is softer than its threshold');
  await low.close();
}

/** @param {number} energy */
function decibels(energy) {
  return `${(20 * Math.log10(energy)).toFixed(1)} dBFS`;
}

/** The strip by keys alone, and what the device remembers of it. @param {Browser} browser */
async function checkKeys(browser) {
  const { page, complaints, close } = await openStudio(browser, studio, { before: tone(1000) });
  const shown = () =>
    page.evaluate(() => ['strip-preset', 'strip-bass', 'strip-compression'].map((id) => /** @type {HTMLInputElement} */ (document.getElementById(id)).value).join(' '));
  await page.focus('#strip-preset');
  await page.keyboard.type('Warm');
  check((await shown()) === 'warm 4 50', `a preset by its first letters: ${await shown()}`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  check((await shown()) === 'own 7 50', `the bass with the arrow keys makes it one's own: ${await shown()}`);
  await page.reload();
  await page.waitForFunction(() => 'studio' in window);
  check((await shown()) === 'own 7 50', `it is remembered: ${await shown()}`);
  await page.selectOption('#strip-preset', 'off');
  check((await shown()) === 'off 0 0', 'the preset Off turns every knob back');
  await page.selectOption('#strip-preset', 'own');
  check((await shown()) === 'own 7 50', 'and one’s own settings are kept beside it');
  await page.click('.strip summary');
  await page.click('#strip-reset');
  const isOffered = await page.evaluate(() => !document.querySelector('#strip-preset [value="own"]')?.matches(':disabled'));
  check((await shown()) === 'off 0 0' && !isOffered, 'until they are reset');
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
}

/** A knob of a controller for the compression, and a key for the low cut. @param {Browser} browser */
async function checkMidi(browser) {
  const controller = (/** @type {Page} */ page) =>
    page.addInitScript(() => {
      const input = { state: 'connected', name: 'Knobs' };
      const access = Object.assign(new EventTarget(), { inputs: new Map([['1', input]]) });
      Object.assign(navigator, { requestMIDIAccess: async () => access });
      Object.assign(window, { midi: (/** @type {number[]} */ ...data) => /** @type {any} */ (input).onmidimessage({ data: Uint8Array.from(data) }) });
    });
  const { page, complaints, close } = await openStudio(browser, studio, { before: controller });
  const send = (/** @type {number[]} */ ...data) => page.evaluate((data) => /** @type {any} */ (window).midi(...data), data);
  await page.click('.strip summary');
  await page.click('#midi-connect');
  for (const [control, message] of /** @type {const} */ ([['#strip-compression', [0xb0, 7, 64]], ['#low-cut', [0x90, 60, 100]]])) {
    await page.click('#midi-assign');
    await page.focus(control);
    await send(...message);
  }
  await send(0x80, 60, 0);
  await send(0xb0, 7, 127);
  await send(0x90, 60, 100);
  const set = [await page.inputValue('#strip-compression'), await page.isChecked('#low-cut'), await page.inputValue('#strip-preset')];
  check(set.join(' ') === '100 true own', `a controller's knob and key set the strip: ${set.join(' ')}`);
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
}

/** Signs in to the dashboard. @param {Page} page */
async function openDashboard(page) {
  await page.goto(new URL('/login?to=/admin/library', origin).href);
  await page.fill('[name="name"]', 'admin');
  await page.fill('[name="password"]', adminPassword);
  await page.keyboard.press('Enter');
  await page.locator('#tracks tbody tr').first().waitFor();
}

/** Puts a track of the station on deck A and a file on deck B, and waits until both are drawn. @param {Page} page */
async function loadDecks(page) {
  await page.click('#library-open');
  await page.locator('#library-found li', { hasText: TRACK }).getByRole('button').first().click();
  await page.setInputFiles('[data-deck="B"] input[type="file"]', FILE);
  for (const deck of ['A', 'B']) await page.locator(`[data-deck="${deck}"] .wave.drawn`).waitFor();
}

/** The share of a deck's drawing that is not empty. @param {Page} page @param {string} deck */
function inked(page, deck) {
  return page.evaluate((deck) => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector(`[data-deck="${deck}"] canvas`));
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 3 && value > 0).length / (data.length / 4);
  }, deck);
}

/** @param {Browser} browser */
async function checkDecks(browser) {
  const { page, complaints, close } = await openStudio(browser, studio, { before: openDashboard });
  await loadDecks(page);
  const ink = [await inked(page, 'A'), await inked(page, 'B')];
  check(ink.every((share) => share > 0.1 && share < 0.7), `the waveforms of a track and of a file are drawn: ${ink.map((share) => share.toFixed(2))}`);
  const a = page.locator('[data-deck="A"]');
  const text = async (/** @type {string} */ what) => (await a.locator(what).textContent()) ?? '';
  const becomes = async (/** @type {string} */ what, /** @type {RegExp} */ expected) => (await poll(() => text(what), (words) => expected.test(words))).good;
  const cover = await a.locator('.cover').evaluate(async (image) => {
    if (!(image instanceof HTMLImageElement) || image.hidden) return 0;
    await image.decode();
    return image.naturalWidth;
  });
  check(cover > 1, `with its cover, ${cover} px wide`);
  check((await text('.intro-left')) === 'Intro ends in 0:02' && (await text('.rest')) === '−1:34', `the intro counts down, and so does the track to the end of its sound: ${await text('.times')}`);

  const seek = a.locator('.seek');
  const keys = [];
  await seek.focus();
  for (const [key, expected] of /** @type {const} */ ([['PageUp', /^0:10$/], ['ArrowRight', /^0:11$/], ['ArrowLeft', /^0:10$/], ['End', /^1:25$/], ['Home', /^0:00$/]])) {
    await page.keyboard.press(key);
    if (!(await becomes('.place', expected))) keys.push(`${key}: ${await text('.place')}`);
  }
  check(keys.length === 0, `keys move the place ${keys.join(', ')}`);
  await seek.click();
  const middle = await becomes('.place', /^0:4[67]$/);
  const veil = await a.locator('.unplayed').evaluate((veil) => new DOMMatrix(getComputedStyle(veil).transform).a);
  check(middle && Math.abs(veil - 0.5) < 0.02, `a click in the middle goes there, ${await text('.place')}, and half lies under the veil: ${veil.toFixed(3)}`);
  check((await text('.intro-left')) === '', 'where the intro is over');

  await signIn(page, user, password);
  await page.click('#on-air');
  await studioUntil(page, onAir);
  await a.locator('.play').click();
  await studioUntil(page, ({ levels }) => (levels?.a.peak ?? 0) > 0.01);
  await seek.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('PageUp');
  await seek.click({ position: { x: 4, y: 20 } });
  const held = await text('.deck-said');
  check(/on air/.test(held) && /^0:(4[6-9]|5\d)$/.test(await text('.place')), `what listeners hear stays where it is, ${await text('.place')}: ${held}`);
  await page.fill('#crossfader', '100');
  await page.keyboard.press('Tab');
  await seek.focus();
  await page.keyboard.press('Home');
  check(await becomes('.place', /^0:0\d$/), `with its fader down it moves: ${await text('.place')}`);
  await page.fill('#crossfader', '50');
  await a.locator('.play').click();
  await seek.focus();
  await page.keyboard.press('PageUp');
  check(await becomes('.place', /^0:1\d$/), `and so it does paused: ${await text('.place')}`);
  check(complaints.length === 0, `no errors ${complaints.join(' | ')}`);
  await close();
}

/** @param {Browser} browser @param {string} locale */
async function checkLooks(browser, locale) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of [390, 1280]) {
      const { page, complaints, close } = await openStudio(browser, studio, {
        locale,
        colorScheme,
        viewport: { width, height: 900 },
        before: async (page) => {
          await openDashboard(page);
          await tone(1000)(page);
        },
      });
      const where = `${locale}, ${width} px, ${colorScheme}`;
      await loadDecks(page);
      await page.focus('[data-deck="A"] .seek');
      await page.keyboard.press('End');
      await page.click('#mic');
      await page.click('.strip summary');
      await page.selectOption('#strip-preset', 'loud');
      await page.fill('#mic-gain', '18');
      const [content, shown] = await page.evaluate(() => [document.body.scrollWidth, innerWidth]);
      const faults = [...(await axeFaults(page)), ...complaints];
      check(content <= shown && faults.length === 0, `${where}: usable by everybody, ${content} in ${shown} ${faults.join(' | ')}`);
      if (pictures) await page.screenshot({ path: join(pictures, `desk-${locale}-${width}-${colorScheme}.png`), fullPage: true });
      await close();
    }
  }
}
