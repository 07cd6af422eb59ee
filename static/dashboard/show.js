/**
 * The page of a show: its preview follows while the form is filled in.
 */

import { bring } from './outlook.js';

const SETTLES_MS = 400;

const form = document.getElementById('show');
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settling;

if (form instanceof HTMLFormElement) {
  form.addEventListener('input', () => {
    clearTimeout(settling);
    settling = setTimeout(() => look(form), SETTLES_MS);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    look(form).then(() => document.getElementById('outlook')?.focus());
  });
}

/** @param {HTMLFormElement} form_ */
async function look(form_) {
  if (!form_.checkValidity()) return;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form_)) fields.append(name, String(value));
  const outlook = await bring(`${form_.action.split(/[?#]/)[0]}?${fields}`);
  if (outlook) document.getElementById('outlook')?.replaceWith(outlook);
}
