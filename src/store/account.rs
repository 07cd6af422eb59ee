//! Accounts: who may enter, and as what.

use std::fmt;
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row};

use super::{Error, ImportedPassword, Password, StationPermissions, Store, password, permissions};

/// Roles of accounts. Each role includes the rights of those after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Everything, accounts too.
    Admin,
    /// The station: its music, its schedule, its DJs.
    Manager,
    /// Going live.
    Dj,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Manager, Self::Dj];

    /// Its name in the database and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Dj => "dj",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let role = Self::ALL.into_iter().find(|role| role.name() == name);
        role.ok_or_else(|| "a role is admin, manager or dj".to_owned())
    }
}

impl ToSql for Role {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.name().into())
    }
}

impl FromSql for Role {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(|error: String| FromSqlError::Other(error.into()))
    }
}

/// Someone who may enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name as it was given; upper and lower case are one.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Time of creation, in seconds since 1970.
    pub created_at: i64,
    /// True if the password was generated and must be changed at the next sign-in.
    pub must_change: bool,
}

impl Account {
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: row.get("name")?,
            role: row.get("role")?,
            created_at: row.get("created_at")?,
            must_change: row.get("must_change")?,
        })
    }
}

impl Store {
    /// Adds an account that may go live everywhere and always.
    pub fn add_account(&self, name: &str, role: Role, password: &Password) -> Result<(), Error> {
        self.add_account_within(name, role, password, &StationPermissions::default())
    }

    /// Adds an account that may go live within `reach`.
    pub fn add_account_within(
        &self,
        name: &str,
        role: Role,
        password: &Password,
        within: &StationPermissions,
    ) -> Result<(), Error> {
        self.insert_account(name, role, &password.hash()?, within)
    }

    /// Adds the account of a DJ who goes on with the password that another program knew.
    pub fn add_imported_dj(
        &self,
        name: &str,
        password: &ImportedPassword,
        within: &StationPermissions,
    ) -> Result<(), Error> {
        self.insert_account(name, Role::Dj, password.hash(), within)
    }

    fn insert_account(
        &self,
        name: &str,
        role: Role,
        hash: &str,
        within: &StationPermissions,
    ) -> Result<(), Error> {
        let name = valid_name(name)?;
        check_role(role, within)?;
        self.check_stations(within)?;
        let sql =
            "INSERT INTO account (name, role, password_hash) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let added = self.change(|change| {
            let added = change.execute(sql, (name, role, hash))?;
            if added > 0 {
                permissions::write(change, name, within)?;
            }
            Ok(added)
        })?;
        match added {
            0 => Err(Error::AccountExists(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// Every account, by name.
    pub fn accounts(&self) -> Result<Vec<Account>, Error> {
        self.ask(|connection| {
            let mut all = connection.prepare("SELECT * FROM account ORDER BY name")?;
            all.query_map([], Account::from_row)?.collect()
        })
    }

    /// Gives an account another role, and another reach; the last administrator stays one.
    pub fn set_role(&self, name: &str, role: Role, within: &StationPermissions) -> Result<(), Error> {
        check_role(role, within)?;
        self.check_stations(within)?;
        let sql = "UPDATE account SET role = ?2 WHERE name = ?1 AND (?2 = 'admin' OR role <> 'admin'
                   OR (SELECT count(*) FROM account WHERE role = 'admin') > 1)";
        let changed = self.change(|change| {
            let changed = change.execute(sql, (name, role))?;
            if changed > 0 {
                permissions::write(change, name, within)?;
            }
            Ok(changed)
        })?;
        if changed > 0 {
            return Ok(());
        }
        match self.account(name)? {
            Some((account, _)) => Err(Error::LastAdmin(account.name)),
            None => Err(Error::NoAccount(name.to_owned())),
        }
    }

    /// Removes an account; the last administrator stays.
    pub fn remove_account(&self, name: &str) -> Result<(), Error> {
        let sql = "DELETE FROM account WHERE name = ?1
                   AND (role <> 'admin' OR (SELECT count(*) FROM account WHERE role = 'admin') > 1)";
        if self.ask(|connection| connection.execute(sql, [name]))? > 0 {
            return Ok(());
        }
        match self.account(name)? {
            Some((account, _)) => Err(Error::LastAdmin(account.name)),
            None => Err(Error::NoAccount(name.to_owned())),
        }
    }

    /// Gives an account a new password, and ends its sessions: whoever had the old one is out.
    pub fn set_password(&self, name: &str, password: &Password) -> Result<(), Error> {
        let hash = password.hash()?;
        let changed = self.change(|change| write_password(change, name, &hash))?;
        match changed {
            0 => Err(Error::NoAccount(name.to_owned())),
            _ => Ok(()),
        }
    }

    /// The account that has this name and password, if one does.
    pub fn verify(&self, name: &str, offered: &str) -> Result<Option<Account>, Error> {
        let known = self.account(name)?;
        let fits = password::verify(offered, known.as_ref().map(|(_, hash)| hash.as_str()));
        Ok(known.filter(|_| fits).map(|(account, _)| account))
    }

    pub(super) fn account(&self, name: &str) -> Result<Option<(Account, String)>, Error> {
        let sql = "SELECT * FROM account WHERE name = ?1";
        self.ask(|connection| {
            let found = connection
                .query_row(sql, [name], |row| Ok((Account::from_row(row)?, row.get("password_hash")?)));
            found.optional()
        })
    }
}

/// Writes the hash of a new password, and ends the account's sessions and what else the old one opened.
pub(super) fn write_password(change: &Connection, name: &str, hash: &str) -> rusqlite::Result<usize> {
    change.execute("DELETE FROM session WHERE account = ?1", [name])?;
    change.execute("DELETE FROM half_session WHERE account = ?1", [name])?;
    change.execute("DELETE FROM password_reset WHERE account = ?1", [name])?;
    let sql = "UPDATE account SET password_hash = ?2, must_change = 0 WHERE name = ?1";
    change.execute(sql, (name, hash))
}

/// Fails for a manager of nothing.
pub(super) fn check_role(role: Role, within: &StationPermissions) -> Result<(), Error> {
    let is_manager = role == Role::Manager;
    if is_manager && within.stations.is_empty() { Err(Error::NoStationToManage) } else { Ok(()) }
}

/// Names go into the `name:password` of basic authentication and into addresses.
pub(super) fn valid_name(name: &str) -> Result<&str, Error> {
    let usable = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let valid = (1..=40).contains(&name.chars().count()) && name.chars().all(usable);
    // DJs' programs that know no names send `source`, which is the station itself.
    if valid && !name.eq_ignore_ascii_case("source") {
        Ok(name)
    } else {
        Err(Error::BadName(name.to_owned()))
    }
}
