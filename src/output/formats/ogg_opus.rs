//! Ogg Opus: one endless logical stream, or one for each title where that is asked for.

use crate::container::icy;
use crate::container::ogg_opus::OggOpus;
use crate::container::ogg_opus_chained::ChainedOggOpus;
use crate::format::{Cadence, Format, StreamAddress, TitleTransport};
use crate::frame::Codec;

/// Sound between two ICY titles, in bytes: 0.34 s at 96 kbit/s.
const METAINT: usize = 4_096;

/// Ogg Opus over HTTP. Titles inside it would need a new logical stream, and Chromium stops at the second one. Clients
/// that ask for ICY titles get those.
pub static OGG_OPUS: Format = Format {
    label: "opus",
    name: "Stream (Ogg Opus)",
    address: StreamAddress::Extension("opus"),
    media_type: "audio/ogg",
    codecs: &[Codec::Opus],
    cadence: Cadence::Us(200_000),
    titles: TitleTransport::Icy(METAINT),
    has_captions: false,
    is_audience: true,
    framing: |stream| icy::with_titles(stream.cadence, OggOpus::new(stream)),
};

/// Ogg Opus with a logical stream for each title, for programs that are known to take it.
pub static OGG_OPUS_CHAINED: Format = Format {
    label: "opus-chained",
    name: "Stream (Ogg Opus with titles)",
    address: StreamAddress::Variant { extension: "opus", query: "titles=chained" },
    media_type: "audio/ogg",
    codecs: &[Codec::Opus],
    cadence: Cadence::Us(200_000),
    titles: TitleTransport::Messages,
    has_captions: false,
    is_audience: true,
    framing: |stream| Box::new(ChainedOggOpus::new(stream)),
};
