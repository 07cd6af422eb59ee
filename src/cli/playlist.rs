//! `longwave playlist`: what a station may play.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};

use super::console::say;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::model::{
    Contents, Every, Hours, Listed, Order, Playlist as List, PlaylistKind, Query, TrackId, TrackKind,
};
use crate::schedule;
use crate::schedule::exchange::{Entry, Finder, Found, PlaylistFormat};
use crate::store::{Error, Store};

/// The longest playlist file that is read, in bytes.
const MOST_BYTES: u64 = 64 << 20;

/// Operations on playlists. A running server follows within seconds.
#[derive(Subcommand)]
pub(super) enum PlaylistCommand {
    /// List the playlists
    List(Of),
    /// Add a playlist: one that fits a query (smart), or with neither of the queries' options, of these tracks
    Add(Definition),
    /// Define a playlist anew; tracks of one that is not smart stay, unless others are given
    Set(Definition),
    /// Say what a playlist is, and what is in it now
    Show {
        /// Its name
        name: String,
        #[command(flatten)]
        of: Of,
    },
    /// Remove a playlist
    Remove {
        /// Its name
        name: String,
        #[command(flatten)]
        of: Of,
    },
    /// Take the tracks that an M3U, M3U8, PLS or XSPF file lists, in place of those there were
    Import {
        /// The playlist, made if there is none
        name: String,
        /// The file
        file: PathBuf,
        #[command(flatten)]
        of: Of,
    },
    /// Write what is in a playlist now into an M3U, M3U8, PLS or XSPF file
    Export {
        /// The playlist
        name: String,
        /// The file to make; one that is there is never replaced
        file: PathBuf,
        #[command(flatten)]
        of: Of,
    },
}

/// Option `--station`.
#[derive(Args)]
pub(super) struct Of {
    /// The station
    #[arg(long, value_name = "STATION", default_value = "main")]
    pub(super) station: String,
}

#[derive(Args)]
pub(super) struct Definition {
    /// Its name
    name: String,
    #[command(flatten)]
    of: Of,
    /// `shuffle`, `sequence` or `least-recently-played`
    #[arg(long, default_value = "shuffle")]
    order: Order,
    /// Weight of its choice beside the others while no show is on; 0 leaves it to shows and clocks
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(..=1000))]
    weight: u32,
    /// Hours at which it is chosen, such as "fri 20:00-23:00", by the station's clock; can be given again
    #[arg(long, value_name = "DAY FROM-TO")]
    hours: Vec<Hours>,
    /// Length of the crossfade between its tracks, 0 to 30, if not as usual
    #[arg(long, value_name = "SECONDS", value_parser = crossfade)]
    crossfade: Option<Duration>,
    /// It holds jingles or station IDs: not crossfaded, never two in a row
    #[arg(long)]
    jingles: bool,
    /// Its jingles are heard over the intro of the music after them, where that begins softly
    #[arg(long, requires = "jingles")]
    over_intro: bool,
    /// A jingle comes after so many tracks
    #[arg(long, value_name = "N", requires = "jingles", value_parser = clap::value_parser!(u32).range(1..=1000))]
    every_tracks: Option<u32>,
    /// A jingle comes after so many minutes, with the next track
    #[arg(long, value_name = "N", requires = "jingles", value_parser = clap::value_parser!(u32).range(1..=10080))]
    every_minutes: Option<u32>,
    /// A track by its number, as `library search` tells it; can be given again
    #[arg(
        long = "track",
        value_name = "NUMBER",
        allow_hyphen_values = true,
        conflicts_with = "PlaylistOptions"
    )]
    tracks: Vec<i64>,
    #[command(flatten)]
    wanted: PlaylistOptions,
}

/// Query of a smart playlist.
#[derive(Args)]
#[group(multiple = true)]
struct PlaylistOptions {
    /// Everything there is
    #[arg(long)]
    everything: bool,
    /// Of this genre
    #[arg(long)]
    genre: Option<String>,
    /// By this artist
    #[arg(long)]
    artist: Option<String>,
    /// From this year or these years, such as 1990-1999
    #[arg(long, value_name = "YEAR[-YEAR]", value_parser = years)]
    years: Option<(u16, u16)>,
    /// With all these words somewhere in the tags or the path
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,
    /// In the library for at most so many days
    #[arg(long, value_name = "DAYS")]
    added_within: Option<u32>,
    /// Length of the track, such as 2:00-5:30
    #[arg(long, value_name = "FROM-TO", value_parser = lengths)]
    length: Option<(Duration, Duration)>,
    /// In this folder of the music
    #[arg(long)]
    folder: Option<PathBuf>,
    /// Of this type: `music`, `jingle`, `id`, `ad` or `talk`; without it music, or with --jingles any
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<TrackKind>,
}

