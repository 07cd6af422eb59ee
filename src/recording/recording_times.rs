//! The times at which the parts of a recording went out: an interruption leaves a hole in time and none in the recording.

use serde::{Deserialize, Serialize};

use super::cut;
use super::{Error, StationArchive};

/// The parts of a recording, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingTimes(Vec<RecordedPart>);

/// A part without a hole.
#[expect(clippy::struct_field_names, reason = "the unit is a part of each name, also in the file")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct RecordedPart {
    /// Its place in the recording, in microseconds from the beginning.
    at_us: u64,
    /// The time at which it began, in microseconds of the server's clock.
    time_us: u64,
    /// Its length in microseconds.
    length_us: u64,
}

impl RecordingTimes {
    /// Those of a recording without holes.
    pub fn whole(from_us: u64, length_us: u64) -> Self {
        Self(vec![RecordedPart { at_us: 0, time_us: from_us, length_us }])
    }

    /// Adds sound of this length that went out at this time.
    pub(super) fn add(&mut self, time_us: u64, length_us: u64) {
        match self.0.last_mut() {
            Some(last) if last.time_us + last.length_us == time_us => last.length_us += length_us,
            last => {
                let at_us = last.map_or(0, |last| last.at_us + last.length_us);
                self.0.push(RecordedPart { at_us, time_us, length_us });
            }
        }
    }

    /// Returns the place in the recording of what went out at this time, in microseconds from the beginning.
    pub fn place_of(&self, time_us: u64) -> Option<u64> {
        let part = self.0.iter().rev().find(|part| part.time_us <= time_us)?;
        let into_us = time_us - part.time_us;
        (into_us < part.length_us).then_some(part.at_us + into_us)
    }

    /// Returns those of the part of the recording between these places.
    #[must_use]
    pub(super) fn between(&self, from_us: u64, to_us: u64) -> Self {
        let parts = self.0.iter().filter_map(|part| {
            let begin = part.at_us.max(from_us);
            let end = (part.at_us + part.length_us).min(to_us);
            (begin < end).then(|| RecordedPart {
                at_us: begin - from_us,
                time_us: part.time_us + (begin - part.at_us),
                length_us: end - begin,
            })
        });
        Self(parts.collect())
    }
}

impl StationArchive {
    /// Reads the times of the recording `id`; `None` if they were not kept. Blocks.
    pub fn recording_times(&self, id: i64) -> Option<RecordingTimes> {
        serde_json::from_slice(&std::fs::read(cut::path_of(self, id, "times.json")).ok()?).ok()
    }

    /// Keeps the times of the recording `id`.
    pub(super) fn keep_recording_times(&self, id: i64, times: &RecordingTimes) -> Result<(), Error> {
        cut::write_json(&cut::path_of(self, id, "times.json"), times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_after_an_interruption_is_where_it_is_heard() {
        let mut times = RecordingTimes::default();
        for (time_us, length_us) in [(1_000, 20), (1_020, 20), (5_000, 20), (5_020, 20)] {
            times.add(time_us, length_us);
        }
        let check = |times: &RecordingTimes, expected: &[(u64, Option<u64>)]| {
            for (time_us, place) in expected {
                assert_eq!(times.place_of(*time_us), *place, "{time_us}");
            }
        };
        check(
            &times,
            &[
                (999, None),
                (1_000, Some(0)),
                (1_039, Some(39)),
                (1_040, None),
                (5_001, Some(41)),
                (5_040, None),
            ],
        );
        let trimmed = times.between(30, 60);
        check(
            &trimmed,
            &[
                (1_029, None),
                (1_030, Some(0)),
                (1_039, Some(9)),
                (5_000, Some(10)),
                (5_019, Some(29)),
                (5_020, None),
            ],
        );
        assert_eq!(RecordingTimes::whole(7, 9).between(0, 9), RecordingTimes::whole(7, 9));
    }
}
