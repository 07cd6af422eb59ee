//! Tells whether a password is still the one that it was.

use std::fmt;

use rusqlite::OptionalExtension as _;

use super::{Error, Store};

/// A value that changes with a password. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct CredentialStamp(String);

impl fmt::Debug for CredentialStamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialStamp(…)")
    }
}

impl CredentialStamp {
    /// Returns the stamp of what is not in the store, so that no change of it ends anything.
    pub fn constant() -> Self {
        Self(String::new())
    }
}

impl Store {
    /// Returns the stamp of an account's password; `None` if there is no such account.
    pub fn account_stamp(&self, name: &str) -> Result<Option<CredentialStamp>, Error> {
        self.stamp("SELECT password_hash FROM account WHERE name = ?1", name)
    }

    /// Returns the stamp of a station's source password; `None` if there is no such station.
    pub fn source_stamp(&self, slug: &str) -> Result<Option<CredentialStamp>, Error> {
        self.stamp("SELECT source_password_hash FROM station WHERE slug = ?1", slug)
    }

    /// Returns the stamp of an API token; `None` if there is no such token, or it opens nothing any more.
    pub fn token_stamp(&self, name: &str) -> Result<Option<CredentialStamp>, Error> {
        let sql = "SELECT hex(token_hash) FROM program_token JOIN account ON account.name = made_by
            WHERE program_token.name = ?1 AND account.role = 'admin'
            AND (expires_at IS NULL OR expires_at > unixepoch())";
        self.stamp(sql, name)
    }

    fn stamp(&self, sql: &str, key: &str) -> Result<Option<CredentialStamp>, Error> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached(sql)?;
            query.query_row([key], |row| row.get(0).map(CredentialStamp)).optional()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{ApiClient, Password};

    #[test]
    fn a_stamp_changes_with_its_password_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let (account, source) = (store.account_stamp("Admin").unwrap(), store.source_stamp("main").unwrap());
        assert!(account.is_some() && source.is_some());
        store.set_password("admin", &Password::new("another password").unwrap()).unwrap();
        assert_ne!(store.account_stamp("admin").unwrap(), account);
        assert_eq!(store.source_stamp("main").unwrap(), source);
        assert_eq!(store.account_stamp("nobody").unwrap(), None);
        let program =
            ApiClient { name: "deck".to_owned(), made_by: "admin".to_owned(), ..ApiClient::default() };
        store.add_program(&program).unwrap();
        assert!(store.token_stamp("deck").unwrap().is_some());
        store.remove_program("deck").unwrap();
        assert_eq!(store.token_stamp("deck").unwrap(), None);
    }
}