/// Does what was asked with the playlists in the data directory.
pub(super) fn run(config: &Config, verb: PlaylistCommand) -> anyhow::Result<()> {
    match verb {
        PlaylistCommand::List(of) => {
            let store = look(config)?;
            for list in store.playlists(&of.station)? {
                say(told(&list));
            }
        }
        PlaylistCommand::Add(definition) => {
            let store = Store::open(&config.data)?;
            let known = store.playlist(&definition.of.station, &definition.name);
            ensure!(
                known.is_err(),
                "there is a playlist {:?} already; `set` defines it anew",
                definition.name
            );
            put(&store, definition, Vec::new())?;
        }
        PlaylistCommand::Set(definition) => {
            let store = Store::open(&config.data)?;
            let tracks = match store.playlist(&definition.of.station, &definition.name)?.contents {
                Contents::Fixed(tracks) => tracks,
                Contents::Smart(_) => Vec::new(),
            };
            put(&store, definition, tracks)?;
        }
        PlaylistCommand::Show { name, of } => {
            let store = look(config)?;
            let list = store.playlist(&of.station, &name)?;
            say(told(&list));
            let tracks = store.listed()?;
            for track in holds(&list, &tracks) {
                say(format_args!("{}", named(track)));
            }
        }
        PlaylistCommand::Remove { name, of } => {
            Store::open(&config.data)?.remove_playlist(&of.station, &name)?;
            say(format_args!("{name} is removed"));
        }
        PlaylistCommand::Import { name, file, of } => import(config, &of.station, &name, &file)?,
        PlaylistCommand::Export { name, file, of } => export(config, &of.station, &name, &file)?,
    }
    Ok(())
}

/// The database, which must be there.
pub(super) fn look(config: &Config) -> anyhow::Result<Store> {
    Ok(Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()))?)
}

/// Artist and title, for people.
pub(super) fn named(track: &Listed) -> String {
    let artist = track.artist.as_deref().map(|artist| format!("{artist} - ")).unwrap_or_default();
    format!("{artist}{}", track.title)
}

fn put(store: &Store, definition: Definition, tracks: Vec<TrackId>) -> anyhow::Result<()> {
    let station = definition.of.station.clone();
    let list = definition.list(tracks);
    store.put_playlist(&station, &list)?;
    say(told(&list));
    Ok(())
}

impl Definition {
    fn list(self, tracks: Vec<TrackId>) -> List {
        let every = Every { tracks: self.every_tracks, minutes: self.every_minutes };
        let given: Vec<_> = self.tracks.into_iter().map(TrackId).collect();
        let contents = match self.wanted.query() {
            Some(query) => Contents::Smart(query),
            None => Contents::Fixed(if given.is_empty() { tracks } else { given }),
        };
        List {
            name: self.name,
            contents,
            kind: if self.jingles { PlaylistKind::Jingle(every) } else { PlaylistKind::Music },
            order: self.order,
            weight: self.weight,
            hours: self.hours,
            crossfade: self.crossfade,
            over_intro: self.over_intro,
        }
    }
}

impl PlaylistOptions {
    /// The query, if anything is asked for.
    fn query(self) -> Option<Query> {
        let (from_year, to_year) = self.years.unzip();
        let (shortest, longest) = self.length.unzip();
        let query = Query {
            genre: self.genre,
            artist: self.artist,
            from_year,
            to_year,
            text: self.text,
            added_within_days: self.added_within,
            shortest,
            longest,
            folder: self.folder,
            kind: self.kind,
        };
        (self.everything || query != Query::default()).then_some(query)
    }
}

/// Returns the current tracks of a playlist.
fn holds<'a>(list: &List, tracks: &'a [Listed]) -> Vec<&'a Listed> {
    schedule::holds(list, tracks, SystemClock::start().now_us() / 1_000_000)
}

