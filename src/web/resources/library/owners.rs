//! Permissions to change files of the library.

use std::path::PathBuf;

use crate::store::StationRecord;
use crate::web::Error;
use crate::web::router::ApiRequest;

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
        if person.is_admin() {
            return Ok(());
        }
        let may_change = |path: &PathBuf| {
            let is_in = |folder: &String| path.starts_with(folder);
            let owns = |station: &&StationRecord| station.folder.as_ref().is_some_and(is_in);
            let mut owners = self.stations.iter().filter(owns).peekable();
            if owners.peek().is_none() {
                let plays_all = |station: &&StationRecord| station.folder.is_none();
                let mut players = self.stations.iter().filter(plays_all);
                return change == FileChange::Undoable && players.any(|station| person.runs(&station.slug));
            }
            owners.any(|station| person.runs(&station.slug))
        };
        if paths.iter().all(may_change) {
            return Ok(());
        }
        Err(Error::forbidden(match change {
            FileChange::Undoable => "This file belongs to a station that you do not run.",
            FileChange::Final => {
                "This needs whoever runs the station in whose folder the file was, or an administrator."
            }
        }))
    }
}
