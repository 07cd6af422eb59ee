//! A track on its way to air: decoded ahead by the threads that all decks share.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::time::Duration;

use super::cues::{Cues, Kind, Piece};
use super::deck_decoder::{DeckDecoder, DeckProgress, TroubleReport};
use crate::audio::{BLOCK, Block, CHANNELS, SAMPLE_RATE};
use crate::model::Title;
use crate::source::SavedTrack;
use crate::sys::wait_until;
use crate::workers::{TaskHandle, WorkerPool};

/// Blocks decoded ahead of a track whose end is known, 5 s. They take 1.9 MB.
const AHEAD: usize = 250;
/// Blocks decoded ahead where nobody measured where a track ends, 9 s: its end is known 8 s before.
const AHEAD_OF_UNKNOWN_END: usize = 450;

/// Something that can be played from its beginning to its end.
pub trait PcmReader: Send {
    /// Fills the beginning of `block` and returns how many samples per channel; fewer than a block only at
    /// the end, 0 when it is over. An error, in words for the log, ends it too.
    fn play(&mut self, block: &mut Block) -> Result<usize, String>;
}

/// A track ready to be played on a deck.
pub struct PreparedTrack {
    /// Metadata.
    pub title: Arc<Title>,
    /// Path of its file below the media folder, if it is a file of the library.
    pub file: Option<PathBuf>,
    /// The factor that brings it to the station's level.
    pub gain: f32,
    /// Playback range and transition.
    pub cues: Cues,
    /// Its sound.
    pub tape: Box<dyn PcmReader>,
    /// Told why, if the tape ends with an error.
    pub on_trouble: TroubleReport,
}

/// A record being decoded ahead.
pub struct Deck {
    title: Arc<Title>,
    file: Option<PathBuf>,
    gain: f32,
    cues: Cues,
    decoded: Receiver<Decoded>,
    /// Blocks go back to the decoder, so that the audio thread frees none but the last of a track.
    spent: SyncSender<Block>,
    /// Decoded sound taken out of the channel: enough for a block, or all there is for a caller with
    /// patience, so that the end is known as early as on air.
    ready: VecDeque<Decoded>,
    /// Samples per channel in `ready`.
    held: usize,
    /// Samples per channel that were played.
    played: u64,
    progress: Arc<DeckProgress>,
    has_begun: bool,
    over: bool,
    patience: Duration,
    /// Its decoder among those of other decks. The last field, for it is told once the channels above are gone.
    decoder: DecoderTask,
}

/// The decoder of a deck, which is woken when the deck is gone.
struct DecoderTask(TaskHandle);

/// Decoded sound: some of a block's samples, at its edges perhaps not all.
pub(super) struct Decoded {
    pub(super) block: Block,
    pub(super) samples: Range<usize>,
}

impl Deck {
    /// Has `record` decoded by `decoders`. On air `patience` is zero; who runs faster than real time may have to
    /// wait for the decoder.
    pub fn load(record: PreparedTrack, decoders: &WorkerPool, patience: Duration) -> Self {
        Self::load_from(record, 0, decoders, patience)
    }

    /// Has `record` decoded from so many samples per channel after its beginning; those before count as played.
    pub fn load_from(record: PreparedTrack, played: u64, decoders: &WorkerPool, patience: Duration) -> Self {
        let ahead = if record.cues.end.is_some() { AHEAD } else { AHEAD_OF_UNKNOWN_END };
        let (to_deck, decoded) = sync_channel(ahead);
        let (spent, returned) = sync_channel(ahead);
        let (title, cues) = (Arc::clone(&record.title), record.cues.clone());
        let (file, gain) = (record.file.clone(), record.gain);
        let promised = cues.end.map(|end| end.saturating_sub(cues.begin));
        let progress = Arc::new(DeckProgress::new(promised));
        let task = DeckDecoder::new(record, played, to_deck, returned, Arc::clone(&progress));
        Self {
            title,
            file,
            gain,
            cues,
            decoded,
            spent,
            ready: VecDeque::new(),
            held: 0,
            played,
            progress,
            decoder: DecoderTask(decoders.add(task)),
            has_begun: false,
            over: false,
            patience,
        }
    }

    /// Returns the metadata.
    pub fn title(&self) -> &Arc<Title> {
        &self.title
    }

    /// Returns whether a block, or the last part of one, can be read.
    pub fn is_ready(&mut self) -> bool {
        while !self.has_enough() && !self.over {
            match self.take() {
                Some(decoded) => {
                    self.held += decoded.samples.len();
                    self.ready.push_back(decoded);
                }
                None => break,
            }
        }
        self.held >= BLOCK || (self.held > 0 && (self.over || self.left() == Some(self.held as u64)))
    }

    /// Returns whether the last sample was read.
    pub fn is_over(&mut self) -> bool {
        !self.is_ready() && self.held == 0 && (self.over || self.left() == Some(0))
    }

