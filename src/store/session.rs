//! Sessions of signed-in accounts.

use rusqlite::OptionalExtension as _;

use super::database_condition::UnwrittenSession;
use super::token::name_of;
use super::{Account, ApiToken, Error, Store};

/// Longest lifetime of a session, in seconds: 30 days.
pub const SESSION_LASTS: i64 = 30 * 24 * 3_600;
/// Lifetime of an unused session, in seconds: 7 days.
const UNUSED: i64 = 7 * 24 * 3_600;
/// Sessions that an account has at once; a further one ends the one that was not used for the longest time.
const MOST_SESSIONS: i64 = 20;
/// Longest stored part of a `User-Agent` header, in characters.
const LONGEST_AGENT: usize = 200;
/// It is noted this often, in seconds, that a session is used: not with every request.
const NOTED_EVERY: i64 = 60;
/// Lifetime of a session that could not be written, in seconds: a day. It ends with the process.
const UNWRITTEN_LASTS: i64 = 24 * 3_600;

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Identifies the session among the account's; grants no access.
    pub id: String,
    /// Time of sign-in, in seconds since 1970 as all times here.
    pub created_at: i64,
    /// Time of last use, rounded to a minute.
    pub used_at: i64,
    /// Latest time of expiry.
    pub expires_at: i64,
    /// The browser's `User-Agent`.
    pub user_agent: String,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The stations it is limited to.
    pub stations: Vec<String>,
    /// The session.
    pub session: String,
}

impl Store {
    /// Begins a session of an account at `now`, in seconds since 1970; whoever has the token is signed in. Sessions
    /// that are over are taken out.
    pub fn sign_in(&self, account: &str, user_agent: &str, now: i64) -> Result<ApiToken, Error> {
        let token = ApiToken::generate()?;
        let agent: String =
            user_agent.chars().filter(|letter| !letter.is_control()).take(LONGEST_AGENT).collect();
        let over = "DELETE FROM session WHERE expires_at <= ?1 OR used_at <= ?1 - ?2";
        let surplus = "DELETE FROM session WHERE account = ?1 AND token_hash NOT IN
            (SELECT token_hash FROM session WHERE account = ?1 ORDER BY used_at DESC, created_at DESC LIMIT ?2)";
        let insert = "INSERT INTO session SELECT ?1, name, ?3, ?3, ?4, ?5 FROM account WHERE name = ?2";
        let begun = self.change(|change| {
            change.execute(over, (now, UNUSED))?;
            change.execute(surplus, (account, MOST_SESSIONS - 1))?;
            change.execute(insert, (token.hash(), account, now, now + SESSION_LASTS, &agent))
        });
        let begun = match begun {
            // Nobody is locked out by a disk that is full.
            Err(error) if error.is_outage() && self.has_account(account)? => {
                let (token_hash, account) = (token.hash().to_vec(), account.to_owned());
                let session = UnwrittenSession { token_hash, account, expires_at: now + UNWRITTEN_LASTS };
                self.condition.unwritten().begin(session);
                return Ok(token);
            }
            begun => begun?,
        };
        // The account may have been removed since its password was checked.
        if begun > 0 { Ok(token) } else { Err(Error::NoAccount(account.to_owned())) }
    }

    /// Returns the account that `token` signs in at `now`, in seconds since 1970, and records the use.
    pub fn signed_in(&self, token: &ApiToken, now: i64) -> Result<Option<SignedIn>, Error> {
        let hash = token.hash();
        let sql = "SELECT account.name, role, account.created_at, must_change, used_at FROM session
            JOIN account ON account.name = session.account
            WHERE token_hash = ?1 AND expires_at > ?2 AND used_at > ?2 - ?3";
        let found = self.ask(|connection| {
            let row = |row: &rusqlite::Row<'_>| Ok((Account::from_row(row)?, row.get::<_, i64>("used_at")?));
            connection.prepare_cached(sql)?.query_row((hash, now, UNUSED), row).optional()
        })?;
        let Some((account, used_at)) = found else { return self.signed_in_unwritten(&hash, now) };
        if now >= used_at + NOTED_EVERY {
            let note = "UPDATE session SET used_at = ?2 WHERE token_hash = ?1";
            self.write_if_possible(|connection| connection.execute(note, (hash, now)));
        }
        let stations = self.reach(&account.name)?.stations;
        Ok(Some(SignedIn { account, stations, session: name_of(&hash) }))
    }

    /// Returns whether there is an account `name`.
    fn has_account(&self, name: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM account WHERE name = ?1";
        self.ask(|connection| connection.prepare_cached(sql)?.exists([name]))
    }

    /// Returns who is signed in by a session that could not be written.
    fn signed_in_unwritten(&self, hash: &[u8], now: i64) -> Result<Option<SignedIn>, Error> {
        let name = {
            let unwritten = self.condition.unwritten();
            let mut sessions = unwritten.sessions.iter();
            let found = sessions.find(|session| session.token_hash == hash && session.expires_at > now);
            found.map(|session| session.account.clone())
        };
        let Some(name) = name else { return Ok(None) };
        let sql = "SELECT name, role, created_at, must_change FROM account WHERE name = ?1";
        let account = self.ask(|connection| {
            connection.prepare_cached(sql)?.query_row([&name], Account::from_row).optional()
        })?;
        let Some(account) = account else { return Ok(None) };
        let stations = self.reach(&account.name)?.stations;
        Ok(Some(SignedIn { account, stations, session: name_of(hash) }))
    }

