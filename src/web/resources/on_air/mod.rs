//! Control of what is on air: now playing, events, the page "On air", silence, emergencies.

pub(crate) mod emergency;
pub(crate) mod events;
pub(crate) mod now;
pub(crate) mod page;
pub(crate) mod silence;
