//! WebRTC clients go live by WHIP.

use std::collections::VecDeque;
use std::f32::consts::TAU;
use std::io::{Read, Write};
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, MediaTime, Mid};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};

use crate::bounded;
use crate::browser::{finish_after, script};
use crate::live::{ADMIN, BASIC, BASIC_ADMIN, SOURCE, now, order, station, tone_station, wait_for_source};
use crate::recording::{RATE, Recorder, longest_quiet, share_of_tone};
use crate::running::{PATIENCE, Running, longwave, wait_until};

/// The tone that a client sends.
const TONE: u32 = 392;
/// Samples of a packet.
const PACKET: usize = RATE / 50;

/// Effects of the network on the packets of a client.
#[derive(Clone, Copy)]
struct Network {
    /// One packet in so many is lost.
    lost: Option<usize>,
    /// Each is delayed by up to so many milliseconds, in any order.
    jitter_ms: u64,
}

const GOOD: Network = Network { lost: None, jitter_ms: 0 };

/// A client that sends a tone.
struct WhipClient {
    rtc: Rtc,
    socket: UdpSocket,
    mid: Mid,
    encoder: opus::Encoder,
    network: Network,
    random: fastrand::Rng,
    /// Datagrams on their way, with the time at which they leave.
    delayed: VecDeque<(Instant, SocketAddr, Vec<u8>)>,
    sent: usize,
    connected: Option<Instant>,
    is_closed: bool,
}

/// An answer of the server.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

fn ask(running: &Running, method: &str, path: &str, headers: &str, body: &str) -> Answer {
    let mut stream = running.connect();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        running.address,
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// The headers of an offer with this token.
fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}\r\nContent-Type: application/sdp\r\n")
}

/// `NAME:PASSWORD` as a token.
fn token(user: &str, password: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{user}:{password}"))
}

