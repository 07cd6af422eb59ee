//! Listeners: current ones, and numbers over time.

pub(crate) mod api;
pub(crate) mod audience;
pub(crate) mod history;
pub(crate) mod page;
