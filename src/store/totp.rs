//! The second step of signing in: codes that a phone makes by the time (RFC 6238), and some for whoever has lost it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest as _};
use ring::hmac;
use rusqlite::{Connection, OptionalExtension as _};

use super::password::random_letters;
use super::secrets::{Secrets, TOTP};
use super::{ApiToken, Error, Store};

/// Seconds for which a code is shown (RFC 6238 section 5.2).
const STEP: i64 = 30;
/// Steps that a phone's clock may be early or late.
const DRIFT: i64 = 1;
/// Bytes of a secret: as long as the hash (RFC 4226 section 4, R6).
const SECRET: usize = 20;
/// Codes for whoever has lost the phone.
const RECOVERY_CODES: usize = 10;
/// Time to confirm a newly set up authenticator, in seconds.
const CONFIRMED_WITHIN: i64 = 3_600;
/// Time to enter a code after the correct password, in seconds.
const SAID_WITHIN: i64 = 600;
/// The digits of secrets (RFC 4648 section 6).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Data for setting up an authenticator app, while it is not yet confirmed.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpBegun {
    /// The secret, as people type it.
    pub secret: String,
    /// The codes for whoever loses the phone.
    pub recovery_codes: Vec<String>,
}

impl fmt::Debug for TotpBegun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpBegun(…)")
    }
}

/// State of an account's two-factor authentication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Totp {
    /// Nobody is asked for a code.
    Off,
    /// A phone is told, and has yet to show that it was.
    Begun(TotpBegun),
    /// Signing in requires a code.
    On {
        /// Number of unused recovery codes.
        recovery_codes_left: usize,
    },
}

impl Store {
    /// Returns the state of an account's two-factor authentication at `now`, in seconds since 1970, as all times
    /// here.
    pub fn totp(&self, account: &str, now: i64) -> Result<Totp, Error> {
        let Some(known) = self.ask(|connection| known(connection, account, &self.secrets))? else {
            return Ok(Totp::Off);
        };
        let codes = "SELECT code FROM recovery_code WHERE account = ?1 ORDER BY code";
        let recovery_codes: Vec<String> = self.ask(|connection| {
            connection.prepare_cached(codes)?.query_map([account], |row| row.get(0))?.collect()
        })?;
        Ok(match known.confirmed_at {
            Some(_) => Totp::On { recovery_codes_left: recovery_codes.len() },
            None if now >= known.made_at + CONFIRMED_WITHIN => Totp::Off,
            None => Totp::Begun(TotpBegun { secret: base32(&known.secret?), recovery_codes }),
        })
    }

