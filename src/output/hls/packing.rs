//! Packing of each codec for HLS: as fragments of MP4 or as packed audio, and in parts of which length.

use crate::frame::{Codec, Rendition};

use super::window::PART;

/// The way in which renditions of a codec are packed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HlsPacking {
    codec: Codec,
    /// Its name in multivariant playlists (RFC 6381).
    pub(super) codecs: &'static str,
    /// The media of segments.
    pub(super) media: SegmentMedia,
    /// Percentage of the average bitrate that a segment may take.
    pub(super) peak_percent: u32,
}

/// The media of segments and parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SegmentMedia {
    /// Fragmented MP4, with an initialization section.
    Fragments,
    /// Frames one after the other (RFC 8216 section 3.4), in files with this extension.
    PackedAudio(&'static str),
}

/// Every codec that is packed for HLS.
static ALL: [HlsPacking; 4] = [
    // Safari takes `Opus` and not `opus`. It spends more on what is hard to encode.
    HlsPacking { codec: Codec::Opus, codecs: "Opus", media: SegmentMedia::Fragments, peak_percent: 150 },
    // Packed MP3 is object type 34 of MPEG-4. Chromium plays none in MP4.
    HlsPacking {
        codec: Codec::Mp3,
        codecs: "mp4a.40.34",
        media: SegmentMedia::PackedAudio("mp3"),
        peak_percent: 100,
    },
    HlsPacking { codec: Codec::Aac, codecs: "mp4a.40.2", media: SegmentMedia::Fragments, peak_percent: 100 },
    HlsPacking {
        codec: Codec::HeAac,
        codecs: "mp4a.40.29",
        media: SegmentMedia::Fragments,
        peak_percent: 100,
    },
];

impl HlsPacking {
    /// Returns the packing of a codec; `None` if it is not packed for HLS.
    pub(super) fn of(codec: Codec) -> Option<&'static Self> {
        ALL.iter().find(|packing| packing.codec == codec)
    }

    /// Returns the codecs that are packed for HLS.
    pub(super) fn codecs() -> [Codec; ALL.len()] {
        ALL.each_ref().map(|packing| packing.codec)
    }
}

impl SegmentMedia {
    /// Returns the media of a codec.
    pub(super) fn of(codec: Codec) -> Self {
        HlsPacking::of(codec).map_or(Self::Fragments, |packing| packing.media)
    }

    /// Returns the extension of segments and parts.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Fragments => "m4s",
            Self::PackedAudio(extension) => extension,
        }
    }
}

/// Returns how many samples of the station's clock a part has: 200 ms, or twice as much where frames are so long that
/// parts of whole frames would differ by more than 15 % (draft-pantos-hls-rfc8216bis section 4.4.4.9).
pub(super) fn part_samples(rendition: &Rendition) -> u64 {
    let length = u64::from(rendition.samples_per_frame);
    let differs_little = |part: u64| (part / length) * 100 >= part.div_ceil(length) * 85;
    if differs_little(PART) { PART } else { 2 * PART }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_longer_where_frames_are_too_long_for_parts_of_about_one_length() {
        let check = |samples_per_frame: u32, expected: u64| {
            let rendition = Rendition { samples_per_frame, ..Rendition::new("test", Codec::Aac, 0) };
            assert_eq!(part_samples(&rendition), expected, "{samples_per_frame}");
        };
        check(960, PART);
        check(1_024, PART);
        check(1_152, PART);
        check(2_048, 2 * PART);
    }
}
