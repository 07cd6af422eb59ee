//! Shows.

pub(crate) mod api;
pub(crate) mod form;
pub(crate) mod page;
pub(crate) mod words;
