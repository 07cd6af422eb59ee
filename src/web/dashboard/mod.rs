//! The dashboard: where people run their stations.
//!
//! In: calls of people who are signed in. Out: pages, which work without scripts.
//! Never: does what the API cannot; both call the same functions of the rooms below.

mod home;
mod password;

use super::table::Route;

/// The dashboard's addresses.
pub(super) fn routes() -> Vec<Route> {
    [home::routes(), password::routes()].into_iter().flatten().collect()
}