fn import(config: &Config, station: &str, name: &str, file: &Path) -> anyhow::Result<()> {
    let format = PlaylistFormat::of(file)?;
    let about = fs::metadata(file).with_context(|| format!("{} cannot be read", file.display()))?;
    ensure!(about.len() <= MOST_BYTES, "{} is too large for a playlist", file.display());
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let entries = format.read(&bytes).with_context(|| file.display().to_string())?;
    let store = Store::open(&config.data)?;
    let tracks = store.listed()?;
    ensure!(!tracks.is_empty(), "the library is empty; `longwave scan` fills it");
    let folder = music(config);
    let Found { tracks: found, missing } = Finder::new(&tracks, &folder).find_all(&entries);
    for location in missing {
        say(format_args!("not in the library: {location}"));
    }
    if found.is_empty() {
        bail!("nothing that {} lists is in the library; the playlist is as it was", file.display());
    }
    let (count, all) = (found.len(), entries.len());
    let list = match store.playlist(station, name) {
        Ok(known) => List { contents: Contents::Fixed(found), ..known },
        Err(Error::NoPlaylist(_)) => List { order: Order::Sequence, ..List::of(name, found) },
        Err(error) => return Err(error.into()),
    };
    store.put_playlist(station, &list)?;
    say(format_args!("{count} of {all} tracks are found"));
    say(told(&list));
    Ok(())
}

fn export(config: &Config, station: &str, name: &str, file: &Path) -> anyhow::Result<()> {
    let format = PlaylistFormat::of(file)?;
    let store = look(config)?;
    let list = store.playlist(station, name)?;
    let tracks = store.listed()?;
    let folder = music(config);
    let entry = |track: &Listed| Entry {
        location: format!("{}/{}", folder.trim_end_matches('/'), track.path.display()),
        title: Some(track.title.clone()),
        artist: track.artist.clone(),
        length: track.duration,
    };
    let entries: Vec<_> = holds(&list, &tracks).into_iter().map(entry).collect();
    let text = format.write(&list.name, &entries)?;
    let made =
        fs::File::create_new(file).and_then(|mut made| std::io::Write::write_all(&mut made, text.as_bytes()));
    made.with_context(|| format!("{} cannot be made", file.display()))?;
    say(format_args!("{} tracks are in {}", entries.len(), file.display()));
    Ok(())
}

/// The folder of music by its full name, as other programs know it.
pub(super) fn music(config: &Config) -> String {
    let full = config.media.canonicalize().unwrap_or_else(|_| config.media.clone());
    full.to_string_lossy().into_owned()
}

/// A playlist in a line.
fn told(list: &List) -> String {
    let mut parts = vec![match &list.contents {
        Contents::Fixed(tracks) => format!("{} tracks", tracks.len()),
        Contents::Smart(query) => query.to_string(),
    }];
    parts.push(list.order.to_string());
    match list.kind {
        PlaylistKind::Music => parts.push(format!("weight {}", list.weight)),
        PlaylistKind::Jingle(every) => {
            parts.push(if list.over_intro { "jingles over intros" } else { "jingles" }.to_owned());
            parts.extend(every.tracks.map(|tracks| format!("every {tracks} tracks")));
            parts.extend(every.minutes.map(|minutes| format!("every {minutes} minutes")));
        }
    }
    parts.extend(list.hours.iter().map(ToString::to_string));
    parts.extend(list.crossfade.map(|time| format!("crossfade {} s", time.as_secs_f64())));
    format!("{}: {}", list.name, parts.join(", "))
}

fn crossfade(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=30.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "it must be a number from 0 to 30".to_owned())
}

fn years(text: &str) -> Result<(u16, u16), String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let years = first.trim().parse().ok().zip(last.trim().parse().ok());
    years
        .filter(|(first, last)| first <= last)
        .ok_or_else(|| "years are such as 1990 or 1990-1999".to_owned())
}

fn lengths(text: &str) -> Result<(Duration, Duration), String> {
    let time = |text: &str| {
        let (minutes, seconds) = text.trim().split_once(':')?;
        let (minutes, seconds): (u64, u64) = (minutes.parse().ok()?, seconds.parse().ok()?);
        (seconds < 60 && minutes < 10_000).then(|| Duration::from_secs(minutes * 60 + seconds))
    };
    let both = text.split_once('-').and_then(|(from, to)| time(from).zip(time(to)));
    both.filter(|(from, to)| from <= to).ok_or_else(|| "lengths are such as 2:00-5:30".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_lengths_are_read_as_people_write_them() {
        assert_eq!(years("1990-1999"), Ok((1990, 1999)));
        assert_eq!(years("2001"), Ok((2001, 2001)));
        assert_eq!(lengths("2:00-5:30"), Ok((Duration::from_mins(2), Duration::from_secs(330))));
        assert!(["", "x", "1999-1990", "-"].iter().all(|wrong| years(wrong).is_err()));
        assert!(["", "2-5", "2:00", "2:60-3:00", "5:00-2:00"].iter().all(|wrong| lengths(wrong).is_err()));
        assert!(["", "-1", "31", "NaN"].iter().all(|wrong| crossfade(wrong).is_err()));
    }
}
