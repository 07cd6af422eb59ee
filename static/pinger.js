/**
 * Asks the server for its time: often at first, then now and then.
 *
 * In: a way to send. Out: pings, each with this page's time. The answers go elsewhere.
 */

/** So many in the first second of a connection. */
const FIRST = 24;
const FIRST_EVERY_MS = 45;
/** These go out at once: the first sound waits for their answers. */
const AT_ONCE = 3;
const EVERY_MS = 2000;

export class Pinger {
  #send;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #sent = 0;

  /** @param {(text: string) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** To be called for each new connection. */
  start() {
    this.end();
    this.#sent = 0;
    for (let i = 0; i < AT_ONCE; i++) this.#ping();
    this.#next();
  }

  end() {
    clearTimeout(this.#timer);
  }

  #ping() {
    this.#sent += 1;
    this.#send(JSON.stringify({ type: 'ping', t0: nowUs() }));
  }

  #next() {
    const wait = this.#sent < FIRST ? FIRST_EVERY_MS : EVERY_MS;
    this.#timer = setTimeout(() => {
      this.#ping();
      this.#next();
    }, wait);
  }
}

/** This page's clock, in microseconds. It does not step when the device's time is set. */
export function nowUs() {
  return performance.now() * 1000;
}
