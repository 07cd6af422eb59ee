//! DJs who are live: source programs, messages to them, taking them off the air.

pub(in crate::web) mod api;
pub(in crate::web) mod messages;
pub(in crate::web) mod programs;
pub(in crate::web) mod source_upload;
