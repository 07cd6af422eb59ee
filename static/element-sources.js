/**
 * The streams that the browser's own player can play, best first.
 *
 * In: the station's links, as the page lists them. Out: addresses. Never: lossless or uncompressed sound,
 * which nobody asked for.
 */

/** @import { StreamLink } from './page-data.js' */

/**
 * @typedef {object} Source
 * @property {string} address
 * @property {string} codec for people
 * @property {number | null} megabytes an hour; null where the browser chooses the rendition
 */

/**
 * Formats by their labels: the best sound for its size first, and last what everything plays.
 * @type {{ label: string, mediaType: string, codec: string }[]}
 */
const FORMATS = [
  { label: 'opus', mediaType: 'audio/ogg; codecs="opus"', codec: 'Opus' },
  { label: 'hls', mediaType: 'application/vnd.apple.mpegurl', codec: 'HLS' },
  { label: 'aac', mediaType: 'audio/aac', codec: 'AAC' },
  { label: 'mp3', mediaType: 'audio/mpeg', codec: 'MP3' },
];

/**
 * @param {StreamLink[]} links
 * @param {{ rendition: string, megabytes: number } | null} chosen the quality that the listener chose, for formats
 *   that have it
 * @param {(mediaType: string) => boolean} plays whether the browser says that it plays a media type
 * @param {number | null} [startUs] where to play from, in microseconds of the server's clock; null for live
 * @returns {Source[]} at least one if there are links of these formats at all
 */
export function elementSources(links, chosen, plays, startUs = null) {
  // HLS does not go back.
  const formats = FORMATS.filter(({ label }) => startUs === null || label === 'opus' || label === 'mp3');
  const there = formats.flatMap((format) => {
    const link = links.find(({ label }) => label === format.label);
    return link ? [{ ...format, link }] : [];
  });
  const good = there.filter(({ mediaType }) => plays(mediaType));
  // Some devices play MP3 and say that they do not.
  const last = there.filter((format) => format.label === 'mp3' && !good.includes(format));
  return [...good, ...last].map(({ label, codec, link }) => {
    if (startUs !== null) {
      const query = new URLSearchParams({ at: (startUs / 1e6).toFixed(6), clock: 'frames' });
      return { address: `${link.path}?${query}`, codec, megabytes: link.megabytes };
    }
    if (label !== 'opus' || !chosen?.rendition.startsWith('opus-')) {
      return { address: link.path, codec, megabytes: link.megabytes };
    }
    const query = new URLSearchParams({ rendition: chosen.rendition });
    return { address: `${link.path}?${query}`, codec, megabytes: chosen.megabytes };
  });
}

/**
 * Whether this browser says that it plays a media type.
 * @param {string} mediaType
 */
export function browserPlays(mediaType) {
  // Browsers other than Safari say that they play HLS, and then stop at what is live.
  if (mediaType.endsWith('mpegurl') && !('ManagedMediaSource' in window)) return false;
  return new Audio().canPlayType(mediaType) !== '';
}
