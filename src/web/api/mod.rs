//! The API: everything that can be done with stations, for programs.
//!
//! In: calls, their bodies as JSON. Out: JSON, or problem details (RFC 9457) in words that a person can act on.
//! Never: has a logic of its own; the commands and the dashboard's pages call the same functions of the rooms below.
//!
//! Numbers of tracks are texts here, for they are larger than what JavaScript counts with.

mod audience;
mod events;
mod logo;
mod now;
pub(super) mod server_settings;
mod settings;
mod stations;

mod emergency;
mod history;
mod listeners;
mod live;
mod log;
mod messages;
mod queue;
mod requests;
mod silence;

pub(super) mod library;
mod plans;
mod playlist_files;
mod playlist_tracks;
pub(super) mod playlists;
mod preview;
mod shows;
pub(super) mod tracks;
pub(super) mod uploads;

mod accounts;
mod audit;
pub(super) mod djs;
pub(super) mod health;
mod me;
mod tokens;
pub(super) mod totp;
mod webhooks;

mod document;

pub(super) use history::{By, History, Lines, Point, Range};
pub(super) use listeners::{Kind, Listener, listeners};
pub(super) use webhooks::{Delivery, detailed};

use std::fmt::Display;
use std::str::FromStr;

use actix_web::http::StatusCode;
use serde::Serialize;

pub(super) use events::Frames;

use super::router::{ApiRequest, Reply, Route};
use super::{Error, address};
use crate::model::TrackId;
use crate::store::{self, Password};

/// The API's addresses.
pub(super) fn routes() -> Vec<Route> {
    let all = [
        stations::routes(),
        now::routes(),
        events::routes(),
        audience::routes(),
        silence::routes(),
        emergency::routes(),
        messages::routes(),
        settings::routes(),
        server_settings::routes(),
        logo::routes(),
        queue::routes(),
        requests::routes(),
        history::routes(),
        listeners::routes(),
        live::routes(),
        log::routes(),
        library::routes(),
        tracks::routes(),
        uploads::routes(),
        playlists::routes(),
        playlist_tracks::routes(),
        playlist_files::routes(),
        shows::routes(),
        plans::routes(),
        preview::routes(),
        me::routes(),
        totp::routes(),
        accounts::routes(),
        djs::routes(),
        tokens::routes(),
        webhooks::routes(),
        audit::routes(),
        health::routes(),
        document::routes(),
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

/// Puts something under an address, unless the caller has seen another version of what is there; answers with what is
/// there then. `known` looks it up, and `write` puts the new one in its place.
fn put<T: Serialize>(
    call: &ApiRequest,
    known: impl Fn() -> Result<Option<T>, Error>,
    write: impl FnOnce() -> Result<(), store::Error>,
) -> Result<Reply, Error> {
    let _turn = call.replacing();
    let before = known()?;
    call.check_version(before.as_ref())?;
    write().map_err(body_names)?;
    let now = known()?.ok_or(Error::Unknown("It was removed in the meantime."))?;
    let reply = Reply::json(&now)?.tagged();
    Ok(if before.is_none() { reply.status(StatusCode::CREATED) } else { reply })
}

/// What the store says of what a body holds: it is the body that names what is missing, and not the address.
fn body_names(error: store::Error) -> Error {
    match error {
        store::Error::NoPlaylist(_) | store::Error::NoPlan(_) => Error::BadInput(error.to_string()),
        error => error.into(),
    }
}

/// The address of what has a name, below that of all of its kind.
fn named_address(all: &str, name: &str) -> String {
    format!("{all}/{}", address::part(name))
}

/// The name of what is put under an address: the address says it, and the body may say it again, in other capitals.
fn named(call: &ApiRequest, given: &str) -> Result<String, Error> {
    let name = call.part("name")?;
    if given.is_empty() {
        return Ok(name.to_owned());
    }
    let text = "The name in the body is not the one in the address; names stay as they are.";
    let is_same = given.eq_ignore_ascii_case(name);
    is_same.then(|| given.to_owned()).ok_or_else(|| Error::BadInput(text.to_owned()))
}

/// The password that was chosen, or one that is made here and so to be told.
fn choose(given: Option<&str>) -> Result<(Password, Option<String>), Error> {
    if let Some(given) = given {
        return Ok((Password::chosen(given)?, None));
    }
    let made = Password::generate()?;
    let told = made.reveal().to_owned();
    Ok((made, Some(told)))
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
