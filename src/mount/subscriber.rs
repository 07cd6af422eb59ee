//! A place in a stream for those who are no listeners: recorder, packager, cluster, captions, monitor.

use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use super::demand::Demand;
use super::state::State;
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

/// Next item for a subscriber.
#[derive(Clone, Debug)]
pub enum Received {
    /// The title that is heard from its time on. Comes before the first frame it describes.
    Title(NowPlaying),
    /// The next frame.
    Frame(Frame),
    /// Number of frames missing before the next one: the subscriber was too slow for them, or they were never made.
    Missed(u64),
    /// Nothing is new yet.
    NotYet,
    /// The station signed off. Nothing follows.
    EndOfStream,
}

/// Gets frames and titles of a mount, each once and in order, at its own pace.
///
/// It is not counted as audience, and the producer never waits for it. A mount keeps 17 seconds; whoever is slower is
/// told how many frames it missed. While a subscriber lives, the rendition's encoder runs.
pub struct Subscriber {
    mount: Demand,
    /// The number of the next frame; `None` means whichever comes first.
    next_seq: Option<u64>,
    /// Time from which the last title it was sent is heard, in microseconds.
    titled_us: Option<u64>,
}

impl Subscriber {
    pub(super) fn new(mount: Demand, next_seq: Option<u64>) -> Self {
        Self { mount, next_seq, titled_us: None }
    }

    /// Returns what the encoder makes.
    pub fn rendition(&self) -> &Rendition {
        &self.mount.config.rendition
    }

    /// Returns what comes next, at once.
    pub fn try_next(&mut self) -> Received {
        let Self { mount, next_seq, titled_us } = self;
        next(&mount.lock(), next_seq, titled_us)
    }

    /// Blocks until there is something new, for so long at most. [`Received::NotYet`] means that the time is over.
    pub fn next_within(&mut self, patience: Duration) -> Received {
        let Self { mount, next_seq, titled_us } = self;
        let mut received = Received::NotYet;
        let mut is_nothing = |state: &mut State| {
            received = next(state, next_seq, titled_us);
            matches!(received, Received::NotYet)
        };
        let state: MutexGuard<'_, State> = mount.lock();
        let waited = mount.fresh.wait_timeout_while(state, patience, &mut is_nothing);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        received
    }

    /// Waits until there is something new; never returns [`Received::NotYet`]. Nothing is lost if it is cancelled.
    pub async fn next(&mut self) -> Received {
        loop {
            let Self { mount, next_seq, titled_us } = &mut *self;
            let mut fresh = std::pin::pin!(mount.fresh_async.notified());
            // Before looking, so that nothing that comes in between is slept over.
            fresh.as_mut().enable();
            let received = next(&mount.lock(), next_seq, titled_us);
            if !matches!(received, Received::NotYet) {
                return received;
            }
            fresh.await;
        }
    }
}

fn next(state: &State, next_seq: &mut Option<u64>, titled_us: &mut Option<u64>) -> Received {
    let wanted = next_seq.unwrap_or_default();
    let place = state.frames.partition_point(|frame| frame.seq < wanted);
    let frame = state.frames.get(place);
    let until_us = frame.map_or(u64::MAX, |frame| frame.time_us);
    if let Some(title) = next_title(state, *titled_us, until_us) {
        *titled_us = Some(title.time_us);
        return Received::Title(title.clone());
    }
    let Some(frame) = frame else {
        return if state.off_air { Received::EndOfStream } else { Received::NotYet };
    };
    let missing = next_seq.map_or(0, |next_seq| frame.seq - next_seq);
    if missing > 0 {
        *next_seq = Some(frame.seq);
        return Received::Missed(missing);
    }
    *next_seq = Some(frame.seq + 1);
    Received::Frame(frame.clone())
}

/// Returns the first title that is new and holds by `until_us`; of those that came before all others, the latest.
fn next_title(state: &State, titled_us: Option<u64>, until_us: u64) -> Option<&NowPlaying> {
    match titled_us {
        Some(titled_us) => {
            state.titles.iter().find(|title| title.time_us > titled_us && title.time_us <= until_us)
        }
        None => state.title_at(until_us),
    }
}
