//! Hour plans.

pub(in crate::web) mod api;
pub(in crate::web) mod page;
