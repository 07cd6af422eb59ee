//! DJs who are live: source programs, messages to them, taking them off the air.

pub(crate) mod api;
pub(crate) mod messages;
pub(crate) mod source_programs;
pub(crate) mod source_upload;
pub(crate) mod whip;
#[cfg(feature = "whip")]
mod whip_sessions;
