//! The audit log: which account changed what.

pub(crate) mod api;
pub(crate) mod page;
