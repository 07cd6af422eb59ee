//! Passwords of accounts for programs, which cannot be asked for a phone's code.
//!
//! An account that is asked for codes at sign-in goes live and changes titles by a password that was made for the
//! program, and not by its own: whoever learned that one alone gets nowhere with it.

use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest as _};
use rusqlite::OptionalExtension as _;

use super::{Account, Error, Password, Store};

/// The most passwords for programs of one account.
const MOST: i64 = 20;
/// The longest name of one, in characters.
const LONGEST_NAME: usize = 40;

/// A password for a program, without the password itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppPassword {
    /// The name that its owner gave it, such as that of the program.
    pub name: String,
    /// When it was made, in seconds since 1970.
    pub created_at: i64,
}

/// The answer to a program that gives a name and a right password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramSignIn {
    /// It acts for this account.
    Account(Account),
    /// The password is the account's own, and the account is asked for codes: the program needs one of its own.
    AppPasswordNeeded,
}

impl Store {
    /// Makes a password for a program of `account`, in place of the one of the same name. It is told once.
    pub fn add_app_password(&self, account: &str, name: &str, now: i64) -> Result<Password, Error> {
        let name = name.trim();
        let is_fit = (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains(char::is_control);
        if !is_fit {
            let words = format!("the name of an app password has 1 to {LONGEST_NAME} characters");
            return Err(Error::UnfitAppPassword(words));
        }
        let password = Password::generate()?;
        let insert = "INSERT INTO app_password (account, name, hash, created_at)
            SELECT name, ?2, ?3, ?4 FROM account WHERE name = ?1
                AND (SELECT count(*) FROM app_password WHERE account = ?1 AND name <> ?2) < ?5
            ON CONFLICT DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at";
        let values = (account, name, hash(account, password.reveal()), now, MOST);
        if self.ask(|connection| connection.execute(insert, values))? > 0 {
            return Ok(password);
        }
        let is_there = "SELECT 1 FROM account WHERE name = ?1";
        if self.ask(|connection| connection.prepare_cached(is_there)?.exists([account]))? {
            return Err(Error::UnfitAppPassword(format!("an account has {MOST} app passwords at most")));
        }
        Err(Error::NoAccount(account.to_owned()))
    }

    /// Returns the passwords for programs of `account`, by name.
    pub fn app_passwords(&self, account: &str) -> Result<Vec<AppPassword>, Error> {
        let sql = "SELECT name, created_at FROM app_password WHERE account = ?1 ORDER BY name";
        self.ask(|connection| {
            let mut all = connection.prepare_cached(sql)?;
            let row =
                |row: &rusqlite::Row<'_>| Ok(AppPassword { name: row.get(0)?, created_at: row.get(1)? });
            all.query_map([account], row)?.collect()
        })
    }

    /// Removes a password for a program; false if there is none of this name.
    pub fn remove_app_password(&self, account: &str, name: &str) -> Result<bool, Error> {
        let sql = "DELETE FROM app_password WHERE account = ?1 AND name = ?2";
        Ok(self.ask(|connection| connection.execute(sql, (account, name)))? > 0)
    }

    /// Returns the account for which a program acts that gives this name and password; `None` if they are wrong. Takes
    /// some tens of milliseconds, unless the password is one for a program.
    pub fn verify_program(&self, name: &str, offered: &str) -> Result<Option<ProgramSignIn>, Error> {
        let sql = "SELECT account.name, role, account.created_at, must_change FROM account
            JOIN app_password ON app_password.account = account.name
            WHERE account.name = ?1 AND hash = ?2";
        let found = self.ask(|connection| {
            let mut query = connection.prepare_cached(sql)?;
            query.query_row((name, hash(name, offered)), Account::from_row).optional()
        })?;
        if let Some(account) = found {
            return Ok(Some(ProgramSignIn::Account(account)));
        }
        let Some(account) = self.verify(name, offered)? else { return Ok(None) };
        let needs_own = self.has_totp(&account.name)?;
        Ok(Some(if needs_own { ProgramSignIn::AppPasswordNeeded } else { ProgramSignIn::Account(account) }))
    }
}

/// Returns what is kept of a password.
fn hash(account: &str, password: &str) -> Vec<u8> {
    let mut hash = Blake2b::<U32>::new();
    hash.update(b"app password");
    hash.update(account.to_lowercase());
    hash.update([0]);
    hash.update(password);
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000;

    #[test]
    fn an_account_with_codes_lets_programs_in_by_their_own_passwords_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
        let enters = |password: &str| store.verify_program("Admin", password).unwrap();
        let is_in = |password: &str| matches!(enters(password), Some(ProgramSignIn::Account(_)));
        assert!(is_in("in-charge"), "as long as it has no codes");
        let butt = store.add_app_password("ADMIN", "BUTT", NOW).unwrap();
        assert!(is_in(butt.reveal()) && enters("wrong").is_none());
        store.begin_totp("admin", NOW).unwrap();
        assert!(is_in("in-charge"), "not confirmed yet");
        let code = store.code_on_phone("admin", NOW);
        assert!(store.confirm_totp("admin", &code, NOW).unwrap());
        assert_eq!(enters("in-charge"), Some(ProgramSignIn::AppPasswordNeeded));
        assert!(is_in(butt.reveal()));
        assert!(
            store.verify("admin", butt.reveal()).unwrap().is_none(),
            "it signs nobody in to the dashboard"
        );
        let names =
            || store.app_passwords("admin").unwrap().into_iter().map(|one| one.name).collect::<Vec<_>>();
        let again = store.add_app_password("admin", "butt", NOW).unwrap();
        assert!(is_in(again.reveal()) && !is_in(butt.reveal()), "the new one takes its place");
        assert_eq!(names().len(), 1);
        assert!(store.remove_app_password("admin", "butt").unwrap() && enters(again.reveal()).is_none());
        for wrong in ["", "  ", "a\nb", &"x".repeat(41)] {
            assert!(matches!(store.add_app_password("admin", wrong, NOW), Err(Error::UnfitAppPassword(_))));
        }
        assert!(matches!(store.add_app_password("nobody", "x", NOW), Err(Error::NoAccount(_))));
        for number in 0..MOST {
            store.add_app_password("admin", &number.to_string(), NOW).unwrap();
        }
        assert!(matches!(store.add_app_password("admin", "more", NOW), Err(Error::UnfitAppPassword(_))));
        store.add_app_password("admin", "0", NOW).unwrap();
    }
}
