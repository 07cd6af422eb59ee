//! Waveforms: the peaks of a track's sound, computed once by a low-priority thread, and stored.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::audio::{Block, CHANNELS};
use crate::decode::Reader;
use crate::model::TrackId;
use crate::sys;

/// Points of a waveform, from its beginning to its end.
pub const POINTS: usize = 800;
/// Tracks that may wait to be drawn.
const MOST_WAITING: usize = 16;
/// Of so many tracks it is known that they cannot be drawn.
const MOST_FAILED: usize = 100;
/// Waveforms that are kept on the disk.
const MOST_KEPT: usize = 5_000;
/// The longest sound that is drawn, in blocks of 20 ms: 12 hours.
const LONGEST: usize = 12 * 3_600 * 50;

/// Result of looking up a waveform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waveform {
    /// The highest sample of each part, of 255.
    Here(Vec<u8>),
    /// It is being drawn.
    Soon,
    /// It cannot be drawn.
    Nowhere,
}

/// Draws waveforms and keeps them in a folder. Clones are the same one.
#[derive(Clone)]
pub(super) struct Waveforms {
    folder: Arc<Path>,
    desk: Arc<Mutex<WaveformQueue>>,
}

#[derive(Default)]
struct WaveformQueue {
    waiting: VecDeque<(TrackId, PathBuf)>,
    in_hand: Option<TrackId>,
    failed: VecDeque<TrackId>,
    is_working: bool,
}

impl Waveforms {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder: folder.into(), desk: Arc::default() }
    }

    /// The waveform of a track whose file is at `path`; has it drawn if it is not there.
    pub(super) fn get(&self, id: TrackId, path: PathBuf) -> Waveform {
        if let Ok(points) = fs::read(self.path(id))
            && points.len() == POINTS
        {
            return Waveform::Here(points);
        }
        let mut desk = self.desk();
        if desk.failed.contains(&id) {
            return Waveform::Nowhere;
        }
        if desk.in_hand != Some(id) && !desk.waiting.iter().any(|(waiting, _)| *waiting == id) {
            if desk.waiting.len() == MOST_WAITING {
                desk.waiting.pop_front();
            }
            desk.waiting.push_back((id, path));
            self.work(&mut desk);
        }
        Waveform::Soon
    }

    /// Has a thread draw what waits, unless one is at it.
    fn work(&self, desk: &mut WaveformQueue) {
        if std::mem::replace(&mut desk.is_working, true) {
            return;
        }
        let own = self.clone();
        let started = thread::Builder::new().name("waveforms".to_owned()).spawn(move || {
            sys::step_back();
            while let Some((id, path)) = own.take() {
                own.draw(id, &path);
            }
        });
        if let Err(error) = started {
            tracing::warn!(%error, "no thread for waveforms: they are not drawn now");
            desk.is_working = false;
            desk.waiting.clear();
        }
    }

    fn take(&self) -> Option<(TrackId, PathBuf)> {
        let mut desk = self.desk();
        let next = desk.waiting.pop_front();
        desk.is_working = next.is_some();
        desk.in_hand = next.as_ref().map(|(id, _)| *id);
        next
    }

    fn draw(&self, id: TrackId, path: &Path) {
        // A reader that panics on a malformed file costs that picture.
        let points = catch_unwind(|| points(path)).ok().flatten();
        let kept = points.ok_or_else(|| io::Error::other("it cannot be played"));
        let kept = kept.and_then(|points| self.keep(id, &points));
        let mut desk = self.desk();
        if let Err(error) = kept {
            tracing::debug!(%error, "the waveform of {} cannot be drawn", path.display());
            if desk.failed.len() == MOST_FAILED {
                desk.failed.pop_front();
            }
            desk.failed.push_back(id);
        }
        desk.in_hand = None;
    }

    fn keep(&self, id: TrackId, points: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // Written beside it first, so that nobody finds half of it.
        let new = self.folder.join("new");
        fs::write(&new, points)?;
        fs::rename(&new, self.path(id))?;
        let files = fs::read_dir(&self.folder)?.filter_map(Result::ok);
        let mut files: Vec<_> =
            files.filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path()))).collect();
        if files.len() > MOST_KEPT {
            files.sort();
            let oldest = files.len() - MOST_KEPT;
            files.iter().take(oldest).try_for_each(|(_, path)| fs::remove_file(path))?;
        }
        Ok(())
    }

    fn path(&self, id: TrackId) -> PathBuf {
        self.folder.join(format!("{:016x}", id.0))
    }

    fn desk(&self) -> MutexGuard<'_, WaveformQueue> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The highest sample of each part of a file, of 255.
fn points(path: &Path) -> Option<Vec<u8>> {
    let mut reader = Reader::open(path).ok()?;
    let mut block = Block::silent();
    let mut peaks = Vec::new();
    while let Ok(frames @ 1..) = reader.read(&mut block) {
        let samples = &block.samples()[..frames * CHANNELS];
        let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        peaks.push((peak.min(1.0) * 255.0).round() as u8);
        if peaks.len() > LONGEST {
            return None;
        }
    }
    let part = |point: usize| {
        let (from, to) = (point * peaks.len() / POINTS, (point + 1) * peaks.len() / POINTS);
        peaks.get(from..to.max(from + 1)).and_then(|part| part.iter().copied().max()).unwrap_or(0)
    };
    (!peaks.is_empty()).then(|| (0..POINTS).map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock as _, SystemClock};

    #[test]
    fn a_waveform_is_drawn_once_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let music = dir.path().join("a.wav");
        let status = std::process::Command::new("ffmpeg")
            .args(["-nostdin", "-v", "error", "-f", "lavfi", "-i"])
            .arg("aevalsrc=if(lt(t\\,1)\\,0.5\\,0.25)*sin(2*PI*997*t):s=48000:d=2")
            .arg(&music)
            .status()
            .expect("install ffmpeg");
        assert!(status.success());
        let waveforms = Waveforms::new(dir.path().join("waveforms"));
        let (clock, patience_us) = (SystemClock::start(), 30_000_000);
        let until_us = clock.now_us() + patience_us;
        let mut found = Waveform::Soon;
        while found == Waveform::Soon && clock.now_us() < until_us {
            found = waveforms.get(TrackId(1), music.clone());
            clock.wait_until(clock.now_us() + 5_000);
        }
        let Waveform::Here(points) = found else { panic!("{found:?}") };
        assert!(points[..390].iter().all(|point| point.abs_diff(127) < 4), "{points:?}");
        assert!(points[410..].iter().all(|point| point.abs_diff(64) < 4), "{points:?}");
        fs::remove_file(&music).unwrap();
        assert_eq!(waveforms.get(TrackId(1), music), Waveform::Here(points), "from the disk");
    }
}
