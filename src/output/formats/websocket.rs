//! The listener's WebSocket: frames with their stamps, titles in messages of their own.

use crate::container::longwave_v1::LongwaveV1;
use crate::format::{Cadence, Format, Framing, StreamAddress, StreamInfo, TitleTransport};
use crate::frame::Codec;
use crate::model::BasePath;

/// `longwave.v1` over a WebSocket.
pub static WEBSOCKET: Format = Format {
    label: "ws",
    name: "Player page (WebSocket)",
    address: StreamAddress::WebSocket,
    media_type: "application/octet-stream",
    codecs: &[Codec::Opus, Codec::PcmS16le, Codec::PcmS16leMono16k],
    cadence: Cadence::Us(100_000),
    titles: TitleTransport::Messages,
    has_captions: false,
    is_audience: true,
    framing: |stream| framing(stream, false),
};

/// The same with captions.
pub static WEBSOCKET_CAPTIONED: Format =
    Format { has_captions: true, framing: |stream| framing(stream, true), ..WEBSOCKET };

/// The same for an edge: every codec, with captions, and not counted as a listener.
pub static WEBSOCKET_EDGE: Format = Format {
    label: "edge",
    name: "Edge (WebSocket)",
    codecs: &Codec::ALL,
    has_captions: true,
    is_audience: false,
    framing: |stream| framing(stream, true),
    ..WEBSOCKET
};

fn framing(stream: &StreamInfo<'_>, has_captions: bool) -> Box<dyn Framing> {
    Box::new(LongwaveV1 {
        station: stream.station.to_owned(),
        base_path: BasePath::new(stream.base_path),
        has_captions,
    })
}
