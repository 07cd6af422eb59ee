//! Signed-in users and programs.

use serde::Serialize;

use super::{Scope, Verb};
use crate::store::{ApiClient, ApiToken, Role, SignedIn};

/// Signed-in user, or program with a token.
#[derive(Clone, Debug)]
pub(crate) struct SignedInUser {
    /// The account's name.
    pub(crate) name: String,
    /// Role of the account.
    pub(crate) role: Role,
    /// The stations it is limited to.
    pub(crate) stations: Vec<String>,
    /// Set if the password has to be changed first.
    pub(crate) must_change: bool,
    /// The name of the session.
    pub(crate) session: String,
    /// Scopes of a program's token; none for a session.
    pub(crate) scopes: Option<Vec<String>>,
    /// CSRF token of the session.
    pub(crate) csrf: String,
}

/// Variable `me` of the templates.
#[derive(Serialize)]
pub(super) struct Me<'a> {
    name: &'a str,
    role: &'static str,
    is_admin: bool,
    must_change: bool,
    csrf: &'a str,
}

impl SignedInUser {
    /// A program: it may what an administrator may, within its scopes and on its stations.
    pub(super) fn program(program: ApiClient) -> Self {
        Self {
            // Nobody's account has a space in its name.
            name: format!("token {}", program.name),
            role: Role::Admin,
            stations: program.stations,
            must_change: false,
            session: String::new(),
            scopes: Some(program.scopes),
            csrf: String::new(),
        }
    }

    pub(super) fn new(found: SignedIn, token: &ApiToken) -> Self {
        Self {
            name: found.account.name,
            role: found.account.role,
            stations: found.stations,
            must_change: found.account.must_change,
            session: found.session,
            scopes: None,
            csrf: token.csrf(),
        }
    }

    /// Returns whether the user is an administrator.
    pub(crate) fn is_admin(&self) -> bool {
        self.role == Role::Admin && (self.scopes.is_none() || self.stations.is_empty())
    }

    /// Returns whether the user runs the station `slug`.
    pub(crate) fn runs(&self, slug: &str) -> bool {
        self.is_admin() || (self.role != Role::Dj && self.is_limited_to(slug))
    }

    /// Returns whether the user runs any station.
    pub(crate) fn runs_any(&self) -> bool {
        self.is_admin() || (self.role != Role::Dj && !self.stations.is_empty())
    }

    /// Returns whether the user may go live on the station `slug`, or runs it.
    pub(crate) fn goes_live_on(&self, slug: &str) -> bool {
        self.runs(slug) || (self.role == Role::Dj && (self.stations.is_empty() || self.is_limited_to(slug)))
    }

    /// Returns whether the user may read this area, as far as a token's scopes go.
    pub(crate) fn reads(&self, area: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| area.check_scopes(Verb::Get, scopes).is_ok())
    }

    pub(super) fn me(&self) -> Me<'_> {
        Me {
            name: &self.name,
            role: self.role.name(),
            is_admin: self.is_admin(),
            must_change: self.must_change,
            csrf: &self.csrf,
        }
    }

    fn is_limited_to(&self, slug: &str) -> bool {
        self.stations.iter().any(|station| station == slug)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_reach_their_stations() {
        let person = |role, stations: &[&str]| SignedInUser {
            name: "ada".to_owned(),
            role,
            stations: stations.iter().map(|slug| (*slug).to_owned()).collect(),
            must_change: false,
            session: String::new(),
            scopes: None,
            csrf: String::new(),
        };
        let check = |person: SignedInUser, runs: bool, goes_live: bool| {
            assert_eq!((person.runs("main"), person.goes_live_on("main")), (runs, goes_live), "{person:?}");
        };
        check(person(Role::Admin, &[]), true, true);
        check(person(Role::Admin, &["jazz"]), true, true);
        check(person(Role::Manager, &["jazz", "main"]), true, true);
        check(person(Role::Manager, &["jazz"]), false, false);
        check(person(Role::Manager, &[]), false, false);
        check(person(Role::Dj, &[]), false, true);
        check(person(Role::Dj, &["main"]), false, true);
        check(person(Role::Dj, &["jazz"]), false, false);
    }
}
