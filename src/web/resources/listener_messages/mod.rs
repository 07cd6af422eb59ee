//! Messages of listeners to the studio. A setting of the station enables them.

pub(crate) mod api;
pub(crate) mod orders;
