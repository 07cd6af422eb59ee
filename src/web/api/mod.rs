//! The API: everything that can be done with stations, for programs.
//!
//! In: calls, their bodies as JSON. Out: JSON, or problem details (RFC 9457) in words that a person can act on.
//! Never: has a logic of its own; the commands and the dashboard's pages call the same functions of the rooms below.
//!
//! Numbers of tracks are texts here, for they are larger than what JavaScript counts with.

mod audit;
mod library;
mod me;
mod now;
mod queue;
mod settings;

use std::fmt::Display;
use std::str::FromStr;

use super::Error;
use super::table::Route;
use crate::model::TrackId;

/// The API's addresses.
pub(super) fn routes() -> Vec<Route> {
    let all = [
        me::routes(),
        now::routes(),
        settings::routes(),
        queue::routes(),
        library::routes(),
        audit::routes(),
    ];
    all.into_iter().flatten().collect()
}

/// What a text says, or what is wrong with it.
fn parsed<T: FromStr>(text: &str) -> Result<T, Error>
where
    T::Err: Display,
{
    text.parse().map_err(|error: T::Err| Error::BadInput(error.to_string()))
}

/// The track that a text numbers.
fn track(text: &str) -> Result<TrackId, Error> {
    let number = text.parse().map(TrackId);
    number.map_err(|_| Error::BadInput(format!("{text:?} is no track's number; /api/v1/library has them.")))
}

/// How much of a list is told at once.
fn limit(given: Option<usize>) -> Result<usize, Error> {
    let limit = given.unwrap_or(50);
    let is_fair = (1..=200).contains(&limit);
    is_fair.then_some(limit).ok_or_else(|| Error::BadInput("limit has to be from 1 to 200.".to_owned()))
}

/// A time, if it is from `least` to `most` seconds.
fn seconds(name: &str, given: f64, (least, most): (f64, f64)) -> Result<std::time::Duration, Error> {
    if (least..=most).contains(&given) {
        return Ok(std::time::Duration::from_secs_f64(given));
    }
    Err(Error::BadInput(format!("{name} has to be a number from {least} to {most}.")))
}
