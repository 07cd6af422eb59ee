//! Problems in the language of a page. Programs are told them in English.

use fluent_bundle::FluentValue;

use super::Words;
use crate::auth::AuthError;
use crate::model::{Quality, UnfitStation};
use crate::store;
use crate::web::Error;

/// Beginning of the keys of problems.
const PREFIX: &str = "problem-";

/// Key of a message, and its variables.
type KeyedMessage<'a> = (&'static str, Vec<(&'static str, FluentValue<'a>)>);

impl Words {
    /// Describes an error to a person; in English where the language has no words for it.
    pub(in crate::web) fn problem(&self, error: &Error) -> String {
        let english = error.in_words();
        if self.is_english() {
            return english;
        }
        match with_variables(error) {
            Some((key, variables)) => self.say(key, &variables),
            None => self.translated(PREFIX, &english).unwrap_or(english),
        }
    }
}

/// Returns the message of an error that has variables. Others are found by their English text.
fn with_variables(error: &Error) -> Option<KeyedMessage<'_>> {
    match error {
        Error::TooLarge(bytes) => Some(("problem-too-large", vec![("bytes", (*bytes).into())])),
        Error::Refused(AuthError::TooManyTries(seconds)) => {
            Some(("problem-too-many-tries", vec![("seconds", (*seconds).into())]))
        }
        Error::Store(error) => of_store(error),
        _ => None,
    }
}

fn of_store(error: &store::Error) -> Option<KeyedMessage<'_>> {
    use store::Error as E;
    let named = |key, name| Some((key, vec![("name", FluentValue::from(name))]));
    match error {
        E::AccountExists(name) => named("problem-account-exists", name),
        E::StationExists(name) => named("problem-station-exists", name),
        E::ProgramExists(name) => named("problem-token-exists", name),
        E::NoAccount(name) => named("problem-no-account", name),
        E::NoDjHere(name) => named("problem-no-dj-here", name),
        E::NoPlaylist(name) => named("problem-no-playlist", name),
        E::NoPlan(name) => named("problem-no-clock", name),
        E::NoTimeZone(name) => named("problem-no-time-zone", name),
        E::BadName(name) => named("problem-bad-name", name),
        E::LastAdmin(name) => named("problem-last-admin", name),
        E::LastStation(name) => named("problem-last-station", name),
        E::QueueFull(name) => named("problem-queue-full", name),
        E::UnfitStation(error) => of_station(error),
        E::BadPassword => Some(("problem-bad-password", vec![("most", store::LONGEST_PASSWORD.into())])),
        E::ShortPassword => {
            Some(("problem-short-password", vec![("least", store::SHORTEST_PASSWORD.into())]))
        }
        E::StationNeeded { slug, accounts } => {
            Some(("problem-station-needed", vec![("station", slug.into()), ("accounts", accounts.into())]))
        }
        E::PlaylistInUse { name, users } => {
            Some(("problem-playlist-in-use", vec![("name", name.into()), ("users", users.into())]))
        }
        E::PlanInUse { name, users } => {
            Some(("problem-clock-in-use", vec![("name", name.into()), ("users", users.into())]))
        }
        _ => None,
    }
}

fn of_station(error: &UnfitStation) -> Option<KeyedMessage<'_>> {
    let named = |key, name| Some((key, vec![("name", FluentValue::from(name))]));
    match error {
        UnfitStation::Name => Some(("problem-bad-station-name", Vec::new())),
        UnfitStation::Slug(name) => named("problem-bad-slug", name),
        UnfitStation::Reserved(name) => named("problem-reserved-slug", name),
        UnfitStation::Folder(name) => named("problem-bad-folder", name),
        UnfitStation::Rendition(name) => {
            Some(("problem-bad-quality", vec![("name", name.into()), ("qualities", Quality::NAMES.into())]))
        }
        _ => None,
    }
}