impl WhipClient {
    /// A client with its offer.
    fn offer(network: Network) -> (Self, SdpPendingOffer, String) {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        let mut rtc = Rtc::builder().clear_codecs().enable_opus(true, false).build(Instant::now());
        let own = socket.local_addr().expect("an address");
        rtc.add_local_candidate(Candidate::host(own, "udp").expect("a candidate"));
        let mut changes = rtc.sdp_api();
        let mid = changes.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None);
        let (offer, pending) = changes.apply().expect("an offer");
        let mut encoder = opus::Encoder::new(RATE as u32, opus::Channels::Stereo, opus::Application::Audio)
            .expect("an encoder");
        encoder.set_bitrate(opus::Bitrate::Bits(96_000)).expect("a bitrate");
        let client = Self {
            rtc,
            socket,
            mid,
            encoder,
            network,
            random: fastrand::Rng::with_seed(7),
            delayed: VecDeque::new(),
            sent: 0,
            connected: None,
            is_closed: false,
        };
        (client, pending, offer.to_sdp_string())
    }

    /// Goes live; returns the address of its session, too.
    fn live(running: &Running, token: &str, network: Network) -> (Self, String) {
        let (mut client, pending, offer) = Self::offer(network);
        let answer = ask(running, "POST", "/main/whip", &bearer(token), &offer);
        assert_eq!(answer.status, 201, "{}\n{}", answer.head, answer.body);
        assert_eq!(answer.header("content-type"), Some("application/sdp"));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert!(answer.header("etag").is_some(), "{}", answer.head);
        let session = answer.header("location").expect("its address").to_owned();
        assert!(session.starts_with("/main/whip/") && session.len() > 40, "{session}");
        let answer = SdpAnswer::from_sdp_string(&answer.body).expect("an answer");
        client.rtc.sdp_api().accept_answer(pending, answer).expect("an answer to its offer");
        (client, session)
    }

    /// Sends in real time until `done`, which is asked now and then.
    fn until(&mut self, what: &str, mut done: impl FnMut(&Self) -> bool) {
        let (until, mut asked) = (Instant::now() + PATIENCE, Instant::now());
        loop {
            self.step();
            if asked.elapsed() > Duration::from_millis(50) {
                if done(self) {
                    return;
                }
                asked = Instant::now();
            }
            assert!(Instant::now() < until, "waited in vain for {what}");
        }
    }

    /// Sends for so long.
    fn send_for(&mut self, time: Duration) {
        let began = Instant::now();
        self.until("the time", |_| began.elapsed() > time);
    }

    fn step(&mut self) {
        let mut wake = Instant::now() + Duration::from_millis(5);
        loop {
            match self.rtc.poll_output().expect("it goes on") {
                Output::Timeout(at) => {
                    wake = wake.min(at);
                    break;
                }
                Output::Transmit(datagram) => self.transmit(datagram.destination, datagram.contents.to_vec()),
                Output::Event(Event::Connected) => self.connected = Some(Instant::now()),
                Output::Event(Event::Closed) => self.is_closed = true,
                Output::Event(_) => {}
            }
        }
        let at = Instant::now();
        self.delayed.retain(|(due, to, datagram)| {
            // A server that is gone does not take them.
            let is_due = *due <= at;
            let _ = is_due.then(|| self.socket.send_to(datagram, to));
            !is_due
        });
        self.write();
        let wait = wake.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        self.socket.set_read_timeout(Some(wait)).expect("a timeout");
        let mut datagram = [0; 2_048];
        if let Ok((length, source)) = self.socket.recv_from(&mut datagram) {
            let destination = self.socket.local_addr().expect("an address");
            if let Ok(received) = Receive::new(Protocol::Udp, source, destination, &datagram[..length]) {
                self.rtc.handle_input(Input::Receive(Instant::now(), received)).expect("it goes on");
            }
        }
        self.rtc.handle_input(Input::Timeout(Instant::now())).expect("it goes on");
    }

    /// Sends a datagram as the network lets it through: those of media, which RFC 7983 tells by their first byte.
    fn transmit(&mut self, to: SocketAddr, datagram: Vec<u8>) {
        let is_media = matches!(datagram.first(), Some(128..=191)) && datagram.get(1) == Some(&111);
        let is_lost = self.network.lost.is_some_and(|one_in| self.random.usize(..one_in) == 0);
        if is_media && is_lost {
            return;
        }
        let delay = if is_media { self.random.u64(..=self.network.jitter_ms) } else { 0 };
        self.delayed.push_back((Instant::now() + Duration::from_millis(delay), to, datagram));
    }

    /// Writes the packets whose time has come.
    fn write(&mut self) {
        let Some(connected) = self.connected else { return };
        if self.is_closed {
            return;
        }
        let due = connected.elapsed().as_millis() as usize / 20;
        while self.sent < due {
            let tone = |frame: usize| 0.5 * (TAU * TONE as f32 * (frame % RATE) as f32 / RATE as f32).sin();
            let frames = (self.sent * PACKET..(self.sent + 1) * PACKET).flat_map(|frame| [tone(frame); 2]);
            let packet = self.encoder.encode_vec_float(&frames.collect::<Vec<_>>(), 1_000).expect("a packet");
            let Some(writer) = self.rtc.writer(self.mid) else { return };
            let kind = writer.payload_params().next().expect("Opus").pt();
            let time = MediaTime::new((self.sent * PACKET) as u64, str0m::media::Frequency::FORTY_EIGHT_KHZ);
            writer.write(kind, Instant::now(), time, packet).expect("it is taken");
            self.sent += 1;
        }
    }
}

