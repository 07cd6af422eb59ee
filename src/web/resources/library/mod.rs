//! The library: tracks, uploads, covers.

pub(in crate::web) mod api;
pub(in crate::web) mod cover;
pub(in crate::web) mod page;
pub(in crate::web) mod track_page;
pub(in crate::web) mod tracks;
pub(in crate::web) mod uploads;
