//! One encoded packet with its place in time, and the encoder's output that it belongs to.

use bytes::Bytes;

use crate::audio::{BLOCK, CHANNELS, SAMPLE_RATE};

/// One encoded packet of a rendition, stamped.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The frame's number: its place on the station's sample clock divided by its length, so numbers go on rising
    /// when the server is restarted. Consecutive frames count by one.
    pub seq: u64,
    /// Start of the frame, in microseconds of the server's clock.
    pub time_us: u64,
    /// One packet of the rendition's codec.
    pub payload: Bytes,
}

/// Encoding of a rendition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// Opus (RFC 6716).
    Opus,
    /// 16-bit little-endian samples, left and right in turn.
    PcmS16le,
    /// 16-bit little-endian samples at 16 kHz, one channel: for programs that analyse speech, not for players.
    PcmS16leMono16k,
    /// MPEG-1 layer III (ISO/IEC 11172-3).
    Mp3,
    /// FLAC (RFC 9639).
    Flac,
    /// AAC-LC (ISO/IEC 14496-3).
    Aac,
    /// HE-AAC v2: AAC-LC with spectral band replication and parametric stereo (ISO/IEC 14496-3).
    HeAac,
}

impl Codec {
    /// Every codec.
    pub const ALL: [Self; 7] =
        [Self::Opus, Self::PcmS16le, Self::PcmS16leMono16k, Self::Mp3, Self::Flac, Self::Aac, Self::HeAac];

    /// The codec's name in `hello` messages and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opus => "opus",
            Self::PcmS16le | Self::PcmS16leMono16k => "pcm-s16le",
            Self::Mp3 => "mp3",
            Self::Flac => "flac",
            Self::Aac => "aac",
            Self::HeAac => "he-aac",
        }
    }

    /// Returns the sample rate in Hz.
    pub const fn sample_rate(self) -> u32 {
        match self {
            Self::PcmS16leMono16k => 16_000,
            _ => SAMPLE_RATE,
        }
    }

    /// Returns the number of channels.
    pub const fn channels(self) -> usize {
        match self {
            Self::PcmS16leMono16k => 1,
            _ => CHANNELS,
        }
    }
}

/// The output of one encoder, as a player needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// Its name, such as `opus-96`.
    pub name: String,
    /// Its encoding.
    pub codec: Codec,
    /// Length of a frame in samples at 48 kHz: 960 for Opus and PCM, 1152 for MP3, 1024 for AAC-LC, 2048 for HE-AAC.
    /// Never 0.
    pub samples_per_frame: u32,
    /// Samples at 48 kHz at the beginning of a stream that belong to the encoder, not to the music (RFC 7845
    /// section 4.2).
    pub pre_skip: u16,
    /// Bits per second, as set; for information.
    pub bitrate: u32,
}

impl Rendition {
    /// A rendition with frames of 20 ms.
    pub fn new(name: &str, codec: Codec, bitrate: u32) -> Self {
        Self { name: name.to_owned(), codec, samples_per_frame: BLOCK as u32, pre_skip: 0, bitrate }
    }

    /// Returns how long so many frames last, in microseconds, rounded down.
    pub fn span_us(&self, frames: u64) -> u64 {
        us_of(frames * u64::from(self.samples_per_frame))
    }

    /// Returns when the frame `seq` begins, in microseconds of the server's clock.
    pub fn time_us(&self, seq: u64) -> u64 {
        self.span_us(seq)
    }

    /// Returns how many whole frames last no longer than `us` microseconds.
    pub fn frames_in(&self, us: u64) -> u64 {
        samples_in(us) / u64::from(self.samples_per_frame)
    }

    /// Returns the number of the first frame that begins at or after `position`, in samples of the station's clock.
    pub fn first_seq_at(&self, position: u64) -> u64 {
        position.div_ceil(u64::from(self.samples_per_frame))
    }

    /// Returns about how many bytes a second the rendition takes.
    pub fn bytes_per_second(&self) -> usize {
        self.bitrate as usize / 8
    }
}

/// Microseconds and samples have a common measure: 125 µs are 6 samples at 48 kHz.
const US_PER_STEP: u64 = 125;
const SAMPLES_PER_STEP: u64 = 6;
const _: () = assert!(SAMPLE_RATE as u64 * US_PER_STEP == SAMPLES_PER_STEP * 1_000_000);

/// Returns how long so many samples last, in microseconds, rounded down.
fn us_of(samples: u64) -> u64 {
    samples.saturating_mul(US_PER_STEP) / SAMPLES_PER_STEP
}

/// Returns how many samples `us` microseconds last, rounded down.
fn samples_in(us: u64) -> u64 {
    us.saturating_mul(SAMPLES_PER_STEP) / US_PER_STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendition(samples_per_frame: u32) -> Rendition {
        Rendition { samples_per_frame, ..Rendition::new("test", Codec::Opus, 0) }
    }

    #[test]
    fn frame_times_follow_from_their_numbers() {
        // 2026 in frames of 20 ms.
        assert_eq!(rendition(960).time_us(88_000_000_000), 88_000_000_000 * 20_000);
        assert_eq!(rendition(1_152).time_us(3), 72_000);
        assert_eq!(rendition(1_024).time_us(3), 64_000);
        assert_eq!(rendition(1_024).time_us(1), 21_333);
    }

    #[test]
    fn spans_become_whole_frames() {
        let check = |samples_per_frame, us, frames| {
            assert_eq!(rendition(samples_per_frame).frames_in(us), frames, "{samples_per_frame} in {us}");
        };
        check(960, 100_000, 5);
        check(960, 99_999, 4);
        check(1_152, 100_000, 4);
        check(1_024, 1_000_000, 46);
    }

    #[test]
    fn a_frame_begins_at_a_multiple_of_its_length() {
        assert_eq!(rendition(960).first_seq_at(9_600), 10);
        assert_eq!(rendition(1_152).first_seq_at(1_152), 1);
        assert_eq!(rendition(1_152).first_seq_at(1_153), 2);
    }
}
