//! Access of listeners to a station.

use std::fmt;
use std::str::FromStr;

/// The listeners that a station takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListenAccess {
    /// Everybody.
    #[default]
    Open,
    /// Clients that send the station's listening password.
    Password,
    /// People with an account.
    Account,
}

/// The rule for a station's listeners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccessRule {
    /// The listeners that it takes. Signed links work beside passwords and accounts.
    pub access: ListenAccess,
    /// Counts how often all links were ended: one that was signed with another number opens nothing.
    pub link_epoch: i64,
}

/// A name that is no such rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is none of: open, password, account")]
pub struct UnknownAccess(pub String);

impl ListenAccess {
    /// Every rule.
    pub const ALL: [Self; 3] = [Self::Open, Self::Password, Self::Account];

    /// Returns its name in the database, the API and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Password => "password",
            Self::Account => "account",
        }
    }
}

impl fmt::Display for ListenAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ListenAccess {
    type Err = UnknownAccess;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|access| access.name() == text);
        found.ok_or_else(|| UnknownAccess(text.to_owned()))
    }
}
