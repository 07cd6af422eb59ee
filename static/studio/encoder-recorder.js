/**
 * Encodes the programme by the browser's recorder, where there is no WebCodecs: the same Opus, in WebM,
 * with more delay.
 */

/** @import { Desk } from './desk.js' */

const KINDS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus'];
/** What gathering a piece takes. */
export const PIECE_MS = 60;

export class RecorderEncoding {
  #recorder;
  #stream;
  #programme;
  /** What was handed over comes out one after the other. */
  #last = Promise.resolve();

  codec = RecorderEncoding.kind ?? '';

  /** What this browser can record; undefined if nothing that the station takes. */
  static get kind() {
    if (typeof MediaRecorder === 'undefined') return undefined;
    return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
  }

  /**
   * @param {Desk} desk
   * @param {(bytes: Uint8Array) => void} onBytes
   * @param {(error: unknown) => void} onError
   */
  constructor(desk, onBytes, onError) {
    this.#programme = desk.programme;
    this.#stream = new MediaStreamAudioDestinationNode(desk.context, { channelCount: 2 });
    this.#programme.connect(this.#stream);
    this.#recorder = new MediaRecorder(this.#stream.stream, { mimeType: this.codec, audioBitsPerSecond: 128_000 });
    this.#recorder.onerror = onError;
    this.#recorder.ondataavailable = ({ data }) => {
      this.#last = this.#last.then(async () => onBytes(new Uint8Array(await data.arrayBuffer())));
    };
    this.#recorder.start(PIECE_MS);
  }

  end() {
    this.#recorder.ondataavailable = null;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#programme.disconnect(this.#stream);
  }
}
