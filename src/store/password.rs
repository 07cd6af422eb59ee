//! Passwords: made, kept as argon2id hashes, checked.

use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::Output;
use argon2::{Algorithm, Argon2, Block, Params, PasswordHash, Version};

use super::Error;

/// The longest password in bytes; a longer one is an attempt to keep the processor busy.
pub(super) const LONGEST: usize = 256;

/// The 19 MiB that a check works in, kept for the next one: checks come on many threads, and given back to the
/// allocator it would stay with each of them.
static WORKSPACES: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());
/// How many are kept: as many passwords as are checked at the same time.
const MOST_IDLE: usize = 2;

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

    /// Makes a password that can be read out, of 99 random bits.
    pub fn generate() -> Result<Self, Error> {
        let groups = (0..GROUPS).map(|_| random_letters(GROUP)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self(groups.join("-")))
    }

    /// The password itself, to be shown once or sent on.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it: an argon2id hash with its own salt, in PHC format.
    pub(super) fn hash(&self) -> Result<String, Error> {
        let hash = Argon2::default().hash_password(self.0.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Password(error.to_string()))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Whether `offered` is the password that `hash` was made from.
///
/// Takes as long where there is no hash, so that the time does not tell which names exist.
pub(super) fn verify(offered: &str, hash: Option<&str>) -> bool {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if offered.len() > LONGEST {
        return false;
    }
    let against = hash
        .unwrap_or_else(|| NOBODY.get_or_init(|| Password("nobody".to_owned()).hash().unwrap_or_default()));
    let fits = makes(offered, against).unwrap_or(false);
    fits && hash.is_some()
}

/// Whether `offered` makes the hash that was `kept`; `None` if that is no hash.
fn makes(offered: &str, kept: &str) -> Option<bool> {
    let kept = PasswordHash::new(kept).ok()?;
    let (salt, output) = (kept.salt?, kept.hash?);
    let algorithm = Algorithm::try_from(kept.algorithm.as_str()).ok()?;
    let version = kept.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&kept).ok()?);
    let mut memory = WORKSPACES.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
    memory.resize(argon2.params().block_count(), Block::default());
    let mut made = vec![0; output.len()];
    let done = argon2.hash_password_into_with_memory(offered.as_bytes(), &salt, &mut made, &mut memory[..]);
    let mut idle = WORKSPACES.lock().unwrap_or_else(PoisonError::into_inner);
    if idle.len() < MOST_IDLE {
        idle.push(memory);
    }
    // Outputs compare in constant time.
    Some(done.is_ok() && Output::new(&made).ok()? == output)
}

fn random_letters(count: usize) -> Result<String, Error> {
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