    /// Fills `block` from the sample `from` on with what comes next, and returns the sample it came to; what is
    /// behind that is left alone.
    pub fn read(&mut self, block: &mut Block, from: usize) -> usize {
        let mut at = from;
        while at < BLOCK && (self.held > 0 || self.is_ready()) {
            let Some(next) = self.ready.front_mut() else { break };
            let count = next.samples.len().min(BLOCK - at);
            let begin = next.samples.start;
            let samples = &next.block.samples()[begin * CHANNELS..(begin + count) * CHANNELS];
            block.samples_mut()[at * CHANNELS..(at + count) * CHANNELS].copy_from_slice(samples);
            next.samples.start += count;
            (at, self.held, self.played) = (at + count, self.held - count, self.played + count as u64);
            if next.samples.is_empty() {
                self.give_back();
            }
        }
        at
    }

    /// Returns the number of samples per channel left, if known.
    pub fn left(&self) -> Option<u64> {
        self.length().map(|length| length.saturating_sub(self.played))
    }

    /// Returns the number of samples per channel played.
    pub fn played(&self) -> u64 {
        self.played
    }

    /// Returns the track for another process that goes on with it, if it is a file of the library.
    pub fn save(&self) -> Option<SavedTrack> {
        Some(SavedTrack {
            file: self.file.clone()?,
            title: Title::clone(&self.title),
            gain: self.gain,
            begin: self.cues.begin,
            end: self.cues.end,
            played: self.played,
        })
    }

    /// Passes over what comes before the sample `played`, waiting for it for `most` at the longest; returns whether it is
    /// there, and a block can be read. Not for the audio thread.
    pub fn pass_to(&mut self, played: u64, most: Duration) -> bool {
        let deck = RefCell::new(self);
        wait_until(most, || {
            let (deck, mut block) = (&mut *deck.borrow_mut(), Block::silent());
            deck.decoder.0.wake();
            while deck.played < played && deck.is_ready() {
                let left = usize::try_from(played - deck.played).unwrap_or(usize::MAX).min(BLOCK);
                if deck.read(&mut block, BLOCK - left) < BLOCK {
                    break;
                }
            }
            deck.played >= played && (deck.is_ready() || deck.is_over())
        })
    }

    /// Returns the properties on which transitions depend.
    pub(super) fn piece(&self) -> Piece {
        let by_tag = || self.title.duration_us.map(|us| us * u64::from(SAMPLE_RATE) / 1_000_000);
        Piece { cues: self.cues.clone(), length: self.length().or_else(by_tag) }
    }

    /// Returns whether it is talk that a DJ recorded.
    pub(super) fn is_talk(&self) -> bool {
        matches!(self.cues.kind, Kind::Voice(_))
    }

    fn length(&self) -> Option<u64> {
        self.progress.length()
    }

    fn has_enough(&self) -> bool {
        if self.patience.is_zero() { self.held >= BLOCK } else { self.ready.len() >= AHEAD_OF_UNKNOWN_END }
    }

    /// Sends the block that was read back to be filled anew.
    fn give_back(&mut self) {
        let Some(Decoded { block, .. }) = self.ready.pop_front() else { return };
        // A full channel only means that the decoder has blocks enough.
        if let Err(TrySendError::Full(block) | TrySendError::Disconnected(block)) = self.spent.try_send(block)
        {
            drop(block);
        }
    }

    fn take(&mut self) -> Option<Decoded> {
        if !self.has_begun {
            self.has_begun = true;
            // Until now it decoded only what is needed at first.
            self.progress.begin();
            self.decoder.0.wake_soon();
        }
        match self.decoded.try_recv() {
            Ok(decoded) => return Some(decoded),
            Err(TryRecvError::Disconnected) => {
                self.over = true;
                return None;
            }
            Err(TryRecvError::Empty) if self.patience.is_zero() => return None,
            Err(TryRecvError::Empty) => self.decoder.0.wake(),
        }
        let waited = self.decoded.recv_timeout(self.patience);
        self.over = matches!(waited, Err(RecvTimeoutError::Disconnected));
        waited.ok()
    }
}

