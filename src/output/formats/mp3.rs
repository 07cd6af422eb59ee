//! MP3: what every other player plays, kitchen and car radios too.

use crate::container::icy;
use crate::container::mpeg_audio::MpegAudio;
use crate::format::{Cadence, Format, StreamAddress, TitleTransport};
use crate::frame::Codec;

/// Sound between two titles, in bytes: 0.72 s at 128 kbit/s. It is whole frames at 64, 80, 96, 128, 160, 192, 256 and
/// 320 kbit/s, so that whoever begins at a chunk begins at a frame.
const METAINT: usize = 11_520;

/// MP3 over HTTP, with ICY titles for clients that ask for them.
pub static MP3: Format = Format {
    label: "mp3",
    name: "Stream (MP3)",
    address: StreamAddress::Extension("mp3"),
    media_type: "audio/mpeg",
    codecs: &[Codec::Mp3],
    cadence: Cadence::Us(192_000),
    titles: TitleTransport::Icy(METAINT),
    has_captions: false,
    is_audience: true,
    framing: |stream| icy::with_titles(stream.cadence, MpegAudio),
};
