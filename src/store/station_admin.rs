//! Stations that come, change their names and go.

use rusqlite::OptionalExtension as _;

use super::{Error, Password, Store};
use crate::model::{Renditions, check_slug, station_folder, station_name};

/// The most stations of an installation: each encodes all the time.
const MOST_STATIONS: i64 = 200;

/// A station to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewStation {
    /// Its place in every address.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Folder of its music below the media folder; empty uses all music.
    pub folder: String,
    /// Renditions.
    pub renditions: Renditions,
}

impl Store {
    /// Adds a station; DJs' programs go live on it with `password`.
    pub fn add_station(&self, new: &NewStation, password: &Password) -> Result<(), Error> {
        check_slug(&new.slug)?;
        let (name, folder) = (station_name(&new.name)?, station_folder(&new.folder)?);
        let (hash, renditions) = (password.hash()?, new.renditions.to_string());
        let sql = "INSERT INTO station (slug, name, source_password_hash, folder, renditions)
                   SELECT ?1, ?2, ?3, ?4, ?5 WHERE (SELECT count(*) FROM station) < ?6 ON CONFLICT DO NOTHING";
        let values = (&new.slug, name, hash, folder, renditions, MOST_STATIONS);
        let (added, is_there) = self.change(|change| {
            let added = change.execute(sql, values)?;
            Ok((added, change.prepare("SELECT 1 FROM station WHERE slug = ?1")?.exists([&new.slug])?))
        })?;
        match (added, is_there) {
            (1.., _) => Ok(()),
            (_, true) => Err(Error::StationExists(new.slug.clone())),
            (_, false) => Err(Error::TooManyStations(MOST_STATIONS)),
        }
    }

    /// Gives a station another name for people.
    pub fn rename_station(&self, slug: &str, name: &str) -> Result<(), Error> {
        self.set_of_station(slug, "name", station_name(name)?)
    }

    /// Has a station play from another folder below the folder of music; nothing is all of it.
    pub fn set_folder(&self, slug: &str, folder: &str) -> Result<(), Error> {
        self.set_of_station(slug, "folder", station_folder(folder)?)
    }

    /// Sets in which qualities a station is heard.
    pub fn set_renditions(&self, slug: &str, renditions: &Renditions) -> Result<(), Error> {
        self.set_of_station(slug, "renditions", renditions.to_string())
    }

    /// Gives a station another source password. Who is live stays so.
    pub fn set_source_password(&self, slug: &str, password: &Password) -> Result<(), Error> {
        self.set_of_station(slug, "source_password_hash", password.hash()?)
    }

