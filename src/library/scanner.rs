//! Keeps the store up to date with the folder for as long as the station runs, and files with what people want in them.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::watch::FolderWatcher;
use super::{Analyzer, MusicLibrary, Outcome};
use crate::clock::Clock;
use crate::store::{Error, Store};
use crate::sys;

/// Scan interval despite change notifications: network file systems
/// report no changes made by other machines.
const WATCHED_PAUSE: Duration = Duration::from_mins(5);
/// Otherwise, and while a file may still be being written, it is looked through at most this often,
const LEAST_PAUSE: Duration = Duration::from_secs(3);
/// Ratio of pause to scan time: scanning takes 2 % of the time at most.
const PAUSE_TO_SCAN: u32 = 50;
/// Interval after which failed tag writes are tried again; also at a start.
const WRITE_AGAIN: Duration = Duration::from_hours(1);
/// Files that are not played and have no line of their own in the log are summed up so often.
const SUM_UP_EVERY: Duration = Duration::from_secs(30);
/// News is looked for so often.
const NOTICE_WITHIN: Duration = Duration::from_secs(1);

/// Looks through the folder again and again, and writes what people say and measures what is new in between.
#[expect(clippy::struct_excessive_bools, reason = "each comes and goes by itself")]
pub struct LibraryScanner {
    library: MusicLibrary,
    store: Store,
    clock: Arc<dyn Clock>,
    /// The round of measuring that is going on.
    round: Option<Analyzer>,
    /// True if tracks are left to be measured after the next scan.
    is_unfinished: bool,
    watch: Option<FolderWatcher>,
    /// True if something may have changed since the last scan.
    has_news: bool,
    /// True once the store has the last scan's result.
    is_indexed: bool,
    /// Times at which the next scan may run, must run, and at which a failed update of
    /// the store is retried.
    soonest_us: u64,
    latest_us: u64,
    again_us: u64,
    write_again_us: u64,
    /// Time of the next log message about how many more files are not played, in microseconds.
    sum_up_us: u64,
    failed: bool,
}

impl LibraryScanner {
    /// A librarian who brings `library` into `store`.
    pub fn new(library: MusicLibrary, store: Store, clock: Arc<dyn Clock>) -> Self {
        Self {
            library,
            store,
            clock,
            round: None,
            is_unfinished: false,
            watch: None,
            has_news: true,
            is_indexed: false,
            soonest_us: 0,
            latest_us: 0,
            again_us: 0,
            write_again_us: 0,
            sum_up_us: 0,
            failed: false,
        }
    }

    /// Looks through the folder for the first time, and recognises what the store remembers of it: who plans then
    /// knows the tracks.
    pub fn prepare(&mut self) {
        self.library.scan();
        let recalled = self.library.recall(&self.store);
        self.heard(recalled);
    }

    /// Works on a thread of its own, behind everybody else, until `stop` gets a message or its sender is gone.
    pub fn run(mut self, stop: &Receiver<()>) {
        sys::step_back();
        loop {
            let pause = if self.take_turn() { Duration::ZERO } else { NOTICE_WITHIN };
            if !matches!(stop.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
                return;
            }
        }
    }

    /// Does what is due, and writes or measures a track; false if there is none.
    pub(super) fn take_turn(&mut self) -> bool {
        self.has_news |= self.watch.as_ref().is_some_and(FolderWatcher::take_news);
        self.has_news |= self.library.take_wish_for_scan();
        let now_us = self.clock.now_us();
        if now_us >= self.latest_us || (self.has_news && now_us >= self.soonest_us) {
            let pause = self.look();
            let pauses = [pause, if self.watch.is_some() { pause.max(WATCHED_PAUSE) } else { pause }];
            [self.soonest_us, self.latest_us] = pauses.map(|pause| self.after(pause));
        }
        if !self.is_indexed && now_us >= self.again_us {
            self.index();
            self.again_us = self.after(LEAST_PAUSE);
        }
        let has_worked = self.write_one() || self.measure_one();
        if now_us >= self.sum_up_us {
            self.library.sum_up_complaints();
            self.sum_up_us = self.after(SUM_UP_EVERY);
        }
        has_worked
    }

