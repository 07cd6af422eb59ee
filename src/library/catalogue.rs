//! State of the folder's files, kept from one scan to the next.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::folder::{Stamp, Walk};
use crate::model::TrackId;
use crate::store::KnownFile;

/// A file that could not be read for a reason that may pass is tried again after this many scans, which is 10
/// seconds or more,
const FIRST_RETRY: u32 = 4;
/// then after twice as many each time, up to this many: 5 minutes or more.
const LAST_RETRY: u32 = 100;

/// A file that may be played, in the state in which it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The folder of music, one for all files,
    folder: Arc<Path>,
    /// Path below the media folder. There are many files: each path is stored once.
    pub(super) name: Arc<Path>,
    pub(super) stamp: Stamp,
    /// Track in the file, once known.
    track: OnceLock<TrackId>,
}

impl File {
    /// The track in it, once the file was read and the track is in the store.
    pub fn track(&self) -> Option<TrackId> {
        self.track.get().copied()
    }

    /// Returns the full path.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// Returns the path below the media folder.
    pub fn name(&self) -> &Arc<Path> {
        &self.name
    }

    /// Notes what it plays, which holds for as long as it is not changed.
    pub(super) fn set_track(&self, track: TrackId) {
        // Whoever else read it found the same.
        let _ = self.track.set(track);
    }
}

/// State of a file that the store remembers.
#[derive(Clone, Debug)]
pub(super) enum FileState {
    /// It is not where it was.
    Gone,
    /// It is there, as it was.
    Same(Arc<File>),
    /// It was changed, or it cannot be told.
    Unclear,
}

/// Something in the folder that is not played, and why.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileProblem {
    /// Path below the media folder.
    pub path: PathBuf,
    /// The reason, to be read after the path.
    pub reason: String,
}

/// Differences from the scan before, by paths below the media folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<PathBuf>,
    /// Files that have other content.
    pub changed: Vec<PathBuf>,
    /// Files that are no longer there.
    pub removed: Vec<PathBuf>,
    /// Troubles that were not there.
    pub troubles: Vec<FileProblem>,
}

/// State of one file.
#[derive(Clone, Debug)]
struct Entry {
    file: Arc<File>,
    state: State,
    /// Latest read failure, until the file can be read again.
    hindrance: Option<Box<ScanBlocker>>,
}

#[derive(Clone, Debug)]
enum State {
    /// It may still be being written: new or changed since the scan before.
    Arriving(Arrival),
    /// It can be tried.
    Playable,
    /// It was tried in vain, and stays as it is.
    Rejected(Box<str>),
    /// It was tried in vain for a reason that may pass, and is tried again after so many scans.
    Resting(u32),
}

#[derive(Clone, Copy, Debug)]
enum Arrival {
    New,
    Changed,
}

/// A reason that may pass.
#[derive(Clone, Debug)]
struct ScanBlocker {
    reason: String,
    /// Number of scans skipped after the last failure.
    rested: u32,
}

/// Reasons why a file is not played.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cause<'a> {
    /// It is the file's own.
    Lasting(&'a str),
    /// It is the machine's, and may be over soon.
    Passing(&'a str),
}

/// All files of the folder, with what is known of them.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    entries: BTreeMap<Arc<Path>, Entry>,
    troubles: Vec<FileProblem>,
    was_scanned: bool,
    /// Paths that the last scan could not read.
    unread: HashSet<PathBuf>,
    /// The device and the number of the folder, as the last walk found them.
    root: Option<(u64, u64)>,
    /// The files that can be tried, unless something changed since they were listed.
    listed: Option<Arc<[Arc<File>]>>,
}

impl Catalogue {
    /// Returns whether a walk found files, playable or not.
    pub(super) fn has_found_files(&self) -> bool {
        self.was_scanned && !self.entries.is_empty()
    }

    /// Returns whether a walk has found what there is.
    pub(super) fn was_scanned(&self) -> bool {
        self.was_scanned
    }

    /// Takes in what the store remembers of `folder`, until a walk has found what there is; nothing after one.
    pub(super) fn presume(&mut self, folder: &Path, remembered: Vec<KnownFile>) {
        if self.was_scanned {
            return;
        }
        let folder: Arc<Path> = folder.into();
        for known in remembered {
            let file = File {
                folder: Arc::clone(&folder),
                name: known.stamp.path.as_path().into(),
                stamp: Stamp::remembered(known.stamp.size, known.stamp.modified_us),
                track: OnceLock::from(known.track),
            };
            let file = Arc::new(file);
            self.entries.insert(Arc::clone(&file.name), Entry::new(file, State::Playable));
        }
        self.listed = None;
    }

    /// Returns whether a walk found another folder in the place of the one that had files, and nothing in it: its
    /// disk is not mounted any more.
    pub(super) fn is_unmounted(&self, walk: &Walk) -> bool {
        let is_another = self.root.is_some() && self.root != walk.root;
        is_another && !self.entries.is_empty() && walk.files.is_empty() && walk.unread.is_empty()
    }

