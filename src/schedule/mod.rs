//! Decides what plays next, and why.
//!
//! In: the tracks there are, what the station plans to play, and what was played. Out: the one to play at a
//! time that is told. Never: opens a file, or asks what time it is.

pub mod exchange;

mod stock;

mod query;

mod history;
mod rotation;

mod calendar;
mod wheel;

mod turns;

mod choosing;
mod director;
mod relays;

mod outlook;
mod week;

pub use calendar::on_at;
pub use director::Director;
pub use outlook::outlook;
pub use query::{fitting, holds};
pub use relays::{Relayed, Relays};
pub use week::{Airing, Clash, Precedence, Week};
pub use wheel::GRACE_US;

#[cfg(test)]
pub(crate) mod tests;
