/**
 * The account that goes on air. The station is asked at once whether the account may go live. The password is kept in this page's memory; in the tab's session only if it is ticked.
 */

import { t } from '../languages.js';
import { checkAccount } from './account-check.js';
import { box, button, find, input, setText } from './page.js';

/** @import { Account, Ended } from './protocol.js' */

/** With these reasons the same account may go live later; with any other it is asked for again. */
const PASSING = ['out-of-hours', 'busy', 'signing-off'];

const KEY = 'longwave.studio.account';

export class SignIn {
  #form = find('#sign-in', HTMLFormElement);
  #user = input('#user');
  #password = input('#password');
  #keep = input('#keep');
  #said = box('#sign-in-said');
  #slug;
  #onChecked;
  /** The check on its way. @type {Promise<void>} */
  #checking = Promise.resolve();

  /** @type {Account | null} */
  account = restore();

  /** @param {string} slug @param {(refused: Ended | null) => void} onChecked the account may not go live, or not now; null if it may */
  constructor(slug, onChecked) {
    this.#slug = slug;
    this.#onChecked = onChecked;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#checking = this.#checking.then(() => this.#enter());
    });
    button('#sign-out').addEventListener('click', () => this.forget());
    this.#show();
  }

  /** The account, once it is checked; null if nobody is signed in. @returns {Promise<Account | null>} */
  async checked() {
    await this.#checking;
    return this.account;
  }

  /** Asks for the password anew, with what was typed still there. */
  ask() {
    this.account = null;
    forgetKept();
    this.#show();
    (this.#user.value ? this.#password : this.#user).focus();
  }

  forget() {
    this.#user.value = this.#password.value = '';
    this.ask();
  }

  /** Whether it can be changed; not during a show. @param {boolean} locked */
  set locked(locked) {
    button('#sign-out').hidden = locked;
  }

  async #enter() {
    if (this.account) return;
    const account = { user: this.#user.value.trim(), password: this.#password.value };
    setText(this.#said, t('checking-sign-in'));
    const refused = await checkAccount(this.#slug, account);
    setText(this.#said, '');
    this.#onChecked(refused);
    if (refused && !PASSING.includes(refused.code)) return this.ask();
    this.account = account;
    if (this.#keep.checked) keep(this.account);
    this.#show();
    button('#mic').focus();
  }

  #show() {
    this.#form.hidden = this.account !== null;
    box('#who').hidden = this.account === null;
    setText(box('#who-name'), this.account?.user ?? '');
  }
}

// Private windows and strict settings refuse storage; then it is asked for again.

/** @returns {Account | null} */
function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return typeof kept?.user === 'string' && typeof kept?.password === 'string' ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Account} account */
function keep(account) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(account));
  } catch {
    // As above.
  }
}

function forgetKept() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}
