//! Edges: what they need of this server, and what they serve themselves.

pub(crate) mod api;
pub(crate) mod cluster;
pub(crate) mod pages;
