/**
 * The worker that decodes Opus by WebAssembly, so that the page's thread does not.
 *
 * In: packets, in order. Out: the sound of each, in the same order, or the reason why there is none any more.
 * It comes with a policy of its own (CSP), which allows WebAssembly here and only here.
 */

import { OpusWasm } from './opus-wasm.js';

/** @import { Stereo } from './opus-wasm.js' */

/**
 * Message to the worker.
 * @typedef {object} Packet
 * @property {Uint8Array} packet
 * @property {boolean} cut whether it does not continue the one before
 */

/** Message from the worker. @typedef {Stereo | { error: string }} Decoded */

const opening = OpusWasm.open();
/** The message before, so that the order is kept over what takes its time. @type {Promise<void>} */
let last = Promise.resolve();

addEventListener('message', ({ data }) => {
  last = last.then(() => decode(data)).catch(fail);
});
opening.catch(fail);

/** @param {Packet} message */
async function decode({ packet, cut }) {
  const decoder = await opening;
  if (cut) await decoder.reset();
  const { left, right } = decoder.decode(packet);
  postMessage({ left, right }, { transfer: [left.buffer, right.buffer] });
}

/** @param {unknown} error */
function fail(error) {
  postMessage({ error: String(error) });
}