    /// Takes a station out: from now on it is none of [`stations`](Self::stations), and what is known of it is
    /// forgotten with [`forget_station`](Self::forget_station). The last one stays, and one that is all that somebody's
    /// account is limited to: without it, a DJ would be limited to none, and so go live on any.
    pub fn remove_station(&self, slug: &str) -> Result<(), Error> {
        let only = "SELECT group_concat(account, ', ') FROM (SELECT account FROM account_station AS own WHERE station = ?1
            AND NOT EXISTS (SELECT 1 FROM account_station AS other JOIN station ON station.slug = other.station
                WHERE other.account = own.account AND other.station <> ?1 AND NOT is_leaving) ORDER BY account)";
        let leave = "UPDATE station SET is_leaving = 1 WHERE slug = ?1";
        let refusal = self.change(|change| {
            let known: i64 =
                change
                    .query_row("SELECT count(*) FROM station WHERE NOT is_leaving", [], |row| row.get(0))?;
            let is_known =
                change.prepare("SELECT 1 FROM station WHERE slug = ?1 AND NOT is_leaving")?.exists([slug])?;
            let accounts: Option<String> =
                change.query_row(only, [slug], |row| row.get(0)).optional()?.flatten();
            Ok(match accounts {
                _ if !is_known => Some(Error::NoStation(slug.to_owned())),
                _ if known == 1 => Some(Error::LastStation(slug.to_owned())),
                Some(accounts) => Some(Error::StationNeeded { slug: slug.to_owned(), accounts }),
                None => {
                    change.execute(leave, [slug])?;
                    None
                }
            })
        })?;
        refusal.map_or(Ok(()), Err)
    }

    /// Forgets a station that was removed, with its programme, its queue and its settings. What it played is kept.
    pub fn forget_station(&self, slug: &str) -> Result<(), Error> {
        self.forget_leaving(Some(slug))
    }

    /// Deletes the data of every station that was removed while no server ran to sign it off.
    pub fn forget_removed_stations(&self) -> Result<(), Error> {
        self.forget_leaving(None)
    }

    fn forget_leaving(&self, slug: Option<&str>) -> Result<(), Error> {
        let leaving = "FROM station WHERE is_leaving AND (?1 IS NULL OR slug = ?1)";
        self.change(|change| {
            let mut slugs = change.prepare(&format!("SELECT slug {leaving}"))?;
            for gone in slugs.query_map([slug], |row| row.get::<_, String>(0))? {
                // A key that was for this station alone opens none that is called so later.
                let gone = gone?;
                change.execute("DELETE FROM program_token WHERE stations = ?1", [&gone])?;
                let others = "UPDATE program_token
                    SET stations = trim(replace(' ' || stations || ' ', ' ' || ?1 || ' ', ' '))
                    WHERE instr(' ' || stations || ' ', ' ' || ?1 || ' ') > 0";
                change.execute(others, [&gone])?;
                change.execute("DELETE FROM caption WHERE station = ?1", [&gone])?;
            }
            change.execute(&format!("DELETE {leaving}"), [slug])
        })
        .map(drop)
    }

    pub(super) fn set_of_station(
        &self,
        slug: &str,
        column: &str,
        value: impl rusqlite::ToSql,
    ) -> Result<(), Error> {
        let sql = format!("UPDATE station SET {column} = ?2 WHERE slug = ?1 AND NOT is_leaving");
        match self.ask(|connection| connection.execute(&sql, (slug, value)))? {
            0 => Err(Error::NoStation(slug.to_owned())),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{ApiClient, Role, StationPermissions, permissions};

    fn password() -> Password {
        Password::new("secret").unwrap()
    }

    fn store(dir: &std::path::Path) -> Store {
        let store = Store::open(dir).unwrap();
        store.first_start(Some(password()), Some(password())).unwrap();
        store
    }

    fn jazz() -> NewStation {
        let (slug, name) = ("jazz".to_owned(), " Jazz ".to_owned());
        NewStation { slug, name, folder: "jazz/".to_owned(), renditions: "opus-32".parse().unwrap() }
    }

    fn said(result: Result<(), Error>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn a_station_comes_is_changed_and_goes() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        store.add_station(&jazz(), &password()).unwrap();
        let known = store.station("jazz").unwrap();
        assert_eq!((&*known.name, known.folder.as_deref()), ("Jazz", Some("jazz")));
        assert_eq!(known.renditions.to_string(), "opus-32");
        assert!(store.verify_source_password("jazz", "secret").unwrap());
        assert_eq!(said(store.add_station(&jazz(), &password())), "there is a station jazz already");
        assert!(store.add_station(&NewStation { slug: "admin".to_owned(), ..jazz() }, &password()).is_err());

        store.rename_station("jazz", "Blue").unwrap();
        store.set_folder("jazz", "").unwrap();
        store.set_source_password("jazz", &Password::new("another").unwrap()).unwrap();
        let known = store.station("jazz").unwrap();
        assert_eq!((&*known.name, known.folder), ("Blue", None));
        assert!(!store.verify_source_password("jazz", "secret").unwrap());
        assert_eq!(said(store.rename_station("rock", "Rock")), "there is no station rock");

        store.remove_station("jazz").unwrap();
        assert_eq!(store.stations().unwrap().len(), 1);
        assert_eq!(said(store.rename_station("jazz", "Back")), "there is no station jazz");
        assert_eq!(said(store.add_station(&jazz(), &password())), "there is a station jazz already");
        store.forget_station("main").unwrap();
        store.forget_station("jazz").unwrap();
        assert_eq!(store.stations().unwrap().len(), 1, "one that was not removed is not forgotten");
        store.add_station(&jazz(), &password()).unwrap();
    }

    #[test]
    fn a_key_of_a_station_that_is_gone_opens_none_that_is_called_so_later() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        store.add_station(&jazz(), &password()).unwrap();
        let key = |name: &str, slugs: &[&str]| ApiClient {
            name: name.to_owned(),
            made_by: "admin".to_owned(),
            scopes: vec!["queue:read".to_owned()],
            stations: slugs.iter().map(|slug| (*slug).to_owned()).collect(),
            ..ApiClient::default()
        };
        for (name, slugs) in [("one", &["jazz"][..]), ("both", &["jazz", "main"]), ("all", &[])] {
            store.add_program(&key(name, slugs)).unwrap();
        }
        store.remove_station("jazz").unwrap();
        store.forget_station("jazz").unwrap();
        let mut left: Vec<_> =
            store.programs().unwrap().into_iter().map(|program| (program.name, program.stations)).collect();
        left.sort();
        assert_eq!(left, [("all".to_owned(), vec![]), ("both".to_owned(), vec!["main".to_owned()])]);
    }

    #[test]
    fn the_last_station_stays_and_so_does_one_that_somebody_is_limited_to() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        assert!(matches!(store.remove_station("main"), Err(Error::LastStation(_))));
        store.add_station(&jazz(), &password()).unwrap();
        let limited = |slugs: &[&str]| StationPermissions {
            stations: slugs.iter().map(|slug| (*slug).to_owned()).collect(),
            hours: Vec::new(),
        };
        for name in ["dan", "ann"] {
            store.add_account_within(name, Role::Dj, &password(), &limited(&["jazz"])).unwrap();
        }
        store.add_account_within("eve", Role::Dj, &password(), &limited(&["jazz", "main"])).unwrap();
        let needed = "jazz is the only station of ann, dan: give them another one, or remove them, first";
        assert_eq!(said(store.remove_station("jazz")), needed);
        store.remove_account("dan").unwrap();
        store.set_role("ann", Role::Dj, &limited(&["main"])).unwrap();
        store.remove_station("jazz").unwrap();
        let too_late = store.ask(|connection| permissions::write(connection, "ann", &limited(&["jazz"])));
        assert!(too_late.is_err(), "an account limited to what goes would be limited no more");
        store.forget_removed_stations().unwrap();
        assert_eq!(store.reach("eve").unwrap().stations, ["main"]);
    }
}
