//! One folder for each resource: its types, its API, its page and its form.
//!
//! In: requests that the router has authorised. Out: JSON, problem details (RFC 9457) or pages, made from the same types.
//! Never: holds logic of its own; the commands call the same functions of the modules below.
//!
//! Track ids are strings in JSON, because they are larger than the integers JavaScript can represent.

pub(super) mod accounts;
pub(super) mod audit;
pub(super) mod backups;
pub(super) mod bans;
pub(super) mod calls;
pub(super) mod edges;
pub(super) mod health;
pub(super) mod library;
pub(super) mod listener_messages;
pub(super) mod listeners;
pub(super) mod listening;
pub(super) mod live;
pub(super) mod log;
pub(super) mod manual;
pub(super) mod me;
pub(super) mod on_air;
pub(super) mod plans;
pub(super) mod playlists;
pub(super) mod programme;
pub(super) mod queue;
pub(super) mod recordings;
pub(super) mod requests;
pub(super) mod schedule;
pub(super) mod server_settings;
pub(super) mod shows;
pub(super) mod standby;
pub(super) mod stations;
pub(super) mod tokens;
pub(super) mod transcript;
pub(super) mod voice_tracks;
pub(super) mod webhooks;

mod openapi;

use std::fmt::Display;
use std::str::FromStr;

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::router::{ApiRequest, Reply, Route};
use super::{Error, address};
use crate::model::TrackId;
use crate::store::{self, Password, Store};

/// The routes of the API.
pub(super) fn api_routes() -> Vec<Route> {
    let all = [
        stations::api::routes(),
        on_air::now::routes(),
        on_air::events::routes(),
        listeners::audience::routes(),
        on_air::silence::routes(),
        on_air::emergency::routes(),
        live::messages::routes(),
        stations::settings::routes(),
        stations::access::routes(),
        stations::listing::routes(),
        server_settings::routes(),
        backups::api::routes(),
        stations::logo::routes(),
        queue::routes(),
        voice_tracks::routes(),
        requests::api::routes(),
        listener_messages::api::routes(),
        listeners::history::routes(),
        listeners::api::routes(),
        live::api::routes(),
        log::api::routes(),
        transcript::api::routes(),
        // Before those that take any word for a track.
        library::batch::routes(),
        library::folders::routes(),
        library::api::routes(),
        library::tracks::routes(),
        library::uploads::routes(),
        playlists::api::routes(),
        playlists::matching::routes(),
        playlists::tracks::routes(),
        playlists::files::routes(),
        shows::api::routes(),
        shows::exceptions::routes(),
        plans::api::routes(),
        schedule::preview::routes(),
        programme::api::routes(),
        recordings::api::routes(),
        recordings::episodes::routes(),
        me::api::routes(),
        me::totp::routes(),
        me::app_passwords::routes(),
        accounts::api::routes(),
        accounts::djs::routes(),
        bans::api::routes(),
        tokens::api::routes(),
        webhooks::api::routes(),
        audit::api::routes(),
        edges::api::routes(),
        edges::cluster::routes(),
        health::api::routes(),
        openapi::routes(),
    ];
    all.into_iter().flatten().collect()
}

/// The routes of the dashboard's pages. Each works without scripts, and can do nothing that the API cannot.
pub(super) fn page_routes() -> Vec<Route> {
    let all = [
        me::home_page::routes(),
        listeners::page::routes(),
        library::page::routes(),
        library::folders::page_routes(),
        library::track_page::routes(),
        on_air::page::routes(),
        playlists::list_page::routes(),
        playlists::page::routes(),
        schedule::page::routes(),
        shows::page::routes(),
        plans::page::routes(),
        requests::page::routes(),
        log::page::routes(),
        transcript::page::routes(),
        recordings::page::routes(),
        health::metrics_page::routes(),
        webhooks::page::routes(),
        me::password_page::routes(),
        me::totp_page::routes(),
        stations::page::routes(),
        stations::welcome_page::routes(),
        accounts::page::routes(),
        tokens::page::routes(),
        audit::page::routes(),
        health::page::routes(),
    ];
    all.into_iter().flatten().collect()
}

