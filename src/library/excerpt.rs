//! The beginning or the end of a track, as `AutoDJ` plays it, to be listened to while somebody talks over it.

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use super::Error;
use crate::audio::{Block, SAMPLE_RATE, in_16_bits};
use crate::decode::Reader;

/// A track that is longer is not read to its end while somebody waits.
const LONGEST: Duration = Duration::from_mins(40);

/// A part of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excerpt {
    /// Its first samples per channel from where it begins to be played.
    Beginning(u64),
    /// Its last samples per channel before it ends to be played.
    Ending(u64),
}

/// Reads a part of the sound between two samples, at a gain, as a WAV file of 16 bits; `None` if the end is too far away.
pub fn excerpt(
    path: &Path,
    begin: u64,
    end: Option<u64>,
    part: Excerpt,
    gain: f32,
) -> Result<Option<Vec<u8>>, Error> {
    let end = end.unwrap_or(u64::MAX);
    let mut reader = Reader::open(path)?;
    if matches!(part, Excerpt::Ending(_)) && reader.duration().is_some_and(|length| length > LONGEST) {
        return Ok(None);
    }
    let mut block = Block::silent();
    let mut kept: VecDeque<i16> = VecDeque::new();
    let (mut at, channels) = (0, 2);
    loop {
        let count = reader.read(&mut block)? as u64;
        for (pair, place) in block.samples().as_chunks::<2>().0.iter().zip(at..at + count) {
            if (begin..end).contains(&place) {
                kept.extend(pair.map(|sample| in_16_bits(sample * gain)));
            }
        }
        at += count;
        let is_whole = match part {
            Excerpt::Beginning(most) => {
                kept.truncate(usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(channels));
                at >= begin.saturating_add(most)
            }
            Excerpt::Ending(most) => {
                let most = usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(channels);
                kept.drain(..kept.len().saturating_sub(most));
                false
            }
        };
        if count == 0 || at >= end || is_whole {
            return Ok(Some(wav(kept.make_contiguous())));
        }
        if at > LONGEST.as_secs() * u64::from(SAMPLE_RATE) {
            return Ok(None);
        }
    }
}

/// Makes a WAV file of samples in stereo, left and right in turn.
pub(super) fn wav(samples: &[i16]) -> Vec<u8> {
    let bytes = (samples.len() * 2) as u32;
    let mut file = Vec::with_capacity(44 + samples.len() * 2);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(bytes + 36).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    // Linear PCM of two channels.
    file.extend_from_slice(&1_u16.to_le_bytes());
    file.extend_from_slice(&2_u16.to_le_bytes());
    file.extend_from_slice(&SAMPLE_RATE.to_le_bytes());
    file.extend_from_slice(&(SAMPLE_RATE * 4).to_le_bytes());
    file.extend_from_slice(&4_u16.to_le_bytes());
    file.extend_from_slice(&16_u16.to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend_from_slice(&bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the samples that an excerpt of a file has, in which each sample is its own number.
    fn numbers(begin: u64, end: Option<u64>, part: Excerpt) -> Vec<i16> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("numbers.wav");
        std::fs::write(&path, wav(&(0..5_000).flat_map(|number| [number; 2]).collect::<Vec<i16>>())).unwrap();
        let bytes = excerpt(&path, begin, end, part, 1.0).unwrap().expect("a short file");
        let left = bytes[44..].as_chunks::<4>().0.iter();
        left.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
    }

    #[test]
    fn an_excerpt_begins_and_ends_with_its_samples() {
        let check = |begin, end, part, expected: std::ops::Range<i16>| {
            assert_eq!(numbers(begin, end, part), expected.collect::<Vec<_>>(), "{begin} {end:?} {part:?}");
        };
        check(0, None, Excerpt::Beginning(1_000), 0..1_000);
        check(1_234, None, Excerpt::Beginning(961), 1_234..2_195);
        check(1_234, Some(1_300), Excerpt::Beginning(961), 1_234..1_300);
        check(0, None, Excerpt::Ending(1_500), 3_500..5_000);
        check(0, Some(4_001), Excerpt::Ending(1_000), 3_001..4_001);
        check(3_900, Some(4_001), Excerpt::Ending(1_000), 3_900..4_001);
    }
}
