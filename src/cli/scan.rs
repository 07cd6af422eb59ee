//! `longwave scan`: reads all the music, so that a station knows it before it is on air.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context;

use super::console::{ConsoleLine, say};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::library::{Analyzer, MEASURED_BY, MusicLibrary, Outcome};
use crate::model::TrackId;
use crate::store::{Counts, Error, Store};

/// Reads the tags of every new or changed file, measures the tracks that were not measured yet, and tells which
/// cannot be played.
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    fs::read_dir(&config.media)
        .with_context(|| format!("the music folder {} cannot be read", config.media.display()))?;
    let store = Store::open(&config.data)?;
    let library = MusicLibrary::new(config.media.clone());
    let clock = SystemClock::start();
    let mut line = ConsoleLine::new(&clock);
    library.scan();
    let indexed = library.index(&store, clock.now_us(), &mut |progress| {
        line.rewrite(|| format!("{} of {} files read", progress.read, progress.to_read));
    })?;
    let measured = measure(&library, &store, &mut line)?;
    line.end();
    for trouble in library.troubles() {
        say(format_args!("not played: {}: {}", trouble.path.display(), trouble.reason));
    }
    let Counts { tracks, .. } = store.counts(MEASURED_BY)?;
    say(format_args!(
        "{tracks} tracks can be played; {} files were read now ({} tracks are new), {} are gone, {measured} tracks \
         were measured now",
        indexed.read, indexed.new_tracks, indexed.gone
    ));
    Ok(())
}

/// Measures what was not measured, on every core behind everybody else, and answers how many tracks that were.
fn measure(library: &MusicLibrary, store: &Store, line: &mut ConsoleLine) -> anyhow::Result<u64> {
    let round = Mutex::new(Analyzer::default());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (sender, done) = std::sync::mpsc::sync_channel(cores);
    let mut measured = 0;
    thread::scope(|scope| {
        for _ in 0..cores {
            let (sender, round) = (sender.clone(), &round);
            let analyst = thread::Builder::new().name("analyst".to_owned());
            let work = move || {
                // Whatever comes of a track is told, until nobody listens or there is none.
                while let Some(track) = next(round, library, store).transpose() {
                    let outcome = track.and_then(|track| library.measure(store, &track));
                    let failed = outcome.is_err();
                    if sender.send(outcome).is_err() || failed {
                        return;
                    }
                }
            };
            analyst.spawn_scoped(scope, work).context("no thread could be had")?;
        }
        drop(sender);
        for outcome in done {
            measured += u64::from(matches!(outcome?, Outcome::Measured(..)));
            let progress = library.progress();
            line.rewrite(|| format!("{} of {} tracks measured", progress.measured, progress.to_measure));
        }
        anyhow::Ok(())
    })?;
    Ok(measured)
}

fn next(
    round: &Mutex<Analyzer>,
    library: &MusicLibrary,
    store: &Store,
) -> Result<Option<(TrackId, PathBuf)>, Error> {
    round.lock().unwrap_or_else(PoisonError::into_inner).next(library, store)
}
