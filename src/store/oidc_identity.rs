//! Identities at an OpenID provider with which accounts sign in.
//!
//! An administrator gives an account a mail address. The first sign-in of whoever has this address there, verified by the
//! provider, ties the account to that person, who is known by issuer and subject from then on: mail addresses change
//! hands, and those two do not.

use rusqlite::OptionalExtension as _;

use super::account::valid_name;
use super::{Account, Error, Password, Role, Store};

/// The longest mail address, in characters.
const LONGEST_EMAIL: usize = 255;
/// The longest beginning of a name that is made from that of the provider, in characters.
const LONGEST_NAME: usize = 30;
/// Names that are tried for a new account.
const MOST_NAMES: u32 = 100;
const TIED: &str = "SELECT account.name, role, created_at, must_change FROM oidc_identity
    JOIN account ON account.name = oidc_identity.account WHERE issuer = ?1 AND subject = ?2";
const EMAIL_TAKEN: &str = "this mail address belongs to another account";

/// A person at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcPerson {
    /// The provider.
    pub issuer: String,
    /// The person's identifier there.
    pub subject: String,
    /// Their mail address in small letters, if the provider has verified it.
    pub email: Option<String>,
}

/// Settings of an account for signing in by a provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OidcIdentity {
    /// The mail address by which the first sign-in is recognised.
    pub email: Option<String>,
    /// True once there was one.
    pub is_linked: bool,
}

impl Store {
    /// Returns the identity with which an account signs in.
    pub fn oidc_identity(&self, account: &str) -> Result<Option<OidcIdentity>, Error> {
        let sql = "SELECT email, subject IS NOT NULL FROM oidc_identity WHERE account = ?1";
        self.ask(|connection| {
            let row =
                |row: &rusqlite::Row<'_>| Ok(OidcIdentity { email: row.get(0)?, is_linked: row.get(1)? });
            connection.prepare_cached(sql)?.query_row([account], row).optional()
        })
    }

    /// Sets the mail address by which the first sign-in for an account is recognised; `None` has it sign in by no
    /// provider. Another address unties the account from the person who signed in before, and ends its sessions.
    pub fn set_oidc_email(&self, account: &str, email: Option<&str>) -> Result<(), Error> {
        let Some(email) = email else {
            return self.change(|change| {
                end_sessions_of_tied(change, account, None)?;
                change.execute("DELETE FROM oidc_identity WHERE account = ?1", [account]).map(drop)
            });
        };
        let email = email.trim().to_ascii_lowercase();
        let is_one = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        let is_plain = !email.contains(|letter: char| letter.is_whitespace() || letter.is_control());
        if !is_one || !is_plain || email.chars().count() > LONGEST_EMAIL {
            return Err(Error::Unfit("this is no mail address"));
        }
        let taken = "SELECT 1 FROM oidc_identity WHERE email = ?1 AND account <> ?2";
        let sql = "INSERT INTO oidc_identity (account, email) SELECT name, ?2 FROM account WHERE name = ?1
            ON CONFLICT (account) DO UPDATE SET email = excluded.email, issuer = NULL, subject = NULL
            WHERE email IS NOT excluded.email";
        let is_taken = self.change(|change| {
            if change.prepare_cached(taken)?.exists((&email, account))? {
                return Ok(true);
            }
            end_sessions_of_tied(change, account, Some(&email))?;
            change.execute(sql, (account, &email))?;
            Ok(false)
        })?;
        if is_taken { Err(Error::Unfit(EMAIL_TAKEN)) } else { Ok(()) }
    }

    /// Returns the account that is tied to a person at a provider. Nothing is written for that: a disk that is full locks
    /// nobody out.
    pub fn oidc_account(&self, person: &OidcPerson) -> Result<Option<Account>, Error> {
        let of = (&person.issuer, &person.subject);
        self.ask(|connection| connection.prepare_cached(TIED)?.query_row(of, Account::from_row).optional())
    }

