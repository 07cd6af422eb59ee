//! Playlists as other programs write and read them.
//!
//! In: the text of an M3U, PLS or XSPF file, tracks, or the dump of AzuraCast's database. Out: what it lists, found again in
//! the library, or the text. Never: opens a file.

mod azuracast;
mod m3u;
mod pls;
mod sql_dump;
mod xspf;

mod finding;

use std::path::Path;
use std::time::Duration;

pub use azuracast::{AzuracastDj, AzuracastError, AzuracastPlaylist, AzuracastStation, read_azuracast};
pub use finding::{Finder, Found};

/// A line of a playlist file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Path or address, as written in the file.
    pub location: String,
    /// The title, if it is told.
    pub title: Option<String>,
    /// The artist, if it is told.
    pub artist: Option<String>,
    /// Duration, if stated.
    pub length: Option<Duration>,
}

/// A way to write playlists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaylistFormat {
    /// M3U, and M3U8, which is the same in UTF-8.
    M3u,
    /// PLS.
    Pls,
    /// XSPF, version 1.
    Xspf,
}

/// Reasons why a playlist file cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaylistFileError {
    /// Its name does not say what it is.
    #[error("a playlist file ends in .m3u, .m3u8, .pls or .xspf")]
    Unknown,
    /// It is no XML.
    #[error("it is no XSPF: {0}")]
    Xml(String),
    /// It lists more than anybody can mean.
    #[error("it lists more than {} tracks", MOST)]
    Long,
}

/// The most tracks that are read from a file.
pub const MOST: usize = 100_000;

impl PlaylistFormat {
    /// Detects the format by the text's beginning. Text in no other format is M3U, where every line may be
    /// a file.
    pub fn by_sight(text: &str) -> Self {
        let begins = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
        if begins.starts_with('<') {
            Self::Xspf
        } else if begins.get(..10).is_some_and(|word| word.eq_ignore_ascii_case("[playlist]")) {
            Self::Pls
        } else {
            Self::M3u
        }
    }

    /// Detects the format by the file's extension.
    pub fn of(path: &Path) -> Result<Self, PlaylistFileError> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        match &*ending {
            "m3u" | "m3u8" => Ok(Self::M3u),
            "pls" => Ok(Self::Pls),
            "xspf" => Ok(Self::Xspf),
            _ => Err(PlaylistFileError::Unknown),
        }
    }

    /// Parses a file's entries. Text that is not UTF-8 is read as Windows-1252, as old programs write it.
    pub fn read(self, file: &[u8]) -> Result<Vec<Entry>, PlaylistFileError> {
        let entries = match self {
            Self::M3u => m3u::read(&text(file)),
            Self::Pls => pls::read(&text(file)),
            Self::Xspf => xspf::read(&text(file))?,
        };
        if entries.len() > MOST { Err(PlaylistFileError::Long) } else { Ok(entries) }
    }

    /// The file that lists these entries under a name.
    pub fn write(self, name: &str, entries: &[Entry]) -> Result<String, PlaylistFileError> {
        match self {
            Self::M3u => Ok(m3u::write(entries)),
            Self::Pls => Ok(pls::write(entries)),
            Self::Xspf => xspf::write(name, entries),
        }
    }
}

fn text(file: &[u8]) -> String {
    let file = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file);
    match std::str::from_utf8(file) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(file).0.into_owned(),
    }
}

/// "Artist - Title", as M3U and PLS write both.
fn display(entry: &Entry) -> Option<String> {
    let title = entry.title.as_deref()?;
    let both =
        entry.artist.as_deref().map_or_else(|| title.to_owned(), |artist| format!("{artist} - {title}"));
    // A line break would begin another entry.
    Some(both.replace(['\r', '\n'], " "))
}

/// Artist and title of "Artist - Title".
fn parted(text: &str) -> (Option<String>, Option<String>) {
    let owned = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match text.split_once(" - ") {
        Some((artist, title)) => (owned(artist), owned(title)),
        None => (None, owned(text)),
    }
}

fn whole_seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim().parse().ok()?;
    (seconds > 0.0).then(|| Duration::try_from_secs_f64(seconds).ok()).flatten()
}

#[cfg(test)]
mod tests;
