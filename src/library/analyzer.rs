//! Measures the tracks that were not measured yet, one after the other.

use std::collections::VecDeque;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{MEASURED_BY, MusicLibrary, analyse};
use crate::decode;
use crate::model::{Analysis, Loudness, TrackId};
use crate::store::{Error, Store};

/// Tracks that are looked up at once.
const BATCH: usize = 100;

/// A track that is nowhere louder has nothing to be heard: dead air, in dBTP.
const INAUDIBLE_DBTP: f64 = -50.0;

/// Result of analysing a track.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was measured, and plays so long.
    Measured(Analysis, Duration),
    /// Another file of it was measured meanwhile.
    Known,
    /// It cannot be played, for a reason that stays.
    Unplayable(String),
    /// It cannot be read now.
    Later(String),
}

/// Returns whether sound of this loudness is audible at all.
pub(super) fn is_heard(loudness: &Loudness) -> bool {
    loudness.true_peak_dbtp.is_some_and(|peak| peak > INAUDIBLE_DBTP)
}

/// A round through the tracks that were not measured when it began.
#[derive(Debug, Default)]
pub struct Analyzer {
    has_begun: bool,
    last: Option<(TrackId, PathBuf)>,
    ahead: VecDeque<(TrackId, PathBuf)>,
}

impl Analyzer {
    /// The next track to be measured, and where it is below the folder of music; none at the end of the round.
    ///
    /// A track that has several files comes as the next one of them, if it was not measured by the one before.
    pub fn next(
        &mut self,
        library: &MusicLibrary,
        store: &Store,
    ) -> Result<Option<(TrackId, PathBuf)>, Error> {
        if std::mem::replace(&mut self.has_begun, true) {
            if self.last.is_none() {
                // Others may ask again who shared the round.
                return Ok(None);
            }
        } else {
            let counts = store.counts(MEASURED_BY)?;
            let to_measure = counts.tracks.saturating_sub(counts.measured);
            library.note(|progress| (progress.measured, progress.to_measure) = (0, to_measure));
        }
        loop {
            if self.ahead.is_empty() {
                let (id, path) =
                    self.last.as_ref().map_or((TrackId(-1), Path::new("")), |(id, path)| (*id, path));
                self.ahead = store.unmeasured(MEASURED_BY, (id, path), BATCH)?.into();
            }
            let before = self.last.take();
            self.last = self.ahead.pop_front();
            match (&before, &self.last) {
                (Some((before, _)), Some((id, _)))
                    if before == id && store.is_measured(*id, MEASURED_BY)? => {}
                _ => return Ok(self.last.clone()),
            }
        }
    }
}

impl MusicLibrary {
    /// Measures a track and remembers what is found. A file that cannot be played is rejected.
    pub fn measure(&self, store: &Store, (id, name): &(TrackId, PathBuf)) -> Result<Outcome, Error> {
        let outcome = self.outcome(name);
        match &outcome {
            Outcome::Measured(analysis, length) => {
                if !store.put_analysis(*id, analysis, *length, MEASURED_BY)? {
                    return Ok(Outcome::Known);
                }
            }
            Outcome::Unplayable(reason) => {
                store.put_trouble(name, reason, MEASURED_BY)?;
                if let Some(file) = self.file(name) {
                    self.reject(&file, reason);
                }
            }
            Outcome::Known | Outcome::Later(_) => return Ok(outcome),
        }
        self.note(|progress| progress.measured += 1);
        Ok(outcome)
    }

    fn outcome(&self, name: &Path) -> Outcome {
        let path = self.folder().join(name);
        match catch_unwind(|| analyse(&path)) {
            Ok(Ok((analysis, _))) if !is_heard(&analysis.loudness) => {
                Outcome::Unplayable("there is nothing to be heard in it".to_owned())
            }
            Ok(Ok((analysis, length))) => Outcome::Measured(analysis, length),
            Ok(Err(error @ decode::Error::Io(_))) => Outcome::Later(error.to_string()),
            Ok(Err(error)) => Outcome::Unplayable(error.to_string()),
            Err(_) => {
                Outcome::Unplayable("it is damaged in a way that our reader does not survive".to_owned())
            }
        }
    }
}