    /// The sessions of an account that last at `now`, the one that was used last first.
    pub fn sessions(&self, account: &str, now: i64) -> Result<Vec<Session>, Error> {
        let sql = "SELECT * FROM session WHERE account = ?1 AND expires_at > ?2 AND used_at > ?2 - ?3
            ORDER BY used_at DESC, created_at DESC";
        self.ask(|connection| {
            let mut all = connection.prepare_cached(sql)?;
            let sessions = all.query_map((account, now, UNUSED), |row| {
                Ok(Session {
                    id: name_of(&row.get::<_, Vec<u8>>("token_hash")?),
                    created_at: row.get("created_at")?,
                    used_at: row.get("used_at")?,
                    expires_at: row.get("expires_at")?,
                    user_agent: row.get("user_agent")?,
                })
            })?;
            sessions.collect()
        })
    }

    /// Ends the session of an account that has this `id`; false if there is none.
    pub fn end_session(&self, account: &str, id: &str) -> Result<bool, Error> {
        let sql = "DELETE FROM session WHERE account = ?1 AND lower(hex(substr(token_hash, 1, 8))) = ?2";
        Ok(self.ask(|connection| connection.execute(sql, (account, id)))? > 0)
    }

    /// Ends the session that `token` is of, if there is one.
    pub fn sign_out(&self, token: &ApiToken) -> Result<(), Error> {
        self.condition.unwritten().sessions.retain(|session| session.token_hash != token.hash());
        let sql = "DELETE FROM session WHERE token_hash = ?1";
        self.ask(|connection| connection.execute(sql, [token.hash()])).map(drop)
    }

    /// Ends every session of an account, and answers how many there were.
    pub fn end_sessions(&self, account: &str) -> Result<usize, Error> {
        self.condition.unwritten().sessions.retain(|session| session.account != account);
        self.ask(|connection| connection.execute("DELETE FROM session WHERE account = ?1", [account]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{FirstPassword, Password, Role};

    fn new_store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
        (dir, store)
    }

    #[test]
    fn whoever_has_the_token_is_signed_in_until_it_ends() {
        let (_dir, store) = new_store();
        let token = store.sign_in("ADMIN", "Browser\r\n 1", 1_000).unwrap();
        let found = store.signed_in(&token, 1_010).unwrap().unwrap();
        assert_eq!((found.account.name.as_str(), found.account.role), ("admin", Role::Admin));
        assert_eq!(store.signed_in(&ApiToken::generate().unwrap(), 1_010).unwrap(), None);
        let sessions = store.sessions("admin", 1_010).unwrap();
        let expected = Session {
            id: found.session.clone(),
            created_at: 1_000,
            used_at: 1_000,
            expires_at: 1_000 + SESSION_LASTS,
            user_agent: "Browser 1".to_owned(),
        };
        assert_eq!(sessions, [expected]);
        assert!(!store.end_session("somebody", &found.session).unwrap());
        assert!(store.end_session("admin", &found.session).unwrap());
        assert_eq!(store.signed_in(&token, 1_011).unwrap(), None);
    }

    #[test]
    fn a_session_ends_when_it_is_not_used_and_at_the_latest_after_a_month() {
        let (_dir, store) = new_store();
        let token = store.sign_in("admin", "", 0).unwrap();
        assert!(store.signed_in(&token, UNUSED - 1).unwrap().is_some(), "used");
        let mut now = UNUSED - 1;
        while now + UNUSED - 1 < SESSION_LASTS {
            now += UNUSED - 1;
            assert!(store.signed_in(&token, now).unwrap().is_some(), "at {now}");
        }
        assert!(store.signed_in(&token, SESSION_LASTS).unwrap().is_none());
        let unused = store.sign_in("admin", "", 0).unwrap();
        assert!(store.signed_in(&unused, UNUSED).unwrap().is_none());
        assert_eq!(store.sessions("admin", SESSION_LASTS).unwrap(), []);
    }

    #[test]
    fn an_account_has_so_many_sessions_and_none_with_another_password() {
        let (_dir, store) = new_store();
        let tokens: Vec<_> =
            (0..30).map(|second| store.sign_in("admin", "", 1_000 + second).unwrap()).collect();
        assert_eq!(store.sessions("admin", 2_000).unwrap().len(), 20);
        assert!(store.signed_in(&tokens[9], 2_000).unwrap().is_none(), "the oldest are ended");
        assert!(store.signed_in(&tokens[10], 2_000).unwrap().is_some());
        store.set_password("admin", &Password::new("another").unwrap()).unwrap();
        assert!(store.signed_in(&tokens[29], 2_000).unwrap().is_none());
        assert!(matches!(store.sign_in("nobody", "", 0), Err(Error::NoAccount(_))));
    }

    #[test]
    fn a_password_that_was_made_here_is_to_be_changed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let made = store.first_start(None, None).unwrap();
        assert!(matches!(made.admin, Some(FirstPassword::Generated(_))));
        let token = store.sign_in("admin", "", 0).unwrap();
        assert!(store.signed_in(&token, 0).unwrap().unwrap().account.must_change);
        store.set_password("admin", &Password::new("another").unwrap()).unwrap();
        let token = store.sign_in("admin", "", 0).unwrap();
        assert!(!store.signed_in(&token, 0).unwrap().unwrap().account.must_change);
        let (_dir, given) = new_store();
        let token = given.sign_in("admin", "", 0).unwrap();
        assert!(!given.signed_in(&token, 0).unwrap().unwrap().account.must_change);
    }
}
