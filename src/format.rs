//! Packing and addressing of a rendition: the definition of a format, and the tasks of its framing.
//!
//! The list of formats, each in a file of its own, is in `output::formats`.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::frame::{Codec, Frame, Rendition};
use crate::model::{Caption, NowPlaying};

/// A way to hear a station: its address, its container, and how its bytes are cut.
///
/// A format is a `static` value. Addresses, media types, metric labels and lists in the API follow from it.
#[derive(Debug)]
pub struct Format {
    /// The label in metrics, in the API and in the store; unique among formats.
    pub label: &'static str,
    /// The name that people see.
    pub name: &'static str,
    /// The stream's address.
    pub address: StreamAddress,
    /// The media type of the answer.
    pub media_type: &'static str,
    /// The codecs that fit into the container.
    pub codecs: &'static [Codec],
    /// Default cadence of the stream, unless the listener asks for another one.
    pub cadence: Cadence,
    /// Transport of titles.
    pub titles: TitleTransport,
    /// True if it has messages with captions.
    pub has_captions: bool,
    /// False for a format that other servers take sound by: whoever receives it is counted where they serve listeners.
    pub is_audience: bool,
    /// Makes the framing of one rendition.
    pub framing: fn(&StreamInfo<'_>) -> Box<dyn Framing>,
}

impl Format {
    /// Returns whether the rendition fits into the format's container.
    pub fn packs(&self, rendition: &Rendition) -> bool {
        self.codecs.contains(&rendition.codec)
    }

    /// Returns the extension of the stream's address; `None` for a WebSocket.
    pub const fn extension(&self) -> Option<&'static str> {
        match self.address {
            StreamAddress::Extension(extension) => Some(extension),
            StreamAddress::WebSocket | StreamAddress::Variant { .. } => None,
        }
    }

    /// Returns the path of the stream of `station`.
    pub fn path(&self, station: &str) -> String {
        match self.address {
            StreamAddress::Extension(extension) => format!("/{station}.{extension}"),
            StreamAddress::Variant { extension, query } => format!("/{station}.{extension}?{query}"),
            StreamAddress::WebSocket => format!("/{station}/ws"),
        }
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        let switches = |format: &Self| (format.has_captions, format.is_audience);
        self.label == other.label && switches(self) == switches(other)
    }
}

impl Eq for Format {}

/// The address of a format's streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamAddress {
    /// `/STATION.EXTENSION`, an endless answer over plain HTTP.
    Extension(&'static str),
    /// `/STATION.EXTENSION?QUERY`: another way to pack what the format with this extension has.
    Variant {
        /// The extension.
        extension: &'static str,
        /// Query that is requested besides it, such as `titles=chained`.
        query: &'static str,
    },
    /// `/STATION/ws`, the listener's WebSocket.
    WebSocket,
}

/// Division of a stream into the pieces that are sent as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cadence {
    /// Whole frames, as many as last no longer than so many microseconds, and one at least.
    Us(u64),
    /// Exactly so many bytes of sound, wherever frames begin; never 0. Listeners begin at a chunk and jump from the
    /// beginning of one to that of another.
    Bytes(usize),
}

/// Means by which a format carries titles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleTransport {
    /// It does not.
    None,
    /// In messages of their own, between those of sound.
    Messages,
    /// Inside the bytes of sound, for every listener.
    InBand,
    /// In ICY metadata blocks after each so many bytes of sound, for clients that ask for them: a stream cut by
    /// [`Cadence::Bytes`] of this size.
    Icy(usize),
}

/// The stream that a framing is made for.
#[derive(Clone, Copy, Debug)]
pub struct StreamInfo<'a> {
    /// The station's slug.
    pub station: &'a str,
    /// The path that the site's addresses begin with.
    pub base_path: &'a str,
    /// The encoder's output.
    pub rendition: &'a Rendition,
    /// The number of the mount's first frame.
    pub first_seq: u64,
    /// Cadence of the stream.
    pub cadence: Cadence,
    /// Frames in a message; 1 where messages are cut by bytes.
    pub frames_per_message: u64,
}

/// Turns frames into bytes on the wire, the same for every listener.
///
/// A ring calls it once for each message and shares the result. It has no state: a message follows from its frames
/// and the title alone.
pub trait Framing: Send + Sync {
    /// Returns the bytes that a joiner is sent before anything else. Where messages are cut by bytes, they are none or
    /// whole chunks.
    fn header(&self) -> Bytes {
        Bytes::new()
    }

    /// Returns [`header`](Self::header) for a joiner whose first chunk begins inside what [`pack`](Self::pack) gave for a
    /// frame: `begun` is what stands of that in the chunks before. A container that cannot begin in the middle has it
    /// in the header.
    fn header_before(&self, begun: &Bytes) -> Bytes {
        let _ = begun;
        self.header()
    }

    /// Returns the bytes for `frames`, at least one, consecutive. `title` is the newest title that is known; it holds
    /// for these frames or for ones that follow soon.
    fn pack(&self, frames: &[Frame], title: Option<&NowPlaying>) -> Bytes;

    /// Returns a whole chunk, where messages are cut by bytes: `sound` is what [`pack`](Self::pack) gave, cut to size.
    /// An ICY framing puts its metadata block after it. Every chunk must tell the title, as every one of them is some
    /// listener's first.
    fn chunk(&self, sound: Bytes, title: Option<&NowPlaying>) -> Bytes {
        let _ = title;
        sound
    }

    /// Returns the message that announces a title, if the format has such messages.
    fn title(&self, now_playing: &NowPlaying) -> Option<Bytes> {
        let _ = now_playing;
        None
    }

    /// Returns the message with a caption, if the format has such messages.
    fn caption(&self, caption: &Caption) -> Option<Bytes> {
        let _ = caption;
        None
    }

    /// Returns the bytes that end the stream properly after the frame `last`, for everybody.
    fn end_of_stream(&self, last: u64) -> Bytes {
        let _ = last;
        Bytes::new()
    }

    /// Returns the bytes that end the stream for one listener that is disconnected. `last` is the last frame it was
    /// sent, if it was sent any.
    fn disconnection(&self, last: Option<u64>) -> Bytes {
        last.map(|last| self.end_of_stream(last)).unwrap_or_default()
    }
}

/// A format for the tests of other modules.
#[cfg(test)]
pub(crate) mod fixture {
    use super::*;

    /// Payloads one after the other, 20 ms a message, with titles as text between them.
    struct Raw;

    impl Framing for Raw {
        fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
            frames.iter().flat_map(|frame| frame.payload.clone()).collect()
        }
        fn title(&self, now_playing: &NowPlaying) -> Option<Bytes> {
            Some(now_playing.title.clone().into())
        }
        fn caption(&self, caption: &Caption) -> Option<Bytes> {
            Some(caption.text.clone().into())
        }
        fn end_of_stream(&self, _: u64) -> Bytes {
            Bytes::from_static(b"end")
        }
    }

    pub(crate) static RAW: Format = Format {
        label: "raw",
        name: "Raw",
        address: StreamAddress::Extension("raw"),
        media_type: "application/octet-stream",
        codecs: &[Codec::Opus, Codec::PcmS16le],
        cadence: Cadence::Us(20_000),
        titles: TitleTransport::Messages,
        has_captions: false,
        is_audience: true,
        framing: |_| Box::new(Raw),
    };
}
