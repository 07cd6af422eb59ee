/**
 * The calls on the DJ's page: who waits, and what becomes of them.
 *
 * In: an account while the DJ is live. Out: orders, talkback, callers in the headphones. While a caller is screened,
 * the microphone goes to them and not on air. Never: puts it back on air unless the DJ ended the talk.
 */

import { callerWords, lineWords } from '../call/call-words.js';
import { ReturnSound } from '../call/return-sound.js';
import { Talk } from '../call/talk.js';
import { CallsLine } from './calls-line.js';
import { box, button, find, setText } from './page.js';

/** @import { CallerLine, LineTold, Order } from '../call/protocol.js' */
/** @import { MicrophoneView } from './microphone-view.js' */
/** @import { Account } from './protocol.js' */

const BARRED_SECONDS = 600;

/** Which orders make sense. @type {Record<Order, (caller: CallerLine) => boolean>} */
const FITS = {
  screen: ({ state }) => state !== 'screened',
  air: ({ state }) => state !== 'on_air',
  hold: ({ state }) => state === 'screened' || state === 'on_air',
  hang_up: () => true,
  bar: () => true,
};

export class CallsView {
  #slug;
  #context;
  #into;
  #microphone;
  /** @type {CallsLine | null} */
  #line = null;
  /** @type {Talk | null} */
  #talk = null;
  /** Opened by the first sound. @type {Promise<ReturnSound> | null} */
  #back = null;
  /** Account that is signed in while the DJ is live. @type {Account | null} */
  #account = null;
  /** The call whose caller the microphone goes to. @type {number | null} */
  #screened = null;
  /** Whether the DJ gave an order that ends the talk with that caller. */
  #asked = false;
  #open = false;
  /** @type {Map<number, HTMLElement>} */
  #rows = new Map();
  #list = box('#calls');
  #switch = button('#line-switch');
  #template = find('#caller', HTMLTemplateElement);

  /** @param {string} slug the station's @param {AudioContext} context @param {AudioNode} into the headphones @param {MicrophoneView} microphone */
  constructor(slug, context, into, microphone) {
    this.#slug = slug;
    this.#context = context;
    this.#into = into;
    this.#microphone = microphone;
    this.#switch.addEventListener('click', () => this.#line?.open(!this.#open));
  }

  /** Connects while there is an account, and not without. @param {Account | null} account */
  async follow(account) {
    this.#account = account;
    if (account === null) return this.#end('Calls are shown while you are on air.');
    if (this.#line || box('#calls-card').hidden) return;
    const supported = (await Talk.isSupported()) && (await ReturnSound.isSupported());
    if (this.#account !== account || this.#line) return;
    if (!supported) return this.#say('This browser cannot take calls.');
    const line = new CallsLine(this.#slug, account, {
      line: (line) => this.#show(line),
      sound: (message) => this.#hear(message),
      refused: (reason) => {
        this.#asked = false;
        this.#say(reason);
      },
      lost: () => this.#lost(),
      over: (reason) => this.#end(reason),
    });
    this.#line = line;
    const talk = this.#talk ?? (await Talk.open(this.#context, (packet) => this.#line?.sendPacket(packet)));
    // The show may have ended meanwhile, and another have begun.
    if (this.#line !== line && talk !== this.#talk) return talk.end();
    this.#talk = talk;
    this.#microphone.node.connect(talk.node);
  }

  /** @param {LineTold} line */
  #show(line) {
    this.#open = line.open;
    this.#switch.disabled = !line.on || (!line.live && !line.open);
    setText(this.#switch, line.open ? 'Close the line' : 'Open the line');
    setText(box('#line-state'), lineWords(line));
    const there = new Set(line.callers.map(({ call }) => call));
    for (const [call, row] of this.#rows) {
      if (there.has(call)) continue;
      row.remove();
      this.#rows.delete(call);
    }
    for (const caller of line.callers) this.#showCaller(caller);
    this.#screen(line.callers.find(({ state }) => state === 'screened') ?? null);
  }

  /** @param {CallerLine | null} caller whom the microphone goes to */
  #screen(caller) {
    const call = caller?.call ?? null;
    if (call !== this.#screened) {
      if (caller) this.#microphone.talkback = caller.name;
      else this.#microphone.endTalkback(!this.#asked);
      this.#screened = call;
      this.#asked = false;
    }
    if (this.#talk) this.#talk.on = call !== null && this.#microphone.speaks;
  }

  /** @param {CallerLine} caller */
  #showCaller(caller) {
    const row = this.#rows.get(caller.call) ?? this.#newRow(caller);
    row.dataset.state = caller.state;
    row.classList.toggle('away', !caller.connected);
    setText(find('.caller-state', HTMLElement, row), callerWords(caller));
    const level = find('.caller-level', HTMLElement, row);
    level.style.setProperty('--level', `${caller.level}%`);
    level.setAttribute('aria-valuenow', String(caller.level));
    for (const order of row.querySelectorAll('button')) {
      order.disabled = !FITS[/** @type {Order} */ (order.dataset.order)](caller);
    }
  }

  /** @param {CallerLine} caller */
  #newRow({ call, name, topic }) {
    const row = /** @type {DocumentFragment} */ (this.#template.content.cloneNode(true)).firstElementChild;
    if (!(row instanceof HTMLElement)) throw new Error('the page has no row for a caller');
    setText(find('.caller-name', HTMLElement, row), name);
    setText(find('.caller-topic', HTMLElement, row), topic);
    find('.caller-level', HTMLElement, row).setAttribute('aria-label', `Level of ${name}`);
    for (const one of row.querySelectorAll('button')) {
      const order = /** @type {Order} */ (one.dataset.order);
      one.setAttribute('aria-label', `${one.textContent}: ${name}`);
      one.addEventListener('click', () => {
        if (call === this.#screened) this.#asked = true;
        this.#line?.order(call, order, order === 'bar' ? BARRED_SECONDS : undefined);
      });
    }
    this.#rows.set(call, row);
    this.#list.append(row);
    return row;
  }

  /** @param {ArrayBuffer} message */
  async #hear(message) {
    const opening = (this.#back ??= ReturnSound.open(this.#context, this.#into));
    try {
      const sound = await opening;
      // The sound that this was for may have ended meanwhile.
      if (this.#back === opening) sound.take(message);
    } catch (error) {
      console.warn('Longwave: sound that cannot be read.', error);
    }
  }

  /** @param {string} words */
  #say(words) {
    setText(box('#calls-said'), words);
  }

  #endReturn() {
    this.#back?.then(
      (sound) => sound.end(),
      () => {},
    );
    this.#back = null;
  }

  /** Without a connection the microphone stays with the screened caller: nothing goes on air. */
  #lost() {
    this.#endReturn();
    this.#asked = false;
    if (this.#talk) this.#talk.on = false;
    this.#say('The connection is lost, trying again…');
  }

  /** @param {string} words */
  #end(words) {
    this.#line?.end();
    this.#line = null;
    this.#endReturn();
    this.#screen(null);
    this.#say('');
    for (const row of this.#rows.values()) row.remove();
    this.#rows.clear();
    this.#switch.disabled = true;
    setText(box('#line-state'), words);
  }
}
