//! The DJ who is connected to a station.

/// The DJ whose input is open.
#[derive(Clone, Debug, PartialEq)]
pub struct OnAirDj {
    /// The name listeners see.
    pub name: String,
    /// The sending program, as it names itself.
    pub program: Option<String>,
    /// The moment the input was opened, in microseconds of the server's clock.
    pub since_us: u64,
    /// Seconds of sound that wait to be played: the delay from arrival to the mix.
    pub buffer_seconds: f64,
    /// True while the input is heard: not while the buffer fills or after long silence.
    pub is_heard: bool,
    /// The end of the hours in which they may be live, in microseconds of the server's clock; `None` if they may always,
    /// or if that is not known yet.
    pub until_us: Option<u64>,
}

impl OnAirDj {
    /// A DJ is told of the end of their hours this long before, in microseconds.
    pub const TOLD_BEFORE_US: u64 = 5 * 60 * 1_000_000;

    /// Returns how their hours stand at `now_us`.
    pub fn hours_left(&self, now_us: u64) -> HoursLeft {
        match self.until_us {
            Some(until_us) if until_us <= now_us => HoursLeft::Over,
            Some(until_us) if until_us - now_us <= Self::TOLD_BEFORE_US => HoursLeft::Few,
            _ => HoursLeft::Enough,
        }
    }
}

/// How much is left of the hours of a DJ who is live.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HoursLeft {
    /// More than five minutes.
    #[default]
    Enough,
    /// At most five minutes.
    Few,
    /// Nothing.
    Over,
}
