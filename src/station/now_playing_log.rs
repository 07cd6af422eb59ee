//! What is on air and what was, for those who show it.

use std::collections::VecDeque;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::counter::Counter;

use crate::model::{Aired, NowPlaying, SourceKind};
use crate::playout::PlayoutObserver;

/// How many titles are remembered after they were played.
pub(super) const REMEMBERED: usize = 20;

/// A handle to a station's log; clones share it.
#[derive(Clone)]
pub(super) struct NowPlayingLog {
    titles: Arc<Mutex<Titles>>,
    lost: Counter,
}

struct Titles {
    now: Option<NowPlaying>,
    played: VecDeque<NowPlaying>,
}

impl NowPlayingLog {
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
pub(super) struct NowPlayingLogWriter {
    station: String,
    log: NowPlayingLog,
    scribe: SyncSender<NowPlaying>,
    lookout: SyncSender<()>,
}

impl NowPlayingLogWriter {
    /// One for `station`, that tells titles to the scribe too, and nudges the lookout.
    pub(super) fn new(
        station: &str,
        log: NowPlayingLog,
        (scribe, lookout): (SyncSender<NowPlaying>, SyncSender<()>),
    ) -> Self {
        Self { station: station.to_owned(), log, scribe, lookout }
    }
}

impl PlayoutObserver for NowPlayingLogWriter {
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
