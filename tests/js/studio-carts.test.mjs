import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cart, raisedDb } from '../../static/studio/cart.js';
import { NotSignedIn, StationLibrary } from '../../static/studio/station-library.js';

/** Answers what is asked for by these documents. @param {(path: string) => [number, unknown]} answer */
function answering(answer) {
  /** @type {string[]} */
  const asked = [];
  globalThis.fetch = async (address) => {
    const { pathname, search } = new URL(String(address));
    asked.push(pathname.replace(/^.*\/api\/v1/, '') + search);
    const [status, document] = answer(asked.at(-1) ?? '');
    return new Response(JSON.stringify(document), { status });
  };
  return asked;
}

const track = { id: '9007199254740993', title: 'Tides', artist: null, seconds: 7.5, cue_in: 0.25, cue_out: 7, loudness_lufs: -12 };

test('jingles and station IDs are brought, with the addresses of their sound', async () => {
  const asked = answering((path) => [200, { tracks: path.includes('type=id') ? [{ ...track, id: '2' }] : [track], next: null }]);
  const found = await new StationLibrary('main').jingles(8);
  assert.deepEqual(asked, ['/library?type=jingle&limit=8', '/library?type=id&limit=8']);
  assert.deepEqual(found.map(({ id }) => id), ['9007199254740993', '2']);
  assert.match(found[0].address, /\/api\/v1\/library\/9007199254740993\/sound$/);
  assert.deepEqual([found[0].artist, found[0].cueIn, found[0].cueOut, found[0].lufs], ['', 0.25, 7, -12]);
});

test('playlists of jingles are told from those of music, and are asked for by their names', async () => {
  const playlists = [{ name: 'Gold', kind: 'music' }, { name: 'IDs / night', kind: 'jingle' }];
  const asked = answering((path) => [200, path.endsWith('/playlists') ? { playlists } : { tracks: [track], count: 1 }]);
  const library = new StationLibrary('main');
  assert.deepEqual(await library.playlists(), { music: ['Gold'], jingles: ['IDs / night'] });
  await library.ofPlaylist('IDs / night');
  assert.equal(asked.at(-1), '/stations/main/playlists/IDs%20%2F%20night/tracks');
});

test('whoever is not signed in is told so, and other trouble is an error', async () => {
  answering(() => [401, {}]);
  await assert.rejects(new StationLibrary('main').find('tides'), NotSignedIn);
  answering(() => [503, {}]);
  await assert.rejects(new StationLibrary('main').find('tides'), (error) => !(error instanceof NotSignedIn));
});

test('jingles are played about as loud as everything else', () => {
  assert.equal(raisedDb(-10), -6);
  assert.equal(raisedDb(-20), 4);
  assert.equal(raisedDb(-40), 9);
  assert.equal(raisedDb(null), 0);
});

test('a second press ends what the first began, also before it sounds', async () => {
  const element = Object.assign(new EventTarget(), { paused: true, ended: false, error: null, currentTime: 0, src: '', plays: 0 });
  const tell = (/** @type {string} */ event) => element.dispatchEvent(new Event(event));
  Object.assign(element, {
    play: async () => {
      element.paused = false;
      element.plays += 1;
      tell('play');
    },
    pause: () => {
      element.paused = true;
      setTimeout(() => tell('pause'));
    },
  });
  Object.assign(globalThis, {
    Audio: function () {
      return element;
    },
    GainNode: class {
      gain = { value: 1 };
    },
    MediaElementAudioSourceNode: class {
      connect() {}
    },
  });
  const context = /** @type {AudioContext} */ (/** @type {unknown} */ ({ resume: async () => {} }));
  const cart = new Cart(context, () => {});
  cart.load({ ...track, artist: '', address: '/sound', cueIn: 0.25, introEnd: null, cueOut: 7, lufs: -12 });
  await Promise.all([cart.press(), cart.press()]);
  assert.deepEqual([cart.playing, element.plays], [false, 0]);
  await Promise.all([cart.press(), cart.press(), cart.press()]);
  await new Promise((done) => setTimeout(done, 5));
  assert.equal(cart.playing, true, 'what the second press paused does not end the third');
  element.ended = true;
  tell('ended');
  assert.equal(cart.playing, false);
});
