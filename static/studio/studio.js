/**
 * The studio: puts the desk, the show and the page together.
 */

import { numberWords, t } from '../languages.js';
import { AirView } from './air-view.js';
import { Awake } from './awake.js';
import { CallsView } from './calls-view.js';
import { crossfade } from './crossfade.js';
import { DeckView } from './deck-view.js';
import { delayOf } from './delay.js';
import { Desk } from './desk.js';
import { CART_KEYS, LibraryView } from './library-view.js';
import { ListenView } from './listen-view.js';
import { Messages } from './messages.js';
import { MicrophoneView } from './microphone-view.js';
import { MidiView } from './midi-view.js';
import { input, remember, slide } from './page.js';
import { listenForKeys } from './shortcuts.js';
import { Show } from './show.js';
import { SignIn } from './sign-in.js';
import { openTestWindow } from './test-window.js';
import { TextLine } from './text-line.js';
import { TitleForm } from './title-form.js';
import { VoiceView } from './voice-view.js';
import { crossfaderWords, endedWords } from './words.js';

/** @import { Status } from './protocol.js' */
/** @import { ShowState } from './show.js' */

const COUNT_IN_SECONDS = 3;
const FACTS_EVERY_MS = 250;
/** Louder network trouble than this is worth a word. */
const DROPPED_SECONDS = 0.5;

const slug = document.body.dataset.slug ?? '';
const desk = new Desk();
const awake = new Awake();

/** @type {Status | null} */
let status = null;
let toldDropped = 0;
let drawnMs = performance.now();

const signIn = new SignIn(slug, (refused) => air.notice(refused ? endedWords(refused) : ''));
const air = new AirView({ start, end: () => show.end(), dump });
await desk.open().catch((error) => {
  air.notice(t('desk-fails'));
  throw error;
});
air.ready();
const show = new Show(slug, desk, {
  state: changeState,
  count: (seconds) => air.showCount(seconds),
  waiting: (live) => air.showWaiting(live),
  status: (said) => (status = said),
  message: (message) => messages.show(message),
  texts: (all) => textLine.show(all),
  refused,
});
const messages = new Messages((number) => show.hasRead(number));
const textLine = new TextLine(slug, (order, number) => show.order(order, number));
const titles = new TitleForm((what) => show.tell(what));
const microphone = new MicrophoneView(desk);
const listen = new ListenView(slug, desk);
const calls = new CallsView(slug, desk.context, listen.headphones?.node ?? desk.context.destination, microphone);
const deckA = openDeck('A');
const deckB = openDeck('B');
const library = new LibraryView(slug, desk, { A: deckA, B: deckB });
const voices = new VoiceView(slug, desk.context, listen.headphones?.node ?? desk.context.destination, microphone, () => show.wanted);
new MidiView();
const countIn = input('#count-in');
const fader = input('#crossfader');

remember(countIn, input('#shortcuts'));
changeState('off');
slide(fader, crossfaderWords, (place) => {
  const { a, b } = crossfade(place / 100);
  deckA.deck.fader = a;
  deckB.deck.fader = b;
});
listenForKeys(input('#shortcuts'), {
  o: () => air.press(),
  m: () => microphone.toggle(),
  t: () => titles.focus(),
  1: () => deckA.playOrPause(),
  2: () => deckB.playOrPause(),
  q: () => deckA.deck.cue(),
  w: () => deckB.deck.cue(),
  '[': () => moveFader(-10),
  ']': () => moveFader(10),
  ...Object.fromEntries(CART_KEYS.map((key, place) => [key, () => library.press(place)])),
});
addEventListener('beforeunload', (event) => show.wanted && event.preventDefault());
// A file dropped beside a deck must not replace the studio.
for (const event of ['dragover', 'drop']) addEventListener(event, (drag) => drag.preventDefault());
requestAnimationFrame(draw);
setInterval(showFacts, FACTS_EVERY_MS);
openTestWindow(() => ({ show: show.state, levels: desk.levels, status, delay: delay(), monitor: listen.monitor.heard }));

/** @param {'A' | 'B'} name */
function openDeck(name) {
  const view = new DeckView(name, desk.context, listen.headphones, ({ track }) => titles.offer(track));
  desk.plug(view.deck.node, name === 'A' ? 'a' : 'b');
  return view;
}

async function start() {
  desk.context.resume();
  const account = await signIn.checked();
  if (show.wanted) return;
  if (!account) {
    // It stands there already why an account was not taken.
    if (!air.noticed) air.notice(t('sign-in-first'));
    return signIn.ask();
  }
  air.notice('');
  toldDropped = 0;
  show.start(account, countIn.checked ? COUNT_IN_SECONDS : 0);
}

/** Whole seconds of sound that can still be dumped. */
function heldSeconds() {
  return Math.round((status?.heldUs ?? 0) / 1e6);
}

function dump() {
  air.notice(t('dumped', { seconds: heldSeconds() }));
  show.dump();
}

/** @param {ShowState} state */
function changeState(state) {
  if (state !== 'on-air') status = null;
  air.showState(state);
  titles.onAir = textLine.live = deckA.live = deckB.live = state === 'on-air';
  signIn.locked = state !== 'off';
  awake.wanted = state !== 'off';
  if (state !== 'off') voices.interrupt();
  if (state === 'on-air' || state === 'off') calls.follow(state === 'on-air' ? signIn.account : null);
  showFacts();
}

/** @param {{ reason: string, code: string }} ended @param {boolean} asked whether it was while asking to go on air */
function refused(ended, asked) {
  air.notice(endedWords(ended) || (asked ? t('not-let-on-air') : t('show-ended')));
  if (asked && ended.code === 'wrong-account') signIn.ask();
}

function delay() {
  const { clock } = show;
  const offsetUs = clock?.offsetUs ?? null;
  return delayOf({
    captureMs: show.frameMs + (desk.context.baseLatency + microphone.latency) * 1000,
    offsetUs,
    roundTripUs: clock?.roundTripUs ?? null,
    status,
    listeningMs: listen.monitor.delayMs(offsetUs),
  });
}

function showFacts() {
  air.showFacts({
    elapsedUs: show.wanted ? show.elapsedUs : 0,
    listeners: status?.listeners ?? null,
    delay: delay(),
    heldSeconds: heldSeconds(),
  });
  air.showHours(status);
  if (show.droppedSeconds < toldDropped + DROPPED_SECONDS) return;
  toldDropped = show.droppedSeconds;
  air.notice(t('network-too-slow', { seconds: numberWords(toldDropped, 1) }));
}

/** @param {number} nowMs */
function draw(nowMs) {
  const seconds = Math.min(0.5, (nowMs - drawnMs) / 1000);
  drawnMs = nowMs;
  const { levels } = desk;
  if (levels) {
    air.meter(levels, nowMs, seconds);
    microphone.meter(levels, nowMs, seconds);
    deckA.meter(levels.a, nowMs, seconds);
    deckB.meter(levels.b, nowMs, seconds);
  }
  requestAnimationFrame(draw);
}

/** @param {number} by */
function moveFader(by) {
  fader.valueAsNumber += by;
  fader.dispatchEvent(new Event('input'));
}
