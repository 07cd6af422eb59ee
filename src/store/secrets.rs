//! Encryption of the secrets in the database that have to be read again: those of phones' codes and of webhooks.
//!
//! Passwords and tokens are kept as hashes; these two are used as they are, so they are encrypted (ChaCha20-Poly1305,
//! RFC 8439) with a key that is in a file of its own. A database or a backup without that file tells nobody a secret.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use rusqlite::types::Value;

use super::{Error, Store, schema};

/// The name of the key's file in the data directory, where no other place is named.
pub const SECRETS_KEY_NAME: &str = "secrets.key";
/// Bytes of the key.
const KEY: usize = 32;

/// The key of one installation. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct SecretsKey(Arc<[u8; KEY]>);

/// How secrets are written; clones share the key.
#[derive(Clone, Debug, Default)]
pub(super) enum Secrets {
    /// As they are: by programs that write none.
    #[default]
    Plain,
    /// Encrypted.
    Sealed(SecretsKey),
    /// Not at all: the file with the key is gone.
    Missing(PathBuf),
}

/// A secret as it is written: as it is, or empty and encrypted.
pub(super) type Written = (Vec<u8>, Option<Vec<u8>>);

/// A table with secrets in the columns `secret` and, encrypted, `sealed`.
struct SecretTable {
    name: &'static str,
    key: &'static str,
    /// An empty secret.
    empty: &'static str,
    purpose: &'static str,
}

/// The tables with secrets.
const TABLES: [SecretTable; 2] = [
    SecretTable { name: "totp", key: "account", empty: "x''", purpose: TOTP },
    SecretTable { name: "hook", key: "id", empty: "''", purpose: WEBHOOK },
];
/// Secrets of phones' codes.
pub(super) const TOTP: &str = "totp";
/// Secrets of webhooks.
pub(super) const WEBHOOK: &str = "webhook";

impl fmt::Debug for SecretsKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretsKey(…)")
    }
}

impl SecretsKey {
    /// Makes a random key.
    pub fn generate() -> Result<Self, Error> {
        let mut key = [0; KEY];
        getrandom::fill(&mut key).map_err(|error| Error::Password(error.to_string()))?;
        Ok(Self(Arc::new(key)))
    }

    /// Reads the key in the file `path`; `None` if there is no such file.
    pub fn read(path: &Path) -> Result<Option<Self>, Error> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::from_io(path, error)),
        };
        let digits = text.trim();
        let mut key = [0; KEY];
        let is_key = digits.len() == 2 * KEY && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_key {
            let wrong = "it is no secrets key, which has 64 hexadecimal digits";
            return Err(Error::from_io(path, io::Error::new(io::ErrorKind::InvalidData, wrong)));
        }
        for (byte, pair) in key.iter_mut().zip(digits.as_bytes().chunks(2)) {
            let digit = |digit: u8| char::from(digit).to_digit(16).unwrap_or_default() as u8;
            *byte = digit(pair[0]) << 4 | digit(pair[1]);
        }
        Ok(Some(Self(Arc::new(key))))
    }

    /// Writes the key into the new file `path`, for its owner alone.
    fn write(&self, path: &Path) -> Result<(), Error> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let digits: Vec<String> = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        let digits = digits.concat();
        let written = options.open(path).and_then(|mut file| {
            schema::give_to_owner_of_directory(&file, path);
            let written = writeln!(file, "{digits}").and_then(|()| file.sync_all());
            // Half a key is none, and would be in the way of another one.
            written.inspect_err(|_| drop(fs::remove_file(path)))
        });
        written.map_err(|source| Error::from_io(path, source))?;
        // The name is on the disk only once the directory is.
        if let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty()) {
            drop(File::open(dir).and_then(|dir| dir.sync_all()));
        }
        Ok(())
    }

    /// Returns a key for one purpose, of which nobody can find out this one.
    fn derived(&self, purpose: &str) -> [u8; KEY] {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &*self.0), purpose.as_bytes());
        let mut key = [0; KEY];
        key.copy_from_slice(&tag.as_ref()[..KEY]);
        key
    }

    /// Returns what signs messages of one purpose.
    pub fn signer(&self, purpose: &str) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, &self.derived(purpose))
    }

    fn cipher(&self) -> Result<LessSafeKey, Error> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.derived("secrets in the database"));
        key.map(LessSafeKey::new).map_err(|_| Error::Secrets("the cipher cannot be set up".to_owned()))
    }

    /// Encrypts a secret: a random nonce, then the secret and its tag.
    fn seal(&self, purpose: &str, secret: &[u8]) -> Result<Vec<u8>, Error> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|error| Error::Password(error.to_string()))?;
        let mut sealed = secret.to_vec();
        let (key, aad) = (self.cipher()?, Aad::from(purpose.as_bytes()));
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut sealed)
            .map_err(|_| Error::Secrets("a secret cannot be encrypted".to_owned()))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Decrypts a secret; fails if another key encrypted it.
    fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let wrong = || Error::Secrets("another key encrypted a secret in the database".to_owned());
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or_else(wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong())?;
        let mut secret = sealed.to_vec();
        let opened = self.cipher()?.open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut secret);
        let length = opened.map_err(|_| wrong())?.len();
        secret.truncate(length);
        Ok(secret)
    }
}

