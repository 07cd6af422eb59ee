/**
 * The choice of a language on a page that plays: its words change, and the sound goes on.
 *
 * In: the page in another language, as the server makes it. Out: the same elements with other words. Never: replaces an
 * element that a script listens to, or words that a script has written.
 */

import { setCatalogue } from './languages.js';

/** Told to the document after the words have changed. */
export const LANGUAGE_CHANGED = 'longwave:language';

/** Attributes that are words. */
const WORDS = ['aria-label', 'alt', 'title', 'placeholder'];
/** Elements with words from scripts, which write them anew. */
const WRITTEN_BY_SCRIPTS = '#state, #now, #show-now, #show-next, #played, #kept, #how, #mode-hint, #timing, #captions-lines, #captions-spoken, output';
/** Elements with nothing to read, or with other contents where scripts run. */
const WITHOUT_WORDS = 'script, style, noscript, svg';
/** Elements inside which keep one from being filled anew. */
const KEPT = '[id], button, input, select, details';

/** @param {Document} page @param {() => void} onChange writes the words of scripts anew */
export function openLanguageChoice(page, onChange) {
  page.querySelector('.languages')?.addEventListener('click', async (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || !isPlain(/** @type {MouseEvent} */ (event))) return;
    event.preventDefault();
    const fresh = await askFor(link.href).catch(() => null);
    // The page itself is the way that always works.
    if (!fresh) return location.assign(link.href);
    setCatalogue(fresh.catalogue);
    takeWords(page, fresh.page);
    history.replaceState(history.state, '', link.href);
    onChange();
    page.dispatchEvent(new Event(LANGUAGE_CHANGED));
  });
}

/** Whether the link is to be followed in this tab. @param {MouseEvent} click */
function isPlain({ button, ctrlKey, metaKey, shiftKey, altKey }) {
  return button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey;
}

/** @param {string} address */
async function askFor(address) {
  const reply = await fetch(address, { cache: 'no-store' });
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  const catalogue = page.getElementById('longwave-messages')?.textContent;
  return reply.ok && catalogue ? { page, catalogue: JSON.parse(catalogue) } : null;
}

/** @param {Document} page @param {Document} fresh the same in another language */
function takeWords(page, fresh) {
  page.documentElement.lang = fresh.documentElement.lang;
  page.documentElement.dir = fresh.documentElement.dir;
  const description = 'meta[name="description"]';
  const words = fresh.querySelector(description)?.getAttribute('content');
  if (words) page.querySelector(description)?.setAttribute('content', words);
  takeElement(page.body, fresh.body);
}

/** @param {Element} shown @param {Element} fresh */
function takeElement(shown, fresh) {
  for (const name of WORDS) {
    const words = fresh.getAttribute(name);
    if (words !== null) shown.setAttribute(name, words);
  }
  const current = fresh.getAttribute('aria-current');
  if (current === null) shown.removeAttribute('aria-current');
  else shown.setAttribute('aria-current', current);
  if (shown.matches(`${WRITTEN_BY_SCRIPTS}, ${WITHOUT_WORDS}`)) return;
  const [here, there] = [contents(shown), contents(fresh)];
  if (here.length === there.length && here.every((node, place) => kindOf(node) === kindOf(there[place]))) {
    here.forEach((node, place) => takeNode(node, there[place]));
  } else if (shown.querySelector(KEPT)) {
    takeNamesakes(here, there);
  } else {
    shown.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  }
}

/** @param {Node} shown @param {Node} fresh */
function takeNode(shown, fresh) {
  if (shown instanceof Element) takeElement(shown, /** @type {Element} */ (fresh));
  else if (shown.nodeValue !== fresh.nodeValue) shown.nodeValue = fresh.nodeValue;
}

/** Takes words for the elements that are in both: one may have come or gone since the page was made. @param {Node[]} here @param {Node[]} there */
function takeNamesakes(here, there) {
  const rest = [...there];
  for (const node of here) {
    const place = rest.findIndex((other) => kindOf(other) === kindOf(node));
    if (place >= 0) takeNode(node, rest.splice(place, 1)[0]);
  }
}

/** The nodes of an element without the space between them. @param {Element} element */
function contents(element) {
  return [...element.childNodes].filter((node) => node instanceof Element || (node instanceof Text && node.data.trim() !== ''));
}

/** @param {Node} node */
function kindOf(node) {
  return node instanceof Element ? `${node.localName}#${node.id}` : node.nodeName;
}
