//! The station plays its library by itself.
//!
//! In: decks, each with a record decoded ahead, from the [`loader`]. Out: one track after the other; where the end
//! of one begins, the next one comes in. Never: waits for a deck; if none is there it has nothing to say.

mod album;
mod cues;
mod deck;
mod deck_decoder;
mod emergency_track;
pub mod loader;
mod next_deck;
mod planner;
mod queue;
mod resumed_deck;
mod settings_follower;
mod talk_over;
pub mod track_provider;
mod voice;

pub use album::Gapless;
pub use cues::{Cues, Kind, MOST_TALKED_OVER, VoiceCues};
pub use deck::{Deck, PcmReader, PreparedTrack};
pub use loader::DeckPools;
pub use next_deck::NextDeck;
pub use planner::{Planner, unread};
pub use queue::{PlayQueue, Unwritten};
pub use resumed_deck::resumed_deck;

use std::mem;
use std::sync::Arc;
use std::time::Duration;

use super::{ResumedSources, SavedTrack, Source};
use crate::audio::{BLOCK, Block, CHANNELS, Fade, SAMPLE_RATE};
use crate::model::{LiveSettings, SourceKind, Title};
use cues::Segue;
use talk_over::{MOST_UNHEARD_TALK, TalkOver};

/// Off the air for longer than so many blocks, 5 s, it comes back with the next track and not in the middle of one.
const SHORT_BREAK: u64 = 250;
/// Blocks on air between two breaks, 30 s; with fewer than this, AutoDJ only stood in.
const BRIDGE: u64 = 1_500;
/// it goes on with the same track for so many blocks, a minute: a DJ's bad line uses up no tracks.
const BRIDGE_BREAK: u64 = 3_000;
/// The next deck is taken so many samples, half a second, before it begins: from then on it cannot be exchanged.
const TAKEN_AHEAD: u64 = SAMPLE_RATE as u64 / 2;
/// Length of the fade-out of a skipped track, in samples: half a second.
const SKIP: u64 = SAMPLE_RATE as u64 / 2;
/// While a jingle is heard over it, a song is made softer by this factor, −9 dB;
const UNDER: f32 = 0.355;
/// it rises to its level over so many samples, half a second, before the jingle is over.
const RISE: u64 = SAMPLE_RATE as u64 / 2;
/// Most tracks that can be heard in one block, one after the other.
const MOST_IN_A_BLOCK: usize = 4;
/// Decks that can wait until the loader takes them to be taken apart.
const MOST_BROKEN_OFF: usize = 4;

/// AutoDJ's transition parameters.
#[derive(Clone, Copy, Debug)]
pub struct AutodjConfig {
    /// Crossfade duration for tracks whose fade-out was not measured; shorter for short tracks.
    pub crossfade: Duration,
    /// Time to wait for a decoder: zero on air.
    pub patience: Duration,
}

impl Default for AutodjConfig {
    fn default() -> Self {
        Self { crossfade: Duration::from_secs(3), patience: Duration::ZERO }
    }
}

/// Plays one deck after the other.
pub struct Autodj {
    config: AutodjConfig,
    /// Say what it does while others are on air.
    live_settings: LiveSettings,
    standby: NextDeck,
    playing: Option<Deck>,
    /// The deck that comes next, shortly before it begins.
    waiting: Option<Deck>,
    /// The deck that has begun while the other is heard.
    rising: Option<(Deck, Blend)>,
    /// Decks that the loader takes apart, once it is not at the place between.
    broken_off: Vec<Deck>,
    /// Number of skips carried out.
    skips: u64,
    scratch: Block,
    /// The sample of the next block with which what rises begins.
    begins_at: usize,
    /// Lent out for what is played unheard.
    unheard: Option<Block>,
    /// Blocks that passed since it was on air.
    unread: u64,
    /// Blocks since it came back from a break, or since it was first on air.
    on_air_for: u64,
    /// Set once it was on air before that break.
    came_back: bool,
}

/// Ways to mix two decks.
#[derive(Clone, Copy)]
enum Blend {
    /// The old track ends by itself.
    PlayOut,
    /// The old track is a jingle or talk; the new one is attenuated until that is nearly over.
    Under,
    /// The new track is talk; the old one is attenuated under it.
    Over(TalkOver),
    /// The old track is faded out, the new one plays at full level.
    Out(Fade),
    /// Both are faded.
    Cross(Fade),
}

impl Autodj {
    /// An AutoDJ that plays what is put into `standby`.
    pub fn new(config: AutodjConfig, live_settings: LiveSettings, standby: NextDeck) -> Self {
        Self {
            config,
            live_settings,
            skips: standby.skips(),
            standby,
            playing: None,
            waiting: None,
            rising: None,
            broken_off: Vec::with_capacity(MOST_BROKEN_OFF),
            scratch: Block::silent(),
            begins_at: 0,
            unheard: Some(Block::silent()),
            unread: 0,
            on_air_for: 0,
            came_back: false,
        }
    }