impl Secrets {
    /// Returns a secret as it is to be written.
    pub(super) fn written(&self, purpose: &str, secret: &[u8]) -> Result<Written, Error> {
        match self {
            Self::Plain => Ok((secret.to_vec(), None)),
            Self::Sealed(key) => Ok((Vec::new(), Some(key.seal(purpose, secret)?))),
            Self::Missing(path) => Err(missing(path)),
        }
    }

    /// Returns the secret that was written.
    pub(super) fn read(&self, purpose: &str, (plain, sealed): Written) -> Result<Vec<u8>, Error> {
        let Some(sealed) = sealed else { return Ok(plain) };
        match self {
            Self::Sealed(key) => key.open(purpose, &sealed),
            Self::Missing(path) => Err(missing(path)),
            Self::Plain => Err(Error::Secrets("this command has no key for the secrets".to_owned())),
        }
    }
}

fn missing(path: &Path) -> Error {
    Error::Secrets(format!(
        "their key {} is gone: put it back, or have codes asked for and webhooks made anew",
        path.display()
    ))
}

impl Store {
    /// Returns the same store, which encrypts secrets with the key in the file `path`. The file is made where there is
    /// none, and secrets that are in the database as they are are encrypted.
    ///
    /// No other key is made while the database has encrypted secrets and the file is gone: those secrets cannot be used
    /// until it is back, which is logged.
    pub fn with_secrets(self, path: &Path) -> Result<Self, Error> {
        let key = match SecretsKey::read(path)? {
            Some(key) => {
                mend_mode(path);
                Some(key)
            }
            None if self.is_read_only() || self.sealed_secrets()? > 0 => None,
            None => {
                let key = SecretsKey::generate()?;
                key.write(path)?;
                Some(key)
            }
        };
        let Some(key) = key else {
            tracing::error!(
                "the key {} of the secrets in the database is gone: codes at sign-in are wrong (recovery codes work) \
                 and webhooks cannot be signed until it is back",
                path.display()
            );
            return Ok(Self { secrets: Secrets::Missing(path.to_owned()), ..self });
        };
        let store = Self { secrets: Secrets::Sealed(key.clone()), ..self };
        if !store.is_read_only() {
            let sealed = store.seal_plain(&key)?;
            if sealed > 0 {
                tracing::info!(
                    sealed,
                    "secrets in the database are encrypted now; their key is {}",
                    path.display()
                );
            }
        }
        Ok(store)
    }

    /// Returns the key of the secrets, if there is one.
    pub fn secrets_key(&self) -> Option<&SecretsKey> {
        match &self.secrets {
            Secrets::Sealed(key) => Some(key),
            Secrets::Plain | Secrets::Missing(_) => None,
        }
    }

    /// Returns how many encrypted secrets there are.
    fn sealed_secrets(&self) -> Result<i64, Error> {
        let sql = "SELECT (SELECT count(sealed) FROM totp) + (SELECT count(sealed) FROM hook)";
        self.ask(|connection| connection.query_row(sql, [], |row| row.get(0)))
    }

    /// Encrypts the secrets that are not yet; returns how many those were. Nothing of them stays in the file.
    fn seal_plain(&self, key: &SecretsKey) -> Result<usize, Error> {
        let mut found = Vec::new();
        for table in TABLES {
            let (name, column) = (table.name, table.key);
            let sql = format!("SELECT {column}, CAST(secret AS BLOB) FROM {name} WHERE sealed IS NULL");
            let rows: Vec<(Value, Vec<u8>)> = self.ask(|connection| {
                connection.prepare(&sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            })?;
            let empty = table.empty;
            let update = format!(
                "UPDATE {name} SET secret = {empty}, sealed = ?2 WHERE {column} = ?1 AND sealed IS NULL"
            );
            for (row, secret) in rows {
                found.push((update.clone(), row, key.seal(table.purpose, &secret)?));
            }
        }
        if found.is_empty() {
            return Ok(0);
        }
        // Freed parts of the file are overwritten, and the log is emptied.
        self.ask(|connection| connection.pragma_update(None, "secure_delete", true))?;
        self.change(|change| {
            for (update, row, sealed) in &found {
                change.execute(update, (row, sealed))?;
            }
            Ok(())
        })?;
        self.ask(|connection| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))?;
        Ok(found.len())
    }
}

