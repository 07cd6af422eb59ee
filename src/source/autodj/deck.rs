//! A track on its way to air: decoded ahead on a thread of its own.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::thread;
use std::time::Duration;

use crate::audio::{BLOCK, Block};
use crate::model::Title;

/// Blocks decoded ahead: 8 s, more than the longest crossfade, so that a track's end is known in time.
const AHEAD: usize = 400;
/// A length nobody knows yet.
const UNKNOWN: u64 = u64::MAX;

/// Something that can be played from its beginning to its end.
pub trait Tape: Send {
    /// Fills the beginning of `block` and returns how many samples per channel; fewer than a block only at
    /// the end, 0 when it is over. An error, in words for the log, ends it too.
    fn play(&mut self, block: &mut Block) -> Result<usize, String>;
}

/// What is put on a deck.
pub struct Record {
    /// What it is.
    pub title: Arc<Title>,
    /// The factor that brings it to the station's level.
    pub gain: f32,
    /// Its sound.
    pub tape: Box<dyn Tape>,
    /// Told why, if the tape ends with an error.
    pub on_trouble: Box<dyn FnOnce(&str) + Send>,
}

/// A record being decoded ahead.
pub struct Deck {
    title: Arc<Title>,
    decoded: Receiver<Block>,
    /// Blocks go back to the decoder, so that the audio thread frees none but the last of a track.
    spent: SyncSender<Block>,
    /// Blocks taken out of the channel: one, or as many as there can be for who has patience, so that the end
    /// is known as early as on air.
    ready: VecDeque<Block>,
    played: u64,
    /// How many blocks there are, once the decoder came to the end.
    length: Arc<AtomicU64>,
    over: bool,
    patience: Duration,
}

impl Deck {
    /// Starts to decode `record`. On air `patience` is zero; who runs faster than real time may have to
    /// wait for the decoder.
    pub fn load(record: Record, patience: Duration) -> std::io::Result<Self> {
        let (to_deck, decoded) = sync_channel(AHEAD);
        let (spent, to_decoder) = sync_channel(AHEAD);
        let length = Arc::new(AtomicU64::new(UNKNOWN));
        let title = Arc::clone(&record.title);
        let known = Arc::clone(&length);
        thread::Builder::new()
            .name("deck".to_owned())
            .spawn(move || decode(record, &to_deck, &to_decoder, &known))?;
        let ready = VecDeque::with_capacity(AHEAD);
        Ok(Self { title, decoded, spent, ready, played: 0, length, over: false, patience })
    }

    /// What is played.
    pub fn title(&self) -> &Arc<Title> {
        &self.title
    }

    /// Whether there is a block to be read.
    pub fn is_ready(&mut self) -> bool {
        let wanted = if self.patience.is_zero() { 1 } else { AHEAD };
        while self.ready.len() < wanted && !self.over {
            match self.take() {
                Some(block) => self.ready.push_back(block),
                None => break,
            }
        }
        !self.ready.is_empty()
    }

    /// Whether the last block was read.
    pub fn is_over(&mut self) -> bool {
        !self.is_ready() && self.over
    }

    /// Fills `block` with what comes next; with silence if that is not decoded yet.
    pub fn read(&mut self, block: &mut Block) {
        if !self.is_ready() {
            block.silence();
            return;
        }
        if let Some(mut next) = self.ready.pop_front() {
            std::mem::swap(block, &mut next);
            self.played += 1;
            // A full channel only means that the decoder has blocks enough.
            if let Err(TrySendError::Full(block) | TrySendError::Disconnected(block)) =
                self.spent.try_send(next)
            {
                drop(block);
            }
        }
    }

    /// How many blocks are left, once the end is in sight.
    pub fn blocks_left(&self) -> Option<u64> {
        let length = self.length.load(Ordering::Acquire);
        (length != UNKNOWN).then(|| length.saturating_sub(self.played))
    }

    /// How many blocks were played.
    pub fn blocks_played(&self) -> u64 {
        self.played
    }

    fn take(&mut self) -> Option<Block> {
        match self.decoded.try_recv() {
            Ok(block) => return Some(block),
            Err(TryRecvError::Disconnected) => {
                self.over = true;
                return None;
            }
            Err(TryRecvError::Empty) if self.patience.is_zero() => return None,
            Err(TryRecvError::Empty) => {}
        }
        let waited = self.decoded.recv_timeout(self.patience);
        self.over = matches!(waited, Err(RecvTimeoutError::Disconnected));
        waited.ok()
    }
}

/// Decodes `record` until its end or until the deck is gone.
fn decode(record: Record, to_deck: &SyncSender<Block>, spent: &Receiver<Block>, length: &AtomicU64) {
    let Record { gain, mut tape, on_trouble, .. } = record;
    let mut blocks = 0;
    loop {
        let mut block = spent.try_recv().unwrap_or_default();
        let played = match tape.play(&mut block) {
            Ok(0) => break,
            Ok(played) => played,
            Err(reason) => {
                on_trouble(&reason);
                break;
            }
        };
        block.scale(gain);
        blocks += 1;
        if played < BLOCK {
            length.store(blocks, Ordering::Release);
        }
        if to_deck.send(block).is_err() {
            return;
        }
    }
    length.store(blocks, Ordering::Release);
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Steps(u32);

    impl Tape for Steps {
        fn play(&mut self, block: &mut Block) -> Result<usize, String> {
            self.0 += 1;
            block.samples_mut().fill(self.0 as f32);
            match self.0 {
                1..=2 => Ok(BLOCK),
                3 => Ok(100),
                4 => Ok(0),
                _ => Err("played on after the end".into()),
            }
        }
    }

    #[test]
    fn a_deck_plays_its_record_to_the_end_at_its_gain() {
        let record = Record {
            title: Arc::new(Title::plain(crate::model::SourceKind::Autodj, "steps")),
            gain: 0.5,
            tape: Box::new(Steps(0)),
            on_trouble: Box::new(|reason| panic!("{reason}")),
        };
        let mut deck = Deck::load(record, Duration::from_secs(10)).unwrap();
        let mut heard = Vec::new();
        let mut block = Block::silent();
        while !deck.is_over() {
            deck.read(&mut block);
            heard.push(block.samples()[0]);
        }
        assert_eq!(heard, [0.5, 1.0, 1.5]);
        assert_eq!(deck.blocks_left(), Some(0));
        deck.read(&mut block);
        assert_eq!(block.samples()[0], 0.0, "after the end there is silence");
    }
}
