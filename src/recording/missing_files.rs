//! Recordings whose files are gone: deleted by somebody else, or lost with a disk.
//!
//! They are looked for from time to time by one listing of the folder, so that no request has to look.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, PoisonError, RwLock};

use super::archive::{Archives, StationArchive};
use super::cut::{RECORDINGS, name_of};
use crate::clock::Clock;
use crate::model::Recording;
use crate::store::Store;

/// Titles in a text, at most.
const MOST_TOLD: usize = 5;

/// The recordings of a station whose Ogg Opus file is neither here nor in the bucket, with their titles; clones share them.
#[derive(Clone, Default)]
pub(super) struct MissingRecordings(Arc<RwLock<BTreeMap<i64, String>>>);

/// The outcome of a look for the files of recordings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RecordingLook {
    /// Whether others are missing than before.
    pub is_change: bool,
    /// Numbers of the recordings whose MP3 file alone is gone.
    pub without_mp3: Vec<i64>,
}

/// Looks for recordings of all stations whose files are gone. MP3 files are made anew: they are sent to `to_mp3`. Blocks.
pub(super) fn look(archives: &Archives, store: &Store, clock: &dyn Clock, to_mp3: &SyncSender<Recording>) {
    for archive in archives.all() {
        let knows_copies = archives.bucket().is_none() || archive.copies().is_some();
        if !knows_copies || archive.check_disk().is_err() {
            // They may be there. The trouble of the disk is told.
            continue;
        }
        if let Err(error) = look_at(&archive, store, clock, to_mp3) {
            tracing::warn!(station = archive.slug(), %error, "files of recordings are not looked for");
        }
    }
}

fn look_at(
    archive: &StationArchive,
    store: &Store,
    clock: &dyn Clock,
    to_mp3: &SyncSender<Recording>,
) -> anyhow::Result<()> {
    let recordings = store.recordings(archive.slug())?;
    let look = archive.look_for_files(&recordings)?;
    if look.is_change {
        let now = (clock.wall_us() / 1_000_000) as i64;
        store.feeds_changed_at(archive.slug(), now)?;
    }
    let is_due = |one: &&Recording| cfg!(feature = "mp3") && look.without_mp3.contains(&one.id);
    for recording in recordings.iter().filter(is_due) {
        if store.recording_has_mp3(recording, 0)? {
            // One that does not fit is made at the next start.
            drop(to_mp3.try_send(Recording { mp3_bytes: 0, ..recording.clone() }));
        }
    }
    Ok(())
}

impl StationArchive {
    /// Looks which of these recordings, all of the station, have their files. Blocks.
    pub fn look_for_files(&self, recordings: &[Recording]) -> io::Result<RecordingLook> {
        let listed: io::Result<Vec<String>> = match fs::read_dir(self.folder().join(RECORDINGS)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            entries => entries?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect(),
        };
        let names: HashSet<String> = listed?.into_iter().map(|name| format!("{RECORDINGS}/{name}")).collect();
        let is_there = |id: i64, extension: &str| {
            let name = name_of(id, extension);
            names.contains(&name) || self.copied(&name).is_some()
        };
        let ready = || recordings.iter().filter(|one| one.is_ready());
        let gone: BTreeMap<i64, String> = ready()
            .filter(|one| !is_there(one.id, "opus"))
            .map(|one| (one.id, one.what.title.clone()))
            .collect();
        let without_mp3 = ready()
            .filter(|one| one.mp3_bytes > 0 && !gone.contains_key(&one.id) && !is_there(one.id, "mp3"))
            .map(|one| one.id)
            .collect();
        let mut known = self.missing().0.write().unwrap_or_else(PoisonError::into_inner);
        let is_change = known.keys().ne(gone.keys());
        *known = gone;
        drop(known);
        if let Some(text) = self.missing_recordings().filter(|_| is_change) {
            tracing::error!(station = self.slug(), "archive: {text}");
        }
        Ok(RecordingLook { is_change, without_mp3 })
    }

    /// Returns whether the file of the recording `id` was gone at the last look.
    pub fn is_missing(&self, id: i64) -> bool {
        self.missing().0.read().unwrap_or_else(PoisonError::into_inner).contains_key(&id)
    }

    /// Returns words about the recordings whose files are gone, if there are any.
    pub fn missing_recordings(&self) -> Option<String> {
        let gone = self.missing().0.read().unwrap_or_else(PoisonError::into_inner);
        let titles: Vec<&str> = gone.values().map(String::as_str).take(MOST_TOLD).collect();
        let more = if gone.len() > MOST_TOLD { ", …" } else { "" };
        let told = format!("files of recordings are gone ({}): {}{more}", gone.len(), titles.join(", "));
        (!gone.is_empty()).then_some(told)
    }
}

impl Archives {
    /// Leaves out the recordings of `station` whose files are gone.
    pub fn leave_out_missing(&self, station: &str, recordings: &mut Vec<Recording>) {
        if let Some(archive) = self.get(station) {
            recordings.retain(|one| !archive.is_missing(one.id));
        }
    }
}

#[cfg(feature = "mp3")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RecordingState;
    use crate::recording::cut::path_of;
    use crate::recording::cut::tests::set;

    #[test]
    fn recordings_whose_files_are_gone_are_told_and_left_out_until_they_are_back() {
        let dir = tempfile::tempdir().unwrap();
        let archives = Archives::below(dir.path());
        let archive = archives.open("main").unwrap();
        let recording =
            |id, mp3_bytes| Recording { id, mp3_bytes, state: RecordingState::Ready, ..set(1_000, 2_000) };
        let open = Recording { id: 4, ..set(1_000, 2_000) };
        let all = [recording(1, 5), recording(2, 5), recording(3, 0), open];
        let shown = || {
            let mut shown = all.to_vec();
            archives.leave_out_missing("main", &mut shown);
            shown.iter().map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(shown(), [1, 2, 3, 4], "before the first look");
        fs::create_dir_all(archive.folder().join(RECORDINGS)).unwrap();
        for name in ["1.opus", "1.mp3", "2.opus"] {
            fs::write(archive.folder().join(RECORDINGS).join(name), "sound").unwrap();
        }
        let look = archive.look_for_files(&all).unwrap();
        assert_eq!(look, RecordingLook { is_change: true, without_mp3: vec![2] });
        assert_eq!(shown(), [1, 2, 4]);
        assert_eq!(archive.missing_recordings().unwrap(), "files of recordings are gone (1): Night");
        assert!(!archive.look_for_files(&all).unwrap().is_change, "it is told once");
        fs::remove_file(path_of(&archive, 1, "opus")).unwrap();
        archive.look_for_files(&all).unwrap();
        assert_eq!(shown(), [2, 4]);
        for id in [1, 3] {
            fs::write(path_of(&archive, id, "opus"), "sound").unwrap();
        }
        archive.look_for_files(&all).unwrap();
        assert_eq!((shown(), archive.missing_recordings()), (vec![1, 2, 3, 4], None));
    }
}
