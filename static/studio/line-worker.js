/**
 * Encodes and sends away from the page's own thread: whatever keeps the page busy, listeners do not hear it.
 *
 * In: an account, the programme by a port from the audio thread, titles. Out: packets to the station; to the
 * page, what the station says.
 */

import { OpusEncoding } from './encoder-opus.js';
import { Line } from './line.js';

/** @import { Account, Ended, ListenerMessages, Message, MessageOrder, OnAir, Status, Waiting } from './protocol.js' */

/** @typedef {{ slug: string, account: Account, sound: MessagePort } | { title: { artist: string, title: string } } | { read: number } | { order: MessageOrder, number: number } | 'dump' | 'end'} ToLine */
/** @typedef {{ offsetUs: number | null, roundTripUs: number | null }} ClockFacts */
/** @typedef {{ said: OnAir | Waiting | Ended | Message | ListenerMessages | Status, clock: ClockFacts, droppedSeconds: number } | 'lost'} FromLine */

/** @type {Line | null} */
let line = null;
/** @type {OpusEncoding | null} */
let encoding = null;

addEventListener('message', ({ data }) => take(data));

/** @param {ToLine} wish */
function take(wish) {
  if (wish === 'end') end();
  else if (wish === 'dump') line?.sendDump();
  else if ('title' in wish) line?.sendTitle(wish.title);
  else if ('order' in wish) line?.sendOrder(wish.order, wish.number);
  else if ('read' in wish) line?.sendRead(wish.read);
  else begin(wish.slug, wish.account, wish.sound);
}

/** @param {string} slug @param {Account} account @param {MessagePort} sound */
function begin(slug, account, sound) {
  const opened = new Line(slug, account, 'opus', {
    said: (said) => {
      const { offsetUs, roundTripUs } = opened.clock;
      tell({ said, clock: { offsetUs, roundTripUs }, droppedSeconds: opened.droppedSeconds });
    },
    lost: () => tell('lost'),
  });
  line = opened;
  encoding = new OpusEncoding(
    (packet) => opened.sendPacket(packet),
    (error) => {
      console.warn('Longwave: the encoder failed, starting it anew.', error);
      tell('lost');
    },
  );
  sound.onmessage = ({ data }) => encoding?.encode(data);
}

function end() {
  line?.end();
  encoding?.end();
  close();
}

/** @param {FromLine} what */
function tell(what) {
  postMessage(what);
}
