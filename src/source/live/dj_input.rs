//! State of one DJ that a connection's thread and the audio thread share.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use super::ring::{Frame, SampleRing};
use super::saved_input::ComingTitle;
use super::{Dj, DjTitle, Ended, is_placeholder};
use crate::audio::SAMPLE_RATE;
use crate::model::{SourceKind, Title};

/// The most titles that wait for their sound.
const MOST_TITLES: usize = 32;
/// A title from elsewhere lasts a second at least, in frames: nobody could read more, and each is written down.
const TITLE_LASTS: u64 = SAMPLE_RATE as u64;
/// Time for which the writer waits for space before it looks by itself: two blocks.
const LOOK_AGAIN: Duration = Duration::from_millis(40);

/// One DJ's line, from the moment it is opened until its last sound was played.
pub(super) struct DjInput {
    pub(super) kind: SourceKind,
    pub(super) dj: Dj,
    since_us: AtomicU64,
    /// The end of the DJ's hours, in microseconds; 0 for none that is known.
    until_us: AtomicU64,
    pub(super) ring: SampleRing,
    /// Titles, each with the place in the ring from which on it holds.
    titles: Mutex<VecDeque<(u64, Arc<Title>)>>,
    /// The place of the newest of them.
    newest_title: AtomicU64,
    /// Title that the DJ sent last.
    last_title: Mutex<DjTitle>,
    state: AtomicU8,
    held_back: AtomicBool,
    heard: AtomicBool,
    waiting: Mutex<()>,
    room: Condvar,
}

/// State of a DJ's input: whether anything more comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum State {
    /// Another DJ is live; what is sent is thrown away.
    Waiting,
    Open,
    HungUp,
    Kicked,
    Replaced,
}

impl DjInput {
    /// A line that waits to be opened.
    pub(super) fn new(kind: SourceKind, dj: Dj) -> Self {
        Self::with_ring(kind, dj, SampleRing::new())
    }

    /// A line of another length that waits to be opened.
    pub(super) fn with_ring(kind: SourceKind, dj: Dj, ring: SampleRing) -> Self {
        let line = Self {
            kind,
            dj,
            since_us: AtomicU64::new(0),
            until_us: AtomicU64::new(0),
            ring,
            titles: Mutex::new(VecDeque::with_capacity(MOST_TITLES)),
            newest_title: AtomicU64::new(0),
            last_title: Mutex::default(),
            state: AtomicU8::new(State::Waiting as u8),
            held_back: AtomicBool::new(false),
            heard: AtomicBool::new(false),
            waiting: Mutex::new(()),
            room: Condvar::new(),
        };
        line.retitle(DjTitle::default());
        line
    }

