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
}
