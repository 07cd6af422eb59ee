/**
 * The form of a clock: a row for each item of the hour, in place of lines that are written by hand.
 */

import { t } from '../languages.js';

for (const form of document.querySelectorAll('.plan-form')) {
  const text = form.querySelector('textarea');
  const lists = form.querySelector('template.lists');
  if (form instanceof HTMLFormElement && text && lists instanceof HTMLTemplateElement) edit(form, text, lists);
}

/**
 * An item as it is written: `Gold`, `:30+2 Gold` or `:00! News`.
 * @typedef {{ list: string, minute: string, how: 'next' | 'soft' | 'hard', late: string }} Item
 */

/** @param {HTMLFormElement} form @param {HTMLTextAreaElement} text @param {HTMLTemplateElement} lists */
function edit(form, text, lists) {
  const rows = document.createElement('ol');
  rows.className = 'plan-rows';
  rows.setAttribute('aria-label', t('items-of-hour'));
  const add = button(t('add-row'), 'second', () => {
    rows.append(row({ list: '', minute: '0', how: 'next', late: '5' }, lists));
    number(rows);
    rows.lastElementChild?.querySelector('select')?.focus();
  });
  const items = text.value.split('\n').filter((line) => line.trim());
  rows.append(...items.map((line) => row(read(line), lists)));
  text.closest('label')?.replaceWith(rows, add);
  if (items.length === 0) rows.append(row({ list: '', minute: '0', how: 'next', late: '5' }, lists));
  number(rows);
  form.addEventListener('reset', () => rows.replaceChildren());
}

/** @param {string} line @returns {Item} */
function read(line) {
  const [, minute, how, late, list] = /^:(\d+)(?:(!)|\+(\d+))?\s+(.*)$/.exec(line.trim()) ?? [];
  if (list === undefined || minute === undefined) return { list: line.trim(), minute: '0', how: 'next', late: '5' };
  return { list, minute: String(Number(minute)), how: how ? 'hard' : 'soft', late: late ?? '5' };
}

/** @param {Item} item */
function written({ list, minute, how, late }) {
  const two = minute.padStart(2, '0');
  if (how === 'next') return list;
  return how === 'hard' ? `:${two}! ${list}` : `:${two}+${late} ${list}`;
}

/** @param {Item} item @param {HTMLTemplateElement} lists */
function row(item, lists) {
  const made = document.createElement('li');
  const list = document.createElement('select');
  list.append(lists.content.cloneNode(true));
  if (item.list) list.value = item.list;
  const how = document.createElement('select');
  how.append(
    new Option(t('item-in-order'), 'next'),
    new Option(t('item-after-minute'), 'soft'),
    new Option(t('item-at-minute'), 'hard'),
  );
  how.value = item.how;
  const minute = numeric(item.minute, 59);
  const late = numeric(item.late, 59);
  const sent = Object.assign(document.createElement('input'), { type: 'hidden', name: 'items:list' });
  const parts = [labelled(t('playlist'), list), labelled(t('plays'), how)];
  const timed = labelled(t('minute'), minute);
  const soft = labelled(t('latest-start-min'), late);
  const update = () => {
    const kind = how.value === 'soft' ? 'soft' : how.value === 'hard' ? 'hard' : 'next';
    timed.hidden = kind === 'next';
    soft.hidden = kind !== 'soft';
    sent.value = written({ list: list.value, minute: minute.value || '0', how: kind, late: late.value || '5' });
  };
  made.addEventListener('input', update);
  made.className = 'row';
  const up = button('↑', 'small second', () => swap(made, made.previousElementSibling, up));
  const down = button('↓', 'small second', () => swap(made.nextElementSibling, made, down));
  const remove = button(t('remove'), 'small second', () => {
    const rows = made.parentElement;
    made.remove();
    if (rows) number(rows);
    rows?.querySelector('select')?.focus();
  });
  made.append(...parts, timed, soft, up, down, remove, sent);
  update();
  return made;
}

/** Puts `one` before `other`. @param {Element | null} one @param {Element | null} other @param {HTMLElement} pressed */
function swap(one, other, pressed) {
  if (!one || !other?.parentElement) return;
  other.before(one);
  number(other.parentElement);
  pressed.focus();
}

/** Says of each button which row it is for. @param {Element} rows */
function number(rows) {
  [...rows.children].forEach((made, index) => {
    const [up, down, remove] = made.querySelectorAll('button');
    up?.setAttribute('aria-label', t('move-row-up', { row: index + 1 }));
    down?.setAttribute('aria-label', t('move-row-down', { row: index + 1 }));
    remove?.setAttribute('aria-label', t('remove-row', { row: index + 1 }));
  });
}

/** @param {string} value @param {number} most */
function numeric(value, most) {
  return Object.assign(document.createElement('input'), { type: 'number', min: '0', max: String(most), value });
}

/** @param {string} text @param {HTMLElement} field */
function labelled(text, field) {
  const label = document.createElement('label');
  label.append(text, field);
  return label;
}

/** @param {string} text @param {string} looks @param {() => void} press */
function button(text, looks, press) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: text, className: looks });
  made.addEventListener('click', press);
  return made;
}
