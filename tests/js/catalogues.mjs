/**
 * Reads catalogues as the server compiles them for scripts, as much of Fluent as they use. Importing it sets English.
 */

import { readFileSync } from 'node:fs';
import { setCatalogue } from '../../static/languages.js';

/** @import { Catalogue, Pattern } from '../../static/languages.js' */

/** @param {string} language @returns {Catalogue} */
export function readCatalogue(language) {
  const files = ['', 'dashboard/'].map((folder) => new URL(`../../templates/languages/${folder}${language}.ftl`, import.meta.url));
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n').replace(/^#.*$/gm, '');
  const entries = [...text.matchAll(/^([a-z][\w-]*) = ((?:.*)(?:\n(?:[ \t}].*))*)/gm)];
  const sources = Object.fromEntries(entries.map(([, key, source]) => [key, source.trimEnd()]));
  const messages = Object.fromEntries(
    Object.entries(sources).map(([key, source]) => [key, new Parser(source, sources).pattern('')]),
  );
  const direction = sources['language-direction'] === 'rtl' ? 'rtl' : 'ltr';
  return { language, direction, messages };
}

class Parser {
  #source;
  #sources;
  #at = 0;

  /** @param {string} source @param {Record<string, string>} sources of all messages */
  constructor(source, sources) {
    this.#source = source;
    this.#sources = sources;
  }

  /** @param {string} end the character that ends it; the end of the source if empty @returns {Pattern} */
  pattern(end) {
    /** @type {Exclude<Pattern, string>} */
    const parts = [];
    while (this.#at < this.#source.length && !(end && this.#source[this.#at] === end)) {
      if (this.#source[this.#at] === '{') parts.push(this.#placeable());
      else parts.push(this.#take(end ? /[^{\n]+/y : /[^{]+/y)[0]);
    }
    return parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : parts;
  }

  /** @returns {Exclude<Pattern, string>[number]} */
  #placeable() {
    const [, sign, name] = this.#take(/\{\s*(\$?)([\w-]+)\s*/y);
    if (!this.#has('->')) {
      this.#take(/\}/y);
      return sign ? { v: name } : new Parser(this.#sources[name], this.#sources).pattern('');
    }
    this.#take(/->\s*/y);
    /** @type {Record<string, Pattern>} */
    const options = {};
    let standard = '';
    while (!this.#has('}')) {
      const [, star, key] = this.#take(/(\*?)\[([\w-]+)\] */y);
      options[key] = this.pattern('\n');
      if (star) standard = key;
      this.#take(/\s*/y);
    }
    this.#take(/\}/y);
    return { s: name, o: options, d: standard };
  }

  /** @param {string} text */
  #has(text) {
    return this.#source.startsWith(text, this.#at);
  }

  /** @param {RegExp} pattern */
  #take(pattern) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (!found) throw new Error(`a catalogue has something else at: ${this.#source.slice(this.#at)}`);
    this.#at = pattern.lastIndex;
    return found;
  }
}

setCatalogue(readCatalogue('en'));