    /// Waits for the first deck, and then for its first block, each for `most` at the longest, so that a station can sign on
    /// with music. To be called before it goes on air.
    pub fn wait_for_deck(&mut self, most: Duration) {
        self.playing = self.standby.take(most);
        if let Some(deck) = &mut self.playing {
            deck.pass_to(deck.played(), most);
        }
    }

    /// Puts away what was broken off long ago. The next deck stands by until the break is over: as long as nobody
    /// took it, it can be exchanged for what has its turn by then.
    fn move_on(&mut self) {
        let stood_in = self.came_back && self.on_air_for < BRIDGE;
        let short = if stood_in { BRIDGE_BREAK } else { SHORT_BREAK };
        if self.unread <= short || !self.is_begun() {
            return;
        }
        // What rose when it went off the air was heard already, if only softly.
        let rising = self.rising.take().map(|(deck, _)| deck);
        rising.into_iter().chain(self.waiting.take()).for_each(|deck| self.break_off(deck));
        self.put_on(None);
    }

    /// Plays the block that nobody hears, so that time passes for its tracks too.
    fn play_unheard(&mut self) {
        if !self.is_begun() {
            return;
        }
        let (unread, mut unheard) = (self.unread, mem::take(&mut self.unheard).unwrap_or_default());
        self.read(&mut unheard);
        self.unheard = Some(unheard);
        self.unread = unread;
    }

    /// Returns whether the track on the deck has begun.
    fn is_begun(&self) -> bool {
        self.playing.as_ref().is_some_and(|deck| deck.played() > 0)
    }

    fn next_deck(&mut self) -> Option<Deck> {
        self.waiting.take().or_else(|| self.standby.take(self.config.patience))
    }

    /// The next deck when there would be silence without it: one that may be exchanged is better than none.
    fn any_deck(&mut self) -> Option<Deck> {
        self.waiting.take().or_else(|| self.standby.take_any(self.config.patience))
    }

    /// Plays `next` from now on. What was on is not freed here: it may hold seconds of sound.
    fn put_on(&mut self, next: Option<Deck>) {
        if let Some(before) = mem::replace(&mut self.playing, next) {
            self.break_off(before);
        }
    }

    fn break_off(&mut self, deck: Deck) {
        if let Some(deck) = self.standby.leave(deck)
            && self.broken_off.len() < MOST_BROKEN_OFF
        {
            self.broken_off.push(deck);
        }
    }

    /// Puts the next deck on if there is none, or if the one that was on is over.
    fn change_decks(&mut self) {
        if let Some((_, Blend::Out(fade) | Blend::Cross(fade))) = &self.rising
            && fade.is_over()
        {
            let rising = self.rising.take().map(|(deck, _)| deck);
            self.put_on(rising);
        }
        self.follow_talk();
        if self.playing.as_mut().is_some_and(Deck::is_over) {
            let rising = self.rising.take().map(|(deck, _)| deck);
            self.put_on(rising);
        }
        if self.playing.is_none() {
            self.playing = self.any_deck();
        }
    }

    /// Lets the next deck begin if it is time, and it is there.
    fn begin_segue(&mut self) {
        if self.rising.is_some() {
            return self.prepare_after_talk();
        }
        let Some(playing) = &self.playing else { return };
        let Some(left) = playing.left().filter(|left| (1..=MOST_TALKED_OVER + TAKEN_AHEAD).contains(left))
        else {
            return;
        };
        let waiting = self.waiting.as_ref().map(Deck::piece);
        let Some(next) = waiting.or_else(|| self.standby.piece(self.config.patience)) else { return };
        let segue = Segue::between(&playing.piece(), &next, cues::samples(self.config.crossfade));
        if left > segue.overlap() + TAKEN_AHEAD {
            return;
        }
        let Some(next) = self.next_deck() else { return };
        match segue {
            Segue::PlayOut(overlap) if left <= overlap => self.rising = Some((next, Blend::PlayOut)),
            Segue::Under(overlap) if left < overlap + BLOCK as u64 => {
                self.begins_at = left.saturating_sub(overlap) as usize;
                self.rising = Some((next, Blend::Under));
            }
            Segue::Over(overlap, cues) if left < overlap + BLOCK as u64 => {
                self.begins_at = left.saturating_sub(overlap) as usize;
                let over = TalkOver::new(cues, left.min(overlap), self.begins_at as u64);
                self.rising = Some((next, Blend::Over(over)));
            }
            Segue::Cross(overlap) if left <= overlap => {
                self.rising = Some((next, Blend::Cross(Fade::new(left))));
            }
            _ => self.waiting = Some(next),
        }
    }