/// Takes the key's file from everybody but its owner.
fn mend_mode(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let is_open = fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0);
        if is_open && let Err(error) = fs::set_permissions(path, fs::Permissions::from_mode(0o600)) {
            tracing::warn!(%error, "others on this machine may read {}", path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::model::{WebhookConfig, WebhookTopic};
    use crate::store::{FILE_NAME, Password, Totp};

    const SECRET: &str = "the secret of a webhook";

    fn hook() -> WebhookConfig {
        WebhookConfig {
            id: 0,
            service: crate::model::WebhookService::Program,
            url: "https://radio.example/hook".parse().ok(),
            recipient: None,
            texts: std::collections::BTreeMap::new(),
            occasions: vec![WebhookTopic::Track],
            station: None,
            is_on: true,
            failing_since: None,
            off_because: None,
            created_at: 7,
        }
    }

    fn new_store(dir: &Path) -> Store {
        let store = Store::open(dir).unwrap();
        store.first_start(Some(Password::new("in-charge").unwrap()), None).unwrap();
        store
    }

    /// Whether any file of the database has these bytes.
    fn is_in_files(dir: &Path, bytes: &[u8]) -> bool {
        [FILE_NAME.to_owned(), format!("{FILE_NAME}-wal")].iter().any(|name| {
            let content = fs::read(dir.join(name)).unwrap_or_default();
            content.windows(bytes.len()).any(|window| window == bytes)
        })
    }

    #[test]
    fn old_secrets_are_encrypted_and_new_ones_never_written_plainly() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(SECRETS_KEY_NAME);
        let plain = new_store(dir.path());
        let old = plain.add_hook(&hook(), SECRET).unwrap();
        plain.begin_totp("admin", 1_000).unwrap();
        let Totp::Begun(before) = plain.totp("admin", 1_000).unwrap() else { panic!("it has begun") };
        let raw: Vec<u8> =
            plain.ask(|db| db.query_row("SELECT secret FROM totp", [], |row| row.get(0))).unwrap();
        assert!(is_in_files(dir.path(), SECRET.as_bytes()) && is_in_files(dir.path(), &raw));

        let store = plain.with_secrets(&path).unwrap();
        assert!(!is_in_files(dir.path(), SECRET.as_bytes()), "the old secret stays in the file");
        assert!(!is_in_files(dir.path(), &raw));
        assert_eq!(store.hook_secret(old).unwrap().as_deref(), Some(SECRET));
        let Totp::Begun(after) = store.totp("admin", 1_000).unwrap() else { panic!("it has begun") };
        assert_eq!(after.secret, before.secret);
        let other = "another secret of a webhook";
        let new = store.another().unwrap().add_hook(&hook(), other).unwrap();
        assert!(!is_in_files(dir.path(), other.as_bytes()));
        drop(store);
        let again = Store::open(dir.path()).unwrap().with_secrets(&path).unwrap();
        assert_eq!(again.hook_secret(new).unwrap().as_deref(), Some(other));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_key_that_is_gone_or_another_one_opens_nothing_and_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("elsewhere.key");
        let store = new_store(dir.path()).with_secrets(&path).unwrap();
        let id = store.add_hook(&hook(), SECRET).unwrap();
        drop(store);
        let kept = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let store = Store::open(dir.path()).unwrap().with_secrets(&path).unwrap();
        assert!(!path.exists());
        let error = store.hook_secret(id).unwrap_err().to_string();
        assert!(error.contains("elsewhere.key is gone"), "{error}");
        assert!(store.add_hook(&hook(), SECRET).is_err(), "nothing is written plainly instead");
        SecretsKey::generate().unwrap().write(&path).unwrap();
        let store = Store::open(dir.path()).unwrap().with_secrets(&path).unwrap();
        assert!(store.hook_secret(id).unwrap_err().to_string().contains("another key"));
        fs::write(&path, kept).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let store = Store::open(dir.path()).unwrap().with_secrets(&path).unwrap();
        assert_eq!(store.hook_secret(id).unwrap().as_deref(), Some(SECRET));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "mended");
        fs::write(&path, "x").unwrap();
        let error = Store::open(dir.path()).unwrap().with_secrets(&path).err().unwrap();
        assert!(error.to_string().contains("64 hexadecimal digits"), "{error}");
    }

    #[test]
    fn what_was_changed_or_is_for_another_purpose_is_not_opened() {
        let key = SecretsKey::generate().unwrap();
        let mut sealed = key.seal(TOTP, b"secret").unwrap();
        assert_eq!(key.open(TOTP, &sealed).unwrap(), b"secret");
        assert_ne!(key.seal(TOTP, b"secret").unwrap(), sealed, "each has a nonce of its own");
        assert!(key.open(WEBHOOK, &sealed).is_err());
        sealed[NONCE_LEN] ^= 1;
        assert!(key.open(TOTP, &sealed).is_err() && key.open(TOTP, b"short").is_err());
        assert_eq!(format!("{key:?}"), "SecretsKey(…)");
    }
}
