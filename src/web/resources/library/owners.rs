//! Permissions to change files of the library.

use std::path::{Path, PathBuf};

use crate::model::TrackId;
use crate::store::StationRecord;
use crate::web::Error;
use crate::web::router::{ApiRequest, SignedInUser};

/// Kind of a change of a file: one that can be undone, or not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FileChange {
    Undoable,
    Final,
}

/// The stations that own files.
pub(super) struct FileOwners<'a> {
    call: &'a ApiRequest,
    stations: Vec<StationRecord>,
}

impl<'a> FileOwners<'a> {
    pub(super) fn read(call: &'a ApiRequest) -> Result<Self, Error> {
        Ok(Self { call, stations: call.site.store.stations()? })
    }

    /// Fails unless the caller may change these files, of which the paths below the folder of music are given. Files in
    /// the folders of stations belong to those who run these. All others belong to those who run a station without a
    /// folder, which plays them; only administrators remove them for good.
    pub(super) fn check(&self, paths: &[PathBuf], change: FileChange) -> Result<(), Error> {
        let person = self.call.person()?;
        if paths.iter().all(|path| self.may_change(person, path, change)) {
            return Ok(());
        }
        Err(Self::refusal(change))
    }

    /// Fails unless the caller may change what is told of a track: whoever owns the file of it that was there first. Who
    /// adds the same sound to a folder of their own neither gains nor takes this right.
    pub(super) fn check_track(&self, track: TrackId) -> Result<(), Error> {
        let paths = self.call.site.store.paths_of(track)?;
        self.check(paths.get(..1).unwrap_or_default(), FileChange::Undoable)
    }

    /// Returns those of a track's files that the caller may remove; fails if there are others alone.
    pub(super) fn removable(&self, track: TrackId) -> Result<Vec<PathBuf>, Error> {
        let person = self.call.person()?;
        let files = self.call.site.store.files_of(track)?;
        let is_there = !files.is_empty();
        let own = files.into_iter().filter(|path| self.may_change(person, path, FileChange::Undoable));
        let own: Vec<_> = own.collect();
        if own.is_empty() && is_there { Err(Self::refusal(FileChange::Undoable)) } else { Ok(own) }
    }

    fn may_change(&self, person: &SignedInUser, path: &Path, change: FileChange) -> bool {
        let is_in = |folder: &String| path.starts_with(folder);
        let owns = |station: &&StationRecord| station.folder.as_ref().is_some_and(is_in);
        let mut owners = self.stations.iter().filter(owns).peekable();
        if person.is_admin() {
            return true;
        }
        if owners.peek().is_none() {
            let plays_all = |station: &&StationRecord| station.folder.is_none();
            let mut players = self.stations.iter().filter(plays_all);
            return change == FileChange::Undoable && players.any(|station| person.runs(&station.slug));
        }
        owners.any(|station| person.runs(&station.slug))
    }

    fn refusal(change: FileChange) -> Error {
        Error::forbidden(match change {
            FileChange::Undoable => "This file belongs to a station that you do not run.",
            FileChange::Final => {
                "This needs whoever runs the station in whose folder the file was, or an administrator."
            }
        })
    }
}
