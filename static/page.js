/**
 * The player page: builds its parts and carries news between them.
 */

import { BackButtons } from './back.js';
import { CaptionEvents } from './caption-events.js';
import { openCalibrationView } from './calibration-view.js';
import { openCaptions } from './captions-view.js';
import { FavouritesView } from './favourites-view.js';
import { Glance } from './glance.js';
import { heardUs, needsTitles } from './heard.js';
import { LockScreen } from './lock-screen.js';
import { openLanguageChoice } from './page-language.js';
import { askAgain, readLinks, readPage, serverUs } from './page-data.js';
import { before, begunBy, merged, onAirUs } from './played.js';
import { Player } from './player.js';
import { keepQuality, megabytesOf } from './quality.js';
import { momentIn, openShare } from './share.js';
import { openSleepTimer } from './sleep-timer.js';
import { StationAddress } from './station-address.js';
import { openTestWindow } from './test-window.js';
import { openTimingView } from './timing-view.js';
import { isListed, Titles } from './titles.js';
import { View } from './view.js';
import { keepVolume } from './volume.js';
import { timingWords } from './words.js';

/** @import { Caption, NowPlaying } from './message.js' */
/** @import { PageData } from './page-data.js' */
/** @import { State } from './stream-player.js' */

/** Often enough for titles to change with the sound, seldom enough to cost nothing. */
const TICK_MS = 100;
/** The small print changes once in so many ticks. */
const SMALL_TICKS = 10;
/** What the station keeps, and the show on air, are asked for again after so long where somebody looks. */
const KEPT_ANEW_MS = 600_000;

const { slug = '', name = '', logo } = document.body.dataset;
const forced = new URLSearchParams(location.search).get('player');
const first = readPage(document);

let ticks = 0;
let wasIdle = true;
let played = first.played;
/** When the page was read last. */
let readAt = performance.now();
const titles = new Titles();
/** What is shown. @type {NowPlaying | null} */
let shown = null;

const player = new Player(StationAddress.ofSlug(slug), readLinks(document), forced, {
  state: changeState,
  title: (title) => titles.announce(title),
  caption: takeCaption,
  gone: () => {
    back?.live();
    back?.tellGone();
  },
});
const captions = openCaptions(document);
const view = new View(name, toggle, () => player.analyser);
const lockScreen = new LockScreen(name, logo, { play: () => player.play(), stop: () => player.stop() });
const favourites = new FavouritesView(name);
const captionEvents = new CaptionEvents(StationAddress.ofSlug(slug).api('captions'), takeCaption);
/** @type {Glance<PageData>} */
const glance = new Glance(askAgain, () => needsTitles(player) || needsKept(), takeGlance, serverUs(document));

let [volume, fade] = [1, 1];
const setVolume = () => (player.volume = volume * fade);
keepVolume(view.volume, (chosen) => {
  volume = chosen;
  setVolume();
});
openSleepTimer(
  view.sleep,
  (level) => {
    fade = level;
    setVolume();
  },
  () => player.stop(),
);
openShare(view.share, () => ({ title: name, text: view.title }), sharedUs);
keepQuality(view.quality, (quality) => (player.quality = quality));
const timing = openTimingView({ mode: (mode) => (player.mode = mode), trimMs: (ms) => (player.trimMs = ms) });
const showCalibration = openCalibrationView(() => player.stage, timing.playEarlier);
if (first.now) titles.announce(first.now);
openTestWindow(player, view);
const backSection = document.getElementById('back');
/** @type {BackButtons | null} */
const back = backSection && first.kept && new BackButtons(backSection, first.kept, () => player.serverUs ?? glance.nowUs, playFrom);
/** The moment that the page's address is of, until it plays. @type {number | null} */
let linkedUs = momentIn(location.search);
if (linkedUs !== null && back) {
  if (back.keeps(linkedUs)) back.announce(linkedUs);
  else {
    back.tellGone();
    linkedUs = null;
  }
}
showPlayed();
openLanguageChoice(document, showWords);
setInterval(tick, TICK_MS);
tick();

