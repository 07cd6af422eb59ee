//! Passwords: made, kept as argon2id hashes, checked.

use std::fmt;
use std::sync::OnceLock;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params, PasswordHash};

use super::Error;

/// The longest password in bytes; a longer one is an attempt to keep the processor busy.
pub const LONGEST: usize = 256;

/// The fewest characters of a password that a person chooses for themselves.
pub const SHORTEST: usize = 10;

/// No letter or digit that looks like another: no i, l, o, 0, 1.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Four groups of five, 20 × log2(31) = 99 bits.
const GROUPS: usize = 4;
const GROUP: usize = 5;

/// A password in clear, on its way from or to a person. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Takes a password that a person chose.
    pub fn new(chosen: impl Into<String>) -> Result<Self, Error> {
        let chosen = chosen.into();
        let usable = (1..=LONGEST).contains(&chosen.len()) && !chosen.contains(['\r', '\n', '\0']);
        if usable { Ok(Self(chosen)) } else { Err(Error::BadPassword) }
    }

    /// Takes a password that a person chose for themselves, which is harder to guess than some.
    pub fn chosen(chosen: &str) -> Result<Self, Error> {
        if chosen.chars().count() < SHORTEST { Err(Error::ShortPassword) } else { Self::new(chosen) }
    }

    /// Makes a password that can be read out, of 99 random bits.
    pub fn generate() -> Result<Self, Error> {
        let groups = (0..GROUPS).map(|_| random_letters(GROUP)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self(groups.join("-")))
    }

    /// The password itself, to be shown once or sent on.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Returns an argon2id hash with a new salt, in PHC format.
    pub(super) fn hash(&self) -> Result<String, Error> {
        let hash = Argon2::default().hash_password(self.0.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Password(error.to_string()))
    }
}

/// A password that another program hashed.
pub struct ImportedPassword(String);

/// The most that checking one may cost: memory in KiB, passes, and lanes.
const MOST_COST: (u32, u32, u32) = (256 * 1_024, 16, 16);

impl ImportedPassword {
    /// Takes an argon2id hash in PHC format; `None` if it is none, or checking it would cost too much.
    pub fn new(hash: &str) -> Option<Self> {
        let parsed = PasswordHash::new(hash).ok()?;
        let params = Params::try_from(&parsed).ok()?;
        let cost = (params.m_cost(), params.t_cost(), params.p_cost());
        let is_cheap = cost.0 <= MOST_COST.0 && cost.1 <= MOST_COST.1 && cost.2 <= MOST_COST.2;
        (is_cheap && parsed.algorithm == argon2::ARGON2ID_IDENT).then(|| Self(hash.to_owned()))
    }

    pub(super) fn hash(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Returns whether `offered` matches `hash`.
///
/// Takes as long without a hash, so that the response time does not reveal which names exist.
pub(super) fn verify(offered: &str, hash: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if offered.len() > LONGEST {
        return false;
    }
    let against = hash
        .unwrap_or_else(|| NOBODY.get_or_init(|| Password("nobody".to_owned()).hash().unwrap_or_default()));
    let fits = PasswordHash::new(against)
        .is_ok_and(|against| Argon2::default().verify_password(offered.as_bytes(), &against).is_ok());
    fits && hash.is_some()
}

pub(super) fn random_letters(count: usize) -> Result<String, Error> {
    let mut letters = String::with_capacity(count);
    while letters.len() < count {
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(|error| Error::Password(error.to_string()))?;
        // Five bits give 0 to 31; 31 is drawn again, so that every letter is as likely as the others.
        if let Some(letter) = ALPHABET.get(usize::from(byte[0] & 31)) {
            letters.push(char::from(*letter));
        }
    }
    Ok(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_of_another_program_is_taken_if_it_is_argon2id_and_cheap_enough() {
        let ours = Password("tides".to_owned()).hash().unwrap();
        let taken = ImportedPassword::new(&ours).unwrap();
        assert!(verify("tides", Some(taken.hash())) && !verify("ebb", Some(taken.hash())));
        for other in ["", "$2y$10$abcdefghijklmnopqrstuv", &ours.replace("argon2id", "argon2i")] {
            assert!(ImportedPassword::new(other).is_none(), "{other}");
        }
        let (_, rest) = ours.split_once("m=").unwrap();
        let (_, rest) = rest.split_once(',').unwrap();
        assert!(
            ImportedPassword::new(&format!("$argon2id$v=19$m=4000000,{rest}")).is_none(),
            "it takes 4 GB"
        );
    }
}
