/**
 * Voice tracks on the page: places in the queue, and talk that is recorded for one, heard, kept or taken again.
 */

import { at } from '../address.js';
import { t, tNodes } from '../languages.js';
import { lengthWords } from '../words.js';
import { box, button, find, setText, signInLink } from './page.js';
import { NotSignedIn } from './station-library.js';
import { Refused, VoiceQueue, places } from './voice-queue.js';
import { VoiceRecorder } from './voice-recorder.js';
import { RATE, talkOf } from './voice-sound.js';

/** @import { MicrophoneView } from './microphone-view.js' */
/** @import { QueueEntry, Voice } from './voice-queue.js' */
/** @import { Tracks } from './voice-recorder.js' */
/** @import { Talk } from './voice-sound.js' */

/** @typedef {'loading' | 'ready' | 'recording' | 'over' | 'next' | 'recorded' | 'listening' | 'saving'} VoiceState */

const DRAW_MS = 100;

export class VoiceView {
  #slug;
  #queue;
  #recorder;
  #microphone;
  #isLive;
  #list = find('#voice-queue', HTMLOListElement);
  #said = box('#voice-said');
  #panel = box('#voice-recorder');
  #ending = find('#voice-ending', HTMLProgressElement);
  #buttons = {
    record: button('#voice-record'),
    next: button('#voice-next'),
    stop: button('#voice-stop'),
    listen: button('#voice-listen'),
    keep: button('#voice-keep'),
    cancel: button('#voice-cancel'),
  };
  /** @type {VoiceState} */
  #state = 'ready';
  /** The place that was chosen. @type {{ first: QueueEntry, second: QueueEntry, tracks: Tracks | null } | null} */
  #place = null;
  /** @type {Talk | null} */
  #talk = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #drawing;

  /** @param {string} slug @param {AudioContext} context @param {AudioNode} out @param {MicrophoneView} microphone @param {() => boolean} isLive whether the microphone goes on air */
  constructor(slug, context, out, microphone, isLive) {
    this.#slug = slug;
    this.#queue = new VoiceQueue(slug);
    this.#recorder = new VoiceRecorder(context, microphone.node, out, () => this.#stop());
    this.#microphone = microphone;
    this.#isLive = isLive;
    button('#voice-open').addEventListener('click', () => this.#try(() => this.#show()));
    const { record, next, stop, listen, keep, cancel } = this.#buttons;
    record.addEventListener('click', () => this.#try(() => this.#record()));
    next.addEventListener('click', () => this.#next());
    stop.addEventListener('click', () => this.#stop());
    listen.addEventListener('click', () => this.#try(() => this.#listen()));
    keep.addEventListener('click', () => this.#try(() => this.#keep()));
    cancel.addEventListener('click', () => this.#close(button('#voice-open')));
  }

  /** Ends what is heard and recorded, because the microphone goes on air. */
  interrupt() {
    if (this.#recorder.isRecording || this.#state === 'listening') this.#stop();
  }

  async #show() {
    const entries = await this.#queue.entries();
    const open = places(entries).map(([, second]) => second.number);
    const rows = entries.flatMap((entry, i) => {
      const row = document.createElement('li');
      if (entry.voice) row.append(...this.#talkRow(entry.voice));
      else row.append(titled('voice-entry', entry.title));
      if (!open.includes(entry.number)) return [row];
      const place = document.createElement('li');
      place.className = 'voice-place';
      place.append(this.#placeButton(entries[i - 1], entry));
      return [place, row];
    });
    this.#list.hidden = false;
    this.#list.replaceChildren(...rows);
    if (entries.length === 0) this.#said.replaceChildren(...tNodes('voice-empty', { link: this.#queueLink() }));
    else if (open.length === 0) setText(this.#said, t('voice-nothing'));
  }

  /** @param {QueueEntry} first @param {QueueEntry} second */
  #placeButton(first, second) {
    const choose = document.createElement('button');
    choose.type = 'button';
    choose.textContent = t('voice-here');
    choose.setAttribute('aria-label', `${t('voice-here')}: ${t('voice-between', { first: first.title, second: second.title })}`);
    choose.addEventListener('click', () => this.#try(() => this.#choose(first, second)));
    return choose;
  }

  /** @param {Voice} voice */
  #talkRow({ id, dj, seconds, placement }) {
    const words = titled('voice-talk', t('voice-talk', { dj, length: lengthWords(seconds * 1e6) }));
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = t('voice-remove');
    remove.setAttribute('aria-label', t('voice-remove-talk', { dj }));
    remove.addEventListener('click', () =>
      this.#try(async () => {
        await this.#queue.remove(id);
        setText(this.#said, t('voice-removed'));
        await this.#show();
        button('#voice-open').focus();
      }),
    );
    if (placement === 'between') return [words, remove];
    return [words, titled('hint', t('voice-placement', { placement })), remove];
  }

  /** @param {QueueEntry} first @param {QueueEntry} second */
  async #choose(first, second) {
    this.#recorder.silence();
    this.#place = { first, second, tracks: null };
    this.#talk = null;
    this.#panel.hidden = false;
    setText(box('#voice-between'), t('voice-between', { first: first.title, second: second.title }));
    this.#setState('loading');
    this.#buttons.cancel.focus();
    const place = this.#place;
    const [ending, beginning] = await Promise.all([
      this.#queue.sound(first.number, 'ending'),
      this.#queue.sound(second.number, 'beginning'),
    ]).catch((error) => {
      if (this.#place === place) this.#close(button('#voice-open'));
      throw error;
    });
    if (this.#place !== place) return;
    place.tracks = { ending, beginning };
    this.#setState('ready');
    this.#buttons.record.focus();
  }

  async #record() {
    const tracks = this.#place?.tracks;
    if (!tracks) return;
    if (this.#isLive()) return setText(this.#said, t('voice-on-air'));
    if (!(await this.#microphone.turnOn())) return setText(this.#said, t('voice-no-microphone'));
    // Meanwhile one may have gone on air, or chosen another place or none.
    const isUnwanted = () => this.#place?.tracks !== tracks || this.#isLive();
    if (isUnwanted()) return;
    this.#talk = null;
    await this.#recorder.record(tracks);
    if (isUnwanted()) return this.#recorder.silence();
    this.#setState('recording');
    this.#buttons.next.focus();
    clearInterval(this.#drawing);
    this.#drawing = setInterval(() => this.#draw(tracks), DRAW_MS);
  }

  /** @param {Tracks} tracks */
  #draw({ ending }) {
    const left = Math.max(0, this.#recorder.left);
    this.#ending.value = ending.duration - left;
    this.#ending.max = ending.duration;
    if (left === 0 && this.#state === 'recording') this.#setState('over');
  }

  #next() {
    if (!this.#recorder.isRecording || this.#recorder.isNext) return;
    this.#recorder.startNext();
    this.#setState('next');
    this.#buttons.stop.focus();
  }

  #stop() {
    clearInterval(this.#drawing);
    if (!this.#recorder.isRecording) {
      this.#recorder.silence();
      if (this.#state === 'listening') this.#setState('recorded');
      return;
    }
    this.#talk = talkOf(this.#recorder.stop());
    this.#setState(this.#talk ? 'recorded' : 'ready');
    if (!this.#talk) setText(this.#said, t('voice-silent'));
    (this.#talk ? this.#buttons.listen : this.#buttons.record).focus();
  }

  async #listen() {
    const tracks = this.#place?.tracks;
    if (!tracks || !this.#talk) return;
    this.#setState('listening');
    await this.#recorder.listen(this.#talk, tracks, () => this.#state === 'listening' && this.#setState('recorded'));
  }

  async #keep() {
    if (!this.#place || !this.#talk) return;
    this.#recorder.silence();
    this.#setState('saving');
    try {
      await this.#queue.keep(this.#place.second.number, this.#talk);
    } catch (error) {
      this.#setState('recorded');
      throw error;
    }
    this.#close(button('#voice-open'));
    await this.#show();
    setText(this.#said, t('voice-saved'));
  }

  /** @param {HTMLElement} focus */
  #close(focus) {
    clearInterval(this.#drawing);
    this.#recorder.silence();
    this.#place = this.#talk = null;
    this.#panel.hidden = true;
    focus.focus();
  }

  /** @param {VoiceState} state */
  #setState(state) {
    this.#state = state;
    const length = this.#talk ? lengthWords((this.#talk.sound.length / RATE) * 1e6) : '';
    setText(box('#voice-state'), t('voice-state', { state, length }));
    const { record, next, stop, listen, keep } = this.#buttons;
    const isRecording = ['recording', 'over', 'next'].includes(state);
    record.disabled = isRecording || state === 'loading' || state === 'saving';
    setText(record, this.#talk ? t('voice-again') : t('voice-record'));
    next.disabled = state !== 'recording' && state !== 'over';
    stop.disabled = !isRecording && state !== 'listening';
    listen.disabled = keep.disabled = !this.#talk || isRecording || state === 'saving';
    this.#panel.dataset.state = state;
    if (!isRecording) this.#ending.value = 0;
  }

  /** @param {() => unknown} work */
  async #try(work) {
    setText(this.#said, '');
    try {
      await work();
    } catch (error) {
      if (error instanceof NotSignedIn) this.#askToSignIn();
      else if (error instanceof Refused) setText(this.#said, error.reason === 'hours' ? t('voice-not-your-hours') : t('voice-place-gone'));
      else setText(this.#said, t('voice-fails'));
    }
  }

  /** A link to the page of the dashboard on which tracks are put into the queue. */
  #queueLink() {
    const link = document.createElement('a');
    link.href = at(`/admin/stations/${this.#slug}`);
    link.target = '_blank';
    link.textContent = t('voice-fill-queue');
    return link;
  }

  #askToSignIn() {
    this.#said.replaceChildren(...tNodes('voice-needs-sign-in', { link: signInLink() }));
  }
}

/** @param {string} name @param {string} words */
function titled(name, words) {
  const span = document.createElement('span');
  span.className = name;
  span.dir = 'auto';
  span.textContent = words;
  return span;
}