    /// Ties the account with a person's mail address to them, if it is tied to nobody yet, and returns it.
    pub fn tie_oidc_account(&self, person: &OidcPerson) -> Result<Option<Account>, Error> {
        let Some(email) = &person.email else { return Ok(None) };
        let tie = "UPDATE oidc_identity SET issuer = ?1, subject = ?2 WHERE email = ?3 AND subject IS NULL";
        let of = (&person.issuer, &person.subject);
        self.change(|change| {
            change.execute(tie, (&person.issuer, &person.subject, email))?;
            change.prepare_cached(TIED)?.query_row(of, Account::from_row).optional()
        })
    }

    /// Adds an account with the role of a DJ that is tied to a person at a provider, with a name like `wanted`. Takes some
    /// tens of milliseconds, for it has a password that nobody knows.
    pub fn add_oidc_dj(&self, person: &OidcPerson, wanted: &str) -> Result<Account, Error> {
        let hash = Password::generate()?.hash()?;
        let base = name_like(wanted);
        let names =
            std::iter::once(base.clone()).chain((2..MOST_NAMES).map(|number| format!("{base}-{number}")));
        let names: Vec<String> = names.collect();
        let add =
            "INSERT INTO account (name, role, password_hash) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let tie = "INSERT INTO oidc_identity (account, issuer, subject) VALUES (?1, ?2, ?3)";
        let added = self.change(|change| {
            for name in &names {
                if change.execute(add, (name, Role::Dj, &hash))? > 0 {
                    change.execute(tie, (name, &person.issuer, &person.subject))?;
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
        if !added {
            return Err(Error::AccountExists(base));
        }
        self.oidc_account(person)?.ok_or(Error::NoAccount(base))
    }
}

/// Ends the sessions of an account that is tied to a person, unless it keeps this address.
fn end_sessions_of_tied(
    change: &rusqlite::Connection,
    account: &str,
    kept: Option<&str>,
) -> rusqlite::Result<()> {
    let of_tied = "WHERE account IN (SELECT account FROM oidc_identity
        WHERE account = ?1 AND subject IS NOT NULL AND (?2 IS NULL OR email IS NOT ?2))";
    for table in ["session", "half_session"] {
        change.execute(&format!("DELETE FROM {table} {of_tied}"), (account, kept))?;
    }
    Ok(())
}

/// Makes a name of an account from one of a provider.
fn name_like(wanted: &str) -> String {
    let local = wanted.split('@').next().unwrap_or_default();
    let letters = local.chars().filter(|letter| letter.is_alphanumeric() || "._-".contains(*letter));
    let name: String = letters.take(LONGEST_NAME).collect();
    if valid_name(&name).is_ok() { name } else { "dj".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(subject: &str, email: Option<&str>) -> OidcPerson {
        let email = email.map(str::to_owned);
        OidcPerson { issuer: "https://login.example".to_owned(), subject: subject.to_owned(), email }
    }

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
        for name in ["ada", "ben"] {
            store.add_account(name, Role::Dj, &Password::new("a password").unwrap()).unwrap();
        }
        (dir, store)
    }

    #[test]
    fn the_first_sign_in_with_the_address_ties_an_account_to_a_person() {
        let (_dir, store) = store();
        let found = |person: &OidcPerson| {
            let known = store.oidc_account(person).unwrap();
            known.or_else(|| store.tie_oidc_account(person).unwrap()).map(|account| account.name)
        };
        store.set_oidc_email("ADA", Some(" Ada@Radio.example ")).unwrap();
        assert_eq!(found(&person("1", Some("eve@radio.example"))), None);
        assert_eq!(found(&person("1", None)), None, "an address that is not verified is none");
        assert_eq!(found(&person("1", Some("ada@radio.example"))).as_deref(), Some("ada"));
        assert_eq!(found(&person("1", None)).as_deref(), Some("ada"), "whatever address they have later");
        assert_eq!(found(&person("2", Some("ada@radio.example"))), None, "whoever has it later");
        let other = OidcPerson { issuer: "https://other.example".to_owned(), ..person("1", None) };
        assert_eq!(found(&other), None);

        store.set_oidc_email("ada", Some("ada@radio.example")).unwrap();
        let expected = OidcIdentity { email: Some("ada@radio.example".to_owned()), is_linked: true };
        assert_eq!(store.oidc_identity("Ada").unwrap(), Some(expected), "the same address changes nothing");
        store.set_oidc_email("ada", Some("lovelace@radio.example")).unwrap();
        assert_eq!(found(&person("1", Some("ada@radio.example"))), None, "another one unties it");
        assert_eq!(found(&person("3", Some("lovelace@radio.example"))).as_deref(), Some("ada"));
        store.set_oidc_email("ada", None).unwrap();
        assert_eq!((found(&person("3", None)), store.oidc_identity("ada").unwrap()), (None, None));
    }

    #[test]
    fn whoever_is_untied_is_signed_out() {
        let (_dir, store) = store();
        let sign_in =
            || (store.sign_in("ada", "a browser", 0).unwrap(), store.sign_in_halfway("ada", 0).unwrap());
        let counts = || {
            let count = |table: &str| {
                let sql = format!("SELECT count(*) FROM {table} WHERE account = 'ada'");
                store.ask(|connection| connection.query_row(&sql, [], |row| row.get::<_, u32>(0))).unwrap()
            };
            (count("session"), count("half_session"))
        };
        sign_in();
        store.set_oidc_email("ada", Some("ada@radio.example")).unwrap();
        assert_eq!(counts(), (1, 1), "nobody was tied to it");
        store.tie_oidc_account(&person("1", Some("ada@radio.example"))).unwrap().unwrap();
        store.set_oidc_email("ada", Some("Ada@radio.example")).unwrap();
        assert_eq!(counts(), (1, 1), "the same address");
        store.set_oidc_email("ada", Some("other@radio.example")).unwrap();
        assert_eq!(counts(), (0, 0), "another address");
        store.tie_oidc_account(&person("1", Some("other@radio.example"))).unwrap().unwrap();
        sign_in();
        store.set_oidc_email("ADA", None).unwrap();
        assert_eq!(counts(), (0, 0), "no address");
        let made = store.add_oidc_dj(&person("2", None), "eve").unwrap();
        store.set_oidc_email(&made.name, None).unwrap();
        assert_eq!(store.oidc_account(&person("2", None)).unwrap(), None);
    }

    #[test]
    fn an_address_is_one_and_of_one_account() {
        let (_dir, store) = store();
        store.set_oidc_email("ada", Some("ada@radio.example")).unwrap();
        let taken = store.set_oidc_email("ben", Some("ADA@radio.example"));
        assert!(matches!(taken, Err(Error::Unfit(EMAIL_TAKEN))));
        for wrong in ["", "ada", "@x", "x@", "a b@x", "a@x\ny", &format!("a@{}", "x".repeat(300))] {
            assert!(matches!(store.set_oidc_email("ben", Some(wrong)), Err(Error::Unfit(_))), "{wrong:?}");
        }
        // The sign of the unit kelvin is a small k in Unicode, and another letter in an address.
        store.set_oidc_email("ben", Some("ad\u{212a}@radio.example")).unwrap();
        assert_eq!(store.tie_oidc_account(&person("9", Some("adk@radio.example"))).unwrap(), None);
        store.remove_account("ada").unwrap();
        store.set_oidc_email("ben", Some("ada@radio.example")).unwrap();
    }

    #[test]
    fn an_account_that_is_made_has_a_free_name_and_no_known_password() {
        let (_dir, store) = store();
        let made =
            |subject: &str, wanted: &str| store.add_oidc_dj(&person(subject, None), wanted).unwrap().name;
        assert_eq!(made("1", "Ada"), "Ada-2");
        assert_eq!(made("2", "m\u{fc}ller/../<x>@radio.example"), "m\u{fc}ller..x");
        assert_eq!(made("3", "source"), "dj");
        assert_eq!(made("4", "\u{202e}"), "dj-2");
        let account = store.oidc_account(&person("1", None)).unwrap().unwrap();
        assert_eq!((account.role, account.must_change), (Role::Dj, false));
        assert!(store.add_oidc_dj(&person("1", None), "eve").is_err(), "a person has one account");
        assert!(store.accounts().unwrap().iter().all(|account| account.name != "eve"));
    }
}
