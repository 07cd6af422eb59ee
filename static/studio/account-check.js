/**
 * Asks the station whether an account may go live, before the DJ relies on it.
 *
 * In: a station and an account. Out: what the station says of it. Never: puts anybody on air.
 */

import { socketAt } from '../address.js';
import { PROTOCOL, checkMessage, parseAnswer } from './protocol.js';

/** @import { Account, Ended } from './protocol.js' */

/** Passwords take a moment to be checked, and longer where many are. */
const PATIENCE_MS = 8000;

/**
 * The station's reason against the account; null if it may go live, or if the station does not answer.
 * @param {string} slug @param {Account} account @returns {Promise<Ended | null>}
 */
export function checkAccount(slug, account) {
  return new Promise((resolve) => {
    const socket = new WebSocket(socketAt(`/${slug}/ingest`), PROTOCOL);
    const patience = setTimeout(() => end(null), PATIENCE_MS);
    const end = (/** @type {Ended | null} */ said) => {
      clearTimeout(patience);
      socket.onclose = null;
      socket.close();
      resolve(said);
    };
    socket.onopen = () => socket.send(checkMessage(account));
    socket.onmessage = ({ data }) => {
      const said = parseAnswer(String(data));
      end(said?.type === 'error' ? said : null);
    };
    socket.onclose = () => end(null);
  });
}
