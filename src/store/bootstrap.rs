//! First start: creates one station and an administrator in a new data directory.

use rusqlite::Connection;

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

impl Store {
    /// Does what [`Store::first_start_telling`] does, for who needs to tell nobody before it is kept.
    pub fn first_start(
        &self,
        admin: Option<Password>,
        source: Option<Password>,
    ) -> Result<FirstPasswords, Error> {
        self.first_start_telling(admin, source, |_| ())
    }

    /// Makes the station `main` where there is no station, and the account `admin` where there is no
    /// administrator, with the given passwords or with random ones: both or neither. A source password that
    /// is given is set where the station is there already, too; an administrator's is not.
    ///
    /// Reports passwords before they are stored. A process that ends in between has reported passwords that
    /// open
    /// nothing, and the next start reports others; in the other order, nobody would ever know them.
    pub fn first_start_telling(
        &self,
        admin: Option<Password>,
        source: Option<Password>,
        tell: impl FnOnce(&FirstPasswords),
    ) -> Result<FirstPasswords, Error> {
        let is_new = self.stations()?.is_empty();
        let is_unmanaged = !self.accounts()?.iter().any(|account| account.role == Role::Admin);
        let again = source.clone().filter(|_| !is_new);
        let made = FirstPasswords {
            admin: is_unmanaged.then(|| FirstPassword::choose(admin)).transpose()?,
            source: is_new.then(|| FirstPassword::choose(source)).transpose()?,
        };
        // The slow part comes before the transaction, so that nothing slow is between telling and keeping.
        let hash = |first: &Option<FirstPassword>| first.as_ref().map(|it| it.password().hash()).transpose();
        let hashes = Hashes {
            station: hash(&made.source)?,
            account: hash(&made.admin)?,
            must_change: matches!(made.admin, Some(FirstPassword::Generated(_))),
            again: again.map(|password| password.hash()).transpose()?,
        };
        let kept = self.ask(|connection| {
            let change = connection.unchecked_transaction()?;
            if !hashes.write(&change)? {
                return Ok(false);
            }
            tell(&made);
            change.commit().map(|()| true)
        })?;
        if kept { Ok(made) } else { Err(Error::AccountExists(ACCOUNT.to_owned())) }
    }
}

/// Hashes to be stored at a start; `None` leaves a password as it is.
struct Hashes {
    /// Of a new station.
    station: Option<String>,
    /// Of a new account.
    account: Option<String>,
    /// True if the administrator's password was generated.
    must_change: bool,
    /// Of the station that is there already.
    again: Option<String>,
}

impl Hashes {
    /// Writes them; `false` if someone who is no administrator has the account's name.
    fn write(&self, change: &Connection) -> rusqlite::Result<bool> {
        if let Some(hash) = &self.station {
            let sql = "INSERT INTO station (slug, name, source_password_hash) VALUES (?1, ?2, ?3)";
            change.execute(sql, (STATION.0, STATION.1, hash))?;
        }
        if let Some(hash) = &self.again {
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
