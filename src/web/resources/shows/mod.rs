//! Shows.

pub(crate) mod api;
pub(crate) mod exceptions;
pub(crate) mod form;
pub(crate) mod occurrences;
pub(crate) mod page;
pub(crate) mod words;
