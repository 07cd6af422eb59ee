//! Who listens now, and how many did.

pub(crate) mod api;
pub(crate) mod audience;
pub(crate) mod history;
pub(crate) mod page;
