/**
 * Who is on air. The password is kept in this page's memory; in the tab's session only if it is ticked.
 */

import { box, button, find, input, setText } from './page.js';

/** @import { Account } from './protocol.js' */

const KEY = 'longwave.studio.account';

export class SignIn {
  #form = find('#sign-in', HTMLFormElement);
  #user = input('#user');
  #password = input('#password');
  #keep = input('#keep');

  /** @type {Account | null} */
  account = restore();

  constructor() {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#enter();
    });
    button('#sign-out').addEventListener('click', () => this.forget());
    this.#show();
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

  #enter() {
    this.account = { user: this.#user.value.trim(), password: this.#password.value };
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
