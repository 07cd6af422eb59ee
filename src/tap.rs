//! Receives a station's sound over `longwave.v1` and writes it as plain samples.
//!
//! In: the address of a server, a station, and one of its renditions of plain samples. Out: samples without a gap, and
//! the time of the first one. Never: holds more than one message, or writes a sample at another place than its time says.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use actix_http::ws::{OpCode, Parser};
use bytes::BytesMut;
use rustls::pki_types::ServerName;
use rustls::{ClientConnection, StreamOwned};
use serde::Deserialize;
use url::Url;

use crate::container::longwave_v1::Sound;
use crate::tls;

/// The longest head of an answer, in bytes.
const MOST_HEAD: usize = 16 * 1_024;
/// The longest message, in bytes: half a second of samples has 96 kB.
const MOST_MESSAGE: usize = 256 * 1_024;
/// Bytes of a message of sound before its frames.
const SOUND_HEADER: usize = 24;
/// Bytes that are read at a time.
const READ: usize = 16 * 1_024;
/// Time that a server may take to accept a connection, and to send something.
const PATIENCE: Duration = Duration::from_secs(20);
/// Silence that is written for missing sound at most, in frames: an hour. After more, the station's clock was set anew.
const MOST_MISSING: u64 = 180_000;
/// A key that protects nothing: the connection is no browser's.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// A rendition of plain samples, on a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TapSource {
    url: Url,
}

/// Reasons why samples end.
#[derive(Debug, thiserror::Error)]
pub enum TapError {
    /// There is no connection to the server.
    #[error("{host} cannot be reached: {reason}")]
    Unreachable {
        /// The host and its port.
        host: String,
        /// The system's words.
        reason: io::Error,
    },
    /// The server refuses.
    #[error("the server answers {0}")]
    Refused(String),
    /// The server sends something else than plain samples by `longwave.v1`.
    #[error("the server sends what is no sound: {0}")]
    NotSound(&'static str),
    /// The connection broke.
    #[error("the connection to the server broke: {0}")]
    Broken(io::Error),
    /// The samples cannot be written.
    #[error("the samples cannot be written: {0}")]
    Unwritten(io::Error),
}

impl TapError {
    /// Returns whether the reader of the samples has gone, which is an ordinary end.
    pub fn is_unread(&self) -> bool {
        matches!(self, Self::Unwritten(error) if error.kind() == ErrorKind::BrokenPipe)
    }
}

/// The part of a `hello` that samples are written by.
#[derive(Clone, Debug, Deserialize)]
struct TapHello {
    r#type: String,
    station: String,
    rendition: String,
    codec: String,
    sample_rate: u32,
    channels: u32,
    frame_us: u64,
    pre_skip: u32,
}

/// A connection, encrypted or in the clear.
trait ReadWrite: Read + Write {}
impl<T: Read + Write> ReadWrite for T {}

impl TapSource {
    /// Returns the rendition of a station on `server`, such as `https://radio.example`; `None` if that is no address.
    pub fn new(server: &str, station: &str, rendition: &str) -> Option<Self> {
        let mut url = Url::parse(server).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return None;
        }
        url.path_segments_mut().ok()?.pop_if_empty().extend([station, "ws"]);
        url.set_query(None);
        url.query_pairs_mut().extend_pairs([("rendition", rendition), ("burst", "0"), ("delivery", "100")]);
        Some(Self { url })
    }