#[test]
fn a_webrtc_client_is_heard_named_kicked_and_ends_its_session() {
    let (running, _folder) = tone_station();
    let source = token("source", SOURCE);
    let recorder = Recorder::start(&running);
    let (mut client, session) = WhipClient::live(&running, &source, GOOD);
    let is_live = |_: &WhipClient| now(&running)["now_playing"]["source"] == "live";
    client.until("the DJ on air", is_live);
    // A title, as for every other source.
    let told = order(&running, BASIC, "/admin/metadata?mode=updinfo&mount=/main&song=Ada%20-%20Tides");
    assert!(told.contains("<return>1</return>"), "{told}");
    client.until("its title", |_| now(&running)["now_playing"]["title"] == "Tides");
    client.send_for(Duration::from_secs(2));

    // Somebody else may not come in, and is told who is live; a wrong address ends nothing.
    let (_, _, offer) = WhipClient::offer(GOOD);
    let second = ask(&running, "POST", "/main/whip", &bearer(&token("admin", ADMIN)), &offer);
    assert_eq!(second.status, 409, "{}", second.body);
    assert!(second.body.starts_with("Mountpoint in use: "), "{}", second.body);
    assert_eq!(ask(&running, "DELETE", "/main/whip/guessed", "", "").status, 404);
    // Candidates that come later are taken, a restart is not.
    let fragment = "Content-Type: application/trickle-ice-sdpfrag\r\n";
    let patch = |tag: &str| ask(&running, "PATCH", &session, &format!("{fragment}{tag}"), "a=x\r\n").status;
    assert_eq!((patch("If-Match: \"ice\"\r\n"), patch("If-Match: *\r\n"), patch("")), (204, 422, 428));

    let ended = ask(&running, "DELETE", &session, "", "");
    assert_eq!(ended.status, 200, "{}", ended.body);
    client.until("the end", |client| client.is_closed);
    assert_eq!(ask(&running, "DELETE", &session, "", "").status, 404);
    wait_for_source(&running, "autodj");
    let heard = recorder.finish();
    let live = heard.titles.iter().find(|said| said["source"] == "live").expect("it was live");
    let share = share_of_tone(heard.part(live["time_us"].as_u64().expect("a time"), 1.2, 1.2), TONE.into());
    assert!(share > 0.95, "{share} of what is heard is the client's tone");

    let (mut client, _) = WhipClient::live(&running, &source, GOOD);
    client.until("the DJ on air", is_live);
    let kicked = order(&running, BASIC_ADMIN, "/admin/killsource?mount=/main&bar=60");
    assert!(kicked.contains("Source Removed"), "{kicked}");
    client.until("the end", |client| client.is_closed);
    wait_for_source(&running, "autodj");
    let (_, _, offer) = WhipClient::offer(GOOD);
    let barred = ask(&running, "POST", "/main/whip", &bearer(&source), &offer);
    assert_eq!(barred.status, 403, "{}", barred.body);
    assert!(barred.body.starts_with("Taken off the air by the station"), "{}", barred.body);

    // A program with an API token is live until the server stops, and is told.
    let (mut client, _) = WhipClient::live(&running, &api_token(&running, "live"), GOOD);
    client.until("the program on air", is_live);
    assert_eq!(now(&running)["live"]["dj"], "deck");
    running.terminate();
    client.until("the end", |client| client.is_closed);
}

