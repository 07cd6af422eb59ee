//! Speech on air: captions as they come, as `WebVTT`, and as a transcript that can be searched.

pub(crate) mod api;
pub(crate) mod page;
pub(crate) mod public;
pub(crate) mod webvtt;