    /// Has every file tried again that was left out for a reason that may pass: it has passed for one.
    pub(super) fn retry_all(&mut self) {
        for entry in self.entries.values_mut().filter(|entry| matches!(entry.state, State::Resting(_))) {
            entry.state = State::Playable;
            self.listed = None;
        }
    }

    /// Takes in what a walk through `folder` found.
    ///
    /// The first walk takes all files as they are. Later, one that is new or changed is taken once two walks
    /// in a row found it the same. What the walk could not look at stays as it was.
    pub(super) fn update(&mut self, folder: &Path, walk: Walk) -> Changes {
        let mut changes = Changes::default();
        // Files on a disk that was mounted just now are not being written.
        let device = |root: Option<(u64, u64)>| root.map(|(device, _)| device);
        let is_mounted =
            self.entries.is_empty() && self.root.is_some() && device(self.root) != device(walk.root);
        let is_first = !self.was_scanned || is_mounted;
        let mut before = std::mem::take(&mut self.entries);
        let mut presumed = if self.was_scanned { BTreeMap::new() } else { std::mem::take(&mut before) };
        let folder: Arc<Path> = folder.into();
        for (name, stamp) in walk.files {
            let entry = if let Some(known) = before.remove(&*name) {
                known.found_again(stamp, |arrival| match arrival {
                    Arrival::New => changes.added.push(name.clone()),
                    Arrival::Changed => changes.changed.push(name.clone()),
                })
            } else {
                let remembered = presumed.remove(&*name).map(|entry| entry.file);
                let remembered = remembered.filter(|file| file.stamp.content() == stamp.content());
                let file = Arc::new(File {
                    folder: Arc::clone(&folder),
                    name: name.as_path().into(),
                    stamp,
                    track: remembered.map(|file| file.track.clone()).unwrap_or_default(),
                });
                let state = if is_first { State::Playable } else { State::Arriving(Arrival::New) };
                if is_first {
                    changes.added.push(name);
                }
                Entry::new(file, state)
            };
            self.entries.insert(Arc::clone(&entry.file.name), entry);
        }
        for (name, entry) in before {
            if name.ancestors().any(|above| walk.unread.contains(above)) {
                self.entries.insert(name, entry);
            } else if !matches!(entry.state, State::Arriving(Arrival::New)) {
                // What never arrived cannot leave.
                changes.removed.push(name.to_path_buf());
            }
        }
        self.entries.values_mut().for_each(Entry::rest);
        let known: HashSet<_> = self.troubles.iter().collect();
        changes.troubles = walk.troubles.iter().filter(|trouble| !known.contains(trouble)).cloned().collect();
        self.troubles = walk.troubles;
        self.was_scanned = true;
        self.unread = walk.unread;
        self.root = walk.root;
        self.listed = None;
        changes
    }

    /// Files that can be tried, sorted by path. A list costs no copies of paths: there is one after each rejection.
    pub(super) fn files(&mut self) -> Arc<[Arc<File>]> {
        let playable = || self.entries.values().filter(|entry| matches!(entry.state, State::Playable));
        let list = || playable().map(|entry| Arc::clone(&entry.file)).collect();
        Arc::clone(self.listed.get_or_insert_with(list))
    }

    /// Takes in a file that is known to be whole, without waiting for a walk.
    pub(super) fn admit(&mut self, folder: &Path, name: &Path, stamp: Stamp) -> Arc<File> {
        let file = File { folder: folder.into(), name: name.into(), stamp, track: OnceLock::new() };
        let file = Arc::new(file);
        self.entries.insert(Arc::clone(&file.name), Entry::new(Arc::clone(&file), State::Playable));
        self.listed = None;
        file
    }

    /// Leaves out a file that is no longer there.
    pub(super) fn dismiss(&mut self, name: &Path) {
        self.entries.remove(name);
        self.listed = None;
    }

    /// Has its files listed anew, though none of them changed.
    pub(super) fn tell_anew(&mut self) {
        self.listed = None;
    }

    /// Compares a file with its stored record; an unchanged file gets its track assigned.
    pub(super) fn recognise(&self, known: &KnownFile) -> FileState {
        let path = &known.stamp.path;
        match self.entries.get(&**path) {
            Some(entry) if entry.file.stamp.content() == (known.stamp.size, known.stamp.modified_us) => {
                entry.file.set_track(known.track);
                FileState::Same(Arc::clone(&entry.file))
            }
            None if self.was_scanned && !path.ancestors().any(|above| self.unread.contains(above)) => {
                FileState::Gone
            }
            _ => FileState::Unclear,
        }
    }

    /// Returns whether a file may still be incomplete, or waits after a read failure.
    pub(super) fn is_arriving(&self) -> bool {
        self.entries.values().any(|entry| matches!(entry.state, State::Arriving(_) | State::Resting(_)))
    }

