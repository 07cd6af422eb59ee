//! The library: tracks, uploads, covers.

pub(crate) mod api;
pub(crate) mod batch;
pub(crate) mod cover;
pub(crate) mod folders;
mod owners;
pub(crate) mod page;
pub(crate) mod track_page;
pub(crate) mod tracks;
pub(crate) mod uploads;
