//! The as-run log.

pub(crate) mod api;
pub(crate) mod page;
