//! A seat: what the connection of a caller and the audio thread share.

use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::mixer::SeatPlayer;
use crate::audio::{BLOCK, Block, CHANNELS};
use crate::model::{LiveSettings, Settings, SourceKind};
use crate::source::live::dj_input::{DjInput, State, lock};
use crate::source::live::jitter_buffer::JitterBuffer;
use crate::source::live::ring::{Frame, SampleRing};
use crate::source::live::{Buffer, Dj};

/// Sound on its way back to a caller, at most: 200 ms. Who takes it later misses some.
const MOST_RETURN: usize = 10 * BLOCK;
/// Sound of a caller that waits to be mixed, at most: half a second.
const MOST_INPUT: usize = 25 * BLOCK;

/// Use of the sound of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SeatRole {
    /// A caller whom nobody hears.
    Held,
    /// A caller who talks with the DJ off air.
    Screened,
    /// A caller on air, while a DJ is live.
    OnAir,
    /// The DJ: is heard by screened callers, and hears callers.
    Desk,
    /// Fades out and frees the seat.
    Leaving,
}

/// State of a seat that both sides reach without a lock.
pub(super) struct SeatState {
    pub(super) input: Arc<DjInput>,
    pub(super) back: SampleRing,
    role: AtomicU8,
    /// The highest sample since it was asked for, as bits.
    peak: AtomicU32,
}

impl SeatState {
    pub(super) fn role(&self) -> SeatRole {
        match self.role.load(Ordering::Acquire) {
            0 => SeatRole::Held,
            1 => SeatRole::Screened,
            2 => SeatRole::OnAir,
            3 => SeatRole::Desk,
            _ => SeatRole::Leaving,
        }
    }

    /// Notes the highest sample of a block. Positive floats are in the order of their bits.
    pub(super) fn note_peak(&self, peak: f32) {
        self.peak.fetch_max(peak.max(0.0).to_bits(), Ordering::Relaxed);
    }
}

/// A handle to a station's seats.
pub struct CallSeats {
    give: SyncSender<Box<SeatPlayer>>,
    /// Players that the audio thread has done with, to be freed elsewhere.
    spent: Mutex<Receiver<Box<SeatPlayer>>>,
}

impl CallSeats {
    pub(super) fn new(give: SyncSender<Box<SeatPlayer>>, spent: Receiver<Box<SeatPlayer>>) -> Self {
        Self { give, spent: Mutex::new(spent) }
    }

    /// Takes a seat with `role`; `None` if too many were taken at once.
    pub fn take(&self, role: SeatRole) -> Option<CallSeat> {
        lock(&self.spent).try_iter().for_each(drop);
        let who = Dj { key: String::new(), name: String::new(), program: None };
        let input = Arc::new(DjInput::with_ring(SourceKind::Live, who, SampleRing::of(MOST_INPUT)));
        input.open(0);
        // A caller may be silent for as long as they like; their events are of no use in the log.
        let patient = Settings { silence_after: Duration::from_hours(24), ..Settings::default() };
        let (tell, _) = sync_channel(1);
        let buffer = JitterBuffer::new(Arc::clone(&input), Buffer::Caller, LiveSettings::new(&patient), tell);
        let state = Arc::new(SeatState {
            input,
            back: SampleRing::of(MOST_RETURN),
            role: AtomicU8::new(role as u8),
            peak: AtomicU32::new(0),
        });
        let player = Box::new(SeatPlayer::new(Arc::clone(&state), buffer));
        self.give.try_send(player).ok()?;
        Some(CallSeat { state })
    }
}

/// The connection's side of a seat, until somebody [leaves](Self::leave) it; clones share it.
#[derive(Clone)]
pub struct CallSeat {
    state: Arc<SeatState>,
}

impl CallSeat {
    /// Says what becomes of its sound from the next block on.
    pub fn set_role(&self, role: SeatRole) {
        self.state.role.store(role as u8, Ordering::Release);
    }

    /// Returns whether `other` is a handle to the same seat.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.state, &other.state)
    }

    /// Frees the seat, with a fade.
    pub fn leave(&self) {
        self.set_role(SeatRole::Leaving);
        self.state.input.end(State::HungUp);
    }

    /// Takes `stereo`, left and right in turn at 48 kHz; what there is no room for is left out.
    pub fn push(&self, stereo: &[f32]) {
        self.state.input.ring.push(stereo.as_chunks::<CHANNELS>().0);
    }

    /// Fills `block` with the next sound for its owner; false if there is none yet. What is older than 100 ms is
    /// left out when much of it waits.
    pub fn take_return(&self, scratch: &mut Vec<Frame>, block: &mut Block) -> bool {
        let back = &self.state.back;
        if back.fill() >= MOST_RETURN - BLOCK {
            back.skip(MOST_RETURN / 2);
        }
        if back.fill() < BLOCK {
            return false;
        }
        scratch.clear();
        back.take(BLOCK, scratch);
        for (pair, frame) in block.pairs_mut().zip(scratch) {
            *pair = *frame;
        }
        true
    }

    /// Returns the highest sample of its owner's sound since the last call.
    pub fn take_peak(&self) -> f32 {
        f32::from_bits(self.state.peak.swap(0, Ordering::Relaxed))
    }
}
