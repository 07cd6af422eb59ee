//! Recordings whose files are gone: deleted by somebody else, or lost with a disk.
//!
//! They are looked for from time to time by one listing of the folder, so that no request has to look.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::sync::{Arc, PoisonError, RwLock};

use super::archive::{Archives, StationArchive};
use super::cut::{RECORDINGS, name_of, path_of};
use super::mp3_queue::Mp3Queue;
use crate::clock::Clock;
use crate::model::{Recording, RecordingState};
use crate::store::Store;

/// Titles in a text, at most.
const MOST_TOLD: usize = 5;
/// Lost MP3 files wait to be made anew only while fewer than these wait: recordings that come have their turn soon.
const MOST_LOST: usize = 4;

/// The files of recordings of a station that are neither here nor in the bucket; clones share them.
#[derive(Clone, Default)]
pub(super) struct MissingRecordings(Arc<RwLock<MissingFiles>>);

#[derive(Debug, Default, PartialEq, Eq)]
struct MissingFiles {
    /// The titles of the recordings whose Ogg Opus file is gone, by their numbers.
    opus: BTreeMap<i64, String>,
    /// The numbers of those whose MP3 file is gone.
    mp3: BTreeSet<i64>,
}

/// The outcome of a look for the files of recordings.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RecordingLook {
    /// Whether others are missing than before.
    pub is_change: bool,
    /// Numbers of the recordings whose MP3 file alone is gone.
    pub without_mp3: Vec<i64>,
}

