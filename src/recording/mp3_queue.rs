//! The files that are made of recordings, one after the other: Ogg Opus of what was sent, and MP3.

use std::collections::BTreeSet;
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::archive::{Archives, StationArchive};
use super::episode_files::EpisodeFailure;
use super::{cut, episode_files};
use crate::model::{Recording, RecordingState};
use crate::store::Store;
use crate::sys;

/// Recordings that wait at a time. Others are offered again.
const MOST_WAITING: usize = 256;

/// Recordings that wait for their files; clones share them.
#[derive(Clone)]
pub(super) struct Mp3Queue {
    sender: SyncSender<Recording>,
    state: Arc<Mutex<Mp3QueueState>>,
}

#[derive(Default)]
struct Mp3QueueState {
    /// The numbers of those that wait.
    waiting: BTreeSet<i64>,
    /// The numbers of those that could not be made.
    failed: BTreeSet<i64>,
}

impl Mp3Queue {
    /// Starts the thread that makes the files, after everybody else's work.
    pub(super) fn start(store: Store, archives: &Archives) -> io::Result<Self> {
        let (queue, waiting) = Self::of(MOST_WAITING);
        let (state, archives) = (Arc::clone(&queue.state), archives.clone());
        thread::Builder::new()
            .name("mp3".to_owned())
            .spawn(move || make_all(&store, &archives, &waiting, &state))?;
        Ok(queue)
    }

    /// Returns a queue for so many recordings, and its end.
    pub(super) fn of(most: usize) -> (Self, Receiver<Recording>) {
        let (sender, waiting) = sync_channel(most);
        (Self { sender, state: Arc::default() }, waiting)
    }

    /// Has the files of a recording made, as it is when its turn comes; false if too many wait.
    pub(super) fn offer(&self, recording: Recording) -> bool {
        let mut state = lock(&self.state);
        let id = recording.id;
        if state.waiting.contains(&id) {
            return true;
        }
        let fits = self.sender.try_send(recording).is_ok();
        if fits {
            state.waiting.insert(id);
        }
        fits
    }

    /// Returns how many wait.
    pub(super) fn waiting(&self) -> usize {
        lock(&self.state).waiting.len()
    }

    /// Returns whether the files of the recording `id` could not be made.
    pub(super) fn has_failed(&self, id: i64) -> bool {
        lock(&self.state).failed.contains(&id)
    }

    /// Forgets which ones could not be made.
    pub(super) fn forget_failures(&self) {
        lock(&self.state).failed.clear();
    }
}

fn lock(state: &Mutex<Mp3QueueState>) -> MutexGuard<'_, Mp3QueueState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn make_all(store: &Store, archives: &Archives, waiting: &Receiver<Recording>, state: &Mutex<Mp3QueueState>) {
    sys::step_back();
    while let Ok(recording) = waiting.recv() {
        let id = recording.id;
        // What changes from now on is offered again.
        lock(state).waiting.remove(&id);
        let is_made = make(store, archives, recording);
        let mut state = lock(state);
        if is_made {
            state.failed.remove(&id);
        } else {
            state.failed.insert(id);
        }
    }
}

/// Makes the files of a recording that it does not have; false if that has to be tried again.
fn make(store: &Store, archives: &Archives, recording: Recording) -> bool {
    let Some(archive) = archives.get(&recording.what.station) else { return false };
    // It may have become another one since. While the store cannot be read, nothing is known to have changed.
    let now = store.recording(archive.slug(), recording.id).unwrap_or(Some(recording));
    let Some(recording) = now else { return true };
    let recording = match recording.state {
        RecordingState::Transcoding => match make_episode(store, &archive, &recording) {
            Ok(made) => made,
            Err(error) => {
                tracing::error!(station = archive.slug(), %error, "an episode is not made; it is tried again");
                return false;
            }
        },
        _ => Some(recording),
    };
    let due = recording.filter(|one| cfg!(feature = "mp3") && is_due(store, one));
    let Some(recording) = due else { return true };
    match make_mp3(store, &archive, &recording) {
        Err(error) if is_due(store, &recording) => {
            tracing::error!(station = archive.slug(), %error, "a recording has no MP3 file; it is tried again");
            false
        }
        _ => true,
    }
}

