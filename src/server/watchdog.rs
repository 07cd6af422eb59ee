//! Signs of life to the service manager, which ends a process that gives none and starts another one.

use std::collections::HashMap;

use crate::production::Stations;
use crate::sys;

/// Tells the service manager, if there is one, again and again that the process is not hung: as long as this task runs
/// and every station makes sound.
pub(super) async fn run(stations: Stations) {
    let Some(interval) = sys::watchdog_interval() else { return };
    let mut progress = FrameProgress::default();
    loop {
        // Also of those that are not on air any more: one that hangs is not.
        let frames = stations.all().map(|station| (station.slug().to_owned(), station.figures().frames()));
        match progress.stalled(frames.collect()) {
            None => sys::notify_alive(),
            Some(slug) => tracing::error!(station = slug, "the station makes no sound any more: it hangs"),
        }
        tokio::time::sleep(interval).await;
    }
}

/// Counts of frames at the last look, by station.
#[derive(Default)]
struct FrameProgress(HashMap<String, u64>);

impl FrameProgress {
    /// Returns a station that published nothing since the last look, if there is one.
    fn stalled(&mut self, frames: HashMap<String, u64>) -> Option<String> {
        let before = std::mem::replace(&mut self.0, frames);
        let is_stalled = |(slug, frames): &(&String, &u64)| before.get(*slug) == Some(frames);
        self.0.iter().find(is_stalled).map(|(slug, _)| slug.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_that_stands_still_is_found_and_one_that_is_new_or_gone_is_not() {
        let mut progress = FrameProgress::default();
        let frames = |counts: &[(&str, u64)]| {
            counts.iter().map(|(slug, count)| ((*slug).to_owned(), *count)).collect::<HashMap<_, _>>()
        };
        assert_eq!(progress.stalled(frames(&[("main", 0)])), None);
        assert_eq!(progress.stalled(frames(&[("main", 500), ("jazz", 0)])), None);
        assert_eq!(progress.stalled(frames(&[("main", 1_000), ("jazz", 0)])), Some("jazz".to_owned()));
        assert_eq!(progress.stalled(frames(&[("main", 1_500)])), None);
        assert_eq!(progress.stalled(frames(&[("main", 1_500)])), Some("main".to_owned()));
    }
}