/// Another name for a playlist or a show.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewName {
    name: String,
}

/// Parses a text.
pub(super) fn parsed<T: FromStr>(text: &str) -> Result<T, Error>
where
    T::Err: Display,
{
    text.parse().map_err(|error: T::Err| Error::bad_input(error.to_string()))
}

/// Replaces what is at an address, unless the request names another version than the current one; returns what is there
/// then. `known` looks it up, and `write` writes the new one, both in one transaction.
pub(super) fn put<T: Serialize>(
    call: &ApiRequest,
    known: impl Fn(&ApiRequest) -> Result<Option<T>, Error>,
    write: impl FnOnce(&Store) -> Result<(), store::Error>,
) -> Result<Reply, Error> {
    call.in_transaction(|call| {
        let before = known(call)?;
        call.check_version(before.as_ref())?;
        write(&call.site.store).map_err(body_names)?;
        let now = known(call)?.ok_or(Error::not_found("It was removed in the meantime."))?;
        let reply = Reply::json(&now)?.tagged();
        Ok(if before.is_none() { reply.status(StatusCode::CREATED) } else { reply })
    })
}

/// Turns an error about a name in the body into 422: the address is right.
pub(crate) fn body_names(error: store::Error) -> Error {
    match error {
        store::Error::NoPlaylist(_) | store::Error::NoPlan(_) | store::Error::NoAccount(_) => {
            Error::bad_input(error.to_string())
        }
        error => error.into(),
    }
}

/// The address of what has a name, below that of all of its kind.
pub(super) fn named_address(all: &str, name: &str) -> String {
    format!("{all}/{}", address::part(name))
}

/// The name of what is put under an address: the address says it, and the body may say it again, in other capitals.
pub(super) fn named(call: &ApiRequest, given: &str) -> Result<String, Error> {
    let name = call.part("name")?;
    if given.is_empty() {
        return Ok(name.to_owned());
    }
    let text = "The name in the body is not the one in the address; names stay as they are.";
    let is_same = given.eq_ignore_ascii_case(name);
    is_same.then(|| given.to_owned()).ok_or_else(|| Error::bad_input(text))
}

/// The password that was chosen, or one that is made here and so to be told.
pub(super) fn choose(given: Option<&str>) -> Result<(Password, Option<String>), Error> {
    if let Some(given) = given {
        return Ok((Password::chosen(given)?, None));
    }
    let made = Password::generate()?;
    let told = made.reveal().to_owned();
    Ok((made, Some(told)))
}

/// The track that a text numbers.
pub(super) fn track(text: &str) -> Result<TrackId, Error> {
    let number = text.parse().map(TrackId);
    number.map_err(|_| Error::bad_input(format!("{text:?} is no track's number; /api/v1/library has them.")))
}

/// Cuts `found` to `limit` items, of which one more was looked up; returns where the next part begins if there is one.
pub(super) fn cut<T>(found: &mut Vec<T>, limit: usize, cursor: impl FnOnce(&T) -> String) -> Option<String> {
    let has_more = found.len() > limit;
    found.truncate(limit);
    found.last().filter(|_| has_more).map(cursor)
}

/// Checks the length of a page of a list.
pub(super) fn limit(given: Option<usize>) -> Result<usize, Error> {
    let limit = given.unwrap_or(50);
    let is_fair = (1..=200).contains(&limit);
    is_fair.then_some(limit).ok_or_else(|| Error::bad_input("limit has to be from 1 to 200."))
}

/// A time, if it is from `least` to `most` seconds.
pub(super) fn seconds(
    name: &str,
    given: f64,
    (least, most): (f64, f64),
) -> Result<std::time::Duration, Error> {
    if (least..=most).contains(&given) {
        return Ok(std::time::Duration::from_secs_f64(given));
    }
    Err(Error::bad_input(format!("{name} has to be a number from {least} to {most}.")))
}
