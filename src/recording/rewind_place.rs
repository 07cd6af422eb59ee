//! Moments that somebody goes back to, and their places in an archive.

use std::sync::Arc;

use jiff::Timestamp;

use super::archive::{Archives, KeptHour, StationArchive};
use super::copies::DistantHour;
use super::rewind::RewindRefused;
use crate::clock::Clock;
use crate::frame::Rendition;

/// Sound that a start may lie before what is kept, in microseconds: a restart of the server.
pub(super) const TOLERANCE_US: u64 = 15_000_000;

/// The moment at which somebody begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RewindStart {
    /// Seconds since 1970.
    At(f64),
    /// So many seconds ago.
    Ago(f64),
}

/// The place of a moment in the archive of a station.
pub struct RewindPlace {
    /// The archive.
    pub archive: StationArchive,
    /// The rendition that is kept there.
    pub rendition: Rendition,
    /// The number of the first frame.
    pub seq: u64,
    /// The hour that has it, if that is in the bucket.
    pub(super) distant: Option<Arc<DistantHour>>,
}

impl RewindStart {
    /// Reads the value of `at`: seconds since 1970, or how many seconds ago, as a negative number.
    pub fn parse(text: &str) -> Result<Self, RewindRefused> {
        let seconds = text.parse::<f64>().ok().filter(|seconds| seconds.is_finite());
        let seconds = seconds.ok_or(RewindRefused::BadStart(
            "at must be seconds since 1970, or how many seconds ago with a minus sign, such as -600",
        ))?;
        Ok(if text.starts_with('-') { Self::Ago(-seconds) } else { Self::At(seconds) })
    }

    /// Reads the `at` of an address with this query: by the time of day, as people and programs say it, or with `clock=frames`
    /// by the stamps of the frames, as the player does.
    pub fn asked(at: &str, query: &str, clock: &dyn Clock) -> Result<Self, RewindRefused> {
        let start = Self::parse(at)?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let is_of_frames = pairs.any(|(key, value)| key == "clock" && value == "frames");
        Ok(if is_of_frames { start } else { start.by_clock_of_sound(clock) })
    }

    /// Returns the same moment by the clock that what is kept has its times of: the time of day may be ahead of that, because
    /// the system's clock was set.
    fn by_clock_of_sound(self, clock: &dyn Clock) -> Self {
        let ahead_us = clock.ahead_us();
        match self {
            Self::At(seconds) => Self::At(seconds - ahead_us as f64 / 1e6),
            Self::Ago(seconds) => Self::Ago(seconds),
        }
    }

    /// Returns the moment in microseconds of a clock.
    pub fn us(self, now_us: u64) -> u64 {
        match self {
            Self::At(seconds) => (seconds * 1e6) as u64,
            Self::Ago(seconds) => now_us.saturating_sub((seconds * 1e6) as u64),
        }
    }
}

impl RewindPlace {
    /// Finds the place of a moment in the archive of a station, by the server's clock.
    pub fn find(
        archives: &Archives,
        station: &str,
        start: RewindStart,
        now_us: u64,
    ) -> Result<Self, RewindRefused> {
        let at_us = start.us(now_us);
        let archive = archives.get(station).ok_or_else(|| not_kept(None, at_us))?;
        if at_us > now_us {
            return Err(RewindRefused::NotKept("that moment is still to come".to_owned()));
        }
        let kept = archive.rendition().ok_or_else(|| not_kept(Some(&archive), at_us))?;
        let wanted = kept.first_seq_at(at_us * 6 / 125);
        let is_newest = || {
            archive.is_recording()
                && archive.newest_end_us().is_some_and(|end_us| at_us < end_us + TOLERANCE_US)
        };
        let (seq, rendition, distant) = match archive.hour_at(wanted) {
            Some(KeptHour::Here(file)) => (wanted.max(file.first_seq), file.rendition.clone(), None),
            Some(KeptHour::Distant(hour)) => (wanted.max(hour.first_seq), hour.rendition.clone(), Some(hour)),
            None if is_newest() => (wanted, kept, None),
            None => return Err(not_kept(Some(&archive), at_us)),
        };
        if rendition.time_us(seq) > at_us + TOLERANCE_US {
            return Err(not_kept(Some(&archive), at_us));
        }
        Ok(Self { archive, rendition, seq, distant })
    }
}

