//! Sound qualities that a listener chooses between on the player page.

use serde::Serialize;

use crate::broadcast::Broadcast;
use crate::frame::{Codec, Rendition};
use crate::mount::Mount;

/// One sound quality of a station, with the data that listening takes.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::web) struct QualityChoice {
    /// The name of the rendition.
    rendition: String,
    /// The level of quality, as the message `quality-choice` tells them apart.
    level: &'static str,
    /// Megabytes per hour, to two significant digits.
    megabytes: u64,
}

/// Returns the qualities in which the player page can play `station`, the standard one first. The others are encoded
/// while somebody listens to them.
pub(in crate::web) fn quality_choices(station: &Broadcast) -> Vec<QualityChoice> {
    let mounts = station.mounts_of(&[Codec::Opus, Codec::PcmS16le]);
    choices(mounts.iter().map(Mount::rendition))
}

/// Returns the megabytes that an hour of a stream takes, to two significant digits: the rate is an average.
pub(in crate::web) fn megabytes_per_hour(bits_per_second: u32) -> u64 {
    let megabytes = (u64::from(bits_per_second) * 3_600 / 8 + 500_000) / 1_000_000;
    let step = 10_u64.pow(megabytes.checked_ilog10().unwrap_or(0).saturating_sub(1));
    (megabytes + step / 2) / step * step
}

fn choices<'a>(renditions: impl Iterator<Item = &'a Rendition>) -> Vec<QualityChoice> {
    let mut renditions: Vec<_> = renditions.collect();
    let Some(standard) = renditions.first().map(|rendition| rendition.bitrate) else {
        return Vec::new();
    };
    // Uncompressed sound is last whatever its rate: it is never the next step up from another one.
    renditions[1..].sort_by_key(|rendition| (rendition.codec == Codec::PcmS16le, rendition.bitrate));
    let choice = |(place, rendition): (usize, &Rendition)| QualityChoice {
        rendition: rendition.name.clone(),
        level: match rendition.codec {
            Codec::PcmS16le => "uncompressed",
            _ if place == 0 => "standard",
            _ if rendition.bitrate < standard => "less",
            _ => "better",
        },
        megabytes: megabytes_per_hour(rendition.bitrate),
    };
    renditions.into_iter().enumerate().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(renditions: &[(&str, Codec, u32)], expected: &[(&str, &str, u64)]) {
        let renditions: Vec<_> =
            renditions.iter().map(|(name, codec, bitrate)| Rendition::new(name, *codec, *bitrate)).collect();
        let found = choices(renditions.iter());
        let found: Vec<_> = found.iter().map(|one| (&*one.rendition, one.level, one.megabytes)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn qualities_begin_with_the_standard_and_end_uncompressed() {
        let opus = |name, bitrate| (name, Codec::Opus, bitrate);
        let pcm = ("pcm-s16", Codec::PcmS16le, 1_536_000);
        check(
            &[opus("opus-96", 96_000), pcm, opus("opus-160", 160_000), opus("opus-48", 48_000)],
            &[
                ("opus-96", "standard", 43),
                ("opus-48", "less", 22),
                ("opus-160", "better", 72),
                ("pcm-s16", "uncompressed", 690),
            ],
        );
        check(&[], &[]);
    }

    #[test]
    fn an_hour_is_told_to_two_digits() {
        let told = [0, 2_000, 16_000, 96_000, 128_000, 256_000, 1_536_000].map(megabytes_per_hour);
        assert_eq!(told, [0, 1, 7, 43, 58, 120, 690]);
    }
}
