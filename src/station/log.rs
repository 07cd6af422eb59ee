//! What is on air and what was, for those who show it.

use std::collections::VecDeque;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::counter::Counter;

use crate::model::{Aired, NowPlaying, SourceKind};
use crate::playout::Witness;

/// How many titles are remembered after they were played.
pub(super) const REMEMBERED: usize = 20;

/// A handle to a station's log; clones share it.
#[derive(Clone)]
pub(super) struct Log {
    titles: Arc<Mutex<Titles>>,
    lost: Counter,
}

struct Titles {
    now: Option<NowPlaying>,
    played: VecDeque<NowPlaying>,
}

impl Log {
    /// A log that goes on after what `aired` before, newest first.
    pub(super) fn after(aired: Vec<Aired>) -> Self {
        let titles = Titles { now: None, played: aired.into_iter().map(Into::into).collect() };
        Self { titles: Arc::new(Mutex::new(titles)), lost: Counter::default() }
    }

    /// What is heard now.
    pub(super) fn now(&self) -> Option<NowPlaying> {
        self.lock().now.clone()
    }

    /// What was heard before, newest first.
    pub(super) fn played(&self) -> Vec<NowPlaying> {
        self.lock().played.iter().cloned().collect()
    }

    /// Lines of the as-run log that got lost.
    pub(super) fn lost(&self) -> &Counter {
        &self.lost
    }

    fn lock(&self) -> MutexGuard<'_, Titles> {
        self.titles.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps the log from the audio thread.
pub(super) struct LogKeeper {
    station: String,
    log: Log,
    scribe: SyncSender<NowPlaying>,
    lookout: SyncSender<()>,
}

impl LogKeeper {
    /// One for `station`, that tells titles to the scribe too, and nudges the lookout.
    pub(super) fn new(
        station: &str,
        log: Log,
        (scribe, lookout): (SyncSender<NowPlaying>, SyncSender<()>),
    ) -> Self {
        Self { station: station.to_owned(), log, scribe, lookout }
    }
}

impl Witness for LogKeeper {
    fn title(&self, now_playing: &NowPlaying) {
        tracing::info!(
            station = self.station,
            title = now_playing.title,
            artist = now_playing.artist,
            source = now_playing.source.name(),
            "now playing"
        );
        if self.scribe.try_send(now_playing.clone()).is_err() {
            self.log.lost.inc();
        }
        let mut titles = self.log.lock();
        if let Some(before) = titles.now.replace(now_playing.clone())
            && before.source != SourceKind::Silence
        {
            titles.played.push_front(before);
            titles.played.truncate(REMEMBERED);
        }
        drop(titles);
        // Who is nudged already looks at this too.
        let _ = self.lookout.try_send(());
    }

    fn source(&self, kind: SourceKind) {
        tracing::info!(station = self.station, source = kind.name(), "on air");
    }
}
