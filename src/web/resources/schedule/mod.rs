//! The schedule: the calendar and a forecast of what will play.

pub(in crate::web) mod forecast;
pub(in crate::web) mod page;
pub(in crate::web) mod preview;
