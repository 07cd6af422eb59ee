//! One encoded packet with its place in time, and how packets become the bytes that many share.

use bytes::Bytes;

use crate::model::NowPlaying;

/// 20 ms of encoded sound.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its number; consecutive frames count by one. Numbers go on rising when the server is started anew.
    pub seq: u64,
    /// When it begins, in microseconds of the server's clock.
    pub time_us: u64,
    /// One packet of the rendition's codec.
    pub payload: Bytes,
}

/// What a rendition's encoder makes, as a player needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// Its name, such as `opus-96`.
    pub name: String,
    /// Its codec as the listener's WebSocket names it: `opus` or `pcm-s16le`.
    pub codec: &'static str,
    /// Samples at the beginning of a stream that belong to the encoder, not to the music (RFC 7845 section 4.2).
    pub pre_skip: u16,
    /// Bits per second, as set; for information.
    pub bitrate: u32,
}

/// A way to turn frames into bytes on the wire, the same for every listener.
///
/// The mount calls it once for each group of frames and shares the result.
pub trait Framing: Send + Sync {
    /// What a joiner is sent before anything else.
    fn header(&self) -> Bytes;

    /// The bytes for `frames`, at least one, consecutive.
    fn pack(&self, frames: &[Frame]) -> Bytes;

    /// The bytes that tell of a change of title, if this framing carries titles.
    fn title(&self, now_playing: &NowPlaying) -> Option<Bytes>;

    /// The bytes that end the stream properly, after `last` was sent.
    fn end_of_stream(&self, last: &Frame) -> Bytes;
}

/// The framings a mount can have, as keys to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wire {
    /// Messages of the listener's WebSocket.
    WebSocket,
    /// Pages of Ogg.
    Ogg,
}