fn not_kept(archive: Option<&StationArchive>, at_us: u64) -> RewindRefused {
    let time = |us: u64| {
        let time = Timestamp::from_microsecond(us as i64).unwrap_or_default();
        time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
    };
    let kept = archive.map(StationArchive::kept).unwrap_or_default();
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else {
        return RewindRefused::NotKept("this station has kept nothing".to_owned());
    };
    let holes = if kept.len() > 1 { ", with gaps" } else { "" };
    RewindRefused::NotKept(format!(
        "nothing is kept of {}: the archive goes from {} to {}{holes}",
        time(at_us),
        time(first.from_us),
        time(last.to_us)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use crate::recording::archive_writer::tests::{rendition, write};

    #[test]
    fn moments_are_seconds_since_1970_or_ago() {
        assert_eq!(RewindStart::parse("1764432000.5"), Ok(RewindStart::At(1_764_432_000.5)));
        assert_eq!(RewindStart::parse("-600"), Ok(RewindStart::Ago(600.0)));
        assert!(["", "x", "NaN", "inf", "-inf", "1h"].iter().all(|text| RewindStart::parse(text).is_err()));
        assert_eq!(RewindStart::Ago(600.0).us(1_000_000_000), 400_000_000);
        assert_eq!((RewindStart::Ago(600.0).us(1), RewindStart::At(-0.0).us(5)), (0, 0));
    }

    #[test]
    fn moments_of_a_corrected_clock_are_those_of_the_same_sound() {
        const HOUR_US: i64 = 3_600_000_000;
        for step_us in [0, HOUR_US, -HOUR_US] {
            let clock = ManualClock::at(1_764_432_000_000_000);
            clock.step(step_us);
            let corrected = (clock.wall_us() / 1_000_000) as f64 - 600.0;
            let of_frames = clock.now_us() / 1_000_000 - 600;
            for (at, query) in [
                (corrected.to_string(), "rendition=opus-96"),
                ("-600".to_owned(), ""),
                (of_frames.to_string(), "at=1&clock=frames"),
            ] {
                let us = RewindStart::asked(&at, query, &clock).unwrap().us(clock.now_us());
                assert_eq!(us, clock.now_us() - 600_000_000, "{at} {query} after a step of {step_us}");
            }
        }
    }

    #[test]
    fn nothing_kept_is_lost_where_the_clock_was_set_before_a_start() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("main");
        std::fs::create_dir(&folder).unwrap();
        // The clock was set back while the server was down, and then, for the next start, forward again.
        for frames in [100_000..101_000, 99_500..100_500, 280_000..281_000] {
            write(&folder, frames, true);
        }
        let archives = Archives::below(dir.path());
        archives.open("main").unwrap();
        let found = |seq: u64, now: u64| {
            let start = RewindStart::At(seq as f64 / 50.0);
            let place = RewindPlace::find(&archives, "main", start, rendition().time_us(now));
            place.map(|place| {
                let Some(KeptHour::Here(file)) = place.archive.hour_at(place.seq) else { panic!("no file") };
                (place.seq, file.first_seq)
            })
        };
        // Of frames that there are twice, those of the file that begins last are heard.
        assert_eq!(found(99_600, 290_000), Ok((99_600, 99_500)));
        assert_eq!(found(100_200, 290_000), Ok((100_200, 100_000)));
        assert_eq!(found(100_900, 290_000), Ok((100_900, 100_000)));
        assert_eq!(found(280_500, 290_000), Ok((280_500, 280_000)));
        let words = |seq, now| found(seq, now).expect_err("it is refused").to_string();
        assert!(words(200_000, 290_000).contains("nothing is kept of"), "{}", words(200_000, 290_000));
        assert!(words(100_900, 100_300).contains("still to come"), "{}", words(100_900, 100_300));
        assert_eq!(archives.get("main").unwrap().kept().len(), 2);
    }
}
