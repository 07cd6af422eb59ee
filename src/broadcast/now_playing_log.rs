//! The title on air and those before it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::{NowPlaying, SourceKind};

/// Number of titles kept after they were played.
pub const REMEMBERED: usize = 20;

/// The titles of a broadcast; clones share them.
#[derive(Clone)]
pub struct NowPlayingLog(Arc<Mutex<Titles>>);

struct Titles {
    now: Option<NowPlaying>,
    played: VecDeque<NowPlaying>,
}

impl NowPlayingLog {
    /// A log that begins with titles that were `played` before, newest first.
    pub(super) fn after(played: Vec<NowPlaying>) -> Self {
        Self(Arc::new(Mutex::new(Titles { now: None, played: played.into() })))
    }

    /// The title on air.
    pub fn now(&self) -> Option<NowPlaying> {
        self.lock().now.clone()
    }

    /// The titles before it, newest first. Silence, the emergency loop and jingles are not among them.
    pub fn played(&self) -> Vec<NowPlaying> {
        self.lock().played.iter().cloned().collect()
    }

    /// Puts another title on air. Holds a lock for moments only, so the audio thread may call it.
    pub fn begin(&self, now_playing: NowPlaying) {
        let mut titles = self.lock();
        if let Some(before) = titles.now.replace(now_playing)
            && !before.is_break()
            && !matches!(before.source, SourceKind::EmergencyLoop | SourceKind::Silence)
        {
            titles.played.push_front(before);
            titles.played.truncate(REMEMBERED);
        }
    }

    /// Puts the title on air that was on air in another process. A log that begins with what was played before may have
    /// it already.
    pub fn resume(&self, now_playing: NowPlaying) {
        let mut titles = self.lock();
        titles.played.retain(|title| title.time_us != now_playing.time_us);
        titles.now = Some(now_playing);
    }

    fn lock(&self) -> MutexGuard<'_, Titles> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