/// Looks for recordings of all stations whose files are gone. MP3 files are made anew: they are sent to `to_mp3`. Blocks.
pub(super) fn look(archives: &Archives, store: &Store, clock: &dyn Clock, to_mp3: &Mp3Queue) {
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
    to_mp3: &Mp3Queue,
) -> anyhow::Result<()> {
    let recordings = store.recordings(archive.slug())?;
    let look = archive.look_for_files(&recordings)?;
    if look.is_change {
        let now = (clock.wall_us() / 1_000_000) as i64;
        store.feeds_change(archive.slug(), now)?;
    }
    let is_here = |one: &Recording| path_of(archive, one.id, "opus").exists();
    // Those that did not fit when they came, or could not be made.
    for recording in recordings.iter().filter(|one| !to_mp3.has_failed(one.id)) {
        let is_sent = recording.state == RecordingState::Transcoding;
        let is_due = cfg!(feature = "mp3") && recording.is_ready() && recording.mp3_bytes == 0;
        if (is_sent || is_due && is_here(recording)) && !to_mp3.offer(recording.clone()) {
            return Ok(());
        }
    }
    let is_lost = |one: &&Recording| cfg!(feature = "mp3") && look.without_mp3.contains(&one.id);
    for recording in recordings.iter().filter(is_lost) {
        if to_mp3.waiting() >= MOST_LOST {
            break;
        }
        // Without an Ogg Opus file here, that of the bucket is what listeners get.
        if store.recording_has_mp3(recording, 0)?
            && is_here(recording)
            && !to_mp3.offer(Recording { mp3_bytes: 0, ..recording.clone() })
        {
            store.recording_has_mp3(recording, recording.mp3_bytes)?;
            break;
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
        // A copy of another length is of the recording as it was before it was trimmed.
        let is_there = |one: &Recording, extension: &str, bytes: u64| {
            let name = name_of(one.id, extension);
            names.contains(&name) || self.copied(&name).is_some_and(|copy| copy.bytes == bytes)
        };
        let ready = || recordings.iter().filter(|one| one.is_ready());
        let opus: BTreeMap<i64, String> = ready()
            .filter(|one| !is_there(one, "opus", one.opus_bytes))
            .map(|one| (one.id, one.what.title.clone()))
            .collect();
        let mp3: BTreeSet<i64> = ready()
            .filter(|one| one.mp3_bytes > 0 && !is_there(one, "mp3", one.mp3_bytes))
            .map(|one| one.id)
            .collect();
        let without_mp3 = mp3.iter().copied().filter(|id| !opus.contains_key(id)).collect();
        let gone = MissingFiles { opus, mp3 };
        let mut known = self.missing().0.write().unwrap_or_else(PoisonError::into_inner);
        let (is_change, is_told) = (*known != gone, known.opus.keys().eq(gone.opus.keys()));
        *known = gone;
        drop(known);
        if let Some(text) = self.missing_recordings().filter(|_| !is_told) {
            tracing::error!(station = self.slug(), "archive: {text}");
        }
        Ok(RecordingLook { is_change, without_mp3 })
    }

    /// Returns whether the Ogg Opus file of the recording `id` was gone at the last look.
    pub fn is_missing(&self, id: i64) -> bool {
        self.missing().0.read().unwrap_or_else(PoisonError::into_inner).opus.contains_key(&id)
    }

    /// Returns words about the recordings whose files are gone, if there are any.
    pub fn missing_recordings(&self) -> Option<String> {
        let known = self.missing().0.read().unwrap_or_else(PoisonError::into_inner);
        let gone = &known.opus;
        let titles: Vec<&str> = gone.values().map(String::as_str).take(MOST_TOLD).collect();
        let more = if gone.len() > MOST_TOLD { ", …" } else { "" };
        let told = format!("files of recordings are gone ({}): {}{more}", gone.len(), titles.join(", "));
        (!gone.is_empty()).then_some(told)
    }
}

impl Archives {
    /// Leaves out the recordings of `station` whose files are gone. Those whose MP3 file alone is gone are left as if it had not
    /// been made yet.
    pub fn leave_out_missing(&self, station: &str, recordings: &mut Vec<Recording>) {
        let Some(archive) = self.get(station) else { return };
        let gone = archive.missing().0.read().unwrap_or_else(PoisonError::into_inner);
        recordings.retain_mut(|one| {
            if gone.mp3.contains(&one.id) {
                one.mp3_bytes = 0;
            }
            one.mp3_bytes > 0 || !gone.opus.contains_key(&one.id)
        });
    }
}

#[cfg(feature = "mp3")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::recording::cut::tests::set;
    use crate::store::CutRecording;

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
        assert_eq!((shown(), archive.is_missing(1)), (vec![1, 2, 4], true), "the MP3 file is there");
        fs::remove_file(path_of(&archive, 1, "mp3")).unwrap();
        archive.look_for_files(&all).unwrap();
        assert_eq!(shown(), [2, 4]);
        for id in [1, 3] {
            fs::write(path_of(&archive, id, "opus"), "sound").unwrap();
        }
        archive.look_for_files(&all).unwrap();
        assert_eq!((shown(), archive.missing_recordings()), (vec![1, 2, 3, 4], None));
    }

    #[test]
    fn lost_mp3_files_are_made_anew_by_and_by_and_what_did_not_fit_is_offered_again() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let archives = Archives::below(&dir.path().join("archive"));
        let archive = archives.open("main").unwrap();
        fs::create_dir_all(archive.folder().join(RECORDINGS)).unwrap();
        let add = |number: u64, mp3_bytes| {
            let what = set(number * 3_600_000_000, 0).what;
            let id = store.begin_recording(&what).unwrap();
            let cut =
                CutRecording { to_us: what.from_us + 1, duration_us: 1, opus_bytes: 5, published_at: None };
            store.recording_is_cut(id, &cut).unwrap();
            store.recording_has_mp3(&store.recording("main", id).unwrap().unwrap(), mp3_bytes).unwrap();
            fs::write(path_of(&archive, id, "opus"), "sound").unwrap();
            id
        };
        for number in 1..=10 {
            add(number, 7);
        }
        let noted = || store.recordings("main").unwrap().iter().filter(|one| one.mp3_bytes == 7).count();
        let (queue, waiting) = Mp3Queue::of(2);
        let look = || look_at(&archive, &store, &ManualClock::at(0), &queue).unwrap();
        look();
        assert_eq!((queue.waiting(), noted()), (2, 8), "of one that does not fit, the length is noted back");
        drop(waiting);
        let (queue, _waiting) = Mp3Queue::of(9);
        let look = || look_at(&archive, &store, &ManualClock::at(0), &queue).unwrap();
        look();
        assert_eq!((queue.waiting(), noted()), (MOST_LOST, 6), "those of before, and two more");
        let sent = add(11, 0);
        store.episode_is(sent, &RecordingState::Transcoding).unwrap();
        look();
        assert_eq!((queue.waiting(), noted()), (MOST_LOST + 1, 6));
    }
}