    fn connect(&self) -> io::Result<Box<dyn ReadWrite>> {
        let host = self.url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let port = self.url.port_or_known_default().unwrap_or(80);
        let mut last = io::Error::from(ErrorKind::NotFound);
        for address in (host, port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, PATIENCE) {
                Ok(socket) => {
                    socket.set_read_timeout(Some(PATIENCE))?;
                    if self.url.scheme() == "http" {
                        return Ok(Box::new(socket));
                    }
                    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
                    let config = Arc::new(tls::trusting().map_err(io::Error::other)?);
                    let connection = ClientConnection::new(config, name).map_err(io::Error::other)?;
                    return Ok(Box::new(StreamOwned::new(connection, socket)));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn request(&self) -> String {
        let host = &self.url[url::Position::BeforeHost..url::Position::AfterPort];
        let path = &self.url[url::Position::BeforePath..url::Position::AfterQuery];
        let agent = concat!("longwave-tap/", env!("CARGO_PKG_VERSION"));
        format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\
             Sec-WebSocket-Protocol: longwave.v1\r\n\r\n"
        )
    }
}

/// Copies the samples of `source` to `out` until the station signs off. `tell` gets a line of JSON with the time of the
/// first sample, and one whenever sound is missing.
pub fn copy(source: &TapSource, out: &mut dyn Write, tell: &mut dyn FnMut(String)) -> Result<(), TapError> {
    let host = source.url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
    let mut connection = source.connect().map_err(|reason| TapError::Unreachable { host, reason })?;
    connection.write_all(source.request().as_bytes()).map_err(TapError::Broken)?;
    receive(&mut *connection, out, tell)
}

fn receive(
    connection: &mut dyn Read,
    out: &mut dyn Write,
    tell: &mut dyn FnMut(String),
) -> Result<(), TapError> {
    let mut received = BytesMut::new();
    let head_end = loop {
        if let Some(at) = received.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if received.len() > MOST_HEAD {
            return Err(TapError::NotSound("the head of its answer has no end"));
        }
        read(connection, &mut received)?;
    };
    let head = received.split_to(head_end + 4);
    let status = String::from_utf8_lossy(head[..].split(|byte| *byte == b'\r').next().unwrap_or_default())
        .into_owned();
    if status.split(' ').nth(1) != Some("101") {
        // A short text follows, which says why; what there is of it has come with the head or comes at once.
        drop(read(connection, &mut received));
        let why = String::from_utf8_lossy(&received[..received.len().min(500)]).trim().to_owned();
        return Err(TapError::Refused(format!("{status}: {why}")));
    }
    let mut writer = SampleWriter { hello: None, next: None, out, tell };
    loop {
        let parsed = Parser::parse(&mut received, false, MOST_MESSAGE);
        match parsed.map_err(|_| TapError::NotSound("it is no WebSocket"))? {
            None => read(connection, &mut received)?,
            Some((true, OpCode::Text, Some(text))) => writer.text(&text)?,
            Some((true, OpCode::Binary, Some(sound))) => writer.sound(&sound)?,
            Some((_, OpCode::Close, _)) => return Ok(()),
            Some((true, OpCode::Ping | OpCode::Pong, _)) => {}
            Some(_) => return Err(TapError::NotSound("a message comes in pieces")),
        }
    }
}

fn read(connection: &mut dyn Read, into: &mut BytesMut) -> Result<(), TapError> {
    let mut bytes = [0; READ];
    loop {
        match connection.read(&mut bytes) {
            Ok(0) => return Err(TapError::Broken(ErrorKind::UnexpectedEof.into())),
            Ok(count) => {
                into.extend_from_slice(&bytes[..count]);
                return Ok(());
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(TapError::Broken(error)),
        }
    }
}

/// Writes each sample at the place of its time.
struct SampleWriter<'a> {
    hello: Option<TapHello>,
    /// The number of the frame that comes next.
    next: Option<u64>,
    out: &'a mut dyn Write,
    tell: &'a mut dyn FnMut(String),
}

impl SampleWriter<'_> {
    fn text(&mut self, text: &[u8]) -> Result<(), TapError> {
        if self.hello.is_some() {
            return Ok(());
        }
        let hello: TapHello =
            serde_json::from_slice(text).map_err(|_| TapError::NotSound("its greeting is not understood"))?;
        if hello.r#type != "hello" || hello.codec != "pcm-s16le" || hello.sample_rate == 0 {
            return Err(TapError::NotSound("its greeting names no plain samples"));
        }
        self.hello = Some(hello);
        Ok(())
    }

    fn sound(&mut self, message: &[u8]) -> Result<(), TapError> {
        let hello = self.hello.as_ref().ok_or(TapError::NotSound("there is no greeting"))?;
        let sound = Sound::read(message).ok_or(TapError::NotSound("a message is not laid out as sound"))?;
        match self.next {
            None => {
                let delay_us = u64::from(hello.pre_skip) * 1_000_000 / u64::from(hello.sample_rate);
                (self.tell)(
                    serde_json::json!({
                        "station": hello.station,
                        "rendition": hello.rendition,
                        "time_us": sound.time_us.saturating_sub(delay_us),
                        "sample_rate": hello.sample_rate,
                        "channels": hello.channels,
                        "format": "s16le",
                    })
                    .to_string(),
                );
            }
            Some(next) if next == sound.first => {}
            Some(next) => {
                let missing = sound.first.checked_sub(next).filter(|missing| *missing <= MOST_MISSING);
                let missing = missing.ok_or(TapError::NotSound("the numbers of frames jump"))?;
                let us = missing * hello.frame_us;
                (self.tell)(serde_json::json!({ "missing_us": us, "until_us": sound.time_us }).to_string());
                let samples = us * u64::from(hello.sample_rate) / 1_000_000 * u64::from(hello.channels);
                io::copy(&mut io::repeat(0).take(samples * 2), &mut self.out).map_err(TapError::Unwritten)?;
            }
        }
        let mut frames = &message[SOUND_HEADER..];
        while let Some((length, rest)) = frames.split_first_chunk() {
            // `Sound::read` has checked the lengths.
            let (frame, others) = rest.split_at(usize::from(u16::from_be_bytes(*length)).min(rest.len()));
            self.out.write_all(frame).map_err(TapError::Unwritten)?;
            frames = others;
        }
        self.next = Some(sound.first + u64::from(sound.count));
        self.out.flush().map_err(TapError::Unwritten)
    }
}

