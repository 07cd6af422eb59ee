//! Keys with which programs use the API.

use rusqlite::{OptionalExtension as _, Row};

use super::account::valid_name;
use super::{ApiToken, Error, Role, StationPermissions, Store};

/// The most keys there are.
const MOST_PROGRAMS: i64 = 200;
/// It is noted this often, in seconds, that a key is used: not with every request.
const NOTED_EVERY: i64 = 60;

/// A program that has a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiClient {
    /// Its name.
    pub name: String,
    /// The administrator who made the key.
    pub made_by: String,
    /// Granted scopes, such as `library:read`.
    pub scopes: Vec<String>,
    /// The stations it is limited to; none means every station.
    pub stations: Vec<String>,
    /// Time of creation, in seconds since 1970 as all times here.
    pub created_at: i64,
    /// Time of last use, rounded to a minute.
    pub used_at: Option<i64>,
    /// Time of expiry.
    pub expires_at: Option<i64>,
}

impl Store {
    /// Makes a key for a program. Whoever has the token is that program.
    pub fn add_program(&self, program: &ApiClient) -> Result<ApiToken, Error> {
        let name = valid_name(&program.name)?;
        self.check_stations(&StationPermissions { stations: program.stations.clone(), hours: Vec::new() })?;
        let token = ApiToken::generate()?;
        let sql = "INSERT INTO program_token SELECT ?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7
            WHERE (SELECT count(*) FROM program_token) < ?8 ON CONFLICT (name) DO NOTHING";
        let values = (
            token.hash(),
            name,
            &program.made_by,
            program.scopes.join(" "),
            program.stations.join(" "),
            program.created_at,
            program.expires_at,
            MOST_PROGRAMS,
        );
        match self.ask(|connection| connection.execute(sql, values))? {
            0 if self.programs()?.iter().any(|known| known.name.eq_ignore_ascii_case(name)) => {
                Err(Error::ProgramExists(name.to_owned()))
            }
            0 => Err(Error::TooManyPrograms),
            _ => Ok(token),
        }
    }

    /// The program whose key `token` is at `now`, in seconds since 1970, if it is one that opens anything.
    pub fn program(&self, token: &ApiToken, now: i64) -> Result<Option<ApiClient>, Error> {
        let sql = "SELECT program_token.* FROM program_token JOIN account ON account.name = made_by
            WHERE token_hash = ?1 AND (expires_at IS NULL OR expires_at > ?2) AND account.role = ?3";
        let hash = token.hash();
        let found = self.ask(|connection| {
            connection.prepare_cached(sql)?.query_row((hash, now, Role::Admin), from_row).optional()
        })?;
        if found.as_ref().is_some_and(|program| program.used_at.is_none_or(|used| now >= used + NOTED_EVERY))
        {
            let note = "UPDATE program_token SET used_at = ?2 WHERE token_hash = ?1";
            self.write_if_possible(|connection| connection.execute(note, (hash, now)));
        }
        Ok(found)
    }

    /// Every program that has a key, by name.
    pub fn programs(&self) -> Result<Vec<ApiClient>, Error> {
        self.ask(|connection| {
            let mut all = connection.prepare_cached("SELECT * FROM program_token ORDER BY name")?;
            all.query_map([], from_row)?.collect()
        })
    }

    /// Takes a program's key away; false if there is none of that name.
    pub fn remove_program(&self, name: &str) -> Result<bool, Error> {
        let sql = "DELETE FROM program_token WHERE name = ?1";
        Ok(self.ask(|connection| connection.execute(sql, [name]))? > 0)
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<ApiClient> {
    let words = |column| -> rusqlite::Result<Vec<String>> {
        Ok(row.get::<_, String>(column)?.split_whitespace().map(str::to_owned).collect())
    };
    Ok(ApiClient {
        name: row.get("name")?,
        made_by: row.get("made_by")?,
        scopes: words("scopes")?,
        stations: words("stations")?,
        created_at: row.get("created_at")?,
        used_at: row.get("used_at")?,
        expires_at: row.get("expires_at")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Password;

    #[test]
    fn a_key_opens_until_it_ends_or_its_maker_is_no_administrator() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
        store.add_account("ann", Role::Admin, &Password::new("in-charge").unwrap()).unwrap();
        let program = ApiClient {
            name: "clock".to_owned(),
            made_by: "ann".to_owned(),
            scopes: vec!["queue:write".to_owned(), "log:read".to_owned()],
            stations: vec!["main".to_owned()],
            created_at: 1_000,
            expires_at: Some(2_000),
            ..ApiClient::default()
        };
        let token = store.add_program(&program).unwrap();
        assert!(matches!(store.add_program(&program), Err(Error::ProgramExists(_))));
        let elsewhere =
            ApiClient { name: "other".to_owned(), stations: vec!["jazz".to_owned()], ..program.clone() };
        assert!(matches!(store.add_program(&elsewhere), Err(Error::NoStation(_))));
        assert_eq!(store.program(&token, 1_500).unwrap(), Some(program.clone()));
        assert_eq!(store.programs().unwrap(), [ApiClient { used_at: Some(1_500), ..program }]);
        assert_eq!(store.program(&ApiToken::generate().unwrap(), 1_500).unwrap(), None);
        assert_eq!(store.program(&token, 2_000).unwrap(), None, "it has expired");
        store.set_role("ann", Role::Dj, &StationPermissions::default()).unwrap();
        assert_eq!(store.program(&token, 1_500).unwrap(), None, "a DJ makes no keys");
        store.set_role("ann", Role::Admin, &StationPermissions::default()).unwrap();
        assert!(store.program(&token, 1_500).unwrap().is_some());
        assert!(store.remove_program("CLOCK").unwrap() && !store.remove_program("clock").unwrap());
        assert_eq!(store.program(&token, 1_500).unwrap(), None);
    }

    #[test]
    fn there_are_so_many_keys() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
        let program = |number: i64| ApiClient {
            name: format!("p{number}"),
            made_by: "admin".to_owned(),
            ..ApiClient::default()
        };
        for number in 0..MOST_PROGRAMS {
            store.add_program(&program(number)).unwrap();
        }
        assert!(matches!(store.add_program(&program(MOST_PROGRAMS)), Err(Error::TooManyPrograms)));
    }
}
