//! Makes recordings of what the recorders tell: cuts them seconds after their end, and makes their MP3 files.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::KeptSpan;
use super::archive::{Archives, StationArchive};
use super::copies::DistantHour;
use super::episode_files::EpisodeFailure;
use super::{cut, episode_files, missing_files, trim};
use crate::clock::Clock;
use crate::model::{NewRecording, ReadyRecording, Recording, RecordingKind, RecordingState};
use crate::store::{CutRecording, Store};
use crate::sys;

/// Events that wait.
const MOST_EVENTS: usize = 256;
/// Interval between two looks for recordings that are too old.
const EVERY: Duration = Duration::from_mins(1);
/// Work that could not be finished is tried again after so many of them.
const AGAIN_AFTER: u32 = 10;
/// The longest wait until the end of a recording is in the archive.
const ENDS_WITHIN: Duration = Duration::from_secs(3);
const DAY_US: u64 = 24 * 3_600 * 1_000_000;

/// Told by a recorder.
#[derive(Debug)]
pub(super) enum RecordingEvent {
    /// A recording begins.
    Began(NewRecording),
    /// The recording of this station ends, at a time in microseconds of the server's clock.
    Ended { station: String, to_us: u64 },
}

/// Sender by which recorders tell that a recording begins or ends; clones share it.
#[derive(Clone)]
pub(super) struct RecordingEvents(SyncSender<RecordingEvent>);

impl RecordingEvents {
    /// Tells something. Never waits: what does not fit is told in the log, and lost.
    pub(super) fn tell(&self, event: RecordingEvent) {
        if let Err(error) = self.0.try_send(event) {
            tracing::error!(%error, "a recording is lost: too much waits");
        }
    }
}

/// Cuts recordings on a thread of its own.
pub(super) struct Cutter {
    archives: Archives,
    store: Store,
    clock: Arc<dyn Clock>,
    /// The number of the recording of each station that has begun.
    open: HashMap<String, i64>,
    to_mp3: SyncSender<Recording>,
    /// When it started, in microseconds of the clock.
    started_us: u64,
    /// Looks until what could not be finished is tried again; `None` if all was.
    tries_again_in: Option<u32>,
    /// Time of the last look, in microseconds of the clock.
    looked_us: u64,
}

impl Cutter {
    /// Starts the threads; they end when what this returns and its clones are dropped.
    pub(super) fn start(
        archives: &Archives,
        store: &Store,
        clock: &Arc<dyn Clock>,
    ) -> io::Result<RecordingEvents> {
        let background = || store.background().map_err(io::Error::other);
        let (events, told) = sync_channel(MOST_EVENTS);
        let (to_mp3, waiting) = sync_channel(MOST_EVENTS);
        archives.transcoded_by(to_mp3.clone());
        let (for_mp3, mp3_archives) = (background()?, archives.clone());
        thread::Builder::new()
            .name("mp3".to_owned())
            .spawn(move || make_mp3s(&for_mp3, &mp3_archives, &waiting))?;
        let cutter = Self {
            archives: archives.clone(),
            store: background()?,
            clock: Arc::clone(clock),
            open: HashMap::new(),
            to_mp3,
            started_us: clock.now_us(),
            tries_again_in: None,
            looked_us: clock.now_us(),
        };
        thread::Builder::new().name("recordings".to_owned()).spawn(move || cutter.run(&told))?;
        Ok(RecordingEvents(events))
    }