/// A token with this scope for the program `deck`.
fn api_token(running: &Running, scope: &str) -> String {
    let form = format!("name=admin&password={ADMIN}");
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    let signed = ask(running, "POST", "/login", kind, &form);
    let cookie = signed.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie");
    let me = ask(running, "GET", "/api/v1/me", &format!("Cookie: {cookie}\r\n"), "");
    let me: serde_json::Value = serde_json::from_str(&me.body).expect("JSON");
    let csrf = me["csrf"].as_str().expect("a token");
    let headers = format!("Cookie: {cookie}\r\nX-CSRF-Token: {csrf}\r\nContent-Type: application/json\r\n");
    let body = format!(r#"{{"name":"deck","scopes":["{scope}"]}}"#);
    let made = ask(running, "POST", "/api/v1/tokens", &headers, &body);
    let made: serde_json::Value = serde_json::from_str(&made.body).expect("JSON");
    made["token"].as_str().expect("a token").to_owned()
}

#[test]
fn a_lossy_network_is_not_heard() {
    let (running, _folder) = tone_station();
    let recorder = Recorder::start(&running);
    let network = Network { lost: Some(50), jitter_ms: 100 };
    let (mut client, session) = WhipClient::live(&running, &token("source", SOURCE), network);
    client.until("the DJ on air", |_| now(&running)["now_playing"]["source"] == "live");
    client.send_for(Duration::from_secs(5));
    let heard = recorder.finish();
    assert_eq!(ask(&running, "DELETE", &session, "", "").status, 200);
    let live = heard.titles.iter().find(|said| said["source"] == "live").expect("it was live");
    let part = heard.part(live["time_us"].as_u64().expect("a time"), 0.5, 4.0);
    let (quiet, at) = longest_quiet(part, 0.05);
    let share = share_of_tone(part, TONE.into());
    println!("{share:.3} of it is the tone; the longest gap is {} ms, at {} ms", quiet / 48, at / 48);
    assert!(part.len() > 3 * RATE && share > 0.8, "{share}");
}

#[test]
fn a_page_of_another_site_goes_live_in_a_browser() {
    let (running, _folder) = tone_station();
    let recorder = Recorder::start(&running);
    let (address, hertz) = (format!("http://{}", running.address), TONE.to_string());
    let page = script("whip.mjs", &[&address, &token("source", SOURCE), &hertz]);
    let mut from_us = None;
    finish_after(page, "waiting", "done", || {
        wait_for_source(&running, "live");
        from_us = now(&running)["now_playing"]["time_us"].as_u64();
        let enough_us = from_us.expect("a time") + 3_000_000;
        wait_until("3 s of it", || {
            now(&running)["server_us"].as_u64().is_some_and(|now_us| now_us > enough_us)
        });
    });
    wait_for_source(&running, "autodj");
    let heard = recorder.finish();
    let share = share_of_tone(heard.part(from_us.expect("a time"), 1.2, 1.5), TONE.into());
    println!("{share:.3} of what is heard is the page's tone");
    assert!(share > 0.9, "{share}");
}

#[test]
fn offers_are_refused_in_words() {
    let mut running = station();
    let (_, _, offer) = WhipClient::offer(GOOD);
    let source = token("source", SOURCE);
    let check = |path: &str, headers: &str, body: &str, expected: (u16, &str)| {
        let answer = ask(&running, "POST", path, headers, body);
        assert!(answer.body.starts_with(expected.1), "{path} {}: {}", answer.status, answer.body);
        assert_eq!(answer.status, expected.0, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        answer
    };
    let add = |name: &str, limits: &[&str]| {
        let mut command = longwave(running.data());
        command.args(["user", "add", name, "--generate"]).args(limits);
        let output = bounded::output(&mut command);
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stdout).expect("text");
        said.trim().rsplit(' ').next().expect("a password").to_owned()
    };
    // A client that does not come after its answer gives its place up, at the end of this test.
    let password = add("ada", &[]);
    let ada = token("ada", &password);
    assert_eq!(ask(&running, "POST", "/main/whip", &bearer(&ada), &offer).status, 201);
    assert_eq!(now(&running)["live"]["dj"], "ada");
    check("/nowhere/whip", &bearer(&source), &offer, (404, "There is no such station"));
    let answer =
        check("/main/whip", "Content-Type: application/sdp\r\n", &offer, (401, "A name and a password"));
    assert!(answer.header("www-authenticate").is_some_and(|realm| realm.starts_with("Bearer ")));
    let ben = token("ben", &add("ben", &["--hours", "mon 00:00-00:01"]));
    check(
        "/main/whip",
        &bearer(&ben),
        &offer,
        (403, "Not allowed: this account may go live mon 00:00-00:01"),
    );
    let reads = api_token(&running, "live:read");
    check("/main/whip", &bearer(&reads), &offer, (403, "Not allowed: this token has no scope live:write"));
    let is_text = format!("Authorization: Bearer {source}\r\nContent-Type: text/plain\r\n");
    check("/main/whip", &is_text, &offer, (415, "The body has to be of the type application/sdp"));
    check("/main/whip", &bearer(&source), "hello", (400, "The body has to be an SDP offer"));
    check("/main/whip", &bearer(&source), &"a=x\r\n".repeat(20_000), (413, "An offer has at most 64 KiB"));
    let video = offer.replace("m=audio", "m=video");
    check("/main/whip", &bearer(&source), &video, (422, "The offer has no audio"));
    let without = offer.replace("opus/48000/2", "PCMU/8000");
    check("/main/whip", &bearer(&source), &without, (422, "The offer has no Opus"));
    // The preflight of browsers, and requests that are no WHIP.
    let asked = ask(&running, "OPTIONS", "/main/whip", "Origin: https://dj.example\r\n", "");
    assert_eq!((asked.status, asked.header("accept-post")), (204, Some("application/sdp")));
    assert!(
        asked.header("access-control-allow-headers").is_some_and(|names| names.contains("Authorization"))
    );
    assert_eq!(ask(&running, "GET", "/main/whip", "", "").status, 405);

    // Wrong tokens are counted with all other wrong passwords.
    let wrong = bearer(&token("eve", "wrong"));
    check("/main/whip", &wrong, &offer, (401, "Wrong name or password"));
    let guesses = (0..40).map(|_| ask(&running, "POST", "/main/whip", &wrong, &offer));
    let throttled = guesses.into_iter().find(|answer| answer.status != 401).expect("an end of guessing");
    assert_eq!(throttled.status, 429, "{}", throttled.body);
    assert!(
        throttled.body.starts_with("Too many wrong passwords") && throttled.header("retry-after").is_some()
    );
    wait_until("a free line", || now(&running)["live"].is_null());
    running.wait_for_log("it was not connected in time");
    let log = running.log().join("\n");
    assert!(![SOURCE, &*password, &*ada].iter().any(|secret| log.contains(secret)), "a secret is told");
}
