//! What a connection's thread and the audio thread share of one DJ.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use super::ring::{Frame, Ring};
use super::{Dj, DjTitle, Ended};
use crate::model::{SourceKind, Title};

/// The most titles that wait for their sound.
const MOST_TITLES: usize = 32;
/// How long the writer waits for room before it looks by itself: two blocks.
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// One DJ's line, from the moment it is opened until its last sound was played.
pub(super) struct Line {
    pub(super) dj: Dj,
    pub(super) since_us: u64,
    pub(super) ring: Ring,
    /// Titles, each with the place in the ring from which on it holds.
    titles: Mutex<VecDeque<(u64, Arc<Title>)>>,
    state: AtomicU8,
    held_back: AtomicBool,
    heard: AtomicBool,
    waiting: Mutex<()>,
    room: Condvar,
}

/// Whether anything more comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum State {
    Open,
    HungUp,
    Kicked,
    Replaced,
}

impl Line {
    pub(super) fn new(dj: Dj, since_us: u64) -> Self {
        let line = Self {
            dj,
            since_us,
            ring: Ring::new(),
            titles: Mutex::new(VecDeque::with_capacity(MOST_TITLES)),
            state: AtomicU8::new(State::Open as u8),
            held_back: AtomicBool::new(false),
            heard: AtomicBool::new(false),
            waiting: Mutex::new(()),
            room: Condvar::new(),
        };
        line.retitle(DjTitle::default());
        line
    }

    pub(super) fn state(&self) -> State {
        match self.state.load(Ordering::Acquire) {
            0 => State::Open,
            1 => State::HungUp,
            2 => State::Kicked,
            _ => State::Replaced,
        }
    }

    /// Ends the line, if it did not end before.
    pub(super) fn end(&self, how: State) {
        let open = State::Open as u8;
        let _ = self.state.compare_exchange(open, how as u8, Ordering::AcqRel, Ordering::Acquire);
        self.room.notify_all();
    }

    /// Why it was ended by others, if it was.
    pub(super) fn ended(&self) -> Option<Ended> {
        match self.state() {
            State::Kicked => Some(Ended::Kicked),
            State::Replaced => Some(Ended::Replaced),
            State::Open | State::HungUp => None,
        }
    }

    /// Writes `frames`, and waits for room as long as it takes or until the line is ended.
    pub(super) fn push(&self, mut frames: &[Frame]) -> Result<(), Ended> {
        loop {
            if let Some(ended) = self.ended() {
                return Err(ended);
            }
            frames = &frames[self.offer(frames)..];
            if frames.is_empty() {
                return Ok(());
            }
            let waiting = lock(&self.waiting);
            // The audio thread tells of room without taking the lock, and may do so just before this wait.
            drop(self.room.wait_timeout(waiting, LOOK_AGAIN));
        }
    }

    /// Writes what there is room for, and remembers if that was not all.
    pub(super) fn offer(&self, frames: &[Frame]) -> usize {
        let count = self.ring.push(frames);
        if count < frames.len() {
            self.held_back.store(true, Ordering::Release);
        }
        count
    }

    /// Gives the sound written from now on a title.
    pub(super) fn retitle(&self, title: DjTitle) {
        let shown = if title.title.trim().is_empty() { &self.dj.name } else { &title.title };
        let title = Title {
            artist: title.artist,
            album: title.album,
            dj: Some(self.dj.name.clone()),
            ..Title::plain(SourceKind::Live, shown)
        };
        let mut titles = lock(&self.titles);
        if titles.len() == MOST_TITLES {
            titles.pop_front();
        }
        titles.push_back((self.ring.written(), Arc::new(title)));
    }

    /// The newest title that holds before `place`, if there is one that was not given out. Never waits.
    pub(super) fn title_before(&self, place: u64) -> Option<Arc<Title>> {
        let mut titles = match self.titles.try_lock() {
            Ok(titles) => titles,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        let mut found = None;
        while titles.front().is_some_and(|(from, _)| *from < place) {
            found = titles.pop_front().map(|(_, title)| title);
        }
        found
    }

    /// Whether the writer had to wait since this was asked last; lets it go on.
    pub(super) fn was_held_back(&self) -> bool {
        let held_back = self.held_back.swap(false, Ordering::AcqRel);
        if held_back {
            self.room.notify_one();
        }
        held_back
    }

    pub(super) fn set_heard(&self, heard: bool) {
        self.heard.store(heard, Ordering::Relaxed);
    }

    pub(super) fn is_heard(&self) -> bool {
        self.heard.load(Ordering::Relaxed)
    }
}

/// Locks what no panic can leave half done.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