    /// Makes a secret for an account's phone; it holds once a code of it was right. Fails if another one holds.
    pub fn begin_totp(&self, account: &str, now: i64) -> Result<(), Error> {
        let mut secret = [0; SECRET];
        getrandom::fill(&mut secret).map_err(|error| Error::Password(error.to_string()))?;
        let (plain, sealed) = self.secrets.written(TOTP, &secret)?;
        let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| recovery_code()).collect::<Result<_, _>>()?;
        let clear = "DELETE FROM totp WHERE account = ?1 AND confirmed_at IS NULL";
        let insert =
            "INSERT INTO totp (account, secret, sealed, made_at) SELECT name, ?2, ?3, ?4 FROM account WHERE name = ?1
                      ON CONFLICT DO NOTHING";
        let begun = self.change(|change| {
            change.execute(clear, [account])?;
            let begun = change.execute(insert, (account, &plain, &sealed, now))?;
            for code in codes.iter().filter(|_| begun > 0) {
                change.execute("INSERT INTO recovery_code VALUES (?1, ?2)", (account, code))?;
            }
            Ok(begun)
        })?;
        if begun > 0 { Ok(()) } else { Err(Error::TotpIsOn(account.to_owned())) }
    }

    /// Has the second step of an account hold if `code` is one of its secret's; false if it is not, or none was begun.
    pub fn confirm_totp(&self, account: &str, code: &str, now: i64) -> Result<bool, Error> {
        self.change(|change| {
            let known = known(change, account, &self.secrets)?;
            let Some(known) = known.filter(|known| known.confirmed_at.is_none()) else {
                return Ok(false);
            };
            let Some(step) = known.step_of(code, now).filter(|_| now < known.made_at + CONFIRMED_WITHIN)
            else {
                return Ok(false);
            };
            let confirm = "UPDATE totp SET confirmed_at = ?2, last_step = ?3 WHERE account = ?1";
            change.execute(confirm, (account, now, step))?;
            let codes: Vec<String> = change
                .prepare("SELECT code FROM recovery_code WHERE account = ?1")?
                .query_map([account], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for code in codes {
                let keep = "UPDATE recovery_code SET code = ?3 WHERE account = ?1 AND code = ?2";
                change.execute(keep, (account, &code, kept(account, &code)))?;
            }
            Ok(true)
        })
    }

    /// Asks an account for no code any more; false if it was asked for none.
    pub fn end_totp(&self, account: &str) -> Result<bool, Error> {
        Ok(self.ask(|connection| connection.execute("DELETE FROM totp WHERE account = ?1", [account]))? > 0)
    }

    /// Returns whether signing in to an account requires a code.
    pub fn has_totp(&self, account: &str) -> Result<bool, Error> {
        let sql = "SELECT 1 FROM totp WHERE account = ?1 AND confirmed_at IS NOT NULL";
        self.ask(|connection| connection.prepare_cached(sql)?.exists([account]))
    }

    /// Notes that somebody has said the right password of an account, and has yet to say a code. The token says who.
    pub fn sign_in_halfway(&self, account: &str, now: i64) -> Result<ApiToken, Error> {
        let token = ApiToken::generate()?;
        let insert = "INSERT INTO half_session SELECT ?1, name, ?3 FROM account WHERE name = ?2";
        let begun = self.change(|change| {
            change.execute("DELETE FROM half_session WHERE expires_at <= ?1", [now])?;
            change.execute(insert, (token.hash(), account, now + SAID_WITHIN))
        })?;
        if begun > 0 { Ok(token) } else { Err(Error::NoAccount(account.to_owned())) }
    }

    /// The account whose right password was said with `token`.
    pub fn halfway(&self, token: &ApiToken, now: i64) -> Result<Option<String>, Error> {
        let sql = "SELECT account FROM half_session WHERE token_hash = ?1 AND expires_at > ?2";
        self.ask(|connection| connection.query_row(sql, (token.hash(), now), |row| row.get(0)).optional())
    }

    /// Takes a code: that of the phone, or one for whoever has lost it. Each is right once. With it, what was begun with
    /// `token` is over.
    pub fn take_code(&self, token: &ApiToken, code: &str, now: i64) -> Result<Option<String>, Error> {
        let whose = "SELECT account FROM half_session WHERE token_hash = ?1 AND expires_at > ?2";
        self.change(|change| {
            let account: Option<String> =
                change.query_row(whose, (token.hash(), now), |row| row.get(0)).optional()?;
            let Some(account) = account else { return Ok(None) };
            if !is_right((change, &self.secrets), &account, code, now)? {
                return Ok(None);
            }
            change.execute("DELETE FROM half_session WHERE token_hash = ?1", [token.hash()])?;
            Ok(Some(account))
        })
    }
}

/// Returns whether a code is correct now, and marks it as used, so that it is not accepted again.
fn is_right(
    (change, secrets): (&Connection, &Secrets),
    account: &str,
    code: &str,
    now: i64,
) -> rusqlite::Result<bool> {
    let Some(known) = known(change, account, secrets)?.filter(|known| known.confirmed_at.is_some()) else {
        return Ok(false);
    };
    if let Some(step) = known.step_of(code, now) {
        change.execute("UPDATE totp SET last_step = ?2 WHERE account = ?1", (account, step))?;
        return Ok(true);
    }
    let code = code.trim().to_lowercase();
    let used = "DELETE FROM recovery_code WHERE account = ?1 AND code = ?2";
    Ok(change.execute(used, (account, kept(&known.account, &code)))? > 0)
}

