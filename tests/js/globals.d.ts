// What a worklet's global scope has beyond a page's; TypeScript's own libraries leave it out.

declare const sampleRate: number;
declare const currentFrame: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

// Safari's way for a page to say what its sound is for.
interface Navigator {
  readonly audioSession?: { type: string };
}

interface Window {
  readonly longwave: { readonly state: Readonly<import('../../static/test-window.js').Facts> };
  readonly studio: { readonly state: Readonly<import('../../static/studio/test-window.js').StudioFacts> };
}
