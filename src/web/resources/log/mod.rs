//! The as-run log.

pub(in crate::web) mod api;
pub(in crate::web) mod page;