/// The stored TOTP state of an account.
struct Known {
    account: String,
    /// The secret, or why it cannot be read.
    secret: Result<Vec<u8>, Error>,
    made_at: i64,
    confirmed_at: Option<i64>,
    last_step: i64,
}

impl Known {
    /// The step of which `code` is, if that is about now and later than the last one.
    fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let given: u32 = (digits.len() == 6).then(|| digits.parse().ok()).flatten()?;
        let secret = match &self.secret {
            Ok(secret) => secret,
            Err(error) => {
                tracing::error!(account = self.account, %error, "a code cannot be checked");
                return None;
            }
        };
        let mut steps = (now / STEP - DRIFT..=now / STEP + DRIFT).filter(|step| *step > self.last_step);
        steps.find(|step| code_of(secret, *step) == given)
    }
}

fn known(connection: &Connection, account: &str, secrets: &Secrets) -> rusqlite::Result<Option<Known>> {
    let sql = "SELECT account, secret, made_at, confirmed_at, last_step, sealed FROM totp WHERE account = ?1";
    let row = |row: &rusqlite::Row<'_>| {
        Ok(Known {
            account: row.get(0)?,
            secret: secrets.read(TOTP, (row.get(1)?, row.get(5)?)),
            made_at: row.get(2)?,
            confirmed_at: row.get(3)?,
            last_step: row.get(4)?,
        })
    };
    connection.prepare_cached(sql)?.query_row([account], row).optional()
}

/// The code of a step, of six digits (RFC 4226 section 5.3).
fn code_of(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let from = usize::from(tag[tag.len() - 1] & 0xF);
    let bits = tag[from..from + 4].iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte));
    (bits & 0x7FFF_FFFF) % 1_000_000
}

/// Bytes as people type them.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    for chunk in bytes.chunks(5) {
        let bits =
            chunk.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) << (8 * (5 - chunk.len()));
        let digits = (chunk.len() * 8).div_ceil(5);
        let digit = |place: usize| char::from(BASE32[(bits >> (35 - 5 * place)) as usize & 31]);
        text.extend((0..digits).map(digit));
    }
    text
}

/// A code that can be read out, of 49 random bits.
fn recovery_code() -> Result<String, Error> {
    Ok(format!("{}-{}", random_letters(5)?, random_letters(5)?))
}

