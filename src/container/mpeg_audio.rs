//! A stream of MPEG audio: its frames one after the other, each with its own header.

use bytes::Bytes;

use crate::format::Framing;
use crate::frame::Frame;
use crate::model::NowPlaying;

/// The framing of MP3: none.
pub struct MpegAudio;

impl Framing for MpegAudio {
    fn pack(&self, frames: &[Frame], _: Option<&NowPlaying>) -> Bytes {
        match frames {
            [frame] => frame.payload.clone(),
            frames => frames.iter().flat_map(|frame| frame.payload.iter().copied()).collect(),
        }
    }
}
