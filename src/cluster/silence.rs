//! Frames for the time in which no origin sends any.

use std::collections::VecDeque;

use bytes::Bytes;

use crate::audio::Block;
use crate::encode::{Encoder, Flac, Opus, Pcm, Pcm16k};
use crate::frame::{Codec, Rendition};

/// Blocks that are encoded for one frame at most: the longest frames have three, and encoders keep back some more.
const MOST_BLOCKS: usize = 16;

/// Makes silent frames of one rendition.
pub(super) struct SilenceMaker {
    encoder: Option<Box<dyn Encoder>>,
    made: VecDeque<Bytes>,
}

impl SilenceMaker {
    /// Returns one for `rendition`. If this program has no encoder for its codec, it makes nothing.
    pub(super) fn new(rendition: &Rendition) -> Self {
        let encoder = encoder(rendition).filter(|encoder| {
            // Frames of another length would not fit the numbers.
            encoder.rendition().samples_per_frame == rendition.samples_per_frame
        });
        if encoder.is_none() {
            tracing::warn!(
                rendition = rendition.name,
                "this program cannot encode silence for it: listeners get nothing while no origin sends"
            );
        }
        Self { encoder, made: VecDeque::new() }
    }

    /// Returns the next frame.
    pub(super) fn next(&mut self) -> Option<Bytes> {
        let encoder = self.encoder.as_mut()?;
        let silence = Block::silent();
        for _ in 0..MOST_BLOCKS {
            if let Some(frame) = self.made.pop_front() {
                return Some(frame);
            }
            self.made.extend(encoder.encode(silence.samples()));
        }
        None
    }
}

fn encoder(rendition: &Rendition) -> Option<Box<dyn Encoder>> {
    let kbit_s = rendition.bitrate / 1_000;
    Some(match rendition.codec {
        Codec::Opus => Box::new(Opus::new(kbit_s).ok()?),
        Codec::PcmS16le => Box::new(Pcm::new()),
        Codec::PcmS16leMono16k => Box::new(Pcm16k::new()),
        Codec::Flac => Box::new(Flac::new()),
        #[cfg(feature = "mp3")]
        Codec::Mp3 => Box::new(crate::encode::Mp3::new(kbit_s).ok()?),
        #[cfg(feature = "aac")]
        Codec::Aac => Box::new(crate::encode::Aac::low_complexity(kbit_s).ok()?),
        #[cfg(feature = "aac")]
        Codec::HeAac => Box::new(crate::encode::Aac::high_efficiency(kbit_s).ok()?),
        #[cfg(not(all(feature = "mp3", feature = "aac")))]
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_made_frame_by_frame() {
        let opus = Opus::new(96).expect("an encoder");
        let mut silence = SilenceMaker::new(opus.rendition());
        let frames: Vec<Bytes> = (0..10).filter_map(|_| silence.next()).collect();
        assert_eq!(frames.len(), 10);
        let is_20_ms =
            |frame: &Bytes| opus::packet::get_nb_samples(frame, 48_000).is_ok_and(|samples| samples == 960);
        assert!(frames.iter().all(is_20_ms));
        let samples = Pcm::new();
        assert_eq!(SilenceMaker::new(samples.rendition()).next(), Some(vec![0; 3_840].into()));
    }

    #[test]
    fn frames_of_another_length_are_not_made() {
        let odd = Rendition { samples_per_frame: 480, ..Rendition::new("opus-96", Codec::Opus, 96_000) };
        assert_eq!(SilenceMaker::new(&odd).next(), None);
    }
}
