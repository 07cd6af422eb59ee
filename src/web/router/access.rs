//! Access rules of routes.

use actix_web::http::StatusCode;

use super::{ApiRequest, SignedInUser, Verb};
use crate::web::Error;

/// Access rule of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody, signed in or not.
    Everybody,
    /// Signed-in accounts, even if they have to change their password first.
    Newcomer,
    /// Signed-in accounts.
    Person,
    /// DJs and managers of the station in the address.
    Dj,
    /// Managers of the station in the address.
    Manager,
    /// Managers of any station: the library is shared.
    Librarian,
    /// Administrators.
    Admin,
}

impl Access {
    /// Fails unless `person` may, with regard to `station`.
    pub(crate) fn check(self, person: Option<&SignedInUser>, station: Option<&str>) -> Result<(), Error> {
        if self == Self::Everybody {
            return Ok(());
        }
        let person = person.ok_or(Error::NotSignedIn)?;
        if person.must_change && self != Self::Newcomer {
            return Err(Error::NewPasswordNeeded);
        }
        let allowed = match self {
            Self::Everybody | Self::Newcomer | Self::Person => true,
            Self::Dj => station.is_some_and(|slug| person.goes_live_on(slug)),
            Self::Manager => station.is_some_and(|slug| person.runs(slug)),
            Self::Librarian => person.runs_any(),
            Self::Admin => person.is_admin(),
        };
        if allowed { Ok(()) } else { Err(Error::forbidden(self.needs())) }
    }

    /// Describes the account that is needed, for a refusal.
    fn needs(self) -> &'static str {
        match self {
            Self::Everybody | Self::Newcomer | Self::Person => "This needs an account.",
            Self::Dj => {
                "This needs the account of a DJ or a manager of this station, or of an administrator."
            }
            Self::Manager => "This needs the account of a manager of this station, or of an administrator.",
            Self::Librarian => "This needs the account of a manager, or of an administrator.",
            Self::Admin => "This needs the account of an administrator.",
        }
    }

    /// Describes the rule in the documentation.
    pub(crate) fn told(self) -> &'static str {
        match self {
            Self::Everybody => "For everybody.",
            other => other.needs(),
        }
    }
}

/// Subject of a route: a part of the API's documentation, and the scope of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// Pages for people, and what only they do.
    Pages,
    /// One's own account.
    Me,
    /// Stations and how they are run.
    Stations,
    /// The queue.
    Queue,
    /// Current listeners.
    Listeners,
    /// Listeners' requests.
    Requests,
    /// DJs who are live.
    Live,
    /// The as-run log.
    Log,
    /// The music there is.
    Library,
    /// Playlists.
    Playlists,
    /// Shows, hour plans and rules.
    Schedule,
    /// Others' accounts.
    Accounts,
    /// Keys of programs.
    Tokens,
    /// Webhooks.
    Webhooks,
    /// The audit log.
    Audit,
    /// Servers that serve these stations to listeners of their own.
    Edges,
    /// Health of the server.
    Health,
}

impl Scope {
    /// Returns the account of which sessions may end by a change in this area. Those that go on are known again by their
    /// next request.
    pub(super) fn signed_out(self, call: &ApiRequest) -> Option<String> {
        match self {
            Self::Pages | Self::Me => call.person.as_ref().map(|person| person.name.clone()),
            Self::Accounts => call.head.parts.get("name").cloned(),
            _ => None,
        }
    }

    /// Scopes that tokens can have.
    const OF_PROGRAMS: [Self; 14] = [
        Self::Stations,
        Self::Listeners,
        Self::Queue,
        Self::Requests,
        Self::Live,
        Self::Log,
        Self::Library,
        Self::Playlists,
        Self::Schedule,
        Self::Accounts,
        Self::Webhooks,
        Self::Audit,
        Self::Edges,
        Self::Health,
    ];

    /// The scopes that tokens can have.
    pub(crate) fn scopes() -> Vec<String> {
        let areas = Self::OF_PROGRAMS.into_iter();
        areas.flat_map(|area| ["read", "write"].map(|what| format!("{}:{what}", area.name()))).collect()
    }

    /// Fails unless a program that has `scopes` may read this, or change it.
    pub(super) fn check_scopes(self, verb: Verb, scopes: &[String]) -> Result<(), Error> {
        let reads = verb == Verb::Get;
        if self == Self::Me && reads {
            return Ok(());
        }
        if !Self::OF_PROGRAMS.contains(&self) {
            return Err(Error::PEOPLE_ONLY);
        }
        let has = |what: &str| scopes.iter().any(|scope| *scope == format!("{}:{what}", self.name()));
        if has("write") || (reads && has("read")) {
            return Ok(());
        }
        let needed = format!("{}:{}", self.name(), if reads { "read" } else { "write" });
        let detail = format!("This token may not do that: it needs the scope {needed}.").into();
        Err(Error::Client { status: StatusCode::FORBIDDEN, detail })
    }

    /// Its name in the documentation and in the scopes of tokens.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Me => "me",
            Self::Stations => "stations",
            Self::Queue => "queue",
            Self::Listeners => "listeners",
            Self::Requests => "requests",
            Self::Live => "live",
            Self::Log => "log",
            Self::Library => "library",
            Self::Playlists => "playlists",
            Self::Schedule => "schedule",
            Self::Accounts => "accounts",
            Self::Tokens => "tokens",
            Self::Webhooks => "webhooks",
            Self::Audit => "audit",
            Self::Edges => "edges",
            Self::Health => "health",
        }
    }
}
