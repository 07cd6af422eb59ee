//! Accounts of people, and the DJs of a station.

pub(crate) mod api;
pub(crate) mod djs;
pub(crate) mod page;