    /// Names the kind of sender, in words for the log.
    pub(super) fn who(&self) -> &'static str {
        if self.kind == SourceKind::Relay { "the relay" } else { "the DJ" }
    }

    pub(super) fn state(&self) -> State {
        match self.state.load(Ordering::Acquire) {
            0 => State::Waiting,
            1 => State::Open,
            2 => State::HungUp,
            3 => State::Kicked,
            _ => State::Replaced,
        }
    }

    /// Opens the line, at a time in microseconds: sound is kept from now on.
    pub(super) fn open(&self, now_us: u64) {
        self.since_us.store(now_us, Ordering::Relaxed);
        self.change(State::Waiting, State::Open);
        self.room.notify_all();
    }

    /// Says that it is open since then, in microseconds: another process had it before.
    pub(super) fn began(&self, since_us: u64) {
        self.since_us.store(since_us, Ordering::Relaxed);
        self.set_heard(true);
    }

    /// Returns the time since which it is open, in microseconds.
    pub(super) fn since_us(&self) -> u64 {
        self.since_us.load(Ordering::Relaxed)
    }

    /// Notes when the DJ's hours end, in microseconds.
    pub(super) fn set_until(&self, until_us: Option<u64>) {
        self.until_us.store(until_us.unwrap_or_default(), Ordering::Relaxed);
    }

    /// Returns when the DJ's hours end, in microseconds, as far as that is known.
    pub(super) fn until_us(&self) -> Option<u64> {
        Some(self.until_us.load(Ordering::Relaxed)).filter(|until_us| *until_us > 0)
    }

    /// Ends the line, if it did not end before.
    pub(super) fn end(&self, how: State) {
        self.change(State::Waiting, how);
        self.change(State::Open, how);
        self.room.notify_all();
    }

    fn change(&self, from: State, to: State) {
        let _ = self.state.compare_exchange(from as u8, to as u8, Ordering::AcqRel, Ordering::Acquire);
    }

    /// Returns the reason for which it was ended by others, if it was.
    pub(super) fn ended(&self) -> Option<Ended> {
        match self.state() {
            State::Kicked => Some(Ended::Kicked),
            State::Replaced => Some(Ended::Replaced),
            State::Waiting | State::Open | State::HungUp => None,
        }
    }

    /// Writes `frames`, and waits for room as long as it takes or until the line is ended.
    pub(super) fn push(&self, mut frames: &[Frame]) -> Result<(), Ended> {
        loop {
            if let Some(ended) = self.ended() {
                return Err(ended);
            }
            if self.state() == State::Waiting {
                self.pass_time(frames.len());
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

    /// Lets half the time pass that so many frames last: who waits need not send slower than real time, and
    /// cannot send for long at twice that.
    fn pass_time(&self, frames: usize) {
        let time = Duration::from_micros(frames as u64 * 500_000 / u64::from(SAMPLE_RATE));
        let waiting = lock(&self.waiting);
        let is_waiting = |(): &mut ()| self.state() == State::Waiting;
        drop(self.room.wait_timeout_while(waiting, time, is_waiting));
    }

    /// Writes what there is room for, and remembers if that was not all. Who waits writes into the wind.
    pub(super) fn offer(&self, frames: &[Frame]) -> usize {
        if self.state() == State::Waiting {
            return frames.len();
        }
        let count = self.ring.push(frames);
        if count < frames.len() {
            self.held_back.store(true, Ordering::Release);
        }
        count
    }

    /// Gives the sound written from now on a title. The same title again is none: programs repeat it.
    pub(super) fn retitle(&self, title: DjTitle) {
        let before = std::mem::replace(&mut *lock(&self.last_title), title.clone());
        if before == title && title != DjTitle::default() {
            return;
        }
        let shown = if is_placeholder(&title.title) { &self.dj.name } else { &title.title };
        let title = Title {
            artist: title.artist.filter(|artist| !is_placeholder(artist)),
            album: title.album,
            dj: (self.kind == SourceKind::Live).then(|| self.dj.name.clone()),
            ..Title::plain(self.kind, shown)
        };
        let mut titles = lock(&self.titles);
        let (mut place, newest) = (self.ring.written(), self.newest_title.load(Ordering::Relaxed));
        if self.kind == SourceKind::Relay && place < newest + TITLE_LASTS {
            // It stands for the one before, or waits until that had its time.
            let is_told = titles.pop_back_if(|(from, _)| *from == newest).is_none();
            place = if is_told { newest + TITLE_LASTS } else { newest };
        }
        self.newest_title.store(place, Ordering::Relaxed);
        if titles.len() == MOST_TITLES {
            titles.pop_front();
        }
        titles.push_back((place, Arc::new(title)));
    }

    /// Returns the titles that were not given out yet.
    pub(super) fn coming_titles(&self) -> Vec<ComingTitle> {
        let read = self.ring.read();
        let coming = |(place, title): &(u64, Arc<Title>)| ComingTitle {
            ahead: place.saturating_sub(read),
            title: (**title).clone(),
        };
        lock(&self.titles).iter().map(coming).collect()
    }

    /// Has these titles, each so many frames ahead of what is read next, instead of any others.
    pub(super) fn restore_titles(&self, coming: impl Iterator<Item = (u64, Arc<Title>)>) {
        let read = self.ring.read();
        let mut titles = lock(&self.titles);
        titles.clear();
        titles.extend(coming.take(MOST_TITLES).map(|(ahead, title)| (read + ahead, title)));
        self.newest_title.store(titles.back().map_or(0, |(place, _)| *place), Ordering::Relaxed);
    }

    /// Returns the title that the DJ sent last.
    pub(super) fn last_title(&self) -> DjTitle {
        lock(&self.last_title).clone()
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

    /// Returns whether the writer had to wait since the last call; lets it go on.
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
