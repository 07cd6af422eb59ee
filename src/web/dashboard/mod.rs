//! The dashboard: where people run their stations.
//!
//! In: calls of people who are signed in. Out: pages, which work without scripts.
//! Never: does what the API cannot; both call the same functions of the rooms below.

pub(super) mod plot;

mod home;
mod on_air;

mod library;
mod listeners;
mod track;

mod playlist;
mod playlists;

mod plans;
mod schedule;
mod show;
mod show_form;

mod figures;
mod webhooks;

mod codes;
mod log;
mod requests;

mod password;

mod health;
mod people;
mod stations;
mod tokens;
mod told;

use super::router::Route;

/// The dashboard's addresses.
pub(super) fn routes() -> Vec<Route> {
    let all = [
        home::routes(),
        listeners::routes(),
        library::routes(),
        track::routes(),
        on_air::routes(),
        playlists::routes(),
        playlist::routes(),
        schedule::routes(),
        show::routes(),
        plans::routes(),
        requests::routes(),
        log::routes(),
        figures::routes(),
        webhooks::routes(),
        password::routes(),
        codes::routes(),
        stations::routes(),
        people::routes(),
        tokens::routes(),
        health::routes(),
    ];
    all.into_iter().flatten().collect()
}
