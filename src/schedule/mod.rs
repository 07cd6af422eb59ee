//! Decides what plays next, and why.
//!
//! In: the tracks there are, what the station plans to play, and what was played. Out: the one to play at a
//! time that is told. Never: opens a file, or asks what time it is.

pub mod exchange;

mod track_pool;

mod query;

mod history;
mod rotation;

mod calendar;
mod clockwheel;

mod turns;

mod choosing;
mod programme_director;
mod relays;

mod forecast;
mod week;

pub use calendar::{beginning_of, on_at};
pub use clockwheel::GRACE_US;
pub use forecast::outlook;
pub use programme_director::ProgrammeDirector;
pub use query::{fitting, holds};
pub use relays::{Relayed, Relays};
pub use week::{Airing, Clash, HeardTime, Precedence, Week};

#[cfg(test)]
pub(crate) mod tests;
