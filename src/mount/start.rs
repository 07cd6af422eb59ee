//! The place in a stream at which a listener begins.

use crate::frame::Rendition;

/// The place at which a listener begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Before the newest complete message: at least so much sound, as far as it is kept. Both hold. A listener begins with a
    /// whole message.
    Burst {
        /// Microseconds of sound.
        us: u64,
        /// Bytes of sound.
        bytes: usize,
    },
    /// At this frame, or at the oldest that is kept after it; a frame still to come means the live edge.
    From(u64),
}

/// The first frame for a listener.
#[derive(Clone, Copy, Debug)]
pub(super) enum FirstFrame {
    /// Whichever comes next.
    Any,
    /// This one; what is missing of the following ones is told.
    At(u64),
    /// The first that comes from `first` on, of an encoder that makes up for the past; `edge` is on air.
    ToCome {
        /// The oldest frame that may be heard.
        first: u64,
        /// The frame at which it has caught up.
        edge: u64,
    },
}

impl Start {
    /// At the live edge.
    pub const LIVE: Self = Self::burst(0);

    /// With so many microseconds of sound that is on air already.
    pub const fn burst(us: u64) -> Self {
        Self::Burst { us, bytes: 0 }
    }

    /// Returns how much sound before the live edge is asked for, in microseconds.
    pub(super) fn burst_us(self, rendition: &Rendition) -> u64 {
        match self {
            Self::Burst { us, bytes } => {
                let bytes_us = (bytes as u64 * 1_000_000).checked_div(rendition.bytes_per_second() as u64);
                us.max(bytes_us.unwrap_or_default())
            }
            Self::From(_) => 0,
        }
    }
}