    /// The file of this path below the folder, if it can be tried.
    pub(super) fn file(&self, name: &Path) -> Option<Arc<File>> {
        let entry = self.entries.get(name).filter(|entry| matches!(entry.state, State::Playable))?;
        Some(Arc::clone(&entry.file))
    }

    /// Takes a file out, until it changes or what hinders it may have passed; true if that is news, false if
    /// it is known, or the file is out or was changed already.
    pub(super) fn reject(&mut self, file: &File, cause: Cause) -> bool {
        let Some(entry) = self.entries.get_mut(&file.name) else {
            return false;
        };
        if entry.file.stamp != file.stamp || !matches!(entry.state, State::Playable) {
            return false;
        }
        self.listed = None;
        entry.reject(cause)
    }

    /// Notes that a file could be read: nothing hinders it any more.
    pub(super) fn accept(&mut self, file: &File) {
        if let Some(entry) = self.entries.get_mut(&file.name) {
            entry.hindrance = None;
        }
    }

    /// Everything that is not played now, sorted by path.
    pub(super) fn troubles(&self) -> Vec<FileProblem> {
        let rejected = self.entries.iter().filter_map(|(path, entry)| {
            Some(FileProblem { path: path.to_path_buf(), reason: entry.rejection()?.to_owned() })
        });
        let mut troubles: Vec<_> = self.troubles.iter().cloned().chain(rejected).collect();
        troubles.sort_by(|a, b| a.path.cmp(&b.path));
        // One that could neither be looked at nor be read is one trouble.
        troubles.dedup_by(|a, b| a.path == b.path);
        troubles
    }
}

impl Entry {
    fn new(file: Arc<File>, state: State) -> Self {
        Self { file, state, hindrance: None }
    }

    /// Returns the new state of a file found again with `stamp`; calls `arrived` if it is taken now.
    fn found_again(self, stamp: Stamp, arrived: impl FnOnce(Arrival)) -> Self {
        let before = self.file.stamp;
        if before == stamp {
            let State::Arriving(arrival) = self.state else {
                return self;
            };
            arrived(arrival);
            return Self::new(self.file, State::Playable);
        }
        let track = if before.has_content_of(&stamp) { self.file.track.clone() } else { OnceLock::new() };
        let file = Arc::new(File { stamp, track, ..File::clone(&self.file) });
        match self.state {
            // A new mode for all the music must not make the station fall silent.
            State::Playable if before.has_content_of(&stamp) => Self { file, ..self },
            State::Arriving(arrival) => Self::new(file, State::Arriving(arrival)),
            _ => Self::new(file, State::Arriving(Arrival::Changed)),
        }
    }

    /// Counts a scan, after which the file may have rested enough.
    fn rest(&mut self) {
        self.state = match &self.state {
            State::Resting(0 | 1) => State::Playable,
            State::Resting(scans) => State::Resting(scans - 1),
            _ => return,
        };
    }

    /// Takes it out; false if it was out for the same passing reason before.
    fn reject(&mut self, cause: Cause) -> bool {
        let before = self.hindrance.take();
        match cause {
            Cause::Lasting(reason) => {
                self.state = State::Rejected(reason.into());
                true
            }
            Cause::Passing(reason) => {
                let rested =
                    before.as_ref().map_or(FIRST_RETRY, |before| (before.rested * 2).min(LAST_RETRY));
                self.state = State::Resting(rested);
                self.hindrance = Some(Box::new(ScanBlocker { reason: reason.to_owned(), rested }));
                before.is_none_or(|before| before.reason != reason)
            }
        }
    }

    /// Returns the reason why it is not played, if it was rejected.
    fn rejection(&self) -> Option<&str> {
        match &self.state {
            State::Rejected(reason) => Some(reason),
            State::Resting(_) => self.hindrance.as_ref().map(|hindrance| hindrance.reason.as_str()),
            State::Arriving(_) | State::Playable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_may_pass_is_news_once_until_the_file_could_be_read() {
        let name = PathBuf::from("a.mp3");
        let walk = Walk { files: vec![(name, Stamp::default())], ..Walk::default() };
        let mut catalogue = Catalogue::default();
        catalogue.update(Path::new("music"), walk);
        let file = Arc::clone(&catalogue.files()[0]);
        let mut is_news = |cause| {
            catalogue.entries.values_mut().for_each(|entry| entry.state = State::Playable);
            if let Some(cause) = cause {
                return catalogue.reject(&file, cause);
            }
            catalogue.accept(&file);
            false
        };
        assert!(is_news(Some(Cause::Passing("busy"))));
        assert!(!is_news(Some(Cause::Passing("busy"))));
        assert!(is_news(Some(Cause::Passing("away"))));
        is_news(None);
        assert!(is_news(Some(Cause::Passing("away"))));
        assert!(is_news(Some(Cause::Lasting("away"))));
    }
}
