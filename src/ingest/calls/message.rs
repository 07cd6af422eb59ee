//! The texts of callers and of the desk.

use serde::{Deserialize, Serialize};

use crate::production::calls::{CallerView, DeskOrder, LineView};

/// The longest time for which a caller can be barred, in seconds: a week.
const MOST_BARRED_SECONDS: u64 = 7 * 24 * 3_600;

/// Message of a caller.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromCaller {
    Ring {
        name: String,
        #[serde(default)]
        topic: String,
        token: Option<String>,
    },
    Level {
        level: u8,
    },
    HangUp,
}

/// Message to a caller.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToCaller<'a> {
    Joined { token: &'a str },
    State { state: &'a str, place: usize },
    Ended { reason: &'a str },
    Error { reason: &'a str },
}

/// Message of the DJ's desk.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromDesk {
    Hello { user: String, password: String },
    Open { is_open: bool },
    Order { call: u64, order: OrderName, seconds: Option<u64> },
}

impl FromDesk {
    /// Returns whether it opens the line or puts a caller on air, which only the DJ of the show may do.
    pub(super) fn goes_on_air(&self) -> bool {
        matches!(self, Self::Open { is_open: true } | Self::Order { order: OrderName::Air, .. })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OrderName {
    Screen,
    Air,
    Hold,
    HangUp,
    Bar,
}

impl OrderName {
    /// Returns the order; a bar lasts `seconds`, ten minutes unless that is given.
    pub(super) fn order(&self, seconds: Option<u64>) -> DeskOrder {
        match self {
            Self::Screen => DeskOrder::Screen,
            Self::Air => DeskOrder::PutOnAir,
            Self::Hold => DeskOrder::Hold,
            Self::HangUp => DeskOrder::HangUp,
            Self::Bar => DeskOrder::Bar(seconds.unwrap_or(600).min(MOST_BARRED_SECONDS)),
        }
    }
}

/// Message to the DJ's desk.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToDesk<'a> {
    Line { is_on: bool, is_open: bool, is_live: bool, callers: Vec<CallerLine<'a>> },
    Refused { reason: &'a str },
    Error { reason: &'a str },
}

/// A caller, as the desk is told.
#[derive(Serialize)]
pub(super) struct CallerLine<'a> {
    call: u64,
    name: &'a str,
    topic: &'a str,
    state: &'static str,
    level: u8,
    seconds: u64,
    is_connected: bool,
}

impl<'a> ToDesk<'a> {
    pub(super) fn line(view: &'a LineView, is_live: bool) -> Self {
        let callers = view.callers.iter().map(CallerLine::of).collect();
        Self::Line { is_on: view.is_on, is_open: view.is_open, is_live, callers }
    }
}

impl<'a> CallerLine<'a> {
    fn of(caller: &'a CallerView) -> Self {
        let CallerView { number, name, topic, state, level, seconds, is_connected, .. } = caller;
        Self {
            call: *number,
            name,
            topic,
            state: state.name(),
            level: *level,
            seconds: *seconds,
            is_connected: *is_connected,
        }
    }
}

/// Writes a message as it goes over the wire.
pub(super) fn written(message: &impl Serialize) -> String {
    // Numbers and texts can always be written.
    serde_json::to_string(message).unwrap_or_default()
}