impl Drop for DecoderTask {
    fn drop(&mut self) {
        // It finds out that nobody takes its sound any more. This may be the audio thread.
        self.0.wake_soon();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceKind;

    /// Four blocks and a bit, in which every sample is its own number.
    struct Numbers(usize);

    const NUMBERS: usize = 4 * BLOCK + 100;

    fn decoders() -> WorkerPool {
        WorkerPool::new("decks", 2).unwrap()
    }

    impl PcmReader for Numbers {
        fn play(&mut self, block: &mut Block) -> Result<usize, String> {
            let count = (NUMBERS - self.0).min(BLOCK);
            for (pair, number) in block.pairs_mut().zip(self.0..self.0 + count) {
                *pair = [number as f32; 2];
            }
            self.0 += count;
            Ok(count)
        }
    }

    /// Returns a deck's output for a numbered sound with these cues.
    fn played(cues: Cues, gain: f32) -> Vec<f32> {
        let record = PreparedTrack {
            title: Arc::new(Title::plain(SourceKind::Autodj, "numbers")),
            file: None,
            gain,
            cues,
            tape: Box::new(Numbers(0)),
            on_trouble: Box::new(|reason| panic!("{reason}")),
        };
        let mut deck = Deck::load(record, &decoders(), Duration::from_secs(10));
        let mut heard = Vec::new();
        let mut block = Block::silent();
        while !deck.is_over() {
            let left = deck.left();
            let count = deck.read(&mut block, 0);
            assert!(left.is_none_or(|left| left >= count as u64));
            heard.extend(block.samples()[..count * CHANNELS].iter().step_by(2));
        }
        assert_eq!((deck.left(), deck.played()), (Some(0), heard.len() as u64));
        assert_eq!(deck.read(&mut block, 0), 0, "after the end there is nothing");
        heard
    }

    #[track_caller]
    fn check(begin: u64, end: Option<u64>, expected: Range<usize>) {
        let heard = played(Cues { begin, end, ..Cues::default() }, 1.0);
        assert!(heard.iter().copied().eq(expected.map(|number| number as f32)), "{} samples", heard.len());
    }

    #[test]
    fn a_deck_plays_from_cue_in_to_cue_out_to_the_sample() {
        check(0, None, 0..NUMBERS);
        check(10, Some(20), 10..20);
        check(1_000, Some(3_000), 1_000..3_000);
        check(BLOCK as u64, Some(2 * BLOCK as u64), BLOCK..2 * BLOCK);
        check(NUMBERS as u64 - 1, None, NUMBERS - 1..NUMBERS);
        check(500, Some(1_000_000), 500..NUMBERS);
        check(1_000_000, None, 0..0);
    }

    #[test]
    fn a_deck_goes_on_from_where_another_one_was() {
        for (begin, played, at) in [(0, 0, 1_000), (700, 1_234, 1_234), (700, 961, 2_000)] {
            let record = PreparedTrack {
                title: Arc::new(Title::plain(SourceKind::Autodj, "numbers")),
                file: None,
                gain: 1.0,
                cues: Cues { begin, end: Some(3_800), ..Cues::default() },
                tape: Box::new(Numbers(0)),
                on_trouble: Box::new(|reason| panic!("{reason}")),
            };
            let mut deck = Deck::load_from(record, played, &decoders(), Duration::ZERO);
            assert!(deck.pass_to(at, Duration::from_secs(10)));
            assert_eq!((deck.played(), deck.left()), (at, Some(3_800 - begin - at)));
            let mut block = Block::silent();
            assert_eq!(deck.read(&mut block, 0), BLOCK);
            assert_eq!(block.samples()[0], (begin + at) as f32);
        }
    }

    /// Sound without an end, which tells when it is freed.
    struct Endless {
        _held: Arc<()>,
    }

    impl PcmReader for Endless {
        fn play(&mut self, _: &mut Block) -> Result<usize, String> {
            Ok(BLOCK)
        }
    }

    #[test]
    fn a_track_that_stands_by_is_decoded_a_little_goes_on_when_it_begins_and_is_freed_when_it_is_not_wanted()
    {
        let (held, pool) = (Arc::new(()), decoders());
        let load = |end| {
            let record = PreparedTrack {
                title: Arc::new(Title::plain(SourceKind::Autodj, "endless")),
                file: None,
                gain: 1.0,
                cues: Cues { end, ..Cues::default() },
                tape: Box::new(Endless { _held: Arc::clone(&held) }),
                on_trouble: Box::new(|reason| panic!("{reason}")),
            };
            Deck::load(record, &pool, Duration::ZERO)
        };
        let within = Duration::from_secs(20);
        let mut block = Block::silent();
        let deck = RefCell::new(load(Some(48_000_000)));
        let is_read = |block: &mut Block| {
            let deck = &mut *deck.borrow_mut();
            deck.is_ready() && deck.read(block, 0) == BLOCK
        };
        // Five times as much as stands by, and more than is decoded ahead.
        for _ in 0..500 {
            assert!(wait_until(within, || deck.borrow_mut().is_ready()));
            assert!(is_read(&mut block));
        }
        let unknown = load(None);
        let measured = load(Some(48_000_000));
        drop((deck, unknown, measured));
        assert!(wait_until(within, || Arc::strong_count(&held) == 1), "their decoders end");
    }

    #[test]
    fn a_deck_plays_at_its_gain() {
        assert_eq!(played(Cues { end: Some(4), ..Cues::default() }, 0.5), [0.0, 0.5, 1.0, 1.5]);
    }
}
