/**
 * Tries the ways in which the player page plays, in browsers that lack one thing or another.
 *
 * node tests/browser/rungs.mjs http://127.0.0.1:8000 [DIRECTORY FOR PICTURES]
 *
 * Prints a line for each check; exits with 1 if one failed. The station must be playing something, in its
 * default rendition.
 */

import { join } from 'node:path';

import { INSECURE_HOST, check, open, perform, play, playsOn, sounds, until, untilText } from './stage.mjs';

/** @import { Browser, Page } from 'playwright-core' */

const [origin, pictures] = process.argv.slice(2);
if (!origin) {
  console.error('usage: node tests/browser/rungs.mjs http://127.0.0.1:PORT [DIRECTORY FOR PICTURES]');
  process.exit(2);
}
const address = new URL('/main', origin).href;
const insecure = address.replace('127.0.0.1', INSECURE_HOST);

/** Bytes: packets of Opus are far below, and those of PCM have 3,840. */
const LARGEST_OPUS_PACKET = 1275;

const NO_WEBCODECS = 'delete window.AudioDecoder;';
const NO_WASM = `${NO_WEBCODECS} delete window.WebAssembly;`;
const NO_OPUS = "HTMLMediaElement.prototype.canPlayType = (type) => (/opus|mpegurl/.test(type) ? '' : 'maybe');";

await perform(async (browser) => {
  await checkStream(browser, 'webcodecs', 'in a browser that has everything', address);
  await checkStream(browser, 'wasm', 'without AudioDecoder', address, NO_WEBCODECS);
  await checkStream(browser, 'wasm', 'from an insecure origin', insecure);
  await checkStream(browser, 'wasm', 'without a decoder for Opus', address, noOpusDecoder());
  await checkStream(browser, 'webcodecs', 'with a worklet that does not load', address, noWorklet());
  await checkElement(browser, '/main.opus', 'without WebAssembly', address, { script: NO_WASM });
  await checkElement(browser, '/main.opus', 'without WebAssembly, insecure', insecure, { script: NO_WASM });
  await checkElement(browser, '/main.opus', 'with a worker that does not load', insecure, { isWorkerBlocked: true });
  await checkElement(browser, '/main.mp3', 'without any Opus', insecure, { script: NO_WASM + NO_OPUS });
  await checkChoice(browser, address, 'webcodecs');
  await checkChoice(browser, insecure, 'wasm');
  await checkRefusal(browser);
  await checkPolicy(browser);
});

function noOpusDecoder() {
  return 'AudioDecoder.isConfigSupported = async () => ({ supported: false });';
}

function noWorklet() {
  return "AudioWorklet.prototype.addModule = () => Promise.reject(new Error('refused'));";
}

/**
 * @param {string | undefined} script run before the page's own
 * @param {boolean} [isWorkerBlocked]
 */
function prepare(script, isWorkerBlocked = false) {
  return {
    before: async (/** @type {Page} */ page) => {
      if (script) await page.addInitScript(script);
      if (isWorkerBlocked) await page.route('**/opus-worker.js', (route) => route.abort());
    },
  };
}

/** Requests of a page: addresses, and the largest packet of sound that its sockets brought. @param {Page} page */
function watch(page) {
  const asked = { addresses: /** @type {string[]} */ ([]), largestPacket: 0 };
  page.context().on('request', (request) => asked.addresses.push(request.url()));
  page.on('websocket', (socket) => {
    asked.addresses.push(socket.url());
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload === 'string') return;
      for (let at = 24; at < payload.length; at += 2 + payload.readUInt16BE(at)) {
        asked.largestPacket = Math.max(asked.largestPacket, payload.readUInt16BE(at));
      }
    });
  });
  return asked;
}

/** @param {ReturnType<typeof watch>} asked @param {string} when */
function checkNoPcm({ addresses, largestPacket }, when) {
  const uncompressed = addresses.filter((one) => /pcm|\.wav|\.flac/.test(one));
  const isSmall = largestPacket <= LARGEST_OPUS_PACKET;
  check(isSmall && uncompressed.length === 0, `${when}: nothing uncompressed (${largestPacket} bytes at most) ${uncompressed}`);
}

/**
 * @param {Browser} browser
 * @param {string} rung
 * @param {string} when
 * @param {string} where
 * @param {string} [script] run before the page's own
 */
async function checkStream(browser, rung, when, where, script) {
  const { page, complaints, close } = await open(browser, where, prepare(script));
  const asked = watch(page);
  const { good, ms, facts } = await play(page);
  check(good && facts.rung === rung, `${when}: ${facts.rung}, sound after ${ms} ms`);
  check(facts.rendition === 'opus-96', `${when}: ${facts.rendition}`);
  const later = await playsOn(page);
  check(later.good, `${when}: goes on without a hole`);
  checkNoPcm(asked, when);
  const decoder = asked.addresses.filter((one) => one.includes('opus-w') || one.includes('/vendor/'));
  check((decoder.length > 0) === (rung === 'wasm'), `${when}: the decoder is loaded if needed (${decoder.length} files)`);
  const how = await untilText(page, '#how', (words) => words.includes('Opus') && words.includes('43 MB an hour'));
  check(how.good, `${when}: says “${how.words}”`);
  check(complaints.length === 0, `${when}: no errors ${complaints.join(' | ')}`);
  await close();
}

