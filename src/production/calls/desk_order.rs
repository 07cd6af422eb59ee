//! The orders of the DJ's desk.

use crate::source::live::calls::CallSeats;

/// An order of the DJ about one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskOrder {
    /// Talk off air; whoever is screened already is held.
    Screen,
    /// Put on air.
    PutOnAir,
    /// Take off air and keep the seat.
    Hold,
    /// End the call.
    HangUp,
    /// End the call, and take none from the address for so many seconds.
    Bar(u64),
}

/// The DJ who gives an order, and the seats that it may take.
pub(super) struct DeskContext<'a> {
    pub(super) by: &'a str,
    pub(super) seats: &'a CallSeats,
    pub(super) now_us: u64,
}
