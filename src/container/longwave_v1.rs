//! The messages of the listener's WebSocket, `longwave.v1`, framed as they go over the wire.
//!
//! Messages from a server are not masked (RFC 6455 section 5.1), so one framed message serves every listener.

use actix_http::ws::{CloseCode, CloseReason, OpCode, Parser};
use bytes::{BufMut, Bytes, BytesMut};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::audio::SAMPLE_RATE;
use crate::format::Framing;
use crate::frame::{Frame, Rendition};
use crate::model::{BasePath, Caption, NowPlaying};

/// The subprotocol's name.
pub const PROTOCOL: &str = "longwave.v1";
/// The kind of message that carries sound.
const SOUND: u8 = 1;
/// Bytes before the frames in a message of sound.
pub const SOUND_HEADER: usize = 24;

/// The longwave.v1 framing of one station.
pub struct LongwaveV1 {
    /// The station's slug, for the covers' addresses.
    pub station: String,
    /// The path that the site's addresses begin with.
    pub base_path: BasePath,
    /// Whether captions are sent.
    pub has_captions: bool,
}

impl Framing for LongwaveV1 {
    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        let message = sound_message(frames);
        if message.is_empty() { Bytes::new() } else { framed(&message, OpCode::Binary) }
    }

    fn title(&self, now_playing: &NowPlaying) -> Option<Bytes> {
        let cover =
            now_playing.cover.as_ref().map(|id| self.base_path.join(&cover_address(&self.station, &id.0)));
        Some(text(&ToListener::NowPlaying {
            time_us: now_playing.time_us,
            title: &now_playing.title,
            artist: now_playing.artist.as_deref(),
            album: now_playing.album.as_deref(),
            duration_us: now_playing.duration_us,
            cover: cover.as_deref(),
            source: now_playing.source.name(),
            dj: now_playing.dj.as_deref(),
            is_jingle: now_playing.is_break(),
        }))
    }

    fn caption(&self, caption: &Caption) -> Option<Bytes> {
        self.has_captions.then(|| caption_message(caption))
    }

    fn end_of_stream(&self, _: u64) -> Bytes {
        [text(&ToListener::OffAir), close(CloseCode::Away, "the station signs off")].concat().into()
    }

    fn disconnection(&self, _: Option<u64>) -> Bytes {
        close(CloseCode::Policy, "disconnected by the station")
    }
}

/// Returns a message of sound without the WebSocket's framing; empty without frames.
pub fn sound_message(frames: &[Frame]) -> BytesMut {
    let Some(first) = frames.first() else {
        return BytesMut::new();
    };
    let sound: usize = frames.iter().map(|frame| 2 + frame.payload.len()).sum();
    let mut message = BytesMut::with_capacity(SOUND_HEADER + sound);
    message.put_u8(SOUND);
    message.put_u8(0);
    message.put_u16(frames.len() as u16);
    message.put_u32(0);
    message.put_u64(first.seq);
    message.put_u64(first.time_us);
    for frame in frames {
        message.put_u16(frame.payload.len() as u16);
        message.put_slice(&frame.payload);
    }
    message
}

/// Header of an audio message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sound {
    /// The number of its first frame.
    pub first: u64,
    /// Start of its first frame, in microseconds of the server's clock.
    pub time_us: u64,
    /// Number of its frames.
    pub count: u16,
}

impl Sound {
    /// Reads a message of sound; `None` if it is anything else, or if its frames do not fill it exactly.
    pub fn read(message: &[u8]) -> Option<Self> {
        let (header, mut frames) = message.split_first_chunk::<SOUND_HEADER>()?;
        let number = |at: usize| header[at..at + 8].iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
        let count = u16::from_be_bytes([header[2], header[3]]);
        if number(0) != u64::from(SOUND) << 56 | u64::from(count) << 32 || count == 0 {
            return None;
        }
        for _ in 0..count {
            let (length, rest) = frames.split_first_chunk()?;
            frames = rest.get(usize::from(u16::from_be_bytes(*length))..)?;
        }
        frames.is_empty().then(|| Self { first: number(8), time_us: number(16), count })
    }
}

