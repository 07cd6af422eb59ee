//! Shows.

pub(in crate::web) mod api;
pub(in crate::web) mod form;
pub(in crate::web) mod page;
