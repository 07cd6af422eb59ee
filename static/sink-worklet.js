/**
 * Plays through the audio worklet. Needs a secure origin.
 */

/** @import { Piece, Report, ToWorklet } from './sink.js' */
/** @import { Line } from './timing.js' */

export class WorkletSink {
  node;

  /**
   * @param {AudioContext} context
   * @param {(report: Report) => void} onReport
   */
  static async open(context, onReport) {
    await context.audioWorklet.addModule(new URL('./sound-worklet.js', import.meta.url));
    return new WorkletSink(context, onReport);
  }

  /**
   * @param {AudioContext} context whose worklet is loaded
   * @param {(report: Report) => void} onReport
   */
  constructor(context, onReport) {
    this.node = new AudioWorkletNode(context, 'longwave-sound', {
      numberOfInputs: 0,
      outputChannelCount: [2],
    });
    this.node.port.onmessage = ({ data }) => onReport(data);
  }

  /** @param {Piece} piece */
  write(piece) {
    // Handed over, not copied: the page has no further use for it.
    this.#tell(piece, [piece.left.buffer, piece.right.buffer]);
  }

  /** @param {Line | null} line */
  follow(line) {
    this.#tell({ line }, []);
  }

  end() {
    this.#tell('end', []);
    this.node.port.onmessage = null;
    this.node.disconnect();
  }

  /** @param {ToWorklet} what @param {Transferable[]} handed */
  #tell(what, handed) {
    this.node.port.postMessage(what, handed);
  }
}