/// Returns whether a recording still has no MP3 file, and the same Ogg Opus file: one that goes on, or was trimmed or deleted
/// meanwhile, is made anew or not at all.
fn is_due(store: &Store, recording: &Recording) -> bool {
    // While the store cannot be read, nothing is known to have changed.
    let Ok(now) = store.recording(&recording.what.station, recording.id) else { return true };
    let file = |one: &Recording| (one.to_us, one.duration_us, one.opus_bytes);
    now.is_some_and(|now| now.is_ready() && now.mp3_bytes == 0 && file(&now) == file(recording))
}

/// Makes the MP3 file of a recording, and notes it.
fn make_mp3(store: &Store, archive: &StationArchive, recording: &Recording) -> anyhow::Result<()> {
    let bytes = cut::make_mp3(archive, recording)?;
    if !store.recording_has_mp3(recording, bytes)? {
        // It was deleted meanwhile, or is made anew.
        cut::remove_mp3(archive, recording.id)?;
    }
    Ok(())
}

/// Makes the Ogg Opus file of an episode, and returns that as it is then; `None` if it is refused or gone. Fails if it has to be
/// tried again.
fn make_episode(
    store: &Store,
    archive: &StationArchive,
    recording: &Recording,
) -> anyhow::Result<Option<Recording>> {
    match episode_files::transcode(archive, recording) {
        Ok(file) => {
            store.episode_is_ready(recording.id, file.frames * cut::FRAME_US, file.bytes)?;
            // If that fails, it is deleted with the episode.
            let _ = cut::remove_file(archive, recording.id, "part");
        }
        Err(EpisodeFailure::Disk(error)) => return Err(error.into()),
        Err(EpisodeFailure::Unfit(reason)) => {
            tracing::info!(
                station = archive.slug(),
                recording = recording.id,
                reason,
                "a file is no episode"
            );
            // Nothing of it can be used.
            let _ = cut::remove(archive, recording.id);
            store.episode_is(recording.id, &RecordingState::Refused(reason))?;
        }
    }
    let now = store.recording(archive.slug(), recording.id).ok().flatten();
    if now.is_none() {
        // It was deleted meanwhile.
        let _ = cut::remove(archive, recording.id);
    }
    Ok(now.filter(Recording::is_ready))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NewRecording;
    use crate::store::CutRecording;

    fn set(from_us: u64) -> NewRecording {
        cut::tests::set(from_us, from_us).what
    }

    #[test]
    fn a_recording_waits_once_and_what_does_not_fit_is_told() {
        let (queue, waiting) = Mp3Queue::of(2);
        let recording = |id| Recording { id, ..cut::tests::set(1_000, 2_000) };
        assert!(queue.offer(recording(1)) && queue.offer(recording(1)) && queue.offer(recording(2)));
        assert!(!queue.offer(recording(3)));
        assert_eq!((queue.waiting(), waiting.try_iter().count()), (2, 2));
    }

    #[test]
    fn a_recording_that_is_another_one_by_now_needs_no_mp3_file() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let id = store.begin_recording(&set(1_000_000_000)).unwrap();
        let cut = |to_s: u64, opus_bytes| {
            let cut =
                CutRecording { to_us: to_s * 1_000_000, duration_us: to_s, opus_bytes, published_at: None };
            store.recording_is_cut(id, &cut).unwrap();
            store.recording("main", id).unwrap().unwrap()
        };
        let first = cut(1_100, 7);
        assert!(is_due(&store, &first));
        assert_eq!(store.begin_recording(&set(1_200_000_000)).unwrap(), id);
        assert!(!is_due(&store, &first), "it goes on");
        let longer = cut(1_300, 9);
        assert_eq!((is_due(&store, &first), is_due(&store, &longer)), (false, true));
        let trimmed = Recording { duration_us: 3, opus_bytes: 8, ..longer.clone() };
        assert!(store.recording_is_trimmed(&longer, &trimmed).unwrap());
        assert_eq!((is_due(&store, &longer), is_due(&store, &trimmed)), (false, true));
        assert!(store.recording_has_mp3(&trimmed, 5).unwrap());
        assert!(!is_due(&store, &trimmed), "it is there");
        store.remove_recording("main", id).unwrap();
        assert!(!is_due(&store, &trimmed));
    }
}