    /// Fades out what plays, and lets the next one begin, if somebody wants that and it is there.
    fn follow_skips(&mut self) {
        let skips = self.standby.skips();
        if skips == self.skips {
            return;
        }
        match &mut self.rising {
            // What would play out for a while makes room first.
            Some((_, blend @ (Blend::PlayOut | Blend::Over(_)))) => *blend = Blend::Out(Fade::new(SKIP)),
            Some(_) => {}
            None => {
                if !self.is_begun() {
                    // Nothing was heard of what could be skipped.
                    self.skips = skips;
                } else if let Some(next) = self.next_deck() {
                    self.skips = skips;
                    if self.unread > 1 {
                        self.put_on(Some(next));
                    } else {
                        self.rising = Some((next, Blend::Out(Fade::new(SKIP))));
                    }
                }
            }
        }
    }

    /// Reads what plays; where it ends within the block, the next one begins with the sample after.
    fn read_playing(&mut self, block: &mut Block) {
        let mut at = 0;
        // Jingles of no length at all are no reason to look through them all in one block.
        for _ in 0..MOST_IN_A_BLOCK {
            let Some(playing) = &mut self.playing else { break };
            at = playing.read(block, at);
            if at == BLOCK || self.rising.is_some() || !playing.is_over() {
                break;
            }
            let next = self.any_deck();
            self.put_on(next);
        }
        block.samples_mut()[at * CHANNELS..].fill(0.0);
    }
}

impl Source for Autodj {
    fn kind(&self) -> SourceKind {
        SourceKind::Autodj
    }

    fn tick(&mut self) {
        self.unread += 1;
        if let Some(deck) = self.broken_off.pop() {
            self.break_off(deck);
        }
        // The first block that was not read: a break begins.
        let is_off_air = self.unread > 1;
        if is_off_air && self.live_settings.autodj_keeps_time() {
            self.play_unheard();
        } else {
            self.move_on();
        }
    }

    fn is_ready(&mut self) -> bool {
        self.change_decks();
        self.follow_skips();
        self.begin_segue();
        self.playing.as_mut().is_some_and(Deck::is_ready)
    }

    fn read(&mut self, block: &mut Block) {
        // The block is lent out while nobody hears what is read.
        if self.unread > MOST_UNHEARD_TALK && self.unheard.is_some() {
            self.end_interrupted_talk();
        }
        if !self.is_ready() {
            block.silence();
            return;
        }
        if self.unread > 1 {
            (self.came_back, self.on_air_for) = (self.on_air_for > 0, 0);
        }
        self.on_air_for += 1;
        self.unread = 0;
        let left = self.playing.as_ref().and_then(Deck::left).unwrap_or_default();
        self.read_playing(block);
        let Some((rising, blend)) = &mut self.rising else { return };
        let begins_at = mem::take(&mut self.begins_at);
        let at = rising.read(&mut self.scratch, begins_at);
        self.scratch.samples_mut()[..begins_at * CHANNELS].fill(0.0);
        self.scratch.samples_mut()[at * CHANNELS..].fill(0.0);
        match blend {
            Blend::PlayOut => block.add(&self.scratch),
            Blend::Over(over) => {
                over.soften(block, begins_at);
                block.add(&self.scratch);
            }
            Blend::Under => {
                for (pair, at) in self.scratch.pairs_mut().zip(0..) {
                    let risen = 1.0 - left.saturating_sub(at).min(RISE) as f32 / RISE as f32;
                    *pair = pair.map(|sample| sample * (UNDER + (1.0 - UNDER) * risen));
                }
                block.add(&self.scratch);
            }
            Blend::Out(fade) => {
                fade.out(block);
                block.add(&self.scratch);
            }
            Blend::Cross(fade) => fade.cross(block, &self.scratch),
        }
    }

    fn track(&self) -> Option<SavedTrack> {
        let rising = self.rising.as_ref().map(|(deck, _)| deck);
        rising.or(self.playing.as_ref()).and_then(Deck::save)
    }

    fn is_blending(&self) -> bool {
        self.rising.is_some()
    }

    fn resume(&mut self, resumed: &mut ResumedSources) {
        if let Some(deck) = resumed.deck.take() {
            self.put_on(Some(deck));
            self.on_air_for = BRIDGE;
        }
    }

    fn title(&self) -> Option<Arc<Title>> {
        let rising = self.rising.as_ref().map(|(deck, _)| deck);
        rising.or(self.playing.as_ref()).map(|deck| Arc::clone(deck.title()))
    }
}

impl Drop for Autodj {
    fn drop(&mut self) {
        self.standby.close();
    }
}

#[cfg(test)]
mod tests;
