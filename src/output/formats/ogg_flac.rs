//! Ogg FLAC: lossless.

use crate::container::ogg_flac::OggFlac;
use crate::format::{Cadence, Format, StreamAddress, TitleTransport};
use crate::frame::Codec;

/// Ogg FLAC over HTTP, one logical stream.
pub static OGG_FLAC: Format = Format {
    label: "flac",
    name: "Stream (FLAC)",
    address: StreamAddress::Extension("flac"),
    media_type: "audio/ogg",
    codecs: &[Codec::Flac],
    cadence: Cadence::Us(200_000),
    titles: TitleTransport::None,
    has_captions: false,
    is_audience: true,
    framing: |stream| Box::new(OggFlac::new(stream)),
};
