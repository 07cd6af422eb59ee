//! Start and end of the music within a decoder's output.
//!
//! Encoders put silence before the music, to fill their filters, and after it, to fill the last packet.
//! Every container states the amounts in a different place; here they become one pair of numbers.

use std::fs::File;

use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_OPUS};
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters};
use symphonia::core::formats::well_known::{
    FORMAT_ID_ADTS, FORMAT_ID_ISOMP4, FORMAT_ID_MKV, FORMAT_ID_MP1, FORMAT_ID_MP2, FORMAT_ID_MP3,
    FORMAT_ID_OGG,
};
use symphonia::core::formats::{FormatId, Track};

use super::opus::Head;
use super::{mkv, mp4};

/// Default AAC encoder delay, in samples: one frame, the least the codec needs.
const AAC_PRIMING: u64 = 1_024;

/// Decoder delay of MPEG layers I and II, in samples; no file states more.
const MPEG_DELAY: u64 = 481;

/// The part of a decoder's output that is music, in frames at its own rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    /// Frames to drop before the music begins.
    pub(super) skip: u64,
    /// Frames of music, if known; what follows is dropped.
    pub(super) take: Option<u64>,
    /// Frames to drop at the very end.
    pub(super) drop_last: u64,
}

/// Properties of a track that are known before its first packet is decoded.
pub(super) struct Facts<'a> {
    pub(super) format: FormatId,
    pub(super) track: &'a Track,
    pub(super) params: &'a AudioCodecParameters,
}

impl Facts<'_> {
    /// Finds the edges; `file` is asked for what symphonia does not tell.
    pub(super) fn edges(&self, file: Option<&mut File>) -> Edges {
        let rate = u64::from(self.params.sample_rate.unwrap_or(0));
        let found = match self.format {
            FORMAT_ID_ISOMP4 => file.and_then(|file| mp4::edges(file, self.track.id, self.track.num_frames)),
            FORMAT_ID_MKV => file.and_then(|file| mkv::edges(file, self.track.id, (rate, self.usual_skip()))),
            FORMAT_ID_ADTS => Some(Edges { skip: AAC_PRIMING, ..Edges::default() }),
            // Their packets are trimmed one by one, except for the beginning of Opus.
            FORMAT_ID_OGG | FORMAT_ID_MP3 => None,
            FORMAT_ID_MP1 | FORMAT_ID_MP2 => Some(Edges { skip: MPEG_DELAY, ..Edges::default() }),
            _ => self.track.delay.map(|delay| Edges {
                skip: u64::from(delay),
                take: self.track.num_frames,
                drop_last: 0,
            }),
        };
        found.unwrap_or_else(|| Edges { skip: self.usual_skip(), ..Edges::default() })
    }

    fn is(&self, codec: AudioCodecId) -> bool {
        self.params.codec == codec
    }

    /// Returns the delay that the codec states, or its encoders usually have.
    fn usual_skip(&self) -> u64 {
        if self.is(CODEC_ID_OPUS) {
            let head = self.params.extra_data.as_deref().and_then(Head::read);
            head.map_or(0, |head| u64::from(head.pre_skip))
        } else if self.is(CODEC_ID_AAC) {
            AAC_PRIMING
        } else {
            0
        }
    }
}
