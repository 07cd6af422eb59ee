//! Bans of addresses, networks and programs.

pub(crate) mod api;
