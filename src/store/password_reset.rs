//! Links by which an account gets a new password.
//!
//! In: the name of an account, or the token of a link. Out: a token to be sent to the account's address, or the account
//! that has the new password. Never: keeps a token, only its hash.

use rusqlite::OptionalExtension as _;

use super::{ApiToken, Error, Password, Store, account};

/// Lifetime of a link, in seconds: an hour.
const LASTS: i64 = 3_600;
/// An account gets at most one link in this time, in seconds.
const APART: i64 = 300;

/// A link for a new password that is to be sent.
#[derive(Debug)]
pub struct PasswordReset {
    /// The account, by its name as it was given first.
    pub account: String,
    /// Address of e-mail to which the link goes.
    pub email: String,
    /// Token of the link: it opens the account once.
    pub token: ApiToken,
}

impl Store {
    /// Makes a link for the account `name` at `now`, in seconds since 1970, in place of an earlier one. There is none if
    /// there is no such account, if it has no address, or if it got one a moment ago.
    pub fn begin_password_reset(&self, name: &str, now: i64) -> Result<Option<PasswordReset>, Error> {
        let token = ApiToken::generate()?;
        let find = "SELECT name, email FROM account WHERE name = ?1 AND email IS NOT NULL";
        let begin = "INSERT INTO password_reset VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE
            SET token_hash = ?2, created_at = ?3 WHERE created_at <= ?3 - ?4 OR created_at > ?3";
        let found = self.change(|change| {
            let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
            let Some((account, email)) = change.query_row(find, [name], row).optional()? else {
                return Ok(None);
            };
            let written = change.execute(begin, (&account, token.hash(), now, APART))?;
            Ok((written > 0).then_some((account, email)))
        })?;
        Ok(found.map(|(account, email)| PasswordReset { account, email, token }))
    }

    /// Returns whether the link with this token opens anything at `now`.
    pub fn is_password_reset(&self, token: &ApiToken, now: i64) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM password_reset WHERE token_hash = ?1 AND created_at > ?2 - ?3 AND created_at <= ?2";
        self.ask(|connection| connection.prepare_cached(sql)?.exists((token.hash(), now, LASTS)))
    }

    /// Gives the account of a link a new password at `now`, and ends its sessions. The link opens nothing afterwards.
    /// Returns the account; none if the link is over or was used.
    pub fn end_password_reset(
        &self,
        token: &ApiToken,
        password: &Password,
        now: i64,
    ) -> Result<Option<String>, Error> {
        if !self.is_password_reset(token, now)? {
            return Ok(None);
        }
        let hash = password.hash()?;
        let take =
            "DELETE FROM password_reset WHERE token_hash = ?1 AND created_at > ?2 - ?3 RETURNING account";
        self.change(|change| {
            let owner = change.query_row(take, (token.hash(), now, LASTS), |row| row.get::<_, String>(0));
            let Some(account) = owner.optional()? else { return Ok(None) };
            account::write_password(change, &account, &hash)?;
            Ok(Some(account))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Contact, Role};

    fn password(text: &str) -> Password {
        Password::new(text).unwrap()
    }

    fn with_mail(email: &str) -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.add_account("Ada", Role::Dj, &password("the old password")).unwrap();
        let contact = Contact { display_name: None, email: Some(email.to_owned()) };
        store.set_contact("ada", &contact).unwrap();
        (dir, store)
    }

    #[test]
    fn a_link_gives_a_new_password_once_and_ends_the_sessions() {
        let (_dir, store) = with_mail("ada@radio.example");
        let session = store.sign_in("ada", "a browser", 1_000).unwrap();
        let link = store.begin_password_reset("ADA", 1_000).unwrap().unwrap();
        assert_eq!((&*link.account, &*link.email), ("Ada", "ada@radio.example"));
        let chosen = password("the new password");
        let taken = store.end_password_reset(&link.token, &chosen, 1_000 + LASTS - 1).unwrap();
        assert_eq!(taken.as_deref(), Some("Ada"));
        assert!(store.verify("ada", "the new password").unwrap().is_some());
        assert_eq!(store.signed_in(&session, 1_001).unwrap(), None);
        assert_eq!(store.end_password_reset(&link.token, &chosen, 1_002).unwrap(), None, "used");
    }

    #[test]
    fn a_link_is_over_after_an_hour_or_with_another_address_or_password() {
        let (_dir, store) = with_mail("ada@radio.example");
        let link = |now| store.begin_password_reset("ada", now).unwrap();
        let first = link(1_000).unwrap();
        assert!(store.is_password_reset(&first.token, 1_000 + LASTS - 1).unwrap());
        assert!(!store.is_password_reset(&first.token, 1_000 + LASTS).unwrap());
        assert!(link(1_000 + APART - 1).is_none(), "too soon");
        let second = link(1_000 + APART).unwrap();
        assert!(!store.is_password_reset(&first.token, 1_301).unwrap(), "the newest counts");
        store.set_password("ada", &password("another password")).unwrap();
        assert!(!store.is_password_reset(&second.token, 1_301).unwrap());
        let third = link(2_000).unwrap();
        store
            .set_contact("ada", &Contact { email: Some("a@b.example".to_owned()), ..Contact::default() })
            .unwrap();
        assert!(!store.is_password_reset(&third.token, 2_001).unwrap());
    }

    #[test]
    fn only_an_account_with_an_address_gets_a_link() {
        let (_dir, store) = with_mail(" ada@radio.example ");
        assert!(store.begin_password_reset("eve", 1_000).unwrap().is_none());
        store.set_contact("ada", &Contact::default()).unwrap();
        assert!(store.begin_password_reset("ada", 1_000).unwrap().is_none());
        for wrong in ["ada", "@b.example", "a@", "a@b@c", "a b@c.example", "Ada <a@b.example>", "a@b, c@d"] {
            let contact = Contact { email: Some(wrong.to_owned()), ..Contact::default() };
            assert!(store.set_contact("ada", &contact).is_err(), "{wrong}");
        }
    }
}
