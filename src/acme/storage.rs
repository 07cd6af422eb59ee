//! Files of an account and its certificate in the data directory, for the owner's eyes only.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use instant_acme::AccountCredentials;
use serde::{Deserialize, Serialize};

use super::settings::DirectoryUrl;
use crate::tls::Files;

/// Folder in the data directory.
const FOLDER: &str = "acme";
/// Longest account file, in bytes.
const MOST_ACCOUNT: u64 = 64 * 1_024;

/// Reasons why files cannot be kept.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be {action}: {error}", path.display())]
pub struct StorageError {
    path: PathBuf,
    action: &'static str,
    error: io::Error,
}

/// The files for one certificate authority.
#[derive(Clone, Debug)]
pub struct Storage {
    folder: PathBuf,
    account: PathBuf,
    certificate: Files,
}

/// An account at a certificate authority.
#[derive(Deserialize, Serialize)]
pub(super) struct StoredAccount {
    /// Contact that the authority was told.
    pub(super) contact: Option<String>,
    pub(super) credentials: AccountCredentials,
}

impl Storage {
    /// Returns the files for `directory`; creates nothing.
    pub fn of(data: &Path, directory: &DirectoryUrl) -> Self {
        let folder = data.join(FOLDER).join(directory.folder_name());
        // One file, so that a certificate and its key are replaced at once.
        let pem = folder.join("certificate.pem");
        let certificate = Files { cert: pem.clone(), key: pem };
        Self { account: folder.join("account.json"), folder, certificate }
    }

    /// Returns the file that holds the certificate and its key.
    pub fn certificate(&self) -> &Files {
        &self.certificate
    }

    /// Writes a certificate and its key, both PEM, beside the current ones; returns the file, which
    /// [`Storage::use_new_certificate`] puts in their place.
    pub(super) fn write_new_certificate(&self, chain: &str, key: &str) -> Result<Files, StorageError> {
        let text = [key.trim_end(), "\n", chain.trim_end(), "\n"].concat();
        let new = self.write_new(&self.certificate.cert, &text)?;
        Ok(Files { cert: new.clone(), key: new })
    }

    /// Replaces the certificate and its key by those that were written last.
    pub(super) fn use_new_certificate(&self) -> Result<(), StorageError> {
        self.put_in_place(&self.certificate.cert)
    }

    /// Reads the account. One that cannot be read counts as none: an account costs nothing.
    pub(super) fn account(&self) -> Option<StoredAccount> {
        let mut text = Vec::new();
        let read = File::open(&self.account).and_then(|file| file.take(MOST_ACCOUNT).read_to_end(&mut text));
        match read {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(%error, "the account file {} cannot be read", self.account.display());
                return None;
            }
            Ok(_) => {}
        }
        let account = serde_json::from_slice(&text).ok();
        if account.is_none() {
            // The parser's words may quote the key.
            tracing::warn!("the account file {} is damaged", self.account.display());
        }
        account
    }

    pub(super) fn save_account(&self, account: &StoredAccount) -> Result<(), StorageError> {
        let failed = |error: serde_json::Error| StorageError {
            path: self.account.clone(),
            action: "written",
            error: error.into(),
        };
        self.write_new(&self.account, &serde_json::to_string_pretty(account).map_err(failed)?)?;
        self.put_in_place(&self.account)
    }

    /// Writes the next version of a file beside it.
    fn write_new(&self, path: &Path, text: &str) -> Result<PathBuf, StorageError> {
        let new = new_version(path);
        let write = || {
            // A file left by an earlier attempt may have any mode.
            if let Err(error) = fs::remove_file(&new)
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(error);
            }
            DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        match write() {
            Ok(()) => Ok(new),
            Err(error) => Err(StorageError { path: new.clone(), action: "written", error }),
        }
    }

    /// Replaces a file by its next version at once: a crash leaves one or the other.
    fn put_in_place(&self, path: &Path) -> Result<(), StorageError> {
        let failed = |error| StorageError { path: path.to_owned(), action: "replaced", error };
        fs::rename(new_version(path), path).map_err(failed)?;
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

fn new_version(path: &Path) -> PathBuf {
    path.with_extension("new")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn directory() -> DirectoryUrl {
        "https://ca.example/directory".parse().unwrap()
    }

    #[test]
    fn files_are_for_the_owner_alone_and_replaced_at_once() {
        let data = tempfile::tempdir().unwrap();
        let storage = Storage::of(data.path(), &directory());
        assert!(storage.account().is_none() && !storage.folder.exists());
        for (chain, key) in [("CHAIN", "KEY\n"), ("CHAIN 2\n", "KEY 2")] {
            storage.write_new_certificate(chain, key).unwrap();
            storage.use_new_certificate().unwrap();
        }
        storage.write_new_certificate("CHAIN 3", "KEY 3").unwrap();
        assert_eq!(fs::read_to_string(&storage.certificate().cert).unwrap(), "KEY 2\nCHAIN 2\n");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&storage.certificate().key), 0o600);
        assert_eq!((mode(&storage.folder), mode(&data.path().join(FOLDER))), (0o700, 0o700));
        fs::write(&storage.account, "{ no account").unwrap();
        assert!(storage.account().is_none());
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(FOLDER), "a file").unwrap();
        let refused = Storage::of(data.path(), &directory()).write_new_certificate("", "").unwrap_err();
        assert!(refused.to_string().contains("certificate.new cannot be written"), "{refused}");
    }
}
