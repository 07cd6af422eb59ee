/**
 * Goes live from a page of another site by WebRTC, with a tone, as WHIP says.
 *
 * node tests/browser/whip.mjs http://127.0.0.1:8000 TOKEN HERTZ
 *
 * Prints a line for each check and `waiting` while the tone is sent, until it reads the line `done`; exits with 1 if a
 * check failed. The station must be playing something, and nobody may be live.
 */

import { check, nextLine, perform } from './stage.mjs';

const [origin, token, hertz] = process.argv.slice(2);
if (!origin || !token || !hertz) {
  console.error('usage: node tests/browser/whip.mjs http://127.0.0.1:PORT TOKEN HERTZ');
  process.exit(2);
}
const address = new URL('/main/whip', origin).href;

await perform(
  async (browser) => {
    const page = await browser.newPage({ locale: 'en-US' });
    const refused = await page.evaluate(
      async (address) => {
        const headers = { 'Content-Type': 'application/sdp', Authorization: 'Bearer wrong' };
        const answer = await fetch(address, { method: 'POST', headers, body: 'v=0\r\n' });
        return `${answer.status} ${await answer.text()}`;
      },
      address,
    );
    check(refused === '401 Wrong name or password\n', `a wrong token is refused in words: ${refused.trim()}`);
    const begun = await page.evaluate(goLive, { address, token, hertz: Number(hertz) });
    check(begun.status === 201, `the answer is 201: ${begun.status} ${begun.problem}`);
    check(begun.state === 'connected', `the connection is ${begun.state}`);
    check(begun.stereo, 'stereo was agreed on');
    console.log('waiting');
    await nextLine();
    const ended = await page.evaluate(async (session) => (await fetch(session, { method: 'DELETE' })).status, begun.session);
    check(ended === 200, `DELETE ends the session: ${ended}`);
    // The server closes DTLS, and the browser's connection with it.
    await page.waitForFunction(() => document.title === 'closed', undefined, { timeout: 10_000 });
    check(true, 'the browser is told that it is over');
  },
  ['--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection'],
);

/** In the page: sends a tone. @param {{ address: string, token: string, hertz: number }} what */
async function goLive({ address, token, hertz }) {
  const sound = new AudioContext({ sampleRate: 48_000 });
  const tone = new OscillatorNode(sound, { frequency: hertz });
  const sent = new MediaStreamAudioDestinationNode(sound, { channelCount: 2 });
  tone.connect(new GainNode(sound, { gain: 0.5 })).connect(sent);
  tone.start();
  const connection = new RTCPeerConnection();
  connection.addTransceiver(sent.stream.getAudioTracks()[0] ?? 'audio', { direction: 'sendonly', streams: [sent.stream] });
  connection.addTransceiver('video', { direction: 'sendonly' });
  await connection.setLocalDescription();
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
    body: connection.localDescription?.sdp ?? '',
  });
  const sdp = await answer.text();
  const session = new URL(answer.headers.get('Location') ?? '', answer.url).href;
  if (answer.status !== 201) return { status: answer.status, problem: sdp, state: 'none', stereo: false, session };
  await connection.setRemoteDescription({ type: 'answer', sdp });
  const transport = connection.getSenders()[0]?.transport;
  transport?.addEventListener('statechange', () => {
    if (transport.state === 'closed') document.title = 'closed';
  });
  for (let n = 0; n < 200 && connection.connectionState !== 'connected'; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const stereo = sdp.includes('stereo=1');
  return { status: answer.status, problem: '', state: connection.connectionState, stereo, session };
}
