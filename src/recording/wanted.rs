//! Which sound is to be kept: by the mode of the archive, the source on air and the schedule.

use crate::model::{ArchiveMode, Show, SourceKind};
use crate::schedule::{HeardTime, Week};
use crate::store::{Error as StoreError, Store};

/// The shows of the schedule around now.
#[derive(Default)]
pub(super) struct ShowTimes {
    shows: Vec<Show>,
    times: Vec<HeardTime>,
    is_read: bool,
}

/// The shows of the schedule are looked up so long before now, in microseconds: a show lasts a day at most.
const BEFORE_US: u64 = 2 * 24 * 3_600 * 1_000_000;
/// and so long after now.
const AFTER_US: u64 = 24 * 3_600 * 1_000_000;

impl ShowTimes {
    /// Reads the schedule of the station `slug` for the time around `wall_us`, in microseconds since 1970.
    pub(super) fn read(store: &Store, slug: &str, wall_us: u64) -> Result<Self, StoreError> {
        let (zone, shows) = store.calendar(slug)?;
        let span = wall_us.saturating_sub(BEFORE_US)..wall_us + AFTER_US;
        let times = Week::of(&shows, &zone, &span).heard();
        Ok(Self { shows, times, is_read: true })
    }

    /// Returns whether the schedule was never read.
    pub(super) fn is_unread(&self) -> bool {
        !self.is_read
    }

    /// Returns the show that is heard at a time of day, in microseconds since 1970, and when.
    pub(super) fn at(&self, wall_us: u64) -> Option<(&Show, HeardTime)> {
        let time = self.times.iter().find(|time| (time.from_us..time.to_us).contains(&wall_us))?;
        self.shows.get(time.airing.show).map(|show| (show, *time))
    }
}

/// Returns whether what `source` plays at a time of day is kept.
pub(super) fn is_wanted(
    mode: ArchiveMode,
    source: Option<SourceKind>,
    shows: &ShowTimes,
    wall_us: u64,
) -> bool {
    match mode {
        ArchiveMode::Off => false,
        ArchiveMode::Live => source == Some(SourceKind::Live),
        ArchiveMode::Shows => shows.at(wall_us).is_some(),
        ArchiveMode::Everything => true,
    }
}
