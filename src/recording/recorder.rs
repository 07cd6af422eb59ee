//! Keeps one station's sound, on a thread of its own.

use std::sync::Arc;
use std::time::Duration;

use super::Error;
use super::archive::{ArchiveTouch, StationArchive};
use super::archive_writer::ArchiveWriter;
use super::cutter::{RecordingEvent, RecordingEvents};
use super::wanted::{ShowTimes, is_same, is_wanted, recording_at};
use crate::clock::Clock;
use crate::frame::{Codec, Frame};
use crate::model::{ArchiveMode, ArchiveRules, NewRecording, NowPlaying};
use crate::mount::{Mount, Received, Subscriber};
use crate::production::ProductionHandle;
use crate::store::Store;

/// The longest wait for a frame.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time until it is tried again after a failure, in microseconds.
const RETRY_US: u64 = 5_000_000;
/// The schedule is read once in so many seconds.
const SCHEDULE_EVERY: u64 = 10;

/// Keeps what goes out on one station, until the archive is switched off or the station signs off.
pub(super) struct Recorder {
    station: ProductionHandle,
    archive: StationArchive,
    store: Store,
    clock: Arc<dyn Clock>,
    rules: ArchiveRules,
    writer: Option<ArchiveWriter>,
    /// The title on air.
    title: Option<NowPlaying>,
    shows: ShowTimes,
    events: RecordingEvents,
    /// The recording that the last frame belongs to.
    recording: Option<NewRecording>,
    /// End of the last frame, in microseconds.
    end_us: u64,
    /// The second it looked after its settings last.
    second: u64,
    /// After a failure, nothing is kept before this time.
    retry_us: u64,
}

impl Recorder {
    pub(super) fn new(
        station: ProductionHandle,
        archive: StationArchive,
        store: Store,
        clock: Arc<dyn Clock>,
        events: RecordingEvents,
    ) -> Self {
        let (rules, shows) = (station.settings().archive, ShowTimes::default());
        Self {
            station,
            archive,
            store,
            clock,
            rules,
            writer: None,
            title: None,
            shows,
            events,
            recording: None,
            end_us: 0,
            second: 0,
            retry_us: 0,
        }
    }

    /// Keeps sound until the station signs off or nothing is to be kept.
    pub(super) fn run(mut self) {
        self.archive.set_recording(true);
        while let Some(mount) = self.mount()
            && self.keep(&mount)
        {}
        self.end_file();
        if self.rules.mode == ArchiveMode::Off {
            // At the end of the program, it goes on with the next start.
            self.follow_recording(None, self.end_us);
        }
        self.archive.set_trouble(ArchiveTouch::Writing, None);
        self.archive.set_recording(false);
    }

    /// The station's first Opus rendition.
    fn mount(&self) -> Option<Mount> {
        self.station.broadcast().mounts_of(&[Codec::Opus]).into_iter().next()
    }

    /// Keeps the sound of `mount`. Returns true when there is another one to go on with.
    fn keep(&mut self, mount: &Mount) -> bool {
        let mut subscriber = mount.subscribe();
        loop {
            match subscriber.next_within(PATIENCE) {
                Received::Title(title) => self.change_title(title),
                Received::Frame(frame) => self.take(&frame, &subscriber),
                Received::Missed(frames) => {
                    self.end_file();
                    tracing::warn!(
                        station = self.archive.slug(),
                        frames,
                        "archive: the disk was too slow, and sound is missing"
                    );
                }
                Received::NotYet => {}
                Received::EndOfStream => return false,
            }
            let second = self.clock.now_us() / 1_000_000;
            if std::mem::replace(&mut self.second, second) != second {
                self.look(second);
                if self.rules.mode == ArchiveMode::Off {
                    return false;
                }
                if self.mount().is_none_or(|other| !other.is_same(mount)) {
                    return true;
                }
            }
        }
    }

