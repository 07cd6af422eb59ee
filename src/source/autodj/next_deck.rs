//! The deck that stands by: loaded, and to be exchanged for another one until AutoDJ takes it.

use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::time::Duration;

use super::cues::Piece;
use super::deck::Deck;
use crate::workers::TaskHandle;

/// Decks that were broken off and wait to be taken apart.
const MOST_BROKEN_OFF: usize = 8;

/// The place between the loader and AutoDJ; clones share it.
///
/// The loader may wait for AutoDJ, but never the other way round: on air, AutoDJ passes by while the loader is
/// at it, and comes again with the next block.
#[derive(Clone, Default)]
pub struct NextDeck(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    /// Signal to an AutoDJ with patience that there is another deck, or none any more.
    changed: Condvar,
    /// The loader, once it is started.
    loader: OnceLock<TaskHandle>,
    /// Number of skips requested.
    skips: AtomicU64,
}

#[derive(Default)]
struct State {
    deck: Option<Deck>,
    /// Number of times that the deck was questioned, and number of those that are settled.
    doubts: u64,
    settled: u64,
    broken_off: Vec<Deck>,
    closed: bool,
}

impl State {
    /// Returns whether the deck may be the wrong one: until that is settled, it is not taken.
    fn is_in_doubt(&self) -> bool {
        self.doubts != self.settled
    }
}

/// Tasks of the loader.
pub(super) enum LoaderTask {
    /// A deck stands by.
    None,
    /// There is none: it is to be loaded.
    Load,
    /// Nobody takes decks any more.
    End,
}

impl NextDeck {
    /// Goes on with the next track at once.
    pub fn skip(&self) {
        self.0.skips.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns the number of calls of [`skip`](Self::skip).
    pub fn skips(&self) -> u64 {
        self.0.skips.load(Ordering::Relaxed)
    }

    /// Makes the loader check whether the deck is still the next one before it is taken.
    pub fn doubt(&self) {
        self.lock().doubts += 1;
        self.wake_loader();
    }

    /// Has `loader` woken by what it has to follow.
    pub(super) fn loaded_by(&self, loader: TaskHandle) {
        // A deck has one loader.
        let _ = self.0.loader.set(loader);
    }

    fn wake_loader(&self) {
        self.0.loader.get().into_iter().for_each(TaskHandle::wake);
    }

    /// Returns the number of times that the deck was questioned.
    pub(super) fn doubts(&self) -> u64 {
        self.lock().doubts
    }

    /// The deck is the one to play next, as far as so many doubts go.
    pub(super) fn settle(&self, doubts: u64) {
        self.lock().settled = doubts;
        self.0.changed.notify_all();
    }

    /// Puts a deck here.
    pub(super) fn put(&self, deck: Deck) {
        self.lock().deck = Some(deck);
        self.0.changed.notify_all();
    }

    /// Puts a deck here in place of the one that stands by; tells whether AutoDJ had not got that one yet.
    pub(super) fn exchange(&self, mut deck: Deck) -> bool {
        // Which of both is left is freed when the lock is.
        match &mut self.lock().deck {
            Some(before) => {
                mem::swap(before, &mut deck);
                true
            }
            None => false,
        }
    }

    /// Returns what the loader has to do now; takes apart what was broken off.
    pub(super) fn task(&self) -> LoaderTask {
        let mut state = self.lock();
        // Room is made here, and not by the audio thread.
        let is_as_new = state.broken_off.is_empty() && state.broken_off.capacity() >= MOST_BROKEN_OFF;
        let room = if is_as_new { Vec::new() } else { Vec::with_capacity(MOST_BROKEN_OFF) };
        let broken_off = if is_as_new { room } else { mem::replace(&mut state.broken_off, room) };
        let task = match (&state.deck, state.closed) {
            (_, true) => LoaderTask::End,
            (None, false) => LoaderTask::Load,
            (Some(_), false) => LoaderTask::None,
        };
        drop(state);
        drop(broken_off);
        task
    }

    /// Tells the loader that nobody takes decks any more.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.0.changed.notify_all();
        self.wake_loader();
    }

    /// Returns the properties of the waiting track; waits for it for `patience`.
    pub(super) fn piece(&self, patience: Duration) -> Option<Piece> {
        let state = self.look(patience)?;
        state.deck.as_ref().filter(|_| !state.is_in_doubt()).map(Deck::piece)
    }

    /// The title of what stands by.
    #[cfg(test)]
    pub(super) fn title(&self) -> Option<String> {
        self.lock().deck.as_ref().map(|deck| deck.title().title.clone())
    }

    /// Takes what stands by; waits for it for `patience`.
    pub(super) fn take(&self, patience: Duration) -> Option<Deck> {
        self.take_if(patience, |state| !state.is_in_doubt())
    }

    /// Takes the deck, even if it is still questioned after `patience`.
    pub(super) fn take_any(&self, patience: Duration) -> Option<Deck> {
        self.take_if(patience, |_| true)
    }

    fn take_if(&self, patience: Duration, may: impl Fn(&State) -> bool) -> Option<Deck> {
        let mut state = self.look(patience)?;
        let deck = if may(&state) { state.deck.take() } else { None };
        drop(state);
        if deck.is_some() {
            self.tell_loader(patience);
        }
        deck
    }

    /// Leaves a deck that was broken off to the loader, whose thread may take its time to free what it holds; gives
    /// it back if that is not possible now.
    pub(super) fn leave(&self, deck: Deck) -> Option<Deck> {
        match self.look(Duration::ZERO) {
            Some(mut state) if state.broken_off.len() < MOST_BROKEN_OFF => {
                state.broken_off.push(deck);
                drop(state);
                self.tell_loader(Duration::ZERO);
                None
            }
            _ => Some(deck),
        }
    }

    /// Has the loader look again, for somebody with this patience.
    fn tell_loader(&self, patience: Duration) {
        let Some(loader) = self.0.loader.get() else { return };
        if patience.is_zero() { loader.wake_soon() } else { loader.wake() }
    }

    /// Locks the deck; `None` while the loader holds it.
    fn look(&self, patience: Duration) -> Option<MutexGuard<'_, State>> {
        if patience.is_zero() {
            return match self.0.state.try_lock() {
                Ok(state) => Some(state),
                Err(TryLockError::Poisoned(state)) => Some(state.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            };
        }
        let none = |state: &mut State| (state.deck.is_none() || state.is_in_doubt()) && !state.closed;
        let waited = self.0.changed.wait_timeout_while(self.lock(), patience, none);
        Some(waited.unwrap_or_else(PoisonError::into_inner).0)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
