//! Reads files' tags, by lofty.

use std::fs::File;
use std::io::{BufReader, Seek as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use lofty::config::ParseOptions;
use lofty::file::{AudioFile as _, TaggedFile, TaggedFileExt as _};
use lofty::picture::PictureType;
use lofty::probe::Probe;
use lofty::tag::{ItemKey, Tag};

use super::{gapless, loudness};
use crate::model::{Loudness, isrc};

/// The most characters of a title, an artist or an album.
const LONGEST_TEXT: usize = 300;

/// A file's tags; all of them may be missing.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tags {
    pub(super) title: Option<String>,
    pub(super) artist: Option<String>,
    pub(super) album: Option<String>,
    pub(super) genre: Option<String>,
    pub(super) year: Option<u16>,
    pub(super) isrc: Option<String>,
    pub(super) label: Option<String>,
    pub(super) disc: Option<u16>,
    pub(super) number: Option<u16>,
    /// True if its album is to be played without gaps.
    pub(super) is_gapless: bool,
    /// Duration, if requested.
    pub(super) duration: Option<Duration>,
    pub(super) loudness: Option<Loudness>,
    /// The picture of the front, or the first there is.
    pub(super) picture: Option<Vec<u8>>,
}

impl Tags {
    /// Reads the tags of the file at `path`, with pictures. Tags that cannot be read are no reason not to play
    /// the music.
    pub(super) fn read(path: &Path) -> Self {
        // A picture too large for lofty spoils the words beside it.
        File::open(path)
            .map(|file| Self::first_of(&file, [TagSelection::Pictures, TagSelection::Words]))
            .unwrap_or_default()
    }

    /// Reads the tags of `file` without pictures, and how long it plays.
    pub(super) fn listed(file: &File) -> Self {
        Self::first_of(file, [TagSelection::Length, TagSelection::Words])
    }

    /// Reads tags, with the first selection that is readable.
    fn first_of(file: &File, wanted: [TagSelection; 2]) -> Self {
        let read = |wanted| catch_unwind(AssertUnwindSafe(|| parse(file, wanted))).ok().flatten();
        wanted.into_iter().find_map(read).map(Self::of).unwrap_or_default()
    }

    fn of(mut file: TaggedFile) -> Self {
        let words = Self::words(&file);
        let kinds: Vec<_> = file.tags().iter().map(Tag::tag_type).collect();
        let mut tags = kinds.into_iter().filter_map(|kind| file.remove(kind));
        Self { is_gapless: tags.any(gapless::is_asked_for), ..words }
    }

    fn words(file: &TaggedFile) -> Self {
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
            genre: text(ItemKey::Genre),
            year: [ItemKey::RecordingDate, ItemKey::Year, ItemKey::ReleaseDate, ItemKey::OriginalReleaseDate]
                .into_iter()
                .find_map(|key| raw(key).and_then(year)),
            isrc: raw(ItemKey::Isrc).and_then(isrc),
            label: text(ItemKey::Label).or_else(|| text(ItemKey::Publisher)),
            disc: raw(ItemKey::DiscNumber).and_then(number),
            number: raw(ItemKey::TrackNumber).and_then(number),
            is_gapless: false,
            duration: Some(file.properties().duration()).filter(|duration| !duration.is_zero()),
            loudness: loudness::from_tags(
                raw(ItemKey::ReplayGainTrackGain),
                raw(ItemKey::R128TrackGain),
                raw(ItemKey::ReplayGainTrackPeak),
            ),
            picture: front.or_else(|| pictures().next()).map(|picture| picture.data().to_vec()),
        }
    }
}

/// Data read beside the texts.
#[derive(Clone, Copy, PartialEq)]
enum TagSelection {
    Pictures,
    Length,
    Words,
}

fn parse(mut file: &File, wanted: TagSelection) -> Option<TaggedFile> {
    let mut options = ParseOptions::new();
    options.read_properties(wanted == TagSelection::Length).read_cover_art(wanted == TagSelection::Pictures);
    file.rewind().ok()?;
    Probe::new(BufReader::new(file)).options(options).guess_file_type().ok()?.read().ok()
}

/// The year that a date begins with.
fn year(date: &str) -> Option<u16> {
    let digits = date.trim().get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))?;
    digits.parse().ok().filter(|year| *year > 0)
}

/// A number, behind which some write how many there are: `3/12`.
fn number(text: &str) -> Option<u16> {
    text.split('/').next()?.trim().parse().ok().filter(|number| *number > 0)
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

/// Reads the tags of a file with its pictures, and without.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzz_tags(path: &Path) {
    let Ok(file) = File::open(path) else { return };
    for tags in [Tags::read(path), Tags::listed(&file)] {
        for words in [&tags.title, &tags.artist, &tags.album, &tags.genre, &tags.label].into_iter().flatten()
        {
            assert!(!words.is_empty() && !words.contains(char::is_control), "{words:?}");
        }
    }
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
    #[test]
    fn years_and_numbers_are_told_from_nonsense() {
        assert_eq!(
            ["1987", " 2004-05-01 ", "19", "May 1999", "0000", "２００４", ""].map(year)[..3],
            [Some(1987), Some(2004), None]
        );
        assert!(["May 1999", "0000", "２００４", ""].into_iter().all(|nonsense| year(nonsense).is_none()));
        assert_eq!(["3", " 03 / 12", "12/"].map(number), [Some(3), Some(3), Some(12)]);
        assert!(["", "0", "A1", "/2", "-1", "65536"].into_iter().all(|nonsense| number(nonsense).is_none()));
    }
}