    /// Follows the settings, and makes what is written last. Called once a second.
    fn look(&mut self, second: u64) {
        self.rules = self.station.settings().archive;
        if second.is_multiple_of(SCHEDULE_EVERY) || self.shows.is_unread() {
            match ShowTimes::read(&self.store, self.archive.slug(), self.clock.wall_us()) {
                Ok(shows) => self.shows = shows,
                Err(error) => {
                    tracing::debug!(%error, "the schedule cannot be read; the archive goes by the last one");
                }
            }
        }
        let kept = |writer: &ArchiveWriter| writer.check_place().and_then(|()| writer.sync());
        if let Some(Err(error)) = self.writer.as_ref().map(kept) {
            self.fail(&error);
        }
    }

    fn change_title(&mut self, title: NowPlaying) {
        if let Some(Err(error)) = self.writer.as_mut().map(|writer| writer.title(&title)) {
            self.fail(&error);
        }
        self.title = Some(title);
    }

    fn take(&mut self, frame: &Frame, subscriber: &Subscriber) {
        let source = self.title.as_ref().map(|title| title.source);
        // The time of day of the frame: the system's clock may have been set.
        let ahead_us = self.clock.ahead_us();
        let wall_us = frame.time_us.saturating_add_signed(ahead_us);
        let is_wanted = is_wanted(self.rules.mode, source, &self.shows, wall_us);
        let times = (frame.time_us, wall_us);
        let slug = self.archive.slug();
        let recording = recording_at(slug, self.rules.mode, self.title.as_ref(), &self.shows, times);
        self.follow_recording(recording.filter(|_| is_wanted), frame.time_us);
        self.end_us = frame.time_us + subscriber.rendition().span_us(1);
        if self.archive.is_full() || !is_wanted {
            self.end_file();
            return;
        }
        if frame.time_us < self.retry_us {
            return;
        }
        match self.write(frame, subscriber) {
            Ok(()) => {
                if self.retry_us != 0 {
                    self.retry_us = 0;
                    self.archive.set_trouble(ArchiveTouch::Writing, None);
                    tracing::info!(station = self.archive.slug(), "archive: sound is kept again");
                }
            }
            Err(error) => self.fail(&error),
        }
    }

    /// Tells when another recording begins with the frame at `time_us`, or none.
    fn follow_recording(&mut self, now: Option<NewRecording>, time_us: u64) {
        let goes_on = match (&self.recording, &now) {
            (Some(known), Some(now)) => is_same(known, now),
            (None, None) => true,
            _ => false,
        };
        if goes_on {
            return;
        }
        if let Some(known) = self.recording.take() {
            self.events.tell(RecordingEvent::Ended { station: known.station, to_us: time_us });
        }
        if let Some(now) = now {
            self.events.tell(RecordingEvent::Began(now.clone()));
            self.recording = Some(now);
        }
    }

    fn write(&mut self, frame: &Frame, subscriber: &Subscriber) -> Result<(), Error> {
        let rendition = subscriber.rendition();
        let fits = self.writer.as_ref().is_some_and(|writer| writer.accepts(frame.seq, rendition));
        if !fits {
            self.end_file();
        }
        let writer = if let Some(writer) = &mut self.writer {
            writer
        } else {
            self.archive.check_disk()?;
            let folder = self.archive.folder();
            std::fs::create_dir_all(folder).map_err(Error::about(folder))?;
            let slug = self.archive.slug();
            let made = ArchiveWriter::create_beside(folder, slug, rendition, frame.seq, self.title.as_ref())?;
            // The next frame begins another file.
            let Some(made) = made else { return Ok(()) };
            self.archive.add(made.file());
            self.writer.insert(made)
        };
        if writer.push(frame)? {
            self.archive.grown().notify_waiters();
        }
        Ok(())
    }

    /// Ends the file that is being written, if there is one.
    fn end_file(&mut self) {
        let Some(writer) = self.writer.take() else { return };
        if let Err(error) = writer.finish() {
            self.fail(&error);
        }
        self.archive.grown().notify_waiters();
    }

    /// Gives up the file that is being written, and tries again after a while.
    fn fail(&mut self, error: &Error) {
        self.writer = None;
        self.retry_us = self.clock.now_us() + RETRY_US;
        self.archive.set_trouble(
            ArchiveTouch::Writing,
            Some(format!("sound cannot be kept, and it is tried again: {error}")),
        );
    }
}
