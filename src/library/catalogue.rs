//! What is known of the files in the folder, from one scan to the next.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::{Stamp, Walk};

/// A file that may be played, in the state in which it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is.
    pub path: PathBuf,
    /// Where it is below the folder of music.
    pub(super) name: PathBuf,
    pub(super) stamp: Stamp,
}

/// Something in the folder that is not played, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Trouble {
    /// Where it is below the folder of music.
    pub path: PathBuf,
    /// The reason, to be read after the path.
    pub reason: String,
}

/// What is different from the scan before, by paths below the folder of music.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<PathBuf>,
    /// Files that have other content.
    pub changed: Vec<PathBuf>,
    /// Files that are no longer there.
    pub removed: Vec<PathBuf>,
    /// Troubles that were not there.
    pub troubles: Vec<Trouble>,
}

/// What is known of a file.
#[derive(Clone, Debug)]
struct Entry {
    stamp: Stamp,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    /// It may still be being written: new or changed since the scan before.
    Arriving(Arrival),
    /// It can be tried.
    Playable,
    /// It was tried in vain.
    Rejected(String),
}

#[derive(Clone, Copy, Debug)]
enum Arrival {
    New,
    Changed,
}

/// All files of the folder, with what is known of them.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    entries: BTreeMap<PathBuf, Entry>,
    troubles: Vec<Trouble>,
    was_scanned: bool,
    files: Arc<[File]>,
}

impl Catalogue {
    /// Takes in what a walk through `folder` found.
    ///
    /// The first walk takes all files as they are. Later, one that is new or changed is taken once two walks
    /// in a row found it the same.
    pub(super) fn update(&mut self, folder: &Path, walk: Walk) -> Changes {
        let mut changes = Changes::default();
        let mut before = std::mem::take(&mut self.entries);
        for (path, stamp) in walk.files {
            let known = before.remove(&path);
            let entry = if self.was_scanned {
                next(known, stamp, |arrival| match arrival {
                    Arrival::New => changes.added.push(path.clone()),
                    Arrival::Changed => changes.changed.push(path.clone()),
                })
            } else {
                changes.added.push(path.clone());
                Entry { stamp, state: State::Playable }
            };
            self.entries.insert(path, entry);
        }
        // What never arrived cannot leave.
        let left =
            before.into_iter().filter(|(_, entry)| !matches!(entry.state, State::Arriving(Arrival::New)));
        changes.removed = left.map(|(path, _)| path).collect();
        let known: HashSet<_> = self.troubles.iter().collect();
        changes.troubles = walk.troubles.iter().filter(|trouble| !known.contains(trouble)).cloned().collect();
        self.troubles = walk.troubles;
        self.was_scanned = true;
        self.list(folder);
        changes
    }

    /// Files that can be tried, sorted by path.
    pub(super) fn files(&self) -> Arc<[File]> {
        Arc::clone(&self.files)
    }

    /// Takes a file out until it changes; false if it is out or was changed already.
    pub(super) fn reject(&mut self, folder: &Path, file: &File, reason: &str) -> bool {
        let Some(entry) = self.entries.get_mut(&file.name) else {
            return false;
        };
        if entry.stamp != file.stamp || !matches!(entry.state, State::Playable) {
            return false;
        }
        entry.state = State::Rejected(reason.to_owned());
        self.list(folder);
        true
    }

    /// Everything that is not played now, sorted by path.
    pub(super) fn troubles(&self) -> Vec<Trouble> {
        let rejected = self.entries.iter().filter_map(|(path, entry)| match &entry.state {
            State::Rejected(reason) => Some(Trouble { path: path.clone(), reason: reason.clone() }),
            _ => None,
        });
        let mut troubles: Vec<_> = self.troubles.iter().cloned().chain(rejected).collect();
        troubles.sort_by(|a, b| a.path.cmp(&b.path));
        troubles
    }

    fn list(&mut self, folder: &Path) {
        let playable = self.entries.iter().filter(|(_, entry)| matches!(entry.state, State::Playable));
        self.files = playable
            .map(|(name, entry)| File { path: folder.join(name), name: name.clone(), stamp: entry.stamp })
            .collect();
    }
}

/// What is known of a file that is found with `stamp`; `arrived` is told if it is taken now.
fn next(known: Option<Entry>, stamp: Stamp, arrived: impl FnOnce(Arrival)) -> Entry {
    let state = match known {
        None => State::Arriving(Arrival::New),
        Some(Entry { stamp: before, state: State::Arriving(arrival) }) if before == stamp => {
            arrived(arrival);
            State::Playable
        }
        Some(Entry { stamp: before, state }) if before == stamp => state,
        Some(Entry { state: State::Arriving(arrival), .. }) => State::Arriving(arrival),
        Some(_) => State::Arriving(Arrival::Changed),
    };
    Entry { stamp, state }
}
