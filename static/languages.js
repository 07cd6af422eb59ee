/**
 * The words of scripts, in the language of the page.
 *
 * In: messages as the server compiles them from its catalogues, inside the page or, on another site's page, from
 * `messages.json` beside this file. Out: sentences, numbers and times. Never: a word that is not from a catalogue.
 */

/** @typedef {string | number} Variable */
/** @typedef {{ v: string }} VariablePart the value of a variable */
/** @typedef {{ s: string, o: Record<string, Pattern>, d: string }} ChoicePart the option that a variable chooses */
/** @typedef {string | (string | VariablePart | ChoicePart | Pattern)[]} Pattern */

/**
 * @typedef {object} Catalogue
 * @property {string} language as in the attribute `lang`
 * @property {'ltr' | 'rtl'} direction
 * @property {Record<string, Pattern>} messages
 */

/** @type {Catalogue} */
let catalogue = { language: 'en', direction: 'ltr', messages: {} };

const inPage = globalThis.document?.getElementById('longwave-messages')?.textContent;
if (inPage) setCatalogue(JSON.parse(inPage));
else if (globalThis.document) await fetchCatalogue();

/** Takes the words from `next`. @param {Catalogue} next */
export function setCatalogue(next) {
  catalogue = next;
}

/** The language and direction of the words, for an element of a page in another language. */
export function wordsLanguage() {
  return { lang: catalogue.language, dir: catalogue.direction };
}

/** The message `key`. @param {string} key @param {Record<string, Variable>} [variables] @returns {string} */
export function t(key, variables = {}) {
  return tNodes(key, variables).join('');
}

/**
 * The message `key`, some of whose variables are parts of the page.
 * @param {string} key @param {Record<string, Variable | Node>} variables
 * @returns {(Node | string)[]}
 */
export function tNodes(key, variables) {
  return filled(catalogue.messages[key] ?? '', variables);
}

/** A number with so many decimal places. @param {number} value @param {number} [places] */
export function numberWords(value, places = 0) {
  const format = { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false };
  return new Intl.NumberFormat(formatLanguage(), format).format(value);
}

/**
 * The language for `Intl`: the device's variant of the page's language, with the digits that the page's other numbers have.
 * @param {readonly string[]} [preferred] the languages of the device
 */
export function formatLanguage(preferred = globalThis.navigator?.languages ?? []) {
  const { language } = catalogue;
  const primary = (/** @type {string} */ tag) => tag.split('-')[0].toLowerCase();
  const own = preferred.find((tag) => primary(tag) === primary(language)) ?? language;
  const options = { numberingSystem: 'latn' };
  try {
    return new Intl.Locale(own, options);
  } catch {
    // A device may name its language as its system does, such as `en-US@posix`.
    return new Intl.Locale(language, options);
  }
}

/** @param {Pattern} pattern @param {Record<string, Variable | Node>} variables @returns {(Node | string)[]} */
function filled(pattern, variables) {
  if (typeof pattern === 'string') return [pattern];
  return pattern.flatMap((part) => {
    if (typeof part === 'string') return [part];
    if (Array.isArray(part)) return filled(part, variables);
    if ('s' in part) return filled(chosen(part, variables[part.s]), variables);
    const value = variables[part.v] ?? '';
    if (typeof value === 'object') return [value];
    const text = String(value);
    // A name in Latin letters would move the marks beside it.
    return [catalogue.direction === 'rtl' && pattern.length > 1 ? `\u2068${text}\u2069` : text];
  });
}

/** @param {ChoicePart} choice @param {Variable | Node} value */
function chosen({ o: options, d: standard }, value) {
  if (typeof value === 'object') return options[standard];
  const exact = options[String(value)];
  if (exact !== undefined || typeof value !== 'number') return exact ?? options[standard];
  return options[new Intl.PluralRules(catalogue.language).select(value)] ?? options[standard];
}

/** On a page of another site: its language, or else one that the browser reads. */
async function fetchCatalogue() {
  const address = new URL('messages.json', import.meta.url);
  const { lang } = document.documentElement;
  if (lang) address.searchParams.set('lang', lang);
  try {
    const reply = await fetch(address, { credentials: 'omit' });
    if (reply.ok) setCatalogue(await reply.json());
  } catch {
    // It plays without words.
  }
}