    /// Writes what people said of a track into its files, where that is wanted; false if there is nothing to be written.
    fn write_one(&mut self) -> bool {
        let now_us = self.clock.now_us();
        if now_us >= self.write_again_us {
            self.write_again_us = self.after(WRITE_AGAIN);
            let again = self.store.write_again();
            self.heard(again);
        }
        let written = self.library.write_next(&self.store, now_us);
        self.heard(written).unwrap_or(false)
    }

    fn after(&self, pause: Duration) -> u64 {
        self.clock.now_us() + pause.as_micros() as u64
    }

    /// Looks through the folder, and answers for how long it is to be left alone then.
    fn look(&mut self) -> Duration {
        let began_us = self.clock.now_us();
        // Before it is looked through, so that nothing falls between.
        if !self.watch.as_ref().is_some_and(|watch| watch.is_of(self.library.folder())) {
            self.watch = FolderWatcher::start(self.library.folder());
        }
        let changes = self.library.scan();
        let has_news =
            !(changes.added.is_empty() && changes.changed.is_empty() && changes.removed.is_empty());
        self.is_indexed &= !has_news;
        if std::mem::take(&mut self.is_unfinished) {
            self.round = Some(Analyzer::default());
        }
        // A file is taken when it was found twice as it is.
        self.has_news = self.library.is_arriving() || self.library.is_away();
        let took = Duration::from_micros(self.clock.now_us().saturating_sub(began_us));
        took.saturating_mul(PAUSE_TO_SCAN).max(LEAST_PAUSE)
    }

    /// Brings what the last scan found into the store, and has what is new measured.
    fn index(&mut self) {
        let began_us = self.clock.now_us();
        let indexed = self.library.index(&self.store, began_us, &mut |_| ());
        // What the machine could not read is tried again soon.
        self.is_indexed = indexed.as_ref().is_ok_and(|indexed| indexed.unread == 0);
        if let Some(indexed) = self.heard(indexed)
            && (indexed.read, indexed.gone, indexed.back) != (0, 0, 0)
        {
            let took = Duration::from_micros(self.clock.now_us().saturating_sub(began_us));
            tracing::info!(
                "the library took {:.1} s: {} files read, {} tracks new, {} files gone, {} back",
                took.as_secs_f64(),
                indexed.read,
                indexed.new_tracks,
                indexed.gone,
                indexed.back
            );
        }
        self.round = Some(Analyzer::default());
    }

    /// Measures a track; false if there is none to be measured.
    fn measure_one(&mut self) -> bool {
        let Some(round) = &mut self.round else {
            return false;
        };
        let next = round.next(&self.library, &self.store);
        self.is_unfinished |= next.is_err();
        let Some(Some(track)) = self.heard(next) else {
            self.round = None;
            let measured = self.library.progress().measured;
            if measured > 0 {
                tracing::info!("{measured} tracks were measured");
            }
            return false;
        };
        let measured = self.library.measure(&self.store, &track);
        self.is_unfinished |= matches!(measured, Err(_) | Ok(Outcome::Later(_)));
        if self.heard(measured).is_none() {
            // What cannot be remembered is measured again, but not over and over.
            self.round = None;
        }
        true
    }

    /// Unwraps the store's answer; a failure is logged once until it works again.
    fn heard<T>(&mut self, answer: Result<T, Error>) -> Option<T> {
        match answer {
            Ok(answer) => {
                self.failed = false;
                Some(answer)
            }
            Err(error) => {
                if !std::mem::replace(&mut self.failed, true) {
                    tracing::error!(%error, "the library cannot be remembered; the music goes on");
                }
                None
            }
        }
    }
}
