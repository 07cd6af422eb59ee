/**
 * The addresses of a station, made from that of its page.
 *
 * In: the address of a station's page, such as `https://radio.example/main`, with `?token=` for a private station.
 * Out: full addresses of its streams, covers and API. Never: depends on the page that plays, which may be another site's.
 */

export class StationAddress {
  #page;

  /** @param {string} page @param {string} [base] what a relative address is relative to */
  constructor(page, base = location.href) {
    this.#page = new URL(page, base);
    this.#page.pathname = this.#page.pathname.replace(/\/+$/, '');
    this.#page.hash = '';
  }

  /** The station of this name on the server that these scripts come from. @param {string} slug */
  static ofSlug(slug) {
    return new StationAddress(`../${slug}`, import.meta.url);
  }

  /** The station's page. */
  get page() {
    return this.#page.href;
  }

  /** The station's name in addresses. */
  get slug() {
    return this.#page.pathname.split('/').at(-1) ?? '';
  }

  /** The listener's WebSocket. @param {Record<string, string>} query */
  socket(query) {
    const address = this.#below('/ws', query);
    address.protocol = address.protocol.replace('http', 'ws');
    return address.href;
  }

  /** An endless stream. @param {string} extension such as `mp3` @param {Record<string, string>} [query] */
  stream(extension, query = {}) {
    return this.#below(`.${extension}`, query).href;
  }

  /** A stream by the address that the server has named, with the token of a private station. @param {string} address */
  named(address) {
    const full = new URL(address, this.#page);
    for (const [key, value] of this.#page.searchParams) full.searchParams.set(key, value);
    return full.href;
  }

  /** An address of the station in the API. @param {string} name such as `now` */
  api(name) {
    return new URL(`api/v1/stations/${this.slug}/${name}`, this.#page).href;
  }

  /** The full form of an address that the server has named. @param {string} address */
  full(address) {
    return new URL(address, this.#page).href;
  }

  /** @param {string} rest of the path @param {Record<string, string>} query */
  #below(rest, query) {
    const address = new URL(this.#page);
    address.pathname += rest;
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
    return address;
  }
}