/// Returns the stored hash of a recovery code. The code is as random as a token, so it needs no slow hash.
fn kept(account: &str, code: &str) -> String {
    let mut hash = Blake2b::<U32>::new();
    hash.update(b"recovery code");
    hash.update(account.to_lowercase());
    hash.update([0]);
    hash.update(code);
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Password;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238 appendix B, the last six of its eight digits.
        for (time, code) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            assert_eq!(code_of(b"12345678901234567890", time / STEP), code, "at {time}");
        }
    }

    #[test]
    fn secrets_are_written_as_the_standard_says() {
        // RFC 4648 section 10, without the padding, which phones do not ask for.
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
    }

    const NOW: i64 = 1_800_000_000;

    fn store(dir: &std::path::Path) -> Store {
        let store = Store::open(dir).unwrap();
        store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
        store
    }

    impl Store {
        /// Returns the code that an account's authenticator app shows.
        pub(crate) fn code_on_phone(&self, account: &str, now: i64) -> String {
            let known = self.ask(|connection| known(connection, account, &self.secrets)).unwrap().unwrap();
            format!("{:06}", code_of(&known.secret.unwrap(), now / STEP))
        }
    }

    fn code_at(store: &Store, now: i64) -> String {
        store.code_on_phone("admin", now)
    }

    fn takes(store: &Store, code: &str, now: i64) -> bool {
        let half = store.sign_in_halfway("ADMIN", now).unwrap();
        let taken = store.take_code(&half, code, now).unwrap();
        assert_eq!(store.halfway(&half, now).unwrap().is_none(), taken.is_some());
        taken.is_some()
    }

    fn confirmed(store: &Store) -> Vec<String> {
        store.begin_totp("admin", NOW).unwrap();
        let Totp::Begun(begun) = store.totp("admin", NOW).unwrap() else { panic!("it has begun") };
        assert!(store.confirm_totp("admin", &code_at(store, NOW), NOW).unwrap());
        begun.recovery_codes
    }

    #[test]
    fn it_holds_once_a_code_was_right() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        assert_eq!(store.totp("admin", NOW).unwrap(), Totp::Off);
        store.begin_totp("Admin", NOW).unwrap();
        assert!(!store.has_totp("admin").unwrap());
        assert!(!takes(&store, &code_at(&store, NOW), NOW), "before it holds");
        assert!(!store.confirm_totp("admin", "000 00", NOW).unwrap());
        assert!(!store.confirm_totp("admin", &code_at(&store, NOW), NOW + CONFIRMED_WITHIN).unwrap());
        assert_eq!(store.totp("admin", NOW + CONFIRMED_WITHIN).unwrap(), Totp::Off);
        let spaced = format!("{} {}", &code_at(&store, NOW)[..3], &code_at(&store, NOW)[3..]);
        assert!(store.confirm_totp("admin", &spaced, NOW).unwrap());
        assert_eq!(store.totp("admin", NOW).unwrap(), Totp::On { recovery_codes_left: 10 });
        assert!(matches!(store.begin_totp("admin", NOW), Err(Error::TotpIsOn(_))));
        assert!(store.has_totp("ADMIN").unwrap());
        assert!(store.end_totp("admin").unwrap());
        assert_eq!(store.totp("admin", NOW).unwrap(), Totp::Off);
    }

    #[test]
    fn a_code_is_right_about_now_and_once() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        confirmed(&store);
        assert!(!takes(&store, &code_at(&store, NOW), NOW), "that of the confirmation");
        let later = NOW + 10 * STEP;
        for wrong in ["", "123", "abcdef", "0000000", &code_at(&store, later - 2 * STEP)] {
            assert!(!takes(&store, wrong, later), "{wrong}");
        }
        assert!(takes(&store, &code_at(&store, later + STEP), later), "a phone that is early");
        assert!(!takes(&store, &code_at(&store, later + STEP), later));
        assert!(!takes(&store, &code_at(&store, later), later), "an earlier one");
    }

    #[test]
    fn whoever_has_lost_the_phone_has_ten_codes() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let codes = confirmed(&store);
        assert_eq!(codes.len(), 10);
        let kept = store.ask(|connection| {
            let mut kept = connection.prepare("SELECT code FROM recovery_code")?;
            kept.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()
        });
        assert!(kept.unwrap().iter().all(|kept| !codes.contains(kept)), "hashes only");
        assert!(takes(&store, &codes[3].to_uppercase(), NOW));
        assert!(!takes(&store, &codes[3], NOW), "once");
        assert!(takes(&store, &format!(" {} ", codes[4]), NOW));
        assert_eq!(store.totp("admin", NOW).unwrap(), Totp::On { recovery_codes_left: 8 });
    }

    #[test]
    fn half_of_it_lasts_for_minutes() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let half = store.sign_in_halfway("admin", NOW).unwrap();
        assert_eq!(store.halfway(&half, NOW + SAID_WITHIN - 1).unwrap().as_deref(), Some("admin"));
        assert_eq!(store.halfway(&half, NOW + SAID_WITHIN).unwrap(), None);
        assert!(matches!(store.sign_in_halfway("nobody", NOW), Err(Error::NoAccount(_))));
        store.set_password("admin", &Password::new("another").unwrap()).unwrap();
        assert_eq!(store.halfway(&half, NOW).unwrap(), None, "the password is another one");
    }
}
