//! Callers: listeners who speak with the DJ, off air and on air.
//!
//! In: decoded sound of each caller and of the DJ's talkback; the programme, block by block. Out: the programme with
//! those callers who are on air; for each caller the same without themselves; for the DJ all callers.
//! Never: waits, allocates on the audio thread after a seat was taken, or changes a gain at once.
//!
//! | who | hears |
//! |---|---|
//! | listeners | programme + callers on air |
//! | a caller | programme + the other callers on air, and while screened the talkback of the DJ |
//! | the DJ | callers who are on air or screened |
//!
//! The return of a caller is made by adding the others, so it holds nothing of their own sound.

mod mixer;
mod ramp;
mod seat;

pub use mixer::CallMixer;
pub use seat::{CallSeat, CallSeats, SeatRole};

/// Seats of callers at most: on air, screened, or on hold. Each has an encoder of its own.
pub const MOST_SEATS: usize = 8;
/// Callers on air at most.
pub const MOST_ON_AIR: usize = 6;

use std::sync::mpsc::sync_channel;

use crate::model::LiveSettings;

/// Opens the seats of a station: the mixer for its audio thread, and the handle for the code that connects callers.
///
/// `live_settings` are told while a caller is heard on air.
pub fn open(live_settings: LiveSettings) -> (CallMixer, CallSeats) {
    let (give, incoming) = sync_channel(mixer::MOST_PLAYERS);
    let (leave, spent) = sync_channel(mixer::MOST_PLAYERS);
    (CallMixer::new(incoming, leave, live_settings), CallSeats::new(give, spent))
}

#[cfg(test)]
mod tests;
