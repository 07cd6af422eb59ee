//! Parts that all renditions of a station of origins share, its title among them.

use std::sync::Arc;

use tokio::sync::watch;

use super::origin_clock::OriginClock;
use super::station_epoch::StationEpoch;
use crate::broadcast::Broadcast;
use crate::clock::Clock;
use crate::model::{Address, NowPlaying};

/// A title that begins so much later than now, in microseconds, is an origin's error.
const MOST_AHEAD_US: u64 = 60_000_000;

/// A server that has the lease, as NATS tells edges. It is a hint: whether it is on air, it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ToldHolder {
    /// The number of changes of the server on air.
    pub(super) epoch: u64,
    pub(super) address: Address,
}

/// Parts that all renditions of a station share.
#[derive(Clone)]
pub(super) struct PullStation {
    pub(super) broadcast: Broadcast,
    pub(super) clock: Arc<OriginClock>,
    /// The epoch that is heard.
    pub(super) epoch: Arc<StationEpoch>,
    /// The origins that have the station, the preferred one first, and after them those that may: they stand by.
    pub(super) origins: watch::Receiver<Vec<Address>>,
    /// The server that has got the lease last, where edges are told.
    pub(super) holder: watch::Receiver<Option<ToldHolder>>,
    /// The origin that is heard.
    pub(super) heard: watch::Sender<Option<Address>>,
    /// The newest title.
    pub(super) title: watch::Sender<Option<NowPlaying>>,
}

impl PullStation {
    /// Takes note of the epoch in which an origin says that it is on air: sound of an earlier one is not heard any more.
    pub(super) fn note_epoch(&self, epoch: u64) {
        self.epoch.note_described(epoch);
        self.broadcast.set_epoch(self.epoch.current());
    }

    /// Returns whether a server that greets in this epoch is to be heard.
    pub(super) fn greets(&self, epoch: u64) -> bool {
        let is_heard = self.epoch.greets(epoch, self.clock.local_us());
        self.broadcast.set_epoch(self.epoch.current());
        is_heard
    }

    /// Takes note of a title of the station, if it is newer than the one that is known. Returns false if it is to be ignored.
    pub(super) fn note_title(&self, title: &NowPlaying) -> bool {
        if title.time_us > self.clock.now_us().saturating_add(MOST_AHEAD_US) {
            return false;
        }
        let is_new = self.title.send_if_modified(|known| {
            let is_new = known.as_ref().is_none_or(|known| known.time_us < title.time_us);
            if is_new {
                *known = Some(title.clone());
            }
            is_new
        });
        // After a change of the origin it may be the one that is on air already.
        if is_new && self.broadcast.now_playing().as_ref() != Some(title) {
            self.broadcast.titles().begin(title.clone());
        }
        true
    }

    /// Forgets the title, so that an older one of another origin is taken.
    pub(super) fn forget_title(&self) {
        self.title.send_replace(None);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::broadcast::{BroadcastConfig, NoMedia};
    use crate::clock::ManualClock;
    use crate::model::{BasePath, SourceKind, Title};
    use crate::mount::ListenerFigures;

    const NOW_US: u64 = 1_000_000_000;

    fn station() -> PullStation {
        let clock = Arc::new(OriginClock::new(Arc::new(ManualClock::at(NOW_US))));
        let broadcast = Broadcast::new(BroadcastConfig {
            slug: "main".to_owned(),
            base_path: BasePath::default(),
            name: "Main".to_owned(),
            timeline: "a".to_owned(),
            playout_delay: Duration::from_secs(1),
            clock: Arc::<OriginClock>::clone(&clock),
            media: Arc::new(NoMedia),
            listeners: ListenerFigures::default(),
            played: Vec::new(),
        });
        let (origins, holder) = (watch::channel(Vec::new()).1, watch::channel(None).1);
        let (heard, title) = (watch::Sender::new(None), watch::Sender::new(None));
        PullStation { broadcast, clock, epoch: Arc::default(), origins, holder, heard, title }
    }

    #[test]
    fn listeners_are_told_the_epoch_that_is_heard() {
        let station = station();
        assert!(station.greets(7) && station.broadcast.epoch() == 7);
        station.note_epoch(8);
        assert!(!station.greets(7) && station.broadcast.epoch() == 8);
    }

    #[test]
    fn another_origins_title_is_taken_though_it_is_older_and_one_far_ahead_is_not() {
        let station = station();
        let title = |time_us, name: &str| NowPlaying {
            time_us,
            what: Arc::new(Title::plain(SourceKind::Autodj, name)),
        };
        let on_air = || station.broadcast.now_playing().map(|now| now.title.clone());
        assert!(station.note_title(&title(NOW_US, "new")));
        assert!(station.note_title(&title(NOW_US - 9, "old")));
        assert_eq!(on_air().as_deref(), Some("new"));
        assert!(!station.note_title(&title(NOW_US + 2 * MOST_AHEAD_US, "far ahead")));
        station.forget_title();
        for _ in 0..2 {
            assert!(station.note_title(&title(NOW_US - 9, "old")));
            assert_eq!(on_air().as_deref(), Some("old"));
        }
        station.forget_title();
        assert!(station.note_title(&title(NOW_US - 9, "old")));
        assert_eq!(station.broadcast.played().len(), 1, "it is not played twice");
    }
}
