//! Announcement of stations in public directories.

use super::{Error, Store};
use crate::model::DirectoryChoice;

impl Store {
    /// Sets whether directories list the station `slug`.
    pub fn set_directory(&self, slug: &str, choice: DirectoryChoice) -> Result<(), Error> {
        let sql = "UPDATE station SET directory = ?2 WHERE slug = ?1 AND NOT is_leaving";
        self.change_listing(slug, sql, choice.name())
    }

    /// Sets the genre of the station `slug` in directories.
    pub fn set_genre(&self, slug: &str, genre: &str) -> Result<(), Error> {
        let sql = "UPDATE station SET genre = ?2 WHERE slug = ?1 AND NOT is_leaving";
        self.change_listing(slug, sql, genre)
    }

    /// Notes that the station `slug` is being sent to radio-browser.info. False if it was before: each time makes another
    /// entry there.
    pub fn claim_radio_browser(&self, slug: &str) -> Result<bool, Error> {
        let sql = "UPDATE station SET radio_browser = '' WHERE slug = ?1 AND radio_browser IS NULL";
        Ok(self.ask(|connection| connection.execute(sql, [slug]))? > 0)
    }

    /// Keeps the identifier of the station `slug` at radio-browser.info; `None` if it could not be sent there.
    pub fn set_radio_browser(&self, slug: &str, uuid: Option<&str>) -> Result<(), Error> {
        let sql = "UPDATE station SET radio_browser = ?2 WHERE slug = ?1";
        match self.ask(|connection| connection.execute(sql, (slug, uuid)))? {
            0 => Err(Error::NoStation(slug.to_owned())),
            _ => Ok(()),
        }
    }

    fn change_listing(&self, slug: &str, sql: &str, value: &str) -> Result<(), Error> {
        match self.ask(|connection| connection.execute(sql, (slug, value)))? {
            0 => Err(Error::NoStation(slug.to_owned())),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ListingRule;

    #[test]
    fn a_station_is_not_listed_until_somebody_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let rule = || store.station("main").unwrap().listing;
        assert_eq!(rule(), ListingRule::default());
        store.set_directory("main", DirectoryChoice::On).unwrap();
        store.set_genre("main", "Ambient").unwrap();
        assert_eq!((rule().is_listed, rule().genre.as_str()), (true, "Ambient"));
        assert!(matches!(store.set_genre("nobody", ""), Err(Error::NoStation(_))));
    }

    #[test]
    fn a_station_is_sent_to_radio_browser_once_unless_that_failed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        assert!(store.claim_radio_browser("main").unwrap());
        assert!(!store.claim_radio_browser("main").unwrap(), "it is being sent");
        store.set_radio_browser("main", None).unwrap();
        assert!(store.claim_radio_browser("main").unwrap(), "that failed");
        store.set_radio_browser("main", Some("8a-9")).unwrap();
        assert!(!store.claim_radio_browser("main").unwrap());
        assert_eq!(store.station("main").unwrap().listing.radio_browser.as_deref(), Some("8a-9"));
    }
}
