//! What a new data directory is given: one station, and someone to manage it.

use super::{Error, Password, Role, Store};

/// The station that every installation begins with.
const STATION: (&str, &str) = ("main", "Longwave");
/// The account that every installation begins with.
const ACCOUNT: &str = "admin";

/// A password that was set just now, to be told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstPassword {
    /// The owner chose it, and so knows it.
    Given(Password),
    /// It was made here; nobody knows it yet.
    Generated(Password),
}

/// What the first start made; `None` for what was there already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstPasswords {
    /// The password of the account `admin`.
    pub admin: Option<FirstPassword>,
    /// The source password of the station `main`.
    pub source: Option<FirstPassword>,
}

impl FirstPassword {
    /// The password, wherever it is from.
    pub fn password(&self) -> &Password {
        match self {
            Self::Given(password) | Self::Generated(password) => password,
        }
    }

    fn choose(given: Option<Password>) -> Result<Self, Error> {
        match given {
            Some(password) => Ok(Self::Given(password)),
            None => Ok(Self::Generated(Password::generate()?)),
        }
    }
}

impl Store {
    /// Makes the station `main` where there is no station, and the account `admin` where there is no
    /// administrator, with the given passwords or with random ones.
    pub fn first_start(
        &self,
        admin: Option<Password>,
        source: Option<Password>,
    ) -> Result<FirstPasswords, Error> {
        let mut made = FirstPasswords::default();
        if self.stations()?.is_empty() {
            let first = FirstPassword::choose(source)?;
            let hash = first.password().hash()?;
            let sql = "INSERT INTO station (slug, name, source_password_hash) VALUES (?1, ?2, ?3)";
            self.ask(|connection| connection.execute(sql, (STATION.0, STATION.1, hash)))?;
            made.source = Some(first);
        }
        if !self.accounts()?.iter().any(|account| account.role == Role::Admin) {
            let first = FirstPassword::choose(admin)?;
            self.add_account(ACCOUNT, Role::Admin, first.password())?;
            made.admin = Some(first);
        }
        Ok(made)
    }
}
