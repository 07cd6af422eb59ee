//! Access of listeners to stations.

use rusqlite::OptionalExtension as _;

use super::{Error, Password, Store, password};
use crate::model::ListenAccess;

impl Store {
    /// Sets which listeners the station `slug` takes.
    pub fn set_listen_access(&self, slug: &str, access: ListenAccess) -> Result<(), Error> {
        let sql = "UPDATE station SET access = ?2 WHERE slug = ?1 AND NOT is_leaving";
        self.change_access(slug, |connection| connection.execute(sql, (slug, access.name())))
    }

    /// Gives the station `slug` another listening password. Signed links end, and so does what came of the old one.
    pub fn set_listen_password(&self, slug: &str, password: &Password) -> Result<(), Error> {
        let hash = password.hash()?;
        let sql = "UPDATE station SET listen_password_hash = ?2, link_epoch = link_epoch + 1
            WHERE slug = ?1 AND NOT is_leaving";
        self.change_access(slug, |connection| connection.execute(sql, (slug, &hash)))
    }

    /// Ends every signed link to the station `slug`.
    pub fn end_listen_links(&self, slug: &str) -> Result<(), Error> {
        let sql = "UPDATE station SET link_epoch = link_epoch + 1 WHERE slug = ?1 AND NOT is_leaving";
        self.change_access(slug, |connection| connection.execute(sql, [slug]))
    }

    /// Returns whether the station `slug` has a listening password.
    pub fn has_listen_password(&self, slug: &str) -> Result<bool, Error> {
        Ok(self.listen_password_hash(slug)?.is_some())
    }

    /// Returns whether `offered` is the listening password of the station `slug`.
    pub fn verify_listen_password(&self, slug: &str, offered: &str) -> Result<bool, Error> {
        Ok(password::verify(offered, self.listen_password_hash(slug)?.as_deref()))
    }

    fn listen_password_hash(&self, slug: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT listen_password_hash FROM station WHERE slug = ?1 AND NOT is_leaving";
        let found = self.ask(|connection| connection.query_row(sql, [slug], |row| row.get(0)).optional())?;
        Ok(found.flatten())
    }

    fn change_access(
        &self,
        slug: &str,
        change: impl FnOnce(&rusqlite::Connection) -> rusqlite::Result<usize>,
    ) -> Result<(), Error> {
        match self.ask(change)? {
            0 => Err(Error::NoStation(slug.to_owned())),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn access_is_kept_and_a_new_password_ends_links() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let rule = || store.station("main").unwrap().access;
        assert_eq!((rule().access, rule().link_epoch), (ListenAccess::Open, 0));
        assert!(!store.has_listen_password("main").unwrap());
        assert!(!store.verify_listen_password("main", "").unwrap(), "no password is not the empty one");
        store.set_listen_access("main", ListenAccess::Password).unwrap();
        store.set_listen_password("main", &Password::new("quiet listening").unwrap()).unwrap();
        assert!(store.verify_listen_password("main", "quiet listening").unwrap());
        assert!(!store.verify_listen_password("main", "loud listening").unwrap());
        assert_eq!((rule().access, rule().link_epoch), (ListenAccess::Password, 1));
        store.end_listen_links("main").unwrap();
        assert_eq!(rule().link_epoch, 2);
        assert!(matches!(store.end_listen_links("nobody"), Err(Error::NoStation(_))));
    }
}
