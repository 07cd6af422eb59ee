//! Makes MP3 of the archive's Opus: for players that take nothing else, and for podcasts.

use super::Error;
use crate::audio::{BLOCK, CHANNELS, SAMPLE_RATE};
use crate::encode::{self, Encoder};
use crate::frame::{Frame, Rendition};

/// Samples of the longest Opus packet, all channels: 120 ms (RFC 6716 section 2.1.4).
const LONGEST: usize = 5_760 * CHANNELS;

/// Decodes Opus frames and encodes them as MP3, on the same sample clock.
pub(super) struct Mp3Transcoder {
    decoder: opus::Decoder,
    encoder: Box<dyn Encoder>,
    /// Samples by which decoded sound is late: the encoder's look-ahead.
    pre_skip: usize,
    /// The number of the Opus frame that comes next without a gap.
    next_opus: Option<u64>,
    /// Samples of all channels that wait to be left out.
    to_skip: usize,
    /// The number of the next MP3 frame.
    next_mp3: u64,
    decoded: Vec<f32>,
}

impl Mp3Transcoder {
    /// Returns a transcoder of `from` to MP3 at so many kilobits per second.
    pub(super) fn new(from: &Rendition, kbit_s: u32) -> Result<Self, Error> {
        let encoder = mp3_encoder(kbit_s).map_err(|error| Error::Codec(error.to_string()))?;
        let decoder = opus::Decoder::new(SAMPLE_RATE, opus::Channels::Stereo);
        Ok(Self {
            decoder: decoder.map_err(|error| Error::Codec(error.to_string()))?,
            encoder,
            pre_skip: usize::from(from.pre_skip),
            next_opus: None,
            to_skip: 0,
            next_mp3: 0,
            decoded: vec![0.0; LONGEST],
        })
    }

    /// Returns what it makes.
    pub(super) fn rendition(&self) -> &Rendition {
        self.encoder.rendition()
    }

    /// Takes in an Opus frame, and adds the MP3 frames that it completes to `made`.
    pub(super) fn take(&mut self, frame: &Frame, made: &mut Vec<Frame>) {
        if self.next_opus != Some(frame.seq) {
            self.begin(frame.seq);
        }
        self.next_opus = Some(frame.seq + 1);
        let decoded = self.decoder.decode_float(&frame.payload, &mut self.decoded[..], false);
        // A damaged packet is silence of the same length.
        let samples = decoded.unwrap_or_else(|_| {
            self.decoded[..BLOCK * CHANNELS].fill(0.0);
            BLOCK
        });
        let samples = self.decoded[..samples.min(BLOCK) * CHANNELS].to_vec();
        self.feed(&samples, made);
    }

    /// Adds the frames that the sound up to now completes, after some silence.
    pub(super) fn finish(&mut self, made: &mut Vec<Frame>) {
        for _ in 0..3 {
            self.feed(&[0.0; BLOCK * CHANNELS], made);
        }
    }

    /// Begins anew with the Opus frame `seq`: at the first MP3 frame that begins with or after it.
    fn begin(&mut self, seq: u64) {
        let _ = self.decoder.reset_state();
        self.encoder.restart();
        let position = seq * BLOCK as u64;
        let rendition = self.encoder.rendition();
        self.next_mp3 = rendition.first_seq_at(position);
        let from = self.next_mp3 * u64::from(rendition.samples_per_frame);
        self.to_skip = (self.pre_skip + (from - position) as usize) * CHANNELS;
    }

    fn feed(&mut self, samples: &[f32], made: &mut Vec<Frame>) {
        let skipped = self.to_skip.min(samples.len());
        self.to_skip -= skipped;
        let samples = &samples[skipped..];
        if samples.is_empty() {
            return;
        }
        for payload in self.encoder.encode(samples) {
            let time_us = self.encoder.rendition().time_us(self.next_mp3);
            made.push(Frame { seq: self.next_mp3, time_us, payload });
            self.next_mp3 += 1;
        }
    }
}

#[cfg(feature = "mp3")]
fn mp3_encoder(kbit_s: u32) -> Result<Box<dyn Encoder>, encode::Error> {
    Ok(Box::new(encode::Mp3::new(kbit_s)?))
}

#[cfg(not(feature = "mp3"))]
fn mp3_encoder(kbit_s: u32) -> Result<Box<dyn Encoder>, encode::Error> {
    Err(encode::Error::left_out(&format!("mp3-{kbit_s}")))
}

#[cfg(feature = "mp3")]
#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::encode::Opus;

    /// Opus frames of a tone, from the frame `first` on.
    pub(in crate::recording) fn tone(first: u64, count: u64) -> (Rendition, Vec<Frame>) {
        let mut encoder = Opus::new(96).unwrap();
        let mut frames = Vec::new();
        for seq in first..first + count {
            let samples: Vec<f32> = (0..BLOCK)
                .flat_map(|n| {
                    let at = (seq * BLOCK as u64 + n as u64) as f64;
                    let sample = (at * 440.0 * std::f64::consts::TAU / 48_000.0).sin() as f32 * 0.5;
                    [sample; CHANNELS]
                })
                .collect();
            let time_us = encoder.rendition().time_us(seq);
            frames.extend(encoder.encode(&samples).into_iter().map(|payload| Frame {
                seq,
                time_us,
                payload,
            }));
        }
        (encoder.rendition().clone(), frames)
    }

    #[test]
    fn mp3_frames_are_numbered_by_the_sample_clock_and_begin_anew_after_a_gap() {
        let (rendition, frames) = tone(1_000, 50);
        let mut transcoder = Mp3Transcoder::new(&rendition, 128).unwrap();
        let mut made = Vec::new();
        for frame in &frames {
            transcoder.take(frame, &mut made);
        }
        // 960,000 samples are 833.3 MP3 frames.
        assert_eq!(made[0].seq, 834);
        assert!(made.windows(2).all(|pair| pair[0].seq + 1 == pair[1].seq));
        assert!(made.len() >= 38, "{}", made.len());
        assert!(made.iter().all(|frame| frame.payload.len() == 384 && frame.time_us == frame.seq * 24_000));
        made.clear();
        let (_, later) = tone(2_000, 20);
        for frame in &later {
            transcoder.take(frame, &mut made);
        }
        assert_eq!(made[0].seq, 1_667);
    }
}
