//! Recordings: the API, the page of the dashboard, the files for listeners, and the podcast feeds.

pub(crate) mod api;
pub(crate) mod episodes;
pub(crate) mod feed;
pub(crate) mod files;
mod live_item;
pub(crate) mod opml;
pub(crate) mod page;
mod transcripts;
