//! Playlists.

pub(crate) mod api;
pub(crate) mod files;
pub(crate) mod list_page;
pub(crate) mod matching;
pub(crate) mod page;
pub(crate) mod tracks;
mod words;
