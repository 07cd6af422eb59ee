//! `longwave queue`: what a station is to play, also while it is on air.

use std::path::Path;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::console::say;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::library::MusicLibrary;
use crate::model::{Origin, Queued, TrackId};
use crate::source::autodj;
use crate::store::{Error, Place, SongRequest, Store};

/// Operations on a queue.
#[derive(Subcommand)]
pub(super) enum QueueCommand {
    /// List what is to be played next, each with its number
    List(StationArg),
    /// Put a track into the queue: before what the station planned itself
    Add {
        /// The track's number in the library, or its file: its path, or where it is below the music folder
        #[arg(allow_hyphen_values = true)]
        track: String,
        /// The place in the queue, 1 for the next one
        #[arg(long, value_name = "PLACE")]
        at: Option<usize>,
        #[command(flatten)]
        station: StationArg,
    },
    /// Put a track into the queue as a listener's request, if the station's limits and rules allow that
    Request {
        /// The track's number in the library
        #[arg(allow_hyphen_values = true)]
        track: i64,
        /// Name of the person who asks for it, which tells one person from another
        #[arg(long, value_name = "NAME")]
        person: String,
        #[command(flatten)]
        station: StationArg,
    },
    /// Take something out of the queue
    Remove {
        /// Its number, as `list` tells it
        number: u64,
        #[command(flatten)]
        station: StationArg,
    },
    /// Move something to another place in the queue
    Move {
        /// Its number, as `list` tells it
        number: u64,
        /// The place, 1 for the next one
        place: usize,
        #[command(flatten)]
        station: StationArg,
    },
    /// Fade out what plays, and go on with the next
    Skip(StationArg),
}

#[derive(Args)]
pub(super) struct StationArg {
    /// The station's name in addresses
    #[arg(long, value_name = "SLUG", default_value = "main")]
    station: String,
}

/// Does what was asked with the queue in the data directory. A running server follows within a second.
pub(super) fn run(config: &Config, verb: QueueCommand) -> anyhow::Result<()> {
    let store = || Store::look(&config.data)?.ok_or_else(|| Error::NoDatabase(config.data.clone()));
    match verb {
        QueueCommand::List(StationArg { station }) => list(&store()?, &station)?,
        QueueCommand::Add { track, at, station: StationArg { station } } => {
            let store = store()?;
            let entry = entry(config, &store, &track)?;
            let number = store.enqueue(&station, &entry, at.map_or(Place::Asked, Place::At))?;
            say(format_args!("{number}: {}", entry.title));
        }
        QueueCommand::Request { track, person, station: StationArg { station } } => {
            let (store, at_us) = (store()?, SystemClock::start().now_us());
            let request = SongRequest { track: TrackId(track), person: &person, at_us };
            let (_, apart) = store.rules(&station)?;
            let number = store.request(&station, &request, &apart)??;
            say(format_args!("{number}: requested"));
        }
        QueueCommand::Remove { number, station: StationArg { station } } => {
            store()?.dequeue(&station, number)?;
        }
        QueueCommand::Move { number, place, station: StationArg { station } } => {
            store()?.move_queued(&station, number, Place::At(place))?;
        }
        QueueCommand::Skip(StationArg { station }) => store()?.skip(&station)?,
    }
    Ok(())
}

fn list(store: &Store, station: &str) -> anyhow::Result<()> {
    if !store.stations()?.iter().any(|known| known.slug == station) {
        bail!(Error::NoStation(station.to_owned()));
    }
    for entry in store.queue(station)?.entries {
        let why = entry.why.map(|why| format!(", {why}")).unwrap_or_default();
        say(format_args!("{:>6}  {} ({}{why})", entry.number, entry.title, entry.origin));
    }
    Ok(())
}

/// Returns the queue entry of a track or a file.
fn entry(config: &Config, store: &Store, wanted: &str) -> anyhow::Result<Queued> {
    if let Ok(number) = wanted.parse().map(TrackId) {
        let track = store.track(number)?.ok_or(Error::NoTrack(number))?;
        return Ok(Queued::of(&track, Origin::Person));
    }
    let library = MusicLibrary::new(config.media.clone());
    library.scan();
    let path = |path: &Path| path.canonicalize().ok();
    let places = [path(&config.media.join(wanted)), path(Path::new(wanted))];
    let files = library.files();
    let file = files.iter().find(|file| places.contains(&path(&file.path())));
    let file = file
        .with_context(|| format!("{wanted} is no file that can be played, in {}", config.media.display()))?;
    let known = store.listed()?.into_iter().find(|track| track.path == *file.name());
    Ok(Queued::of(&known.unwrap_or_else(|| autodj::unread(file)), Origin::Person))
}
