/**
 * `window.studio.state`: what tests, and the curious, may know of the studio. Read-only, without the password.
 */

/** @import { Delay } from './delay.js' */
/** @import { Levels } from './desk.js' */
/** @import { Heard } from './monitor-worklet.js' */
/** @import { Status } from './protocol.js' */
/** @import { ShowState } from './show.js' */

/**
 * @typedef {object} StudioFacts
 * @property {ShowState} show
 * @property {Levels | null} levels
 * @property {Status | null} status
 * @property {Delay | null} delay
 * @property {Heard | null} monitor
 */

/** @param {() => StudioFacts} facts */
export function openTestWindow(facts) {
  const studio = Object.freeze({
    get state() {
      return Object.freeze(facts());
    },
  });
  Object.defineProperty(window, 'studio', { value: studio });
}
