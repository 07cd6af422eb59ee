//! Backups of the server: their plan, and those that are kept.

pub(crate) mod api;