function toggle() {
  if (player.listening && player.state !== 'interrupted') player.stop();
  else if (linkedUs !== null && back) back.goTo(linkedUs);
  else player.play();
}

/** The moment that is heard, or at which it goes on, in microseconds of the server's clock; null for live. */
function sharedUs() {
  if (!player.listening) return linkedUs ?? player.startUs;
  return player.airedUs ?? back?.momentUs ?? null;
}

/** Whether somebody looks at the way back who was not told for a while what is kept. @returns {boolean} */
function needsKept() {
  return back !== null && !document.hidden && performance.now() - readAt > KEPT_ANEW_MS;
}

/** Writes what scripts write in the language that was chosen. */
function showWords() {
  view.showState(player.state);
  if (shown) show(shown);
  showPlayed();
  favourites.showWords();
  back?.showWords();
  timing.show();
  showCalibration();
}

/** @param {number | null} startUs */
function playFrom(startUs) {
  linkedUs = null;
  player.playFrom(startUs);
  showPlayed();
  // The list may lack titles that were on air while something older was heard. An answer that fails is made good by the next.
  askAgain().then((seen) => seen && takePage(seen.data), () => {});
}

/** @param {State} state */
function changeState(state) {
  view.showState(state);
  if (state === 'idle' && !player.isBack) back?.live();
  else if (wasIdle && player.startUs !== null) back?.announce(player.startUs);
  wasIdle = state === 'idle';
  lockScreen.playing = player.listening;
  // The device shows what plays from the moment it plays.
  if (state === 'connecting') lockScreen.show(shown);
}

function tick() {
  const atEarUs = heardUs(player, glance.nowUs);
  const now = titles.at(atEarUs ?? glance.nowUs);
  if (now && now !== shown) show(now);
  captionEvents.keep(player.rung === 'audio' && captions.isOn);
  captions.show(player.state === 'on-air' ? atEarUs : null);
  view.showProgress(now, player.state === 'on-air' ? atEarUs : null);
  if (ticks++ % SMALL_TICKS !== 0) return;
  view.showHow(player, megabytesOf(player, view.quality));
  view.showTiming(player.state === 'on-air' ? timingWords(player.timing) : '');
}

/** @param {Caption} caption */
function takeCaption(caption) {
  captions.take(caption, heardUs(player, glance.nowUs) ?? glance.nowUs);
}

/** @param {NowPlaying} now */
function show(now) {
  // The same track, announced again after a reconnect, is no change.
  const changed = shown !== null && onAirUs(shown) !== onAirUs(now);
  if (shown && changed && isListed(shown)) {
    played = merged(played, [{ timeUs: onAirUs(shown), title: shown.title, artist: shown.artist ?? '' }]);
  }
  shown = now;
  showPlayed();
  view.showNow(now);
  favourites.showNow(now);
  if (player.listening) lockScreen.show(now);
}

/** @param {PageData} data */
function takeGlance(data) {
  // A stream brings its own titles.
  if (data.now && needsTitles(player)) titles.announce(data.now);
  takePage(data);
}

/** @param {PageData} data */
function takePage(data) {
  readAt = performance.now();
  back?.follow(data.kept);
  played = merged(played, data.played);
  showPlayed();
}

function showPlayed() {
  view.showPlayed(shown ? before(played, heardFromUs(shown)) : played, ({ timeUs }) => (back?.keeps(timeUs) ? () => back.goTo(timeUs) : null));
}

/** When what is heard began on air. The browser's own player does not tell, so it is reckoned. @param {NowPlaying} now */
function heardFromUs(now) {
  const isReckoned = back !== null && back.behindUs > 0 && now.airedUs === undefined;
  return isReckoned ? begunBy(played, glance.nowUs - back.behindUs) : onAirUs(now);
}
