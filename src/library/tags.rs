//! What a file says of itself, by lofty.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use lofty::config::ParseOptions;
use lofty::file::{TaggedFile, TaggedFileExt as _};
use lofty::picture::PictureType;
use lofty::probe::Probe;
use lofty::tag::{ItemKey, Tag};

use super::loudness;
use crate::model::Loudness;

/// The most characters of a title, an artist or an album.
const LONGEST_TEXT: usize = 300;

/// What could be read of a file's tags; all of it may be missing.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tags {
    pub(super) title: Option<String>,
    pub(super) artist: Option<String>,
    pub(super) album: Option<String>,
    pub(super) loudness: Option<Loudness>,
    /// The picture of the front, or the first there is.
    pub(super) picture: Option<Vec<u8>>,
}

impl Tags {
    /// Reads the tags of the file at `path`. Tags that cannot be read are no reason not to play the music.
    pub(super) fn read(path: &Path) -> Self {
        let read = |covers| catch_unwind(AssertUnwindSafe(|| parse(path, covers))).ok().flatten();
        // A picture too large for lofty spoils the words beside it.
        let file = read(Covers::Read).or_else(|| read(Covers::Leave));
        file.as_ref().map(Self::of).unwrap_or_default()
    }

    fn of(file: &TaggedFile) -> Self {
        let main = file.primary_tag();
        let others = file.tags().iter().filter(|tag| Some(tag.tag_type()) != main.map(Tag::tag_type));
        let tags: Vec<&Tag> = main.into_iter().chain(others).collect();
        let text = |key| tags.iter().find_map(|tag| tidy(tag.get_strings(key)));
        let raw = |key| tags.iter().find_map(|tag| tag.get_string(key));
        let pictures = || tags.iter().flat_map(|tag| tag.pictures());
        let front = pictures().find(|picture| picture.pic_type() == PictureType::CoverFront);
        Self {
            title: text(ItemKey::TrackTitle),
            artist: text(ItemKey::TrackArtist).or_else(|| text(ItemKey::AlbumArtist)),
            album: text(ItemKey::AlbumTitle),
            loudness: loudness::from_tags(
                raw(ItemKey::ReplayGainTrackGain),
                raw(ItemKey::R128TrackGain),
                raw(ItemKey::ReplayGainTrackPeak),
            ),
            picture: front.or_else(|| pictures().next()).map(|picture| picture.data().to_vec()),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Covers {
    Read,
    Leave,
}

fn parse(path: &Path, covers: Covers) -> Option<TaggedFile> {
    let mut options = ParseOptions::new();
    options.read_properties(false).read_cover_art(covers == Covers::Read);
    Probe::open(path).ok()?.options(options).guess_file_type().ok()?.read().ok()
}

/// Several values as one line of sensible length, without control characters.
fn tidy<'a>(values: impl Iterator<Item = &'a str>) -> Option<String> {
    let line = |value: &str| {
        let spaced: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        spaced.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let values: Vec<_> = values.map(line).filter(|value| !value.is_empty()).collect();
    let text: String = values.join(", ").chars().take(LONGEST_TEXT).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_tidied() {
        assert_eq!(tidy(["Ann", "Bo"].into_iter()).as_deref(), Some("Ann, Bo"));
        assert_eq!(tidy([" a\n\tb\0 "].into_iter()).as_deref(), Some("a b"));
        assert_eq!(tidy(["", " \0"].into_iter()), None);
        assert_eq!(tidy([&*"é".repeat(1_000)].into_iter()).map(|text| text.chars().count()), Some(300));
    }
}