/**
 * @param {Browser} browser
 * @param {string} source the path that is played
 * @param {string} when
 * @param {string} where
 * @param {{ script?: string, isWorkerBlocked?: boolean }} without
 */
async function checkElement(browser, source, when, where, { script, isWorkerBlocked }) {
  const { page, complaints, close } = await open(browser, where, prepare(script, isWorkerBlocked));
  const asked = watch(page);
  await page.click('#play');
  const { good, ms, facts } = await until(page, ({ position }) => Number(position) > 1);
  check(good && facts.rung === 'audio', `${when}: the browser’s own player, 1 s heard after ${ms} ms`);
  check(facts.source?.endsWith(source) === true, `${when}: plays ${facts.source}`);
  check(facts.title !== '', `${when}: shows the title ${facts.title}`);
  checkNoPcm(asked, when);
  const how = await untilText(page, '#how', (words) => /^(Opus by.* 43|MP3 by.* 58) MB an hour/.test(words));
  check(how.good, `${when}: says “${how.words}”`);
  // A script that is refused is told in the console.
  const others = complaints.filter((one) => !(isWorkerBlocked && one.includes('opus-worker.js')));
  check(others.length === 0, `${when}: no errors ${others.join(' | ')}`);
  await close();
}

/** @param {Browser} browser @param {string} where @param {string} rung of Opus */
async function checkChoice(browser, where, rung) {
  const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
  const { page, complaints, close } = await open(browser, where, phone);
  const asked = watch(page);
  const offered = await page.locator('#quality option').allTextContents();
  const expected = ['Standard, 43 MB an hour', 'Less data, 22 MB an hour', 'Better sound, 72 MB an hour', 'Uncompressed, 690 MB an hour'];
  check(offered.join() === expected.join(), `the qualities are ${offered.join('; ')}`);
  await play(page);
  if (pictures) await page.screenshot({ path: join(pictures, `phone-${rung}.png`), fullPage: true });
  /** @param {string} rendition @param {string} by */
  const choose = async (rendition, by) => {
    await page.selectOption('#quality', rendition);
    const { good, ms, facts } = await until(page, (now) => sounds(now) && now.rendition === rendition);
    check(good && facts.rung === by, `chosen ${rendition}: ${facts.rung} plays ${facts.rendition} after ${ms} ms`);
  };
  await choose('opus-48', rung);
  checkNoPcm(asked, 'before it is chosen');
  await choose('pcm-s16', 'pcm');
  const how = await untilText(page, '#how', (words) => words.includes('Uncompressed sound · about 690 MB an hour'));
  check(how.good, `chosen uncompressed: says “${how.words}”`);
  if (pictures) await page.screenshot({ path: join(pictures, `phone-${rung}-pcm.png`), fullPage: true });

  await page.reload();
  check((await page.inputValue('#quality')) === 'opus-48', 'after a reload: uncompressed is not kept, what was chosen before is');
  asked.largestPacket = 0;
  asked.addresses = [];
  const again = await play(page);
  check(again.good && again.facts.rendition === 'opus-48', `after a reload: ${again.facts.rung} plays ${again.facts.rendition}`);
  checkNoPcm(asked, 'after a reload');
  check(complaints.length === 0, `choosing: no errors ${complaints.join(' | ')}`);
  await close();
}

/**
 * A quality that is refused is asked for again, unless the station has it no more.
 * @param {Browser} browser
 */
async function checkRefusal(browser) {
  const chosen = 'opus-160';
  /** @type {{ isGone: boolean, rendition: string, what: string }[]} */
  const cases = [
    { isGone: false, rendition: chosen, what: 'a quality is kept over a restart of the server' },
    { isGone: true, rendition: 'opus-96', what: 'a quality that is not there any more gives way to the standard' },
  ];
  for (const { isGone, rendition, what } of cases) {
    let refusals = 0;
    const { page, close } = await open(browser, address, {
      before: async (page) => {
        await page.routeWebSocket(/\/ws\?/, (socket) => {
          const isRefused = socket.url().includes(chosen) && (isGone || refusals < 2);
          if (!isRefused) return void socket.connectToServer();
          refusals += 1;
          socket.close({ code: 3000 });
        });
        if (isGone) await page.route('**/main.opus?rendition=*', (route) => route.fulfill({ status: 400 }));
      },
    });
    await page.selectOption('#quality', chosen);
    const { good, facts } = await play(page);
    check(good && refusals > 0 && facts.rendition === rendition, `${what}: ${facts.rendition} after ${refusals} refusals`);
    await close();
  }
}

/** WebAssembly is allowed to the worker that needs it, not to the page. @param {Browser} browser */
async function checkPolicy(browser) {
  const { page, close } = await open(browser, address);
  const compiled = await page.evaluate(() => {
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    return WebAssembly.compile(empty).then(() => 'compiled', (error) => String(error));
  });
  check(compiled.includes('Content Security Policy'), `WebAssembly in the page: ${compiled}`);
  await close();
}
