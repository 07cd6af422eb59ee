//! `longwave library`: what music there is.

use std::path::{Component, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::Subcommand;

use super::console::say;
use crate::config::Config;
use crate::model::{Listed, TrackId, TrackKind, UnknownName};
use crate::store::{Error, Store};

/// The most characters of a text in a table.
const WIDEST: usize = 40;
/// Printed for unknown values.
const UNKNOWN: &str = "-";

/// Verbs of `longwave library`.
#[derive(Subcommand)]
pub(super) enum LibraryCommand {
    /// List the tracks in whose title, artist, album, genre or label every one of the words is found
    ///
    /// Capitals and accents do not matter: `bjork` finds Björk. A track is known after `longwave scan`, or once a
    /// running station has read it; its loudness (LUFS) once it was measured.
    Search {
        /// The words, or parts of words
        #[arg(required = true)]
        words: Vec<String>,
        /// The most tracks that are listed
        #[arg(long, value_name = "COUNT", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
        limit: u16,
    },
    /// Set the type of tracks or of a folder: `music`, `jingle`, `id`, `ad` or `talk`
    ///
    /// A track without a type of its own has that of the innermost folder that has one, else `music`. `default` takes
    /// the type away again.
    Type {
        /// The type, or `default`
        kind: KindChoice,
        /// A folder below that of the music
        #[arg(long, value_name = "FOLDER", required_unless_present = "tracks")]
        folder: Option<PathBuf>,
        /// A track by its number, as `library search` tells it; can be given again
        #[arg(long = "track", value_name = "NUMBER", allow_hyphen_values = true)]
        tracks: Vec<i64>,
    },
}

/// A type of track, or none.
#[derive(Clone, Copy)]
pub(super) struct KindChoice(Option<TrackKind>);

impl FromStr for KindChoice {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        if text == "default" { Ok(Self(None)) } else { text.parse().map(|kind| Self(Some(kind))) }
    }
}

/// Does what was asked with the library in the data directory.
pub(super) fn run(config: &Config, verb: LibraryCommand) -> anyhow::Result<()> {
    match verb {
        LibraryCommand::Search { words, limit } => search(config, &words, limit),
        LibraryCommand::Type { kind, folder, tracks } => set_type(config, kind, folder, tracks),
    }
}

fn set_type(
    config: &Config,
    KindChoice(kind): KindChoice,
    folder: Option<PathBuf>,
    tracks: Vec<i64>,
) -> anyhow::Result<()> {
    let store = Store::open(&config.data)?;
    let told = kind.map_or("that of their folder", TrackKind::name);
    if let Some(folder) = folder {
        let is_below = folder.components().all(|part| matches!(part, Component::Normal(_)));
        anyhow::ensure!(is_below, "{} is not below the folder of music", folder.display());
        store.set_folder_type(&folder, kind)?;
        say(format_args!("the type of what is in {} is {told}", folder.display()));
    }
    let tracks: Vec<_> = tracks.into_iter().map(TrackId).collect();
    for track in &tracks {
        store.track(*track)?.ok_or(Error::NoTrack(*track))?;
    }
    store.set_track_types(&tracks, kind)?;
    if !tracks.is_empty() {
        say(format_args!("the type of {} tracks is {told}", tracks.len()));
    }
    Ok(())
}

fn search(config: &Config, words: &[String], limit: u16) -> anyhow::Result<()> {
    let store = Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?;
    let limit = usize::from(limit);
    // One more than is listed tells whether there are more.
    let mut found = store.search(&words.join(" "), limit + 1)?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    if found.is_empty() {
        say(format_args!("nothing is found for {:?}", words.join(" ")));
        return Ok(());
    }
    for line in table(&found) {
        say(line);
    }
    if has_more {
        say(format_args!("and more; give more words, or a larger --limit"));
    }
    Ok(())
}

/// A line for each track, below one that says what is in them.
fn table(tracks: &[Listed]) -> Vec<String> {
    let head = ["id", "artist", "title", "album", "length", "LUFS"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(head).chain(tracks.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let line = |row: &[String; 6]| {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| match column {
            // Numbers are compared by their last digits.
            0 | 4 | 5 => format!("{cell:>width$}"),
            _ => format!("{cell:<width$}"),
        });
        cells.collect::<Vec<_>>().join("  ")
    };
    rows.iter().map(line).collect()
}

fn row(track: &Listed) -> [String; 6] {
    let text = |text: Option<&String>| text.map_or_else(|| UNKNOWN.to_owned(), |text| short(text));
    [
        track.id.0.to_string(),
        text(track.artist.as_ref()),
        short(&track.title),
        text(track.album.as_ref()),
        track.duration.map_or_else(|| UNKNOWN.to_owned(), length),
        track.analysis.map_or_else(
            || UNKNOWN.to_owned(),
            |analysis| format!("{:.1}", analysis.loudness.integrated_lufs),
        ),
    ]
}

/// A text of which the end is left out where it is too wide.
fn short(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

/// Minutes and seconds, with hours where there are any.
fn length(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().round() as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Analysis, Loudness};

    #[test]
    fn a_table_has_a_line_for_each_track() {
        let track = Listed { artist: Some("Ada".to_owned()), ..Listed::new(TrackId(7), "a.mp3", "Tides") };
        let loudness = Loudness { integrated_lufs: -9.26, true_peak_dbtp: None };
        let place = Duration::ZERO;
        let known = Listed {
            id: TrackId(12),
            title: "x".repeat(300),
            album: Some("Harbour".to_owned()),
            duration: Some(Duration::from_millis(3_725_600)),
            analysis: Some(Analysis { loudness, cue_in: place, intro: place, cue_out: place, segue: place }),
            ..track.clone()
        };
        let lines = table(&[track, known]);
        assert_eq!(
            lines[0].split_whitespace().collect::<Vec<_>>(),
            ["id", "artist", "title", "album", "length", "LUFS"]
        );
        assert_eq!(lines[1].split_whitespace().collect::<Vec<_>>(), ["7", "Ada", "Tides", "-", "-", "-"]);
        let long = format!("{}…", "x".repeat(39));
        let expected = ["12", "Ada", &long, "Harbour", "1:02:06", "-9.3"];
        assert_eq!(lines[2].split_whitespace().collect::<Vec<_>>(), expected);
        assert!(lines.iter().all(|line| line.chars().count() == lines[0].chars().count()), "{lines:#?}");
        assert_eq!(length(Duration::from_secs(59)), "0:59");
    }
}
