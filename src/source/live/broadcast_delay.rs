//! The broadcast delay: live sound waits some seconds before it goes on air, and can be dumped meanwhile.
//!
//! In: live blocks with their titles, one at a time. Out: the same ones later, once as many wait as the delay is long.
//! Never: plays what waited when it was dumped, or allocates on the audio thread.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use super::saved_input::{SavedDelay, SharedTitles, TitleRun, append_samples};
use crate::audio::{BLOCK, BLOCK_US, Block, CHANNELS};
use crate::model::Title;

/// A station's broadcast delay, for the code that sets it and dumps what waits; clones share it.
#[derive(Clone, Default)]
pub struct BroadcastDelay(Arc<DelayState>);

#[derive(Default)]
struct DelayState {
    exchange: Mutex<LineExchange>,
    /// Blocks that wait to go on air.
    waiting: AtomicUsize,
    /// Number of times that what waits was to be dumped.
    dumps: AtomicU64,
}

/// Lines on their way to the audio thread and back, where nothing is allocated or freed.
#[derive(Default)]
struct LineExchange {
    length: Duration,
    incoming: Option<DelayLine>,
    spent: Option<DelayLine>,
}

impl BroadcastDelay {
    /// Makes a delay of this length.
    pub fn new(length: Duration) -> Self {
        let delay = Self::default();
        delay.set(length);
        delay
    }

    /// Sets how long live sound waits. A DJ who is live keeps the delay that they began with.
    pub fn set(&self, length: Duration) {
        let mut exchange = lock(&self.0.exchange);
        exchange.spent = None;
        if exchange.length != length {
            exchange.length = length;
            exchange.incoming = Some(DelayLine::new(length));
        }
    }

    /// Returns how much sound waits to go on air.
    pub fn waiting(&self) -> Duration {
        Duration::from_micros(self.0.waiting.load(Ordering::Relaxed) as u64 * BLOCK_US)
    }

    /// Throws away what waits to go on air. Returns how much that is; `None` if nothing waits.
    pub fn dump(&self) -> Option<Duration> {
        let waiting = Some(self.waiting()).filter(|waiting| !waiting.is_zero())?;
        self.0.dumps.fetch_add(1, Ordering::Relaxed);
        Some(waiting)
    }
}

/// A block that waits, with its title.
struct DelayedBlock {
    block: Block,
    title: Option<Arc<Title>>,
}

/// The audio thread's side of a [`BroadcastDelay`].
pub(super) struct DelayLine {
    held: VecDeque<DelayedBlock>,
    /// Blocks that the delay is long; 0 for none.
    length: usize,
    /// True from the moment the delay is full until all of it was played.
    is_playing: bool,
    dumps: u64,
}

impl DelayLine {
    /// Makes a line for `length`, in whole blocks.
    pub(super) fn new(length: Duration) -> Self {
        let length = usize::try_from(length.as_micros() / u128::from(BLOCK_US)).unwrap_or(0);
        Self { held: VecDeque::with_capacity(length + 1), length, is_playing: false, dumps: 0 }
    }

    /// Returns the state, and appends the sound that waits to `sound`; `title` is heard.
    pub(super) fn save(&self, title: Option<&Title>, sound: &mut Vec<u8>) -> SavedDelay {
        let mut runs: Vec<TitleRun> = Vec::new();
        for held in &self.held {
            append_samples(held.block.samples().iter().copied(), sound);
            let title = held.title.as_deref();
            match runs.last_mut().filter(|run| run.title.as_ref() == title) {
                Some(run) => run.blocks += 1,
                None => runs.push(TitleRun { blocks: 1, title: title.cloned() }),
            }
        }
        SavedDelay { length: self.length, is_playing: self.is_playing, title: title.cloned(), runs }
    }

    /// Makes the line of another process, with the sound that waited there.
    pub(super) fn restored(saved: &SavedDelay, sound: &[u8], titles: &mut SharedTitles) -> Self {
        let mut held = VecDeque::with_capacity(saved.length + 1);
        let titles = saved.runs.iter().flat_map(|run| {
            let title = run.title.clone().map(|title| titles.share(title));
            std::iter::repeat_n(title, run.blocks)
        });
        for (bytes, title) in sound.chunks_exact(BLOCK * CHANNELS * size_of::<f32>()).zip(titles) {
            let mut block = Block::silent();
            for (sample, bytes) in block.samples_mut().iter_mut().zip(bytes.as_chunks().0) {
                *sample = f32::from_le_bytes(*bytes);
            }
            held.push_back(DelayedBlock { block, title });
        }
        Self { held, length: saved.length, is_playing: saved.is_playing, dumps: 0 }
    }

    /// Follows `delay`: takes a line of another length if this one `is_idle`, and dumps what waits if that was asked for.
    pub(super) fn follow(&mut self, delay: &BroadcastDelay, is_idle: bool) {
        if is_idle && self.held.is_empty() {
            self.exchange(&delay.0);
        }
        let dumps = delay.0.dumps.load(Ordering::Relaxed);
        if std::mem::replace(&mut self.dumps, dumps) != dumps {
            self.clear();
        }
    }

    fn exchange(&mut self, shared: &DelayState) {
        let mut exchange = match shared.exchange.try_lock() {
            Ok(exchange) => exchange,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if exchange.spent.is_none()
            && let Some(incoming) = exchange.incoming.take()
        {
            exchange.spent = Some(std::mem::replace(self, Self { dumps: self.dumps, ..incoming }));
        }
    }

    /// Tells how much waits.
    pub(super) fn tell(&self, delay: &BroadcastDelay) {
        delay.0.waiting.store(self.held.len(), Ordering::Relaxed);
    }

    /// Returns whether there is a delay.
    pub(super) fn is_on(&self) -> bool {
        self.length > 0
    }

    /// Adds a block. If it was not played meanwhile, the oldest one goes.
    pub(super) fn push(&mut self, block: &Block, title: Option<Arc<Title>>) {
        let mut added = Block::silent();
        added.samples_mut().copy_from_slice(block.samples());
        if self.held.len() > self.length {
            self.held.pop_front();
        }
        self.held.push_back(DelayedBlock { block: added, title });
        self.is_playing |= self.held.len() >= self.length;
    }

    /// Plays what waits although it is less than the delay: nothing more comes.
    pub(super) fn play_rest(&mut self) {
        self.is_playing = !self.held.is_empty();
    }

    /// Throws away what waits; the delay fills again.
    pub(super) fn clear(&mut self) {
        self.held.clear();
        self.is_playing = false;
    }

    /// Returns whether a block is to be played.
    pub(super) fn is_ready(&self) -> bool {
        self.is_playing && !self.held.is_empty()
    }

    /// Returns the number of blocks that wait.
    pub(super) fn waiting(&self) -> usize {
        self.held.len()
    }

    /// Takes the block that has waited longest into `block`; returns its title.
    pub(super) fn pop(&mut self, block: &mut Block) -> Option<Arc<Title>> {
        let held = self.held.pop_front()?;
        block.samples_mut().copy_from_slice(held.block.samples());
        self.is_playing = !self.held.is_empty();
        held.title
    }
}

fn lock(exchange: &Mutex<LineExchange>) -> MutexGuard<'_, LineExchange> {
    exchange.lock().unwrap_or_else(PoisonError::into_inner)
}
