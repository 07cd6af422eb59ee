//! Stations: what they are, their settings and branding, and their public pages.

pub(crate) mod access;
pub(crate) mod api;
pub(crate) mod branding;
pub(crate) mod connect;
pub(crate) mod listing;
pub(crate) mod logo;
pub(crate) mod page;
pub(crate) mod public_pages;
pub(crate) mod settings;
pub(crate) mod welcome_page;
