//! What is on air: now playing, the stream of events, the page for running a station, fading to silence.

pub(crate) mod emergency;
pub(crate) mod events;
pub(crate) mod now;
pub(crate) mod page;
pub(crate) mod silence;
