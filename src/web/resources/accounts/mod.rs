//! Accounts of people, and the DJs of a station.

pub(in crate::web) mod api;
pub(in crate::web) mod djs;
pub(in crate::web) mod page;
