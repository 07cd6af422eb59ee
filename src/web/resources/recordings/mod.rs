//! Recordings: the API, the page of the dashboard, the files for listeners, and the podcast feed.

pub(crate) mod api;
pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod page;