/// The site's path of a cover of `station`.
pub fn cover_address(station: &str, id: &str) -> String {
    format!("/{station}/cover/{id}")
}

/// First message to a listener.
#[derive(Clone, Copy)]
pub struct Hello<'a> {
    /// The station's slug.
    pub station: &'a str,
    /// The station's name.
    pub name: &'a str,
    /// Names this time on air; another one means that the producer was started anew.
    pub timeline: &'a str,
    /// The rendition that will be sent.
    pub rendition: &'a Rendition,
    /// Milliseconds of sound per message.
    pub delivery: u32,
    /// The names of all renditions.
    pub renditions: &'a [String],
    /// Offset that all players add to a frame's time to play in sync, in microseconds.
    pub playout_delay_us: u64,
    /// The server's time now.
    pub server_us: u64,
    /// Number of changes of the server that makes the sound; 0, which is left out, where only one can.
    pub epoch: u64,
}

/// The framed `hello`.
pub fn hello(hello: &Hello<'_>) -> Bytes {
    text(&ToListener::Hello {
        station: hello.station,
        name: hello.name,
        timeline: hello.timeline,
        rendition: &hello.rendition.name,
        codec: hello.rendition.codec.name(),
        sample_rate: hello.rendition.codec.sample_rate(),
        channels: hello.rendition.codec.channels(),
        frame_us: hello.rendition.span_us(1),
        samples_per_frame: hello.rendition.samples_per_frame,
        pre_skip: u32::from(hello.rendition.pre_skip) * hello.rendition.codec.sample_rate() / SAMPLE_RATE,
        delivery: hello.delivery,
        renditions: hello.renditions,
        playout_delay_us: hello.playout_delay_us,
        server_us: hello.server_us,
        epoch: Some(hello.epoch).filter(|epoch| *epoch > 0),
    })
}

/// The framed `caption`.
pub fn caption_message(caption: &Caption) -> Bytes {
    text(&ToListener::Caption {
        id: caption.id,
        start_us: caption.start_us,
        end_us: caption.end_us,
        text: &caption.text,
        is_final: caption.is_final,
    })
}

/// The framed `pong` to a ping: its `t0` as it was written, received at `t1` and answered at `t2`.
pub fn pong(t0: &RawValue, t1: u64, t2: u64) -> Bytes {
    text(&ToListener::Pong { t0, t1, t2 })
}

/// Messages from a listener.
#[derive(Debug)]
pub enum FromListener {
    /// Asks for the server's time; holds `t0` as it was written.
    Ping(Box<RawValue>),
}

