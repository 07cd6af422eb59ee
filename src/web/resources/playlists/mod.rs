//! Playlists.

pub(in crate::web) mod api;
pub(in crate::web) mod files;
pub(in crate::web) mod list_page;
pub(in crate::web) mod page;
pub(in crate::web) mod tracks;
