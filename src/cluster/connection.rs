//! A connection to an origin's `/main/ws`, over which one rendition is taken.

use std::io;

use actix_http::ws::{OpCode, Parser};
use bytes::{Bytes, BytesMut};
use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::catalogue::CatalogueTitle;
use crate::broadcast::Broadcast;
use crate::container::longwave_v1::{PROTOCOL, SOUND_HEADER, Sound};
use crate::frame::Rendition;
use crate::model::{Address, Caption, WrongAddress};
use crate::net::WebhookReach;
use crate::outbound::{self, OutboundStream, PostError};

/// The longest head of an answer, in bytes.
const MOST_HEAD: usize = 16 * 1_024;
/// The longest message, in bytes: 20 ms of samples have 4 kB.
const MOST_MESSAGE: usize = 64 * 1_024;
/// The longest header of a message from a server (RFC 6455 section 5.2), in bytes.
const MOST_FRAME_HEADER: usize = 10;
/// Bytes that are read at a time.
const READ: usize = 16 * 1_024;
/// The header of every answer of a server that stands by.
pub const STANDBY_HEADER: &str = "longwave-standby";
/// A key that protects nothing: the connection is no browser's.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// Reasons why an origin sends nothing, or no more.
#[derive(Debug, thiserror::Error)]
pub(super) enum PullError {
    /// There is no connection.
    #[error(transparent)]
    Connection(#[from] PostError),
    /// The address of the stream is none.
    #[error(transparent)]
    Address(#[from] WrongAddress),
    /// The connection broke.
    #[error("the connection was lost: {0}")]
    Lost(#[from] io::Error),
    /// The origin refuses.
    #[error("it answers {0:?}")]
    Refused(String),
    /// The origin sends something else than `longwave.v1`.
    #[error("what it sends makes no sense: {0}")]
    Malformed(&'static str),
    /// Another server is on air, for which it stands by.
    #[error("it stands by for another server")]
    StandsBy,
    /// The station signed off there.
    #[error("the station signed off there")]
    SignedOff,
    /// Another origin is on air since.
    #[error("another server is on air since: epoch {0} is over")]
    Superseded(u64),
    /// Nothing came for a while.
    #[error("it sends nothing")]
    Silent,
}

/// Place at which an origin begins to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PullStart {
    /// So many milliseconds before now.
    Burst(u64),
    /// At the frame with this number, as far as it is kept there.
    From(u64),
}

/// A message of an origin.
#[derive(Debug)]
pub(super) enum Pulled {
    /// The first message; holds the origin's time, and the number of changes of the server that makes the sound.
    Hello { server_us: u64, epoch: u64 },
    /// The title that is heard from its time on.
    Title(CatalogueTitle),
    /// A caption.
    Caption(Caption),
    /// Frames that follow one another: the number of the first, and their payloads.
    Frames { first: u64, payloads: Vec<Bytes> },
    /// The answer to a ping that was sent at `t0`, at `t2` by the origin's clock.
    Pong { t0: u64, t2: u64 },
}

/// The text messages of `longwave.v1` that are read here.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum FromOrigin {
    Hello {
        rendition: String,
        samples_per_frame: Option<u32>,
        server_us: u64,
        #[serde(default)]
        epoch: u64,
    },
    NowPlaying(CatalogueTitle),
    Caption {
        id: u64,
        start_us: u64,
        end_us: u64,
        text: String,
        r#final: bool,
    },
    OffAir,
    Pong {
        t0: u64,
        t2: u64,
    },
    #[serde(other)]
    Unknown,
}

/// A connection over which a rendition comes.
pub(super) struct PullConnection {
    stream: Box<dyn OutboundStream>,
    received: BytesMut,
    rendition: Rendition,
    is_greeted: bool,
}

impl PullConnection {
    /// Connects to `origin` for a rendition of the station `slug`.
    pub(super) async fn open(
        origin: &Address,
        slug: &str,
        rendition: &Rendition,
        start: PullStart,
    ) -> Result<Self, PullError> {
        let address = origin.join(&target(origin, slug, rendition, start))?;
        let mut stream = outbound::open(&address, WebhookReach::Anywhere).await?;
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: longwave-edge/{}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\
             Sec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n",
            address.target(),
            address.authority(),
            env!("CARGO_PKG_VERSION"),
        );
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await?;
        let mut received = BytesMut::with_capacity(READ);
        let end = loop {
            if let Some(at) = received.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if received.len() > MOST_HEAD {
                return Err(PullError::Malformed("the head of its answer has no end"));
            }
            read(&mut stream, &mut received).await?;
        };
        let head = received.split_to(end);
        let line = head[..].split(|byte| *byte == b'\r').next().unwrap_or_default();
        let line = String::from_utf8_lossy(line).into_owned();
        if line.split(' ').nth(1) != Some("101") {
            let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
            if head.contains(&format!("\r\n{STANDBY_HEADER}:")) {
                return Err(PullError::StandsBy);
            }
            return Err(PullError::Refused(line.chars().take(100).collect()));
        }
        Ok(Self { stream, received, rendition: rendition.clone(), is_greeted: false })
    }

    /// Waits for the next message. Nothing is lost if it is cancelled.
    pub(super) async fn next(&mut self) -> Result<Pulled, PullError> {
        loop {
            let parsed = Parser::parse(&mut self.received, false, MOST_MESSAGE);
            let pulled = match parsed.map_err(|_| PullError::Malformed("it is no WebSocket"))? {
                None if self.received.len() > MOST_MESSAGE + MOST_FRAME_HEADER => {
                    return Err(PullError::Malformed("a message is longer than any should be"));
                }
                None => {
                    read(&mut self.stream, &mut self.received).await?;
                    None
                }
                Some((true, OpCode::Text, Some(text))) => self.text(&text)?,
                Some((true, OpCode::Binary, Some(sound))) => Some(self.sound(&sound.freeze())?),
                Some((_, OpCode::Close, _)) => return Err(PullError::SignedOff),
                Some((true, OpCode::Ping | OpCode::Pong | OpCode::Text | OpCode::Binary, _)) => None,
                Some(_) => return Err(PullError::Malformed("a message comes in pieces")),
            };
            if let Some(pulled) = pulled {
                return Ok(pulled);
            }
        }
    }

    /// Asks for the origin's time; `t0` comes back with the answer.
    pub(super) async fn ping(&mut self, t0: u64) -> Result<(), PullError> {
        let text = format!(r#"{{"type":"ping","t0":{t0}}}"#);
        let mut message = BytesMut::new();
        Parser::write_message(&mut message, text, OpCode::Text, true, true);
        self.stream.write_all(&message).await?;
        Ok(self.stream.flush().await?)
    }

    fn text(&mut self, text: &[u8]) -> Result<Option<Pulled>, PullError> {
        let message =
            serde_json::from_slice(text).map_err(|_| PullError::Malformed("a text is not understood"))?;
        Ok(Some(match message {
            FromOrigin::Hello { rendition, samples_per_frame, server_us, epoch } => {
                let length = self.rendition.samples_per_frame;
                if rendition != self.rendition.name
                    || samples_per_frame.is_some_and(|samples| samples != length)
                {
                    return Err(PullError::Malformed("it sends another rendition"));
                }
                if epoch > Broadcast::MOST_EPOCH {
                    return Err(PullError::Malformed("its epoch is too high"));
                }
                self.is_greeted = true;
                Pulled::Hello { server_us, epoch }
            }
            FromOrigin::NowPlaying(title) => Pulled::Title(title),
            FromOrigin::Caption { id, start_us, end_us, text, r#final } => {
                Pulled::Caption(Caption { id, start_us, end_us, text, is_final: r#final })
            }
            FromOrigin::OffAir => return Err(PullError::SignedOff),
            FromOrigin::Pong { t0, t2 } => Pulled::Pong { t0, t2 },
            FromOrigin::Unknown => return Ok(None),
        }))
    }

    fn sound(&self, message: &Bytes) -> Result<Pulled, PullError> {
        let sound = Sound::read(message).ok_or(PullError::Malformed("a message is not laid out as sound"))?;
        if !self.is_greeted {
            return Err(PullError::Malformed("there is sound before hello"));
        }
        if sound.time_us != self.rendition.time_us(sound.first) {
            return Err(PullError::Malformed("a frame's time does not fit its number"));
        }
        let mut payloads = Vec::with_capacity(usize::from(sound.count));
        let mut at = SOUND_HEADER;
        while let Some((length, _)) = message.get(at..).and_then(<[u8]>::split_first_chunk) {
            let (from, to) = (at + 2, at + 2 + usize::from(u16::from_be_bytes(*length)));
            // `Sound::read` has checked the lengths. A copy, so that a frame does not hold what was read beside it.
            payloads.push(Bytes::copy_from_slice(message.get(from..to).unwrap_or_default()));
            at = to;
        }
        Ok(Pulled::Frames { first: sound.first, payloads })
    }
}

/// Returns the path and the query of the stream.
fn target(origin: &Address, slug: &str, rendition: &Rendition, start: PullStart) -> String {
    let base = origin.path().trim_end_matches('/');
    let start = match start {
        PullStart::Burst(ms) => format!("burst={ms}"),
        PullStart::From(seq) => format!("from={seq}"),
    };
    format!("{base}/{slug}/ws?edge=1&rendition={}&delivery=20&{start}", rendition.name)
}

async fn read(stream: &mut Box<dyn OutboundStream>, into: &mut BytesMut) -> io::Result<()> {
    into.reserve(READ);
    if stream.read_buf(into).await? == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::longwave_v1::{self, LongwaveV1, framed};
    use crate::format::Framing;
    use crate::frame::{Codec, Frame};
    use crate::model::BasePath;

    const HELLO: &[u8] =
        br#"{"type":"hello","rendition":"mp3-128","samples_per_frame":1152,"server_us":9,"more":1}"#;

    fn rendition() -> Rendition {
        Rendition { samples_per_frame: 1_152, ..Rendition::new("mp3-128", Codec::Mp3, 128_000) }
    }

    fn sound(first: u64, time_us: u64) -> Bytes {
        let frame = |seq| Frame { seq, time_us, payload: Bytes::from_static(b"sound") };
        let framing =
            LongwaveV1 { station: "main".into(), base_path: BasePath::default(), has_captions: true };
        framing.pack(&[frame(first), frame(first + 1)], None)
    }

    /// Reads what an origin sends; returns each message as text, and the reason for the end.
    async fn pulled(parts: &[&[u8]]) -> Vec<String> {
        let stream = io::Cursor::new(Vec::new());
        let received = BytesMut::from(&parts.concat()[..]);
        let stream: Box<dyn OutboundStream> = Box::new(stream);
        let mut pull = PullConnection { stream, received, rendition: rendition(), is_greeted: false };
        let mut all = Vec::new();
        loop {
            match pull.next().await {
                Ok(Pulled::Frames { first, payloads }) => all.push(format!("{first}: {}", payloads.len())),
                Ok(pulled) => all.push(format!("{pulled:?}").split([' ', '(']).next().unwrap().to_owned()),
                Err(error) => {
                    all.push(error.to_string());
                    return all;
                }
            }
        }
    }

    #[actix_web::test]
    async fn messages_are_read_as_the_protocol_has_them() {
        let hello = framed(HELLO, OpCode::Text);
        let title =
            framed(br#"{"type":"now_playing","time_us":1,"title":"A","source":"live"}"#, OpCode::Text);
        let new = framed(br#"{"type":"something new"}"#, OpCode::Text);
        let off_air = framed(br#"{"type":"off_air"}"#, OpCode::Text);
        let time_us = rendition().time_us(7);
        let read = pulled(&[&hello, &title, &new, &sound(7, time_us), &off_air]).await;
        assert_eq!(read, ["Hello", "Title", "7: 2", "the station signed off there"]);
        let close = longwave_v1::close(actix_http::ws::CloseCode::Away, "");
        assert_eq!(pulled(&[&hello, &close]).await, ["Hello", "the station signed off there"]);
    }

    #[actix_web::test]
    async fn a_stream_that_makes_no_sense_is_given_up() {
        let hello = framed(HELLO, OpCode::Text);
        let wrong = |why: &str| format!("what it sends makes no sense: {why}");
        let early = pulled(&[&sound(7, 168_000)]).await;
        assert_eq!(early, [wrong("there is sound before hello")]);
        let late = pulled(&[&hello, &sound(7, 1)]).await;
        assert_eq!(late, ["Hello".to_owned(), wrong("a frame's time does not fit its number")]);
        let other = framed(&String::from_utf8_lossy(HELLO).replace("1152", "960").into_bytes(), OpCode::Text);
        assert_eq!(pulled(&[&other]).await, [wrong("it sends another rendition")]);
        let long = [vec![0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0], vec![0; MOST_MESSAGE + 1]].concat();
        let told = wrong("a message is longer than any should be");
        assert_eq!(pulled(&[&hello, &long]).await, ["Hello".to_owned(), told]);
    }

    #[test]
    fn the_address_has_the_origins_path() {
        let check = |origin: &str, start, expected: &str| {
            let origin: Address = origin.parse().unwrap();
            assert_eq!(target(&origin, "main", &rendition(), start), expected);
        };
        let query = "edge=1&rendition=mp3-128&delivery=20";
        check("http://h", PullStart::Burst(500), &format!("/main/ws?{query}&burst=500"));
        check("https://h/radio/", PullStart::From(7), &format!("/radio/main/ws?{query}&from=7"));
    }
}
