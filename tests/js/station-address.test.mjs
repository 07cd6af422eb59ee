import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StationAddress } from '../../static/station-address.js';
import { readStation } from '../../static/station-now.js';

test('all addresses of a station begin with that of its page', () => {
  const station = new StationAddress('https://radio.example/main/', 'https://other.example/blog/');
  assert.equal(station.page, 'https://radio.example/main');
  assert.equal(station.slug, 'main');
  assert.equal(station.socket({ delivery: '100' }), 'wss://radio.example/main/ws?delivery=100');
  assert.equal(station.stream('mp3'), 'https://radio.example/main.mp3');
  assert.equal(station.api('now'), 'https://radio.example/api/v1/stations/main/now');
  assert.equal(station.full('/main/cover/abc'), 'https://radio.example/main/cover/abc');
});

test('below another path, and with a token, they keep both', () => {
  const station = new StationAddress('../main?token=a.b%2Bc', 'http://example.org:81/radio/main/embed');
  assert.equal(station.socket({}), 'ws://example.org:81/radio/main/ws?token=a.b%2Bc');
  assert.equal(station.stream('opus'), 'http://example.org:81/radio/main.opus?token=a.b%2Bc');
  const named = station.named('/radio/main.opus?rendition=opus-48');
  assert.equal(named, 'http://example.org:81/radio/main.opus?rendition=opus-48&token=a.b%2Bc');
  assert.equal(station.api('now'), 'http://example.org:81/radio/api/v1/stations/main/now');
});

test('what the API tells of a station is read as what the WebSocket tells', () => {
  const playing = { title: 'Tides', artist: 'Ada', time_us: 5, source: 'live', dj: 'Mia' };
  const { nowUs, data } = readStation(JSON.stringify({ name: 'Main', server_us: 7, now_playing: playing }));
  assert.deepEqual([nowUs, data.name, data.now?.title, data.now?.dj], [7, 'Main', 'Tides', 'Mia']);
  assert.equal(readStation('{"name":"Main","server_us":7,"now_playing":null}').data.now, null);
  assert.throws(() => readStation('[]{'));
});
