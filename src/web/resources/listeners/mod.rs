//! Who listens now, and how many did.

pub(in crate::web) mod api;
pub(in crate::web) mod audience;
pub(in crate::web) mod history;
pub(in crate::web) mod page;
