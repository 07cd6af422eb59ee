//! First start: creates one station and an administrator in a new data directory.

use rusqlite::Connection;

use super::{Error, Password, Role, Store};
use crate::model::Renditions;

/// The station that every installation begins with.
const STATION: (&str, &str) = ("main", "Longwave");
/// The account that every installation begins with.
const ACCOUNT: &str = "admin";
/// Stands in the place of a hash, and is none: no password opens.
const NO_PASSWORD: &str = "";

/// A password that was set just now, to be told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirstPassword {
    /// The owner chose it, and so knows it.
    Given(Password),
    /// It was made here; nobody knows it yet.
    Generated(Password),
}

/// Generated passwords; `None` for accounts and stations that existed already.
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

/// A first start that is prepared: the passwords are chosen, and open nothing until it is finished.
pub struct FirstStart {
    passwords: FirstPasswords,
    hashes: Hashes,
}

impl Store {
    /// Prepares and finishes a first start at once.
    pub fn first_start(
        &self,
        admin: Option<Password>,
        source: Option<Password>,
    ) -> Result<FirstPasswords, Error> {
        let first = self.prepare_first_start(admin, source)?;
        self.finish_first_start(&first, |_| ())?;
        Ok(first.passwords)
    }

    /// Makes the station `main` where there is no station, without a source password, and chooses one; chooses one for
    /// the account `admin` as well where there is no administrator. Both are the given ones, or random. A source
    /// password that is given is set where the station has one already, too; an administrator's is not.
    pub fn prepare_first_start(
        &self,
        admin: Option<Password>,
        source: Option<Password>,
    ) -> Result<FirstStart, Error> {
        let is_unmanaged = !self.accounts()?.iter().any(|account| account.role == Role::Admin);
        if is_unmanaged && self.account(ACCOUNT)?.is_some() {
            return Err(Error::AccountExists(ACCOUNT.to_owned()));
        }
        let has_stations = !self.stations()?.is_empty();
        let is_new = !has_stations || self.is_unfinished()?;
        let again = source.clone().filter(|_| !is_new);
        let passwords = FirstPasswords {
            admin: is_unmanaged.then(|| FirstPassword::choose(admin)).transpose()?,
            source: is_new.then(|| FirstPassword::choose(source)).transpose()?,
        };
        // The slow part comes before the transaction, so that nothing slow is between telling and keeping.
        let hash = |first: &Option<FirstPassword>| first.as_ref().map(|it| it.password().hash()).transpose();
        let hashes = Hashes {
            source: hash(&passwords.source)?.or(again.map(|password| password.hash()).transpose()?),
            account: hash(&passwords.admin)?,
            must_change: matches!(passwords.admin, Some(FirstPassword::Generated(_))),
        };
        if !has_stations {
            let sql =
                "INSERT INTO station (slug, name, source_password_hash, renditions) VALUES (?1, ?2, ?3, ?4)";
            let renditions = Renditions::default().to_string();
            self.ask(|connection| connection.execute(sql, (STATION.0, STATION.1, NO_PASSWORD, renditions)))?;
        }
        Ok(FirstStart { passwords, hashes })
    }

    /// Stores the passwords of a first start, all of them or none.
    ///
    /// Reports them before they are stored. A process that ends in between has reported passwords that open nothing,
    /// and the next start reports others; in the other order, nobody would ever know them.
    pub fn finish_first_start(
        &self,
        first: &FirstStart,
        tell: impl FnOnce(&FirstPasswords),
    ) -> Result<(), Error> {
        let kept = self.ask(|connection| {
            let change = connection.unchecked_transaction()?;
            if !first.hashes.write(&change)? {
                return Ok(false);
            }
            tell(&first.passwords);
            change.commit().map(|()| true)
        })?;
        if kept { Ok(()) } else { Err(Error::AccountExists(ACCOUNT.to_owned())) }
    }

    /// Returns whether a first start was not finished: the station has no source password yet.
    fn is_unfinished(&self) -> Result<bool, Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM station WHERE slug = ?1 AND source_password_hash = ?2)";
        self.ask(|connection| connection.query_row(sql, (STATION.0, NO_PASSWORD), |row| row.get(0)))
    }
}

/// Hashes to be stored at a start; `None` leaves a password as it is.
struct Hashes {
    /// Of the station's source password.
    source: Option<String>,
    /// Of a new account.
    account: Option<String>,
    /// True if the administrator's password was generated.
    must_change: bool,
}

impl Hashes {
    /// Writes them; `false` if there is an account of the name by now.
    fn write(&self, change: &Connection) -> rusqlite::Result<bool> {
        if let Some(hash) = &self.source {
            let sql = "UPDATE station SET source_password_hash = ?2 WHERE slug = ?1";
            change.execute(sql, (STATION.0, hash))?;
        }
        let Some(hash) = &self.account else {
            return Ok(true);
        };
        let sql = "INSERT INTO account (name, role, password_hash, must_change) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO NOTHING";
        Ok(change.execute(sql, (ACCOUNT, Role::Admin, hash, self.must_change))? > 0)
    }
}
