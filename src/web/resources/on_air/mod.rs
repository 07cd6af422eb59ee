//! What is on air: now playing, the stream of events, the page for running a station, fading to silence.

pub(in crate::web) mod emergency;
pub(in crate::web) mod events;
pub(in crate::web) mod now;
pub(in crate::web) mod page;
pub(in crate::web) mod silence;
