//! Passes titles from the audio thread to the broadcast, the as-run log and the station monitor.

use std::sync::mpsc::SyncSender;

use prometheus_client::metrics::counter::Counter;

use crate::broadcast::NowPlayingLog;
use crate::model::{NowPlaying, SourceKind};
use crate::playout::PlayoutObserver;
use crate::workers::TaskHandle;

/// Receives titles on the audio thread. Every channel is tried, and none is waited for.
pub(super) struct NowPlayingWriter {
    /// The station's name in addresses.
    pub(super) station: String,
    /// The titles that pages show.
    pub(super) titles: NowPlayingLog,
    /// To the as-run writer.
    pub(super) as_run: SyncSender<NowPlaying>,
    /// Counts titles that the as-run writer did not get.
    pub(super) lost: Counter,
    /// Wakes the station monitor; one wake-up may stand for several changes.
    pub(super) monitor: SyncSender<()>,
    /// The tasks at the other ends of the channels.
    pub(super) readers: Vec<TaskHandle>,
}

impl PlayoutObserver for NowPlayingWriter {
    fn title(&self, now_playing: &NowPlaying) {
        tracing::info!(
            station = self.station,
            title = now_playing.title,
            artist = now_playing.artist,
            source = now_playing.source.name(),
            "now playing"
        );
        if self.as_run.try_send(now_playing.clone()).is_err() {
            self.lost.inc();
        }
        self.titles.begin(now_playing.clone());
        // A full channel means that the monitor is woken already.
        let _ = self.monitor.try_send(());
        self.readers.iter().for_each(TaskHandle::wake_soon);
    }

    fn title_resumed(&self, now_playing: &NowPlaying) {
        if self.as_run.try_send(now_playing.clone()).is_err() {
            self.lost.inc();
        }
        self.titles.resume(now_playing.clone());
    }

    fn source(&self, kind: SourceKind) {
        tracing::info!(station = self.station, source = kind.name(), "on air");
    }
}