    fn run(mut self, told: &Receiver<RecordingEvent>) {
        self.finish_old();
        missing_files::look(&self.archives, &self.store, &*self.clock, &self.to_mp3);
        loop {
            let passed = Duration::from_micros(self.clock.now_us().saturating_sub(self.looked_us));
            match told.recv_timeout(EVERY.saturating_sub(passed)) {
                Ok(RecordingEvent::Began(new)) => self.begin(&new),
                Ok(RecordingEvent::Ended { station, to_us }) => {
                    if let Some(id) = self.open.remove(&station) {
                        self.end(&station, id, to_us);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let now_us = self.clock.now_us();
            if Duration::from_micros(now_us.saturating_sub(self.looked_us)) >= EVERY {
                self.looked_us = now_us;
                self.forget_old();
                missing_files::look(&self.archives, &self.store, &*self.clock, &self.to_mp3);
                self.try_again();
            }
        }
    }

    fn begin(&mut self, new: &NewRecording) {
        match self.store.begin_recording(new) {
            Ok(id) => drop(self.open.insert(new.station.clone(), id)),
            Err(error) => tracing::error!(station = new.station, %error, "a recording is not kept"),
        }
    }

    /// Tries to finish what could not be finished, once in a while.
    fn try_again(&mut self) {
        match self.tries_again_in {
            Some(0) => {
                self.tries_again_in = None;
                self.finish_old();
            }
            Some(left) => self.tries_again_in = Some(left - 1),
            None => {}
        }
    }

    /// Cuts a recording once its end is in the archive.
    fn end(&mut self, station: &str, id: i64, to_us: u64) {
        // Whatever becomes of the cut, the next start knows where to end it.
        if let Err(error) = self.store.recording_ends(id, to_us) {
            tracing::warn!(station, %error, "the end of a recording is not noted");
        }
        let Some(archive) = self.archives.get(station) else { return };
        let is_there = || archive.kept().last().is_some_and(|last| last.to_us >= to_us);
        // After that, it is cut from what is there.
        sys::wait_until(ENDS_WITHIN, is_there);
        match self.store.recording(station, id) {
            Ok(Some(recording)) => self.cut(&archive, &recording, to_us),
            Ok(None) => {}
            Err(error) => {
                tracing::error!(station, %error, "a recording is cut later");
                self.tries_again_in = Some(AGAIN_AFTER);
            }
        }
    }

    fn cut(&mut self, archive: &StationArchive, recording: &Recording, to_us: u64) {
        let station = archive.slug();
        let result = self.cut_and_note(archive, recording, to_us);
        match result {
            Ok(Some(ready)) => {
                tracing::info!(
                    station,
                    recording = recording.id,
                    title = recording.what.title,
                    "a recording is ready"
                );
                let title = recording.what.title.clone();
                let ready_recording = ReadyRecording { station: station.to_owned(), id: recording.id, title };
                self.archives.is_ready(ready_recording);
                // One that does not fit is made at the next start.
                drop(self.to_mp3.try_send(ready));
            }
            Ok(None) => tracing::info!(station, recording = recording.id, "nothing is kept of a recording"),
            Err(error) => {
                tracing::error!(station, %error, "a recording cannot be cut; it is tried again in some minutes");
                self.tries_again_in = Some(AGAIN_AFTER);
            }
        }
    }

    fn cut_and_note(
        &self,
        archive: &StationArchive,
        recording: &Recording,
        to_us: u64,
    ) -> anyhow::Result<Option<Recording>> {
        // Hours that cannot be seen now are not gone.
        archive.check_disk()?;
        if self.archives.bucket().is_some() {
            archive.load_copies(&self.store)?;
        }
        let fetch = |hour: &Arc<DistantHour>| self.archives.fetch_hour_blocking(archive, hour);
        let Some(file) = cut::cut(archive, recording, to_us, &fetch)? else {
            self.store.remove_recording(archive.slug(), recording.id)?;
            return Ok(None);
        };
        let publishes = self.store.station(archive.slug())?.settings.archive.publish;
        let now = (self.clock.wall_us() / 1_000_000) as i64;
        let ready = CutRecording {
            to_us,
            duration_us: file.frames * cut::FRAME_US,
            opus_bytes: file.bytes,
            published_at: publishes.then_some(now),
        };
        self.store.recording_is_cut(recording.id, &ready)?;
        Ok(self.store.recording(archive.slug(), recording.id)?)
    }

    /// Finishes what was not finished when the server ended, or could not be since.
    fn finish_old(&mut self) {
        if let Err(error) = self.finish_trims() {
            tracing::error!(%error, "a trimmed recording is finished later");
            self.tries_again_in = Some(AGAIN_AFTER);
        }
        let mut unfinished = match self.store.unfinished_recordings() {
            Ok(unfinished) => unfinished,
            Err(error) => {
                tracing::error!(%error, "recordings are finished later");
                self.tries_again_in = Some(AGAIN_AFTER);
                return;
            }
        };
        // Those that go on are cut at their end.
        unfinished.retain(|one| self.open.values().all(|open| *open != one.id));
        for recording in unfinished {
            let Ok(archive) = self.archives.open(&recording.what.station) else {
                self.tries_again_in = Some(AGAIN_AFTER);
                continue;
            };
            if recording.state != RecordingState::Open {
                drop(self.to_mp3.try_send(recording));
                continue;
            }
            let to_us = if recording.to_us > recording.what.from_us {
                recording.to_us
            } else {
                // It went on until the server ended, and nothing was kept after that before this one started. What is kept of
                // a time to come is older, too: the clock was set back.
                let now_us = self.clock.now_us();
                let is_old = |span: &KeptSpan| span.from_us < self.started_us || span.from_us > now_us;
                let kept = archive.kept().into_iter().rev().find(is_old);
                kept.map_or(recording.to_us, |span| span.to_us)
            };
            self.cut(&archive, &recording, to_us);
        }
    }

    /// Finishes trims that were noted when the server ended, and forgets the others.
    fn finish_trims(&self) -> anyhow::Result<()> {
        let mut finished = Ok(());
        for station in self.store.stations()? {
            // One that cannot be opened is looked at when its recordings are finished later.
            let Ok(archive) = self.archives.open(&station.slug) else { continue };
            let _one_at_a_time = archive.lock_changes();
            let done = trim::finish_trims(&archive, |id| {
                Ok(self.store.recording(archive.slug(), id)?.filter(Recording::is_ready))
            });
            finished = finished.and(done);
        }
        finished
    }

    /// Deletes recordings that are older than the archive is kept, but for those that are published.
    fn forget_old(&self) {
        for archive in self.archives.all() {
            if let Err(error) = self.forget_old_of(&archive) {
                tracing::warn!(station = archive.slug(), %error, "old recordings are still there");
            }
        }
    }

    fn forget_old_of(&self, archive: &StationArchive) -> anyhow::Result<()> {
        let slug = archive.slug();
        if archive.check_disk().is_err() {
            // Its trouble is told. The files would stay.
            return Ok(());
        }
        let Ok(station) = self.store.station(slug) else { return Ok(()) };
        let oldest_us =
            self.clock.now_us().saturating_sub(u64::from(station.settings.archive.keep_days) * DAY_US);
        for recording in self.store.recordings(slug)? {
            let is_old =
                recording.is_ready() && recording.published_at.is_none() && recording.to_us < oldest_us;
            // A file that was sent is nowhere else; of one that never came whole, there is nothing to keep.
            let is_sent = recording.what.kind == RecordingKind::Upload;
            let is_left = recording.state == RecordingState::Receiving
                && recording.what.from_us + DAY_US < self.clock.now_us();
            if (is_old && !is_sent) || is_left {
                self.store.remove_recording(slug, recording.id)?;
                cut::remove(archive, recording.id)?;
            }
        }
        Ok(())
    }
}

/// Makes Ogg Opus files of what was sent, and MP3 files, one after the other, after everybody else's work.
fn make_mp3s(store: &Store, archives: &Archives, waiting: &Receiver<Recording>) {
    sys::step_back();
    while let Ok(recording) = waiting.recv() {
        let Some(archive) = archives.get(&recording.what.station) else { continue };
        let is_sent = recording.state == RecordingState::Transcoding;
        let made = if is_sent { make_episode(store, &archive, &recording) } else { Some(recording) };
        let Some(recording) = made.filter(|one| cfg!(feature = "mp3") && is_due(store, one)) else {
            continue;
        };
        if let Err(error) = make_mp3(store, &archive, &recording)
            && is_due(store, &recording)
        {
            tracing::error!(
                station = archive.slug(),
                %error,
                "a recording has no MP3 file; it is tried again"
            );
        }
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

/// Makes the Ogg Opus file of an episode, and returns that as it is then; `None` if it is refused or gone.
fn make_episode(store: &Store, archive: &StationArchive, recording: &Recording) -> Option<Recording> {
    let now = store.recording(archive.slug(), recording.id).ok()?;
    // It may have waited twice.
    now.filter(|now| now.state == RecordingState::Transcoding)?;
    let noted = match episode_files::transcode(archive, recording) {
        Ok(file) => {
            let noted = store.episode_is_ready(recording.id, file.frames * cut::FRAME_US, file.bytes);
            if noted.is_ok() {
                // If that fails, it is deleted with the episode.
                let _ = cut::remove_file(archive, recording.id, "part");
            }
            noted.map(drop)
        }
        Err(EpisodeFailure::Disk(error)) => {
            tracing::error!(station = archive.slug(), %error, "an episode is not made; it is tried again");
            return None;
        }
        Err(EpisodeFailure::Unfit(reason)) => {
            tracing::info!(
                station = archive.slug(),
                recording = recording.id,
                reason,
                "a file is no episode"
            );
            // Nothing of it can be used.
            let _ = cut::remove(archive, recording.id);
            store.episode_is(recording.id, &RecordingState::Refused(reason))
        }
    };
    if let Err(error) = noted {
        tracing::error!(station = archive.slug(), %error, "an episode is not noted; it is tried again");
        return None;
    }
    let now = store.recording(archive.slug(), recording.id).ok().flatten();
    if now.is_none() {
        // It was deleted meanwhile.
        let _ = cut::remove(archive, recording.id);
    }
    now.filter(Recording::is_ready)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::recording::archive_writer::tests::{rendition, write};

    fn set(from_us: u64) -> NewRecording {
        cut::tests::set(from_us, from_us).what
    }

    #[test]
    fn what_was_being_recorded_is_cut_after_the_clock_was_set() {
        let began_us = rendition().time_us(1_040);
        // The next start is an hour later, or an hour earlier, by the clock.
        for started_us in [began_us + 3_600_000_000, began_us - 20_000_000] {
            let dir = tempfile::tempdir().unwrap();
            let store = Store::open(dir.path()).unwrap();
            store.first_start(None, None).unwrap();
            let folder = dir.path().join("archive/main");
            std::fs::create_dir_all(&folder).unwrap();
            write(&folder, 1_000..1_300, true);
            let id = store.begin_recording(&set(began_us)).unwrap();
            let (to_mp3, _waiting) = sync_channel(1);
            let mut cutter = Cutter {
                archives: Archives::below(&dir.path().join("archive")),
                store: store.clone(),
                clock: Arc::new(ManualClock::at(started_us)),
                open: HashMap::new(),
                to_mp3,
                started_us,
                tries_again_in: None,
                looked_us: 0,
            };
            cutter.finish_old();
            let recording = store.recording("main", id).unwrap().expect("it is not lost");
            assert_eq!((recording.is_ready(), recording.duration_us), (true, 260 * cut::FRAME_US));
        }
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

    #[test]
    fn a_recording_whose_disk_is_not_mounted_waits_for_it() {
        let dir = tempfile::tempdir().unwrap();
        let (root, away) = (dir.path().join("archive"), dir.path().join("away"));
        std::fs::create_dir_all(root.join("main")).unwrap();
        write(&root.join("main"), 1_000..1_300, true);
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let archives = || Archives::below(&root).on_disk_of(dir.path().join("archive.id"));
        archives().open("main").unwrap();
        let id = store.begin_recording(&set(rendition().time_us(1_040))).unwrap();
        store.recording_ends(id, rendition().time_us(1_220)).unwrap();

        // The next start, without the disk.
        std::fs::rename(&root, &away).unwrap();
        std::fs::create_dir(&root).unwrap();
        let (to_mp3, _waiting) = sync_channel(9);
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::at(rendition().time_us(1_300)));
        let mut cutter = Cutter {
            archives: archives(),
            store: store.another().unwrap(),
            started_us: clock.now_us(),
            clock,
            open: HashMap::new(),
            to_mp3,
            tries_again_in: None,
            looked_us: 0,
        };
        cutter.finish_old();
        cutter.forget_old();
        let known = || store.recording("main", id).unwrap().map(|one| (one.is_ready(), one.duration_us));
        assert_eq!(known(), Some((false, 0)));
        assert!(cutter.archives.disk_trouble().is_some_and(|told| told.contains("not mounted")));
        assert_eq!(std::fs::read_dir(&root).unwrap().count(), 0, "nothing is written below the disk");

        std::fs::remove_dir(&root).unwrap();
        std::fs::rename(&away, &root).unwrap();
        (0..=AGAIN_AFTER).for_each(|_| cutter.try_again());
        assert_eq!(known(), Some((true, 180 * cut::FRAME_US)));
        assert_eq!(cutter.archives.disk_trouble(), None);
    }
}
