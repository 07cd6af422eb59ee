//! `longwave scan`: reads all the music, so that a station knows it before it is on air.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::console::say;
use super::music::survive;
use crate::config::Config;
use crate::library::{self, File, Library};
use crate::store::{FileStamp, Store};

/// Reads every file, measures the loudness of those of which it is not known, and tells which cannot be played.
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    fs::read_dir(&config.media)
        .with_context(|| format!("the music folder {} cannot be read", config.media.display()))?;
    let store = Store::open(&config.data)?;
    let library = Library::new(config.media.clone());
    library.scan();
    let mut measured = 0;
    for file in library.files().iter() {
        match know(&library, &store, file)? {
            Known::Measured => measured += 1,
            Known::Already => {}
            Known::Unplayable(reason) => library.reject(file, &reason),
        }
    }
    for trouble in library.troubles() {
        say(format_args!("not played: {}: {}", trouble.path.display(), trouble.reason));
    }
    say(format_args!("{} files can be played, {measured} were measured now", library.files().len()));
    Ok(())
}

/// How a file's loudness came to be known.
enum Known {
    Already,
    Measured,
    Unplayable(String),
}

fn know(library: &Library, store: &Store, file: &File) -> anyhow::Result<Known> {
    let track = match survive(|| library.load(file)) {
        Ok((track, _)) => track,
        Err(reason) => return Ok(Known::Unplayable(reason)),
    };
    let stamp = stamp(&track.path)?;
    if track.loudness.is_some() || store.loudness(&stamp)?.is_some() {
        return Ok(Known::Already);
    }
    match survive(|| library::measure(&track.path, None)) {
        Ok(loudness) => {
            store.put_loudness(&stamp, loudness)?;
            say(format_args!("{}: {:.1} LUFS", track.title, loudness.integrated_lufs));
            Ok(Known::Measured)
        }
        Err(reason) => Ok(Known::Unplayable(reason)),
    }
}

fn stamp(path: &Path) -> anyhow::Result<FileStamp> {
    let stamp = fs::metadata(path).and_then(|metadata| FileStamp::new(path, &metadata));
    stamp.with_context(|| format!("{} went away", path.display()))
}