/// Reads a text message of a listener; `None` for anything the protocol does not have.
pub fn parse(text: &[u8]) -> Option<FromListener> {
    #[derive(serde::Deserialize)]
    struct Message {
        r#type: String,
        t0: Option<Box<RawValue>>,
    }
    let message: Message = serde_json::from_slice(text).ok()?;
    let t0 = message.t0?;
    let is_number = serde_json::from_str::<serde_json::Number>(t0.get()).is_ok();
    (message.r#type == "ping" && is_number).then_some(FromListener::Ping(t0))
}

/// A framed close message (RFC 6455 section 5.5.1).
pub fn close(code: CloseCode, reason: &str) -> Bytes {
    let mut message = BytesMut::new();
    Parser::write_close(&mut message, Some(CloseReason::from((code, reason))), false);
    message.freeze()
}

/// `payload` as one unmasked message.
pub fn framed(payload: &[u8], op: OpCode) -> Bytes {
    let mut message = BytesMut::with_capacity(payload.len() + 10);
    Parser::write_message(&mut message, payload, op, true, false);
    message.freeze()
}

fn text(message: &ToListener<'_>) -> Bytes {
    // Plain data without maps or failing serialisers, so this cannot fail.
    framed(&serde_json::to_vec(message).unwrap_or_default(), OpCode::Text)
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ToListener<'a> {
    Hello {
        station: &'a str,
        name: &'a str,
        timeline: &'a str,
        rendition: &'a str,
        codec: &'a str,
        sample_rate: u32,
        channels: usize,
        frame_us: u64,
        samples_per_frame: u32,
        pre_skip: u32,
        delivery: u32,
        renditions: &'a [String],
        playout_delay_us: u64,
        server_us: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        epoch: Option<u64>,
    },
    NowPlaying {
        time_us: u64,
        title: &'a str,
        artist: Option<&'a str>,
        album: Option<&'a str>,
        duration_us: Option<u64>,
        cover: Option<&'a str>,
        source: &'a str,
        dj: Option<&'a str>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        is_jingle: bool,
    },
    Caption {
        id: u64,
        start_us: u64,
        end_us: u64,
        text: &'a str,
        #[serde(rename = "final")]
        is_final: bool,
    },
    OffAir,
    Pong {
        t0: &'a RawValue,
        t1: u64,
        t2: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_is_laid_out_as_the_contract_says() {
        let frames = [
            Frame { seq: 0x0102, time_us: 0x0304, payload: Bytes::from_static(&[9, 8, 7]) },
            Frame { seq: 0x0103, time_us: 0x4F24, payload: Bytes::from_static(&[6]) },
        ];
        let framing =
            LongwaveV1 { station: "main".into(), base_path: BasePath::default(), has_captions: false };
        let expected: &[u8] = &[
            0x82, 32, // one unmasked binary message of 32 bytes
            1, 0, 0, 2, 0, 0, 0, 0, // sound, no flags, two frames, reserved
            0, 0, 0, 0, 0, 0, 1, 2, // sequence number
            0, 0, 0, 0, 0, 0, 3, 4, // time
            0, 3, 9, 8, 7, 0, 1, 6, // lengths and packets
        ];
        assert_eq!(framing.pack(&frames, None), expected);
        let message = &expected[2..];
        assert_eq!(Sound::read(message), Some(Sound { first: 0x0102, time_us: 0x0304, count: 2 }));
        for length in 0..message.len() {
            assert_eq!(Sound::read(&message[..length]), None, "cut after {length}");
        }
        for at in [0, 1, 2, 3, 4, 24, 25, 29] {
            let mut wrong = message.to_vec();
            wrong[at] ^= 1;
            assert_eq!(Sound::read(&wrong), None, "byte {at}");
        }
    }

    #[test]
    fn captions_are_for_those_who_asked_for_them() {
        let caption =
            Caption { id: 7, start_us: 1, end_us: 2, text: "Good \"evening\"".into(), is_final: false };
        let told = |has_captions| {
            LongwaveV1 { station: "main".into(), base_path: BasePath::default(), has_captions }
                .caption(&caption)
        };
        assert_eq!(told(false), None);
        let text =
            br#"{"type":"caption","id":7,"start_us":1,"end_us":2,"text":"Good \"evening\"","final":false}"#;
        assert_eq!(&told(true).unwrap()[2..], text);
    }

    #[test]
    fn only_a_ping_with_a_number_is_understood() {
        fn check(text: &str, expected: Option<&str>) {
            let parsed = parse(text.as_bytes()).map(|FromListener::Ping(t0)| t0.get().to_owned());
            assert_eq!(parsed.as_deref(), expected, "{text}");
        }
        check(r#"{"type":"ping","t0":17}"#, Some("17"));
        check(r#"{"t0": 1.50e3, "type":"ping", "more":[]}"#, Some("1.50e3"));
        check(r#"{"type":"ping","t0":"17"}"#, None);
        check(r#"{"type":"ping"}"#, None);
        check(r#"{"type":"pong","t0":1}"#, None);
        check("ping", None);
    }

    #[test]
    fn a_pong_carries_t0_as_it_was_sent() {
        let t0 = RawValue::from_string("1.50e3".into()).unwrap();
        assert_eq!(&pong(&t0, 2, 3)[2..], br#"{"type":"pong","t0":1.50e3,"t1":2,"t2":3}"#);
    }
}
