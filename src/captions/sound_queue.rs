//! Speech that waits for a recogniser.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::gate::Speech;

/// Speech that may wait: 30 s in blocks of 100 ms.
const MOST_BLOCKS: usize = 300;
/// Bytes of a millisecond of samples.
const BYTES_PER_MS: usize = 32;

/// A bounded queue: when it is full, the oldest speech is dropped. Clones share it.
#[derive(Clone, Default)]
pub(super) struct SoundQueue(Arc<(Mutex<QueueState>, Condvar)>);

#[derive(Default)]
struct QueueState {
    waiting: VecDeque<Speech>,
    is_closed: bool,
    /// Counts the recognisers that were served: only the newest is.
    turn: u64,
}

impl SoundQueue {
    /// Adds speech, without waiting; returns the milliseconds that were dropped for it.
    pub(super) fn push(&self, speech: Speech) -> u64 {
        let mut state = self.lock();
        let mut dropped_ms = 0;
        while state.waiting.len() >= MOST_BLOCKS {
            if let Some(Speech::Block { samples, .. }) = state.waiting.pop_front() {
                dropped_ms += (samples.len() / BYTES_PER_MS) as u64;
            }
        }
        state.waiting.push_back(speech);
        drop(state);
        self.0.1.notify_all();
        dropped_ms
    }

    /// Begins to serve another recogniser, and ends the service of the one before; returns its turn.
    pub(super) fn next_turn(&self) -> u64 {
        let mut state = self.lock();
        state.turn += 1;
        let turn = state.turn;
        drop(state);
        self.0.1.notify_all();
        turn
    }

    /// Returns whether the recogniser with this turn is served.
    pub(super) fn serves(&self, turn: u64) -> bool {
        self.lock().turn == turn
    }

    /// Blocks until there is speech for the recogniser with this turn; `None` once it is served no more.
    pub(super) fn pop(&self, turn: u64) -> Option<Speech> {
        let nothing =
            |state: &mut QueueState| state.turn == turn && !state.is_closed && state.waiting.is_empty();
        let state = self.0.1.wait_while(self.lock(), nothing);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.turn != turn || state.is_closed { None } else { state.waiting.pop_front() }
    }

    /// Serves nobody any more.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.0.1.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(number: u64) -> Speech {
        Speech::Block { time_us: number, samples: vec![0; 3_200] }
    }

    #[test]
    fn the_oldest_speech_makes_room() {
        let queue = SoundQueue::default();
        let turn = queue.next_turn();
        let dropped: u64 = (0..MOST_BLOCKS as u64 + 2).map(|number| queue.push(block(number))).sum();
        assert_eq!(dropped, 200, "milliseconds");
        assert_eq!(queue.pop(turn), Some(block(2)));
    }

    #[test]
    fn only_the_newest_recogniser_is_served_and_none_after_the_end() {
        let queue = SoundQueue::default();
        let first = queue.next_turn();
        let waiting = std::thread::spawn({
            let queue = queue.clone();
            move || queue.pop(first)
        });
        let second = queue.next_turn();
        assert_eq!(waiting.join().expect("a thread"), None);
        queue.push(block(1));
        assert_eq!((queue.pop(first), queue.pop(second)), (None, Some(block(1))));
        queue.push(block(2));
        queue.close();
        assert_eq!(queue.pop(second), None);
    }
}
