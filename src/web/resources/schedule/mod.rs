//! The schedule: the calendar and a forecast of what will play.

pub(crate) mod forecast;
pub(crate) mod page;
pub(crate) mod preview;