#[cfg(test)]
mod tests {
    use actix_http::ws::CloseCode;

    use super::*;
    use crate::container::longwave_v1::{self, LongwaveV1, framed};
    use crate::format::Framing;
    use crate::frame::Frame;

    const HELLO: &[u8] = br#"{"type":"hello","station":"main","rendition":"pcm-16k","codec":"pcm-s16le",
        "sample_rate":16000,"channels":1,"frame_us":20000,"pre_skip":20}"#;
    const HEAD: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    fn sound(numbers: std::ops::Range<u64>) -> Vec<u8> {
        let frame = |seq: u64| Frame { seq, time_us: seq * 20_000, payload: vec![seq as u8; 640].into() };
        let frames: Vec<_> = numbers.map(frame).collect();
        LongwaveV1 {
            station: "main".to_owned(),
            base_path: crate::model::BasePath::default(),
            has_captions: false,
        }
        .pack(&frames, None)
        .to_vec()
    }

    fn receive_all(parts: &[&[u8]]) -> (Result<(), TapError>, Vec<u8>, Vec<String>) {
        let (stream, mut out, mut told) = (parts.concat(), Vec::new(), Vec::new());
        let received = receive(&mut &stream[..], &mut out, &mut |line| told.push(line));
        (received, out, told)
    }

    #[test]
    fn samples_are_written_and_missing_ones_are_silence() {
        let close = longwave_v1::close(CloseCode::Away, "");
        let hello = framed(HELLO, OpCode::Text);
        let (ended, out, told) = receive_all(&[HEAD, &hello, &sound(100..102), &sound(104..105), &close]);
        assert!(ended.is_ok(), "{ended:?}");
        let expected: Vec<u8> = [100, 101, 0, 0, 104].iter().flat_map(|byte| [*byte; 640]).collect();
        assert_eq!(out, expected);
        let told: Vec<serde_json::Value> =
            told.iter().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(told[0]["time_us"], 2_000_000 - 1_250, "less the delay of the filter");
        assert_eq!((&told[0]["sample_rate"], &told[0]["channels"]), (&16_000.into(), &1.into()));
        assert_eq!(told[1], serde_json::json!({ "missing_us": 40_000, "until_us": 2_080_000 }));
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn refusals_and_other_things_than_sound_are_told() {
        #[track_caller]
        fn check(parts: &[&[u8]], expected: &str) {
            let (ended, ..) = receive_all(parts);
            assert_eq!(ended.expect_err("no sound").to_string(), expected);
        }
        let missing = b"HTTP/1.1 404 Not Found\r\n\r\nthere is no such station";
        check(&[missing], "the server answers HTTP/1.1 404 Not Found: there is no such station");
        check(&[HEAD], "the connection to the server broke: unexpected end of file");
        let hello = framed(HELLO, OpCode::Text);
        check(&[HEAD, &sound(1..2)], "the server sends what is no sound: there is no greeting");
        let opus =
            framed(&String::from_utf8_lossy(HELLO).replace("pcm-s16le", "opus").into_bytes(), OpCode::Text);
        check(&[HEAD, &opus], "the server sends what is no sound: its greeting names no plain samples");
        check(
            &[HEAD, &hello, &sound(5..6), &sound(500_000..500_001)],
            "the server sends what is no sound: the numbers of frames jump",
        );
        check(
            &[&vec![b'x'; MOST_HEAD + 9]],
            "the server sends what is no sound: the head of its answer has no end",
        );
    }

    #[test]
    fn addresses_are_those_of_the_stations_websocket() {
        let request = |server| TapSource::new(server, "main", "pcm-16k").map(|source| source.request());
        let line = |path: &str, host: &str| {
            format!("GET {path}?rendition=pcm-16k&burst=0&delivery=100 HTTP/1.1\r\nHost: {host}\r\n")
        };
        for (server, path, host) in [
            ("http://127.0.0.1:8000", "/main/ws", "127.0.0.1:8000"),
            ("https://radio.example/", "/main/ws", "radio.example"),
            ("http://[::1]:8000/radio", "/radio/main/ws", "[::1]:8000"),
        ] {
            let request = request(server).expect(server);
            assert!(request.starts_with(&line(path, host)), "{request}");
        }
        for wrong in ["main", "ftp://radio.example", "http://"] {
            assert_eq!(request(wrong), None, "{wrong}");
        }
    }
}
