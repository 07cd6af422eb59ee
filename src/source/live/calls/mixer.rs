//! The mixer of callers, on the audio thread.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};

use super::ramp::Ramp;
use super::seat::{SeatRole, SeatState};
use crate::audio::{Block, CHANNELS};
use crate::model::LiveSettings;
use crate::source::live::InputFigures;
use crate::source::live::jitter_buffer::{JitterBuffer, is_silent};

/// Players at most: every seat twice, for those who fade out while others come, and the DJ.
pub(super) const MOST_PLAYERS: usize = 2 * super::MOST_SEATS + 2;
/// Decay factor of the last sample when the sound of a caller breaks off: to 1/e in 48 samples, 1 ms.
const DECAY: f32 = 0.979_4;

/// The audio thread's side of a seat.
pub(super) struct SeatPlayer {
    state: Arc<SeatState>,
    buffer: JitterBuffer,
    /// The last block of the owner's sound.
    block: Block,
    tail: [f32; CHANNELS],
    /// Rises where sound begins again.
    onset: Ramp,
    is_sounding: bool,
    /// Gain towards the air.
    air: Ramp,
    /// Gain towards the DJ, and of the talkback towards the owner.
    talk: Ramp,
}

impl SeatPlayer {
    pub(super) fn new(state: Arc<SeatState>, buffer: JitterBuffer) -> Self {
        Self {
            state,
            buffer,
            block: Block::silent(),
            tail: [0.0; CHANNELS],
            onset: Ramp::default(),
            is_sounding: false,
            air: Ramp::default(),
            talk: Ramp::default(),
        }
    }

    /// Reads the next block of the owner's sound.
    fn read(&mut self, figures: &InputFigures) {
        self.buffer.tick(figures);
        if self.buffer.is_ready() {
            self.buffer.read(&mut self.block);
            if !std::mem::replace(&mut self.is_sounding, true) {
                self.onset.reset();
            }
            self.onset.aim(true);
            self.onset.shape(&mut self.block);
            self.onset.pass();
            self.tail = self.block.samples().last_chunk().copied().unwrap_or_default();
        } else {
            self.is_sounding = false;
            for pair in self.block.pairs_mut() {
                self.tail = self.tail.map(|sample| sample * DECAY);
                *pair = self.tail;
            }
        }
        let peak = self.block.samples().iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        self.state.note_peak(peak);
    }

    fn aim(&mut self, is_live: bool) {
        let role = self.state.role();
        self.air.aim(role == SeatRole::OnAir && is_live);
        self.talk.aim(role == SeatRole::Screened);
    }

    /// Frames of the owner's sound that wait.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.buffer.fill()
    }

    fn is_gone(&self) -> bool {
        self.state.role() == SeatRole::Leaving && self.air.is_shut() && self.talk.is_shut()
    }
}

/// Mixes the callers of a station into its programme, and the returns of callers and DJ.
pub struct CallMixer {
    incoming: Receiver<Box<SeatPlayer>>,
    spent: SyncSender<Box<SeatPlayer>>,
    #[expect(
        clippy::vec_box,
        reason = "a player moves in its box, so that the audio thread copies no more than that"
    )]
    pub(super) players: Vec<Box<SeatPlayer>>,
    live_settings: LiveSettings,
    /// Callers have no figures of their own.
    figures: InputFigures,
    back: Block,
    talkback: Block,
    was_heard: bool,
}

impl CallMixer {
    pub(super) fn new(
        incoming: Receiver<Box<SeatPlayer>>,
        spent: SyncSender<Box<SeatPlayer>>,
        live_settings: LiveSettings,
    ) -> Self {
        Self {
            incoming,
            spent,
            players: Vec::with_capacity(MOST_PLAYERS),
            live_settings,
            figures: InputFigures::default(),
            back: Block::silent(),
            talkback: Block::silent(),
            was_heard: false,
        }
    }

    /// Adds the callers who are on air to `programme`, and hands everybody their return. Callers are heard on air only
    /// while `is_live`: a DJ is.
    pub fn mix(&mut self, programme: &mut Block, is_live: bool) {
        self.exchange();
        if self.players.is_empty() {
            return;
        }
        for player in &mut self.players {
            player.read(&self.figures);
            player.aim(is_live);
        }
        self.mix_talkback();
        for at in 0..self.players.len() {
            self.return_to(at, programme);
        }
        let mut is_heard = false;
        for player in self.players.iter_mut().filter(|player| !player.air.is_shut()) {
            is_heard |= !is_silent(&player.block);
            player.air.add(programme, &player.block);
        }
        for player in &mut self.players {
            player.air.pass();
            player.talk.pass();
        }
        self.tell(is_heard);
    }

    /// Says when a caller begins or stops to be heard on air.
    fn tell(&mut self, is_heard: bool) {
        if std::mem::replace(&mut self.was_heard, is_heard) != is_heard {
            self.live_settings.set_has_callers(is_heard);
        }
    }

    /// Takes new seats, and lets those go that have faded out.
    fn exchange(&mut self) {
        while self.players.len() < MOST_PLAYERS {
            let Ok(player) = self.incoming.try_recv() else { break };
            self.players.push(player);
        }
        while let Some(at) = self.players.iter().position(|player| player.is_gone()) {
            let gone = self.players.swap_remove(at);
            // Without room for it, it is freed here; that is rare and costs no wait.
            let _ = self.spent.try_send(gone);
            if self.players.is_empty() {
                self.tell(false);
            }
        }
    }

    fn mix_talkback(&mut self) {
        self.talkback.silence();
        for desk in self.players.iter().filter(|player| player.state.role() == SeatRole::Desk) {
            self.talkback.add(&desk.block);
        }
    }

    /// Hands the owner of the seat `at` all that they are to hear: everything but themselves.
    fn return_to(&mut self, at: usize, programme: &Block) {
        let others =
            self.players.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, player)| player);
        let owner = &self.players[at];
        if owner.state.role() == SeatRole::Desk {
            self.back.silence();
            for other in others {
                for gain in [&other.air, &other.talk].into_iter().filter(|gain| !gain.is_shut()) {
                    gain.add(&mut self.back, &other.block);
                }
            }
        } else {
            self.back.samples_mut().copy_from_slice(programme.samples());
            for other in others.filter(|other| !other.air.is_shut()) {
                other.air.add(&mut self.back, &other.block);
            }
            if !owner.talk.is_shut() {
                owner.talk.add(&mut self.back, &self.talkback);
            }
        }
        owner.state.back.push(self.back.samples().as_chunks::<CHANNELS>().0);
    }
}
