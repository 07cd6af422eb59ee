//! One caller on a station's line.

use std::net::IpAddr;

use crate::source::live::calls::{CallSeat, SeatRole};

/// State of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallState {
    /// In line; nobody hears the caller.
    Waiting,
    /// Talks with the DJ off air.
    Screened,
    /// On air while the DJ is live.
    OnAir,
    /// Was screened or on air, and waits with a seat of their own.
    Held,
}

impl CallState {
    /// Its name in the messages of the WebSocket.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Screened => "screened",
            Self::OnAir => "on_air",
            Self::Held => "held",
        }
    }

    /// Returns the role of the seat that goes with it; who waits has none.
    pub(super) const fn role(self) -> Option<SeatRole> {
        match self {
            Self::Waiting => None,
            Self::Screened => Some(SeatRole::Screened),
            Self::OnAir => Some(SeatRole::OnAir),
            Self::Held => Some(SeatRole::Held),
        }
    }
}

/// How a call stands, for the connection of its caller.
#[derive(Clone)]
pub struct CallerStatus {
    /// State of the call.
    pub state: CallState,
    /// Place among those who wait, from 1; 0 for others.
    pub place: usize,
    /// The caller's seat in the mix, if they have one.
    pub seat: Option<CallSeat>,
}

/// A caller as the DJ sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerView {
    /// Number of the call.
    pub number: u64,
    /// The caller's name.
    pub name: String,
    /// Subject that the caller gave.
    pub topic: String,
    /// Address of the caller.
    pub address: IpAddr,
    /// State of the call.
    pub state: CallState,
    /// Level of the microphone, 0 to 100.
    pub level: u8,
    /// Time since the state began, in seconds.
    pub seconds: u64,
    /// False while the connection is lost.
    pub is_connected: bool,
}

/// A listener who calls.
pub struct NewCall<'a> {
    /// Address of the caller.
    pub address: IpAddr,
    /// Name, as it can be shown.
    pub name: String,
    /// Subject, as it can be shown; may be empty.
    pub topic: String,
    /// Secret of a call whose connection was lost.
    pub token: Option<&'a str>,
}

/// A connection's part in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Number of the call.
    pub number: u64,
    /// Secret by which the caller comes back.
    pub token: String,
    pub(super) connection: u64,
}

/// A caller on the line.
pub(super) struct Caller {
    pub(super) number: u64,
    /// Secret by which the page comes back into its seat; empty if there is none.
    pub(super) token: String,
    /// Counts the connections of this call: an older one has no say any more.
    pub(super) connection: u64,
    pub(super) name: String,
    pub(super) topic: String,
    pub(super) address: IpAddr,
    pub(super) state: CallState,
    pub(super) since_us: u64,
    /// The DJ who put the call on air last.
    pub(super) by: String,
    /// Time at which the connection was lost, if it is.
    pub(super) lost_us: Option<u64>,
    pub(super) seat: Option<CallSeat>,
    level: u8,
}

impl Caller {
    pub(super) fn new(number: u64, token: String, address: IpAddr, now_us: u64) -> Self {
        Self {
            number,
            token,
            connection: 1,
            name: String::new(),
            topic: String::new(),
            address,
            state: CallState::Waiting,
            since_us: now_us,
            by: String::new(),
            lost_us: None,
            seat: None,
            level: 0,
        }
    }

    pub(super) fn is_of(&self, joined: &Joined) -> bool {
        self.number == joined.number && self.connection == joined.connection
    }

    pub(super) fn joined(&self) -> Joined {
        Joined { number: self.number, token: self.token.clone(), connection: self.connection }
    }

    pub(super) fn set_level(&mut self, level: u8) {
        self.level = level.min(100);
    }

    pub(super) fn view(&mut self, now_us: u64) -> CallerView {
        if let Some(seat) = &self.seat {
            // As the meters of the pages have it: 60 dB.
            let db = 20.0 * seat.take_peak().max(1e-6).log10();
            self.level = ((db + 60.0) / 60.0 * 100.0).clamp(0.0, 100.0) as u8;
        }
        CallerView {
            number: self.number,
            name: self.name.clone(),
            topic: self.topic.clone(),
            address: self.address,
            state: self.state,
            level: if self.lost_us.is_some() { 0 } else { self.level },
            seconds: now_us.saturating_sub(self.since_us) / 1_000_000,
            is_connected: self.lost_us.is_none(),
        }
    }

    /// Frees the seat, if there is one.
    pub(super) fn leave_seat(&mut self) {
        if let Some(seat) = self.seat.take() {
            seat.leave();
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.leave_seat();
    }
}

/// Returns 128 random bits in hexadecimal; nothing where the system has no randomness, and nobody can come back.
pub(super) fn new_token() -> String {
    let mut bits = [0; 16];
    match getrandom::fill(&mut bits) {
        Ok(()) => format!("{:032x}", u128::from_be_bytes(bits)),
        Err(_) => String::new(),
    }
}
