//! AAC: for phones and car radios, and in HE-AAC for slow connections.

use crate::container::aac::Adts;
use crate::container::icy;
use crate::format::{Cadence, Format, StreamAddress, TitleTransport};
use crate::frame::Codec;

/// Sound between two titles, in bytes: 0.26 s at 128 kbit/s, 1 s at 32 kbit/s.
const METAINT: usize = 4_096;

/// AAC in ADTS over HTTP, with ICY titles for clients that ask for them.
pub static AAC: Format = Format {
    label: "aac",
    name: "Stream (AAC)",
    address: StreamAddress::Extension("aac"),
    media_type: "audio/aac",
    codecs: &[Codec::Aac, Codec::HeAac],
    cadence: Cadence::Us(200_000),
    titles: TitleTransport::Icy(METAINT),
    has_captions: false,
    is_audience: true,
    framing: |stream| icy::with_titles(stream.cadence, Adts::new(stream.rendition.codec, stream.cadence)),
};
