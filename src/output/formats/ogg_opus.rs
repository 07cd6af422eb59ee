//! Ogg Opus: one endless logical stream.

use crate::container::ogg_opus::OggOpus;
use crate::format::{Cadence, Format, StreamAddress, TitleTransport};
use crate::frame::Codec;

/// Ogg Opus over HTTP. Titles inside it would need a new logical stream, and Chromium stops at the second one.
pub static OGG_OPUS: Format = Format {
    label: "opus",
    name: "Stream (Ogg Opus)",
    address: StreamAddress::Extension("opus"),
    media_type: "audio/ogg",
    codecs: &[Codec::Opus],
    cadence: Cadence::Us(200_000),
    titles: TitleTransport::None,
    framing: |stream| Box::new(OggOpus::new(stream)),
};
