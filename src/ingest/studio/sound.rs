//! Binary messages of a studio, as a stream that can be decoded.

use bytes::{Buf, Bytes};

use super::Protocol;
use crate::container::ogg_opus::OggOpus;
use crate::format::{Cadence, Framing, StreamInfo};
use crate::frame::{Codec, Frame, Rendition};

/// The codec's name for bare packets.
const BARE: &str = "opus";
/// The most a packet may have: 120 ms in the six frames of RFC 6716 section 3.2 come to less.
const MOST_PACKET: usize = 8 * 1_024;
/// Bytes before the sound of a message: when it was sent.
const HEAD: usize = 8;
/// Samples at the beginning that are the encoder's, 6.5 ms, as libopus has it in every browser.
const PRE_SKIP: u16 = 312;

/// Turns messages into a stream.
pub(super) enum StudioSound {
    /// Opus packets, each put into a page of its own so that none waits for another.
    Packets { pages: Box<OggOpus>, next: u64 },
    /// A container's bytes, with the time before them.
    Timed,
    /// A container's bytes.
    Plain,
}

/// A message that carries no sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoSound;

impl StudioSound {
    /// Returns the audio stream of a studio that speaks `protocol` and declares `codec`.
    pub(super) fn new(protocol: Protocol, codec: &str) -> Self {
        match protocol {
            Protocol::Webcast => Self::Plain,
            Protocol::Studio if codec == BARE => {
                let rendition = &Rendition { pre_skip: PRE_SKIP, ..Rendition::new(BARE, Codec::Opus, 0) };
                let stream = StreamInfo {
                    station: "",
                    base_path: "",
                    rendition,
                    first_seq: 0,
                    cadence: Cadence::Us(0),
                    frames_per_message: 1,
                };
                Self::Packets { pages: Box::new(OggOpus::new(&stream)), next: 0 }
            }
            Protocol::Studio => Self::Timed,
        }
    }

    /// The media type of the stream that comes of it.
    pub(super) fn media_type<'a>(&self, codec: &'a str) -> &'a str {
        if matches!(self, Self::Packets { .. }) { "audio/ogg" } else { codec }
    }

    /// The time a message was sent, if it says so, and the next bytes of the stream.
    pub(super) fn take(&mut self, mut message: Bytes) -> Result<(Option<u64>, Bytes), NoSound> {
        if matches!(self, Self::Plain) {
            return Ok((None, message));
        }
        if message.len() <= HEAD {
            return Err(NoSound);
        }
        let sent_us = message.get_u64();
        let Self::Packets { pages, next } = self else { return Ok((Some(sent_us), message)) };
        if message.len() > MOST_PACKET {
            return Err(NoSound);
        }
        let frame = Frame { seq: *next, time_us: sent_us, payload: message };
        let page = pages.pack(&[frame], None);
        let stream = if *next == 0 { [pages.header(), page].concat().into() } else { page };
        *next += 1;
        Ok((Some(sent_us), stream))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(sent_us: u64, sound: &[u8]) -> Bytes {
        [&sent_us.to_be_bytes(), sound].concat().into()
    }

    #[test]
    fn packets_become_one_stream_of_ogg() {
        let mut sound = StudioSound::new(Protocol::Studio, "opus");
        assert_eq!(sound.media_type("opus"), "audio/ogg");
        let mut stream = Vec::new();
        for number in 0..3 {
            let (sent_us, bytes) = sound.take(message(number, &[0xFC, number as u8])).unwrap();
            assert_eq!(sent_us, Some(number));
            stream.extend_from_slice(&bytes);
        }
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(stream));
        let packets: Vec<_> = std::iter::from_fn(|| reader.read_packet().unwrap()).collect();
        assert_eq!(packets.len(), 5);
        assert_eq!(&packets[0].data[..8], b"OpusHead");
        assert_eq!((packets[4].data.as_slice(), packets[4].absgp_page()), (&[0xFC, 2][..], 3 * 960));
    }

    #[test]
    fn a_containers_bytes_are_passed_on() {
        let mut ours = StudioSound::new(Protocol::Studio, "audio/webm");
        assert_eq!(ours.take(message(7, b"abc")), Ok((Some(7), Bytes::from_static(b"abc"))));
        let mut webcast = StudioSound::new(Protocol::Webcast, "audio/ogg");
        assert_eq!(webcast.take(Bytes::from_static(b"abc")), Ok((None, Bytes::from_static(b"abc"))));
    }

    #[test]
    fn what_carries_no_sound_is_refused() {
        assert_eq!(StudioSound::new(Protocol::Studio, "opus").take(message(7, b"")), Err(NoSound));
        assert_eq!(StudioSound::new(Protocol::Studio, "opus").take(Bytes::new()), Err(NoSound));
        assert_eq!(StudioSound::new(Protocol::Studio, "opus").take(message(7, &[0; 9_000])), Err(NoSound));
    }
}
