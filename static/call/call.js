/**
 * The page on which a listener calls the studio: puts the microphone, the line and the words together.
 */

import { Microphone, devices, microphoneAllowed } from '../studio/microphone.js';
import { Monitor } from '../studio/monitor.js';
import { Meter } from '../studio/meter.js';
import { t } from '../languages.js';
import { box, button, find, input, select, setText } from '../studio/page.js';
import { microphoneWords } from '../studio/words.js';
import { CallLine } from './call-line.js';
import { callWords, levelOf } from './call-words.js';
import { ReturnSound } from './return-sound.js';
import { Talk } from './talk.js';

/** @import { CallState, Stands } from './protocol.js' */

const SAMPLE_RATE = 48000;
const LEVEL_EVERY_MS = 500;

const slug = document.body.dataset.slug ?? '';
const kept = `longwave.call.${slug}`;
const form = find('#call-form', HTMLFormElement);
const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' });
const out = new GainNode(context);
out.connect(context.destination);
const meter = new Meter(box('#meter-voice'));

/** @type {Microphone | null} */
let microphone = null;
/** @type {Talk | null} */
let talk = null;
/** @type {CallLine | null} */
let line = null;
/** Opened by the first sound. @type {Promise<ReturnSound> | null} */
let back = null;
/** @type {CallState | null} */
let state = null;
let peak = 0;
let drawnMs = performance.now();

const programme = new Monitor(slug, context, out);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  ring();
});
button('#test').addEventListener('click', () => listen());
button('#hang-up').addEventListener('click', () => {
  line?.hangUp();
  over(t('call-hung-up'));
});
select('#voice-device').addEventListener('change', () => microphone?.on && listen());
addEventListener('beforeunload', (event) => state === 'on_air' && event.preventDefault());
navigator.mediaDevices?.addEventListener('devicechange', () => list());
setInterval(() => state === 'waiting' && line?.sendLevel(levelOf(peak)), LEVEL_EVERY_MS);
requestAnimationFrame(draw);
check();

/** Says at once if this browser cannot call. */
async function check() {
  if (!microphoneAllowed()) return block(t('call-blocked'));
  if (!(await Talk.isSupported()) || !(await ReturnSound.isSupported())) {
    return block(t('call-unsupported'));
  }
  if (keptToken() !== null) say(t('call-come-back'));
}

/** Opens the microphone; true if it is there. */
async function listen() {
  try {
    await context.resume();
    talk ??= await Talk.open(context, (packet) => line?.sendPacket(packet));
    microphone ??= openMicrophone(talk);
    const deviceId = select('#voice-device').value;
    await microphone.open({ deviceId, echoCancellation: true, noiseSuppression: true, autoGainControl: true });
    setText(box('#voice-said'), t('call-test-hint'));
    await list();
    return true;
  } catch (error) {
    setText(box('#voice-said'), microphoneWords(error));
    return false;
  }
}

/** @param {Talk} into */
function openMicrophone(into) {
  const opened = new Microphone(context, () => setText(box('#voice-said'), t('microphone-unplugged')));
  opened.node.connect(into.node);
  return opened;
}

async function ring() {
  if (line) return;
  say(t('call-opening'));
  if (!microphone?.on && !(await listen())) return say(t('call-no-microphone'));
  say(t('call-ringing'));
  show(true);
  const call = { name: input('#caller-name').value, topic: input('#caller-topic').value, token: keptToken() };
  line = new CallLine(slug, call, {
    joined: keep,
    stands,
    sound: (message) => hear(message),
    lost: () => {
      quiet();
      say(t('call-lost'));
    },
    over,
  });
}

/** @param {Stands} now */
async function stands({ state: next, place }) {
  state = next;
  document.body.dataset.call = next;
  say(callWords(next, place));
  const seated = next !== 'waiting';
  if (talk) talk.on = seated;
  if (seated) return programme.stop();
  endReturn();
  if (await Monitor.isSupported()) await programme.start();
  if (state !== 'waiting') programme.stop();
}

/** @param {ArrayBuffer} message */
async function hear(message) {
  const opening = (back ??= ReturnSound.open(context, out));
  try {
    const sound = await opening;
    // The sound that this was for may have ended meanwhile.
    if (back === opening) sound.take(message);
  } catch (error) {
    console.warn('Longwave: sound that cannot be read.', error);
  }
}

function endReturn() {
  back?.then(
    (sound) => sound.end(),
    () => {},
  );
  back = null;
}

/** No sound in either direction. */
function quiet() {
  state = null;
  delete document.body.dataset.call;
  if (talk) talk.on = false;
  programme.stop();
  endReturn();
}

/** @param {string} reason */
function over(reason) {
  line = null;
  quiet();
  microphone?.close();
  keep(null);
  show(false);
  say(reason);
  button('#ring').focus();
}

/** @param {boolean} calling */
function show(calling) {
  form.hidden = calling;
  box('#calling').hidden = !calling;
  if (calling) button('#hang-up').focus();
}

/** @param {string} words */
function say(words) {
  setText(box('#call-state'), words);
}

/** @param {string} words */
function block(words) {
  say(words);
  form.hidden = true;
}

/** The names of microphones come with the permission. */
async function list() {
  const device = select('#voice-device');
  const chosen = device.value;
  const inputs = await devices('audioinput');
  const options = inputs.map(({ deviceId, label }, i) => new Option(label || t('microphone-number', { number: i + 1 }), deviceId));
  device.replaceChildren(new Option(t('usual-input'), ''), ...options.filter(({ value }) => value !== 'default'));
  device.value = inputs.some(({ deviceId }) => deviceId === chosen) ? chosen : '';
}

/** @param {number} nowMs */
function draw(nowMs) {
  const seconds = Math.min(0.5, (nowMs - drawnMs) / 1000);
  drawnMs = nowMs;
  peak = microphone?.on ? (talk?.takePeak() ?? 0) : 0;
  meter.show({ peak, rms: peak }, nowMs, seconds);
  requestAnimationFrame(draw);
}

// The token brings a page that was loaded again back into its call. Private windows may refuse storage.

function keptToken() {
  try {
    return sessionStorage.getItem(kept);
  } catch {
    return null;
  }
}

/** @param {string | null} token */
function keep(token) {
  try {
    if (token === null) sessionStorage.removeItem(kept);
    else sessionStorage.setItem(kept, token);
  } catch {
    // As above.
  }
}
