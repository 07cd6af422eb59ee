//! Stations: what they are, their settings and branding, and their public pages.

pub(in crate::web) mod api;
pub(in crate::web) mod branding;
pub(in crate::web) mod logo;
pub(in crate::web) mod page;
pub(in crate::web) mod public_pages;
pub(in crate::web) mod settings;
