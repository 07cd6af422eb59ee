//! Decodes a track for its deck, some of it at a time.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError};
use std::time::Duration;

use super::deck::{Decoded, PcmReader, PreparedTrack};
use crate::audio::Block;
use crate::workers::{NextTurn, PooledTask};

/// A length nobody knows yet.
const UNKNOWN: u64 = u64::MAX;
/// Blocks of a turn, 1 s: the decoder's tables stay in the processor's cache, and other decks wait for a few milliseconds.
const AT_ONCE: usize = 50;
/// The time after which there is room for about as many again.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Blocks that are decoded of a track that stands by, 2 s, if its end is known.
const STANDING_BY: usize = 100;

/// The state that a deck and its decoder share.
pub(super) struct DeckProgress {
    /// Length in samples: as the cues promise, and exact once the decoder reached the end.
    length: AtomicU64,
    has_begun: AtomicBool,
}

impl DeckProgress {
    /// Returns the state before anything was decoded, with the length as far as it is promised.
    pub(super) fn new(promised: Option<u64>) -> Self {
        Self { length: AtomicU64::new(promised.unwrap_or(UNKNOWN)), has_begun: AtomicBool::new(false) }
    }

    /// Returns the length, if known.
    pub(super) fn length(&self) -> Option<u64> {
        let length = self.length.load(Ordering::Acquire);
        (length != UNKNOWN).then_some(length)
    }

    /// Notes that the deck takes sound.
    pub(super) fn begin(&self) {
        self.has_begun.store(true, Ordering::Release);
    }
}

/// Told the reason why a track cannot be decoded any further.
pub(super) type TroubleReport = Box<dyn FnOnce(&str) + Send>;

/// The decoder of one deck.
pub(super) struct DeckDecoder {
    tape: Box<dyn PcmReader>,
    gain: f32,
    /// Playback range on the tape, in samples per channel.
    range: Range<u64>,
    on_trouble: Option<TroubleReport>,
    /// Samples per channel that count as played before.
    played_before: u64,
    to_deck: SyncSender<Decoded>,
    /// Blocks that come back from the deck.
    spent: Receiver<Block>,
    /// One of them, for the next sound.
    spare: Option<Block>,
    progress: Arc<DeckProgress>,
    /// Place on the tape at which the next block begins.
    at: u64,
    /// Samples per channel from the beginning of playback up to there.
    length: u64,
    /// Blocks given to the deck.
    given: usize,
    /// Sound for which the deck has no room yet.
    waiting: Option<Decoded>,
}

/// Result of decoding a block.
enum DecodedBlock {
    /// Sound for the deck.
    Sound(Decoded),
    /// Sound that is not played.
    Unplayed,
    End,
}

impl DeckDecoder {
    pub(super) fn new(
        record: PreparedTrack,
        played_before: u64,
        to_deck: SyncSender<Decoded>,
        spent: Receiver<Block>,
        progress: Arc<DeckProgress>,
    ) -> Self {
        let PreparedTrack { tape, gain, cues, on_trouble, .. } = record;
        Self {
            tape,
            gain,
            range: cues.begin..cues.end.unwrap_or(UNKNOWN),
            on_trouble: Some(on_trouble),
            played_before,
            to_deck,
            spent,
            spare: None,
            progress,
            at: 0,
            length: 0,
            given: 0,
            waiting: None,
        }
    }

    /// Returns whether there is enough for a track that has not begun.
    fn has_enough(&self) -> bool {
        let is_standing_by = !self.progress.has_begun.load(Ordering::Acquire);
        is_standing_by && self.given >= STANDING_BY && self.progress.length().is_some()
    }

    /// Returns whether the deck is gone. One that is not has its spent blocks taken when they are needed.
    fn is_left(&mut self) -> bool {
        match self.spent.try_recv() {
            Ok(block) => self.spare = Some(block),
            Err(TryRecvError::Disconnected) => return true,
            Err(TryRecvError::Empty) => {}
        }
        false
    }

    /// Decodes the next block.
    fn decode(&mut self) -> DecodedBlock {
        if self.at >= self.range.end {
            return DecodedBlock::End;
        }
        let mut block = self.spare.take().unwrap_or_default();
        let played = match self.tape.play(&mut block) {
            Ok(0) => return DecodedBlock::End,
            Ok(played) => played,
            Err(reason) => {
                if let Some(on_trouble) = self.on_trouble.take() {
                    on_trouble(&reason);
                }
                return DecodedBlock::End;
            }
        };
        let at = self.at;
        let within = |place: u64| usize::try_from(place.saturating_sub(at)).unwrap_or(usize::MAX).min(played);
        let samples = within(self.range.start)..within(self.range.end);
        self.at += played as u64;
        let before = self.length;
        self.length += samples.len() as u64;
        let passed = self.played_before.saturating_sub(before).min(samples.len() as u64) as usize;
        let samples = samples.start + passed..samples.end;
        if samples.is_empty() {
            return DecodedBlock::Unplayed;
        }
        block.scale(self.gain);
        DecodedBlock::Sound(Decoded { block, samples })
    }
}

impl PooledTask for DeckDecoder {
    fn work(&mut self) -> NextTurn {
        for _ in 0..AT_ONCE {
            let next = match self.waiting.take() {
                Some(waiting) => waiting,
                None if self.is_left() => return NextTurn::Never,
                None if self.has_enough() => return NextTurn::WhenWoken,
                None => match self.decode() {
                    DecodedBlock::Sound(decoded) => decoded,
                    DecodedBlock::Unplayed => continue,
                    DecodedBlock::End => {
                        self.progress.length.store(self.length, Ordering::Release);
                        return NextTurn::Never;
                    }
                },
            };
            match self.to_deck.try_send(next) {
                Ok(()) => self.given += 1,
                Err(TrySendError::Full(next)) => {
                    self.waiting = Some(next);
                    return NextTurn::In(LOOK_EVERY);
                }
                // The deck is gone.
                Err(TrySendError::Disconnected(_)) => return NextTurn::Never,
            }
        }
        NextTurn::Soon
    }
}
