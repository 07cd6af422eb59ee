//! Which sound is to be kept: by the mode of the archive, the source on air and the schedule.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::{ArchiveMode, NewRecording, NowPlaying, RecordingKind, Show, SourceKind};
use crate::schedule::{HeardTime, Week};
use crate::store::{Error as StoreError, Store};

/// The shows of the schedule around now.
pub(super) struct ShowTimes {
    zone: TimeZone,
    shows: Vec<Show>,
    times: Vec<HeardTime>,
    is_read: bool,
}

/// The shows of the schedule are looked up so long before now, in microseconds: a show lasts a day at most.
const BEFORE_US: u64 = 2 * 24 * 3_600 * 1_000_000;
/// and so long after now.
const AFTER_US: u64 = 24 * 3_600 * 1_000_000;

impl Default for ShowTimes {
    fn default() -> Self {
        Self { zone: TimeZone::UTC, shows: Vec::new(), times: Vec::new(), is_read: false }
    }
}

impl ShowTimes {
    /// Reads the schedule of the station `slug` for the time around `wall_us`, in microseconds since 1970.
    pub(super) fn read(store: &Store, slug: &str, wall_us: u64) -> Result<Self, StoreError> {
        let (zone, shows) = store.calendar(slug)?;
        let span = wall_us.saturating_sub(BEFORE_US)..wall_us + AFTER_US;
        let times = Week::of(&shows, &zone, &span).heard();
        Ok(Self { zone, shows, times, is_read: true })
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

/// Returns the recording that sound of this moment belongs to, as it would begin now: `time_us` is the time of the
/// frame by the server's clock, and `wall_us` its time of day.
pub(super) fn recording_at(
    station: &str,
    mode: ArchiveMode,
    title: Option<&NowPlaying>,
    shows: &ShowTimes,
    (time_us, wall_us): (u64, u64),
) -> Option<NewRecording> {
    let day = || {
        let time = Timestamp::from_microsecond(wall_us as i64).unwrap_or_default();
        time.to_zoned(shows.zone.clone()).strftime("%F").to_string()
    };
    let (kind, name, show, dj, part_of) = match mode {
        ArchiveMode::Off => return None,
        ArchiveMode::Live => {
            let dj = title.filter(|title| title.source == SourceKind::Live)?.dj.clone();
            (RecordingKind::Live, dj.clone().unwrap_or_else(|| "Live".to_owned()), None, dj, 0)
        }
        ArchiveMode::Shows | ArchiveMode::Everything => {
            let (show, time) = shows.at(wall_us)?;
            (RecordingKind::Show, show.name.clone(), Some(show.name.clone()), None, time.airing.from_us)
        }
    };
    let title = format!("{name}, {}", day());
    Some(NewRecording { station: station.to_owned(), kind, title, show, dj, part_of, from_us: time_us })
}

/// Returns whether sound of `now` goes on with the recording `known`.
pub(super) fn is_same(known: &NewRecording, now: &NewRecording) -> bool {
    // A set goes on after midnight.
    (known.kind, &known.dj, known.part_of) == (now.kind, &now.dj, now.part_of)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Title;
    use crate::store::Store;

    const HOUR_US: u64 = 3_600_000_000;

    /// A programme with an hour of talk from eight on every day, in UTC.
    fn shows() -> ShowTimes {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let show = Show { at: 8 * 60, ..Show::daily("Talk") };
        store.put_show("main", &show).unwrap();
        store.set_rules("main", Some("UTC"), &crate::model::Separation::default()).unwrap();
        ShowTimes::read(&store, "main", 1_000 * 24 * HOUR_US).unwrap()
    }

    fn title(source: SourceKind, dj: Option<&str>) -> NowPlaying {
        let what = Title { dj: dj.map(str::to_owned), ..Title::plain(source, "x") };
        NowPlaying { time_us: 0, what: Arc::new(what) }
    }

    #[test]
    fn sound_is_wanted_by_mode_source_and_schedule() {
        let shows = shows();
        let morning = 1_000 * 24 * HOUR_US + 8 * HOUR_US;
        let wanted = |mode, source, at| is_wanted(mode, Some(source), &shows, at);
        for at in [morning - 1, morning, morning + HOUR_US - 1, morning + HOUR_US] {
            let is_on = (morning..morning + HOUR_US).contains(&at);
            assert_eq!(wanted(ArchiveMode::Shows, SourceKind::Autodj, at), is_on);
            assert!(wanted(ArchiveMode::Everything, SourceKind::Silence, at));
            assert!(!wanted(ArchiveMode::Off, SourceKind::Live, at));
            assert!(!wanted(ArchiveMode::Live, SourceKind::Autodj, at));
            assert!(wanted(ArchiveMode::Live, SourceKind::Live, at));
        }
    }

    #[test]
    fn recordings_are_of_shows_or_of_sets() {
        let shows = shows();
        let morning = 1_000 * 24 * HOUR_US + 8 * HOUR_US;
        let at =
            |mode, title: &NowPlaying, wall_us| recording_at("main", mode, Some(title), &shows, (7, wall_us));
        let (ann, music) = (title(SourceKind::Live, Some("ann")), title(SourceKind::Autodj, None));
        let show = at(ArchiveMode::Everything, &music, morning).expect("a show");
        assert_eq!(
            (&*show.title, show.kind, show.part_of, show.from_us),
            ("Talk, 1972-09-27", RecordingKind::Show, morning, 7)
        );
        assert!(is_same(&show, &at(ArchiveMode::Shows, &ann, morning + 5).expect("the same")));
        assert_eq!(at(ArchiveMode::Shows, &ann, morning - 1), None);
        let set = at(ArchiveMode::Live, &ann, morning).expect("a set");
        assert_eq!((&*set.title, set.dj.as_deref()), ("ann, 1972-09-27", Some("ann")));
        assert!(is_same(&set, &at(ArchiveMode::Live, &ann, morning + 20 * HOUR_US).expect("the next day")));
        assert!(!is_same(
            &set,
            &at(ArchiveMode::Live, &title(SourceKind::Live, Some("bob")), morning).expect("another")
        ));
        assert_eq!(at(ArchiveMode::Live, &music, morning), None);
    }
}
