//! The times of which an archive keeps sound.

use std::ops::Range;
use std::sync::Arc;

use super::FRAMES_PER_HOUR;
use super::archive::StationArchive;
use super::archive_file::ArchiveFile;
use super::copies::DistantHour;
use crate::frame::Rendition;

/// A time of which everything is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptSpan {
    /// Start, in microseconds of the server's clock.
    pub from_us: u64,
    /// End, in microseconds of the server's clock.
    pub to_us: u64,
}

/// Frames of one rendition, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRun {
    /// The rendition.
    pub rendition: Rendition,
    /// The numbers of the frames.
    pub frames: Range<u64>,
}

/// Frames that are kept here or in the bucket, in one file.
trait KeptFrames {
    fn rendition(&self) -> &Rendition;
    fn frames(&self) -> Range<u64>;
}

impl KeptFrames for Arc<ArchiveFile> {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn frames(&self) -> Range<u64> {
        self.first_seq..self.end_seq()
    }
}

impl KeptFrames for Arc<DistantHour> {
    fn rendition(&self) -> &Rendition {
        &self.rendition
    }

    fn frames(&self) -> Range<u64> {
        self.first_seq..self.end_seq
    }
}

impl StationArchive {
    /// Returns all times that are kept, oldest first.
    pub fn kept(&self) -> Vec<KeptSpan> {
        let span = |rendition: &Rendition, frames: Range<u64>| KeptSpan {
            from_us: rendition.time_us(frames.start),
            to_us: rendition.time_us(frames.end),
        };
        let mut hours: Vec<KeptSpan> =
            self.read().iter().map(|file| span(file.rendition(), file.frames())).collect();
        if let Some(copies) = &*self.copies() {
            hours.extend(copies.hours().iter().map(|hour| span(hour.rendition(), hour.frames())));
            hours.sort_by_key(|hour| hour.from_us);
        }
        let mut spans: Vec<KeptSpan> = Vec::new();
        for span in hours.into_iter().filter(|hour| hour.from_us < hour.to_us) {
            match spans.last_mut() {
                Some(last) if last.to_us >= span.from_us => last.to_us = last.to_us.max(span.to_us),
                _ => spans.push(span),
            }
        }
        spans
    }

    /// Returns what is kept of these frames, in order.
    pub fn runs(&self, frames: Range<u64>) -> Vec<KeptRun> {
        let mut runs = runs_near(&self.read(), &frames);
        if let Some(copies) = &*self.copies() {
            runs.extend(runs_near(copies.hours(), &frames));
        }
        runs.sort_by_key(|run| (run.frames.start, run.frames.end));
        let mut merged: Vec<KeptRun> = Vec::new();
        let mut next = frames.start;
        for KeptRun { rendition, frames: kept } in runs {
            let kept = kept.start.max(next)..kept.end.min(frames.end);
            if kept.is_empty() {
                continue;
            }
            next = kept.end;
            match merged.last_mut() {
                Some(last) if last.frames.end == kept.start && last.rendition == rendition => {
                    last.frames.end = kept.end;
                }
                _ => merged.push(KeptRun { rendition, frames: kept }),
            }
        }
        merged
    }

    /// Returns the number of the first frame that may still come; none while nothing is kept any more.
    pub fn next_frame(&self) -> Option<u64> {
        self.is_recording().then(|| self.read().last().map_or(0, |file| file.end_seq()))
    }

    /// Returns the newest rendition of this name of which something is kept.
    pub fn rendition_named(&self, name: &str) -> Option<Rendition> {
        let here = newest_named(&self.read(), name);
        let distant = self.copies().as_ref().and_then(|copies| newest_named(copies.hours(), name));
        let newest = here.into_iter().chain(distant).max_by_key(|run| run.frames.start);
        newest.map(|run| run.rendition)
    }

    /// Returns when the newest sound ends, in microseconds of the server's clock.
    pub(super) fn newest_end_us(&self) -> Option<u64> {
        let here = self.read().last().map(|file| file.ends_us());
        here.max(self.copies().as_ref().and_then(|copies| Some(copies.hours().last()?.ends_us())))
    }
}

/// Returns those of `hours`, which are ordered by their first frames, that may hold some of `frames`.
fn runs_near<T: KeptFrames>(hours: &[T], frames: &Range<u64>) -> Vec<KeptRun> {
    hours[places_near(hours, frames)].iter().map(run_of).collect()
}

/// Returns their places. No file has more frames than an hour, so no earlier one needs to be looked at.
fn places_near<T: KeptFrames>(hours: &[T], frames: &Range<u64>) -> Range<usize> {
    let end = hours.partition_point(|hour| hour.frames().start < frames.end);
    let begin =
        hours.partition_point(|hour| hour.frames().start.saturating_add(FRAMES_PER_HOUR) <= frames.start);
    begin.min(end)..end
}

fn newest_named<T: KeptFrames>(hours: &[T], name: &str) -> Option<KeptRun> {
    hours.iter().rev().find(|hour| hour.rendition().name == name && !hour.frames().is_empty()).map(run_of)
}

fn run_of(hour: &impl KeptFrames) -> KeptRun {
    KeptRun { rendition: hour.rendition().clone(), frames: hour.frames() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::archive::Archives;
    use crate::recording::archive_writer::tests::{rendition, write};

    #[test]
    fn runs_are_what_is_kept_of_them() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("main");
        std::fs::create_dir(&folder).unwrap();
        for frames in [1_000..1_050, 1_050..1_100, 1_200..1_230] {
            write(&folder, frames, true);
        }
        let archive = Archives::below(dir.path()).open("main").unwrap();
        let runs = |frames| archive.runs(frames).into_iter().map(|run| run.frames).collect::<Vec<_>>();
        assert_eq!(runs(0..2_000), [1_000..1_100, 1_200..1_230]);
        assert_eq!(runs(1_020..1_210), [1_020..1_100, 1_200..1_210]);
        assert!(runs(1_100..1_200).is_empty());
        assert_eq!(archive.newest_end_us(), Some(rendition().time_us(1_230)));
        assert_eq!(archive.rendition_named("opus-96").map(|rendition| rendition.pre_skip), Some(312));
        assert!(archive.rendition_named("opus-32").is_none() && archive.next_frame().is_none());
    }

    #[test]
    fn of_years_only_the_hours_that_are_asked_for_are_looked_at() {
        let file = |hour: u64| {
            let frames = (hour * FRAMES_PER_HOUR, (hour + 1) * FRAMES_PER_HOUR);
            Arc::new(ArchiveFile::new(format!("{hour}.opus").into(), rendition(), frames, 5))
        };
        let hours: Vec<_> = (0..20_000).map(file).collect();
        let asked = 9_000 * FRAMES_PER_HOUR + 10..9_000 * FRAMES_PER_HOUR + 210;
        assert_eq!(places_near(&hours, &asked), 9_000..9_001);
        assert_eq!(
            places_near(&hours, &(9_001 * FRAMES_PER_HOUR - 5..9_001 * FRAMES_PER_HOUR + 5)),
            9_000..9_002
        );
        assert_eq!(places_near(&hours, &(0..u64::MAX)), 0..20_000);
        assert_eq!(places_near(&hours, &(u64::MAX - 9..u64::MAX)), 20_000..20_000);
        assert_eq!(places_near(&hours[5..], &(0..9)), 0..0);
    }
}
