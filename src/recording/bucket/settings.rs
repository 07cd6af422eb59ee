//! The settings of the bucket.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::model::Address;

/// A bucket, and the key to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketSettings {
    /// The address of the storage, such as `https://s3.eu-central-1.amazonaws.com`.
    pub endpoint: Address,
    /// The bucket's name.
    pub name: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The beginning of all objects' names; empty or ends with `/`.
    pub prefix: String,
    /// The identifier of the key.
    pub access_key: String,
    /// The key's secret.
    pub secret: BucketSecret,
}

/// The secret of a key, which is not shown.
#[derive(Clone, PartialEq, Eq)]
pub enum BucketSecret {
    /// The secret itself.
    Text(String),
    /// The file that holds it.
    File(PathBuf),
}

impl BucketSecret {
    /// Returns the secret, without the end of its line; the error is for a person.
    pub(super) fn read(&self) -> Result<String, String> {
        let text = match self {
            Self::Text(text) => text.clone(),
            Self::File(path) => std::fs::read_to_string(path).map_err(|error| {
                format!("the bucket's secret in {} cannot be read: {error}", path.display())
            })?,
        };
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() || text.contains(char::is_control) {
            return Err("the bucket's secret must be one line".to_owned());
        }
        Ok(text.to_owned())
    }
}

impl FromStr for BucketSecret {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_secret = !text.is_empty() && !text.contains(char::is_control);
        is_secret.then(|| Self::Text(text.to_owned())).ok_or("a secret is one line")
    }
}

impl fmt::Debug for BucketSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(_) => f.write_str("BucketSecret(…)"),
            Self::File(path) => write!(f, "BucketSecret({})", path.display()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_one_line_and_not_shown() {
        let text = |text: &str| BucketSecret::Text(text.to_owned());
        assert_eq!(text("s3cret\n").read().unwrap(), "s3cret");
        assert_eq!(format!("{:?}", text("s3cret")), "BucketSecret(…)");
        assert!(["", "\n", "a\nb"].iter().all(|wrong| text(wrong).read().is_err()));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        let missing = BucketSecret::File(path.clone()).read().unwrap_err();
        assert!(missing.contains("secret in") && missing.contains("cannot be read"), "{missing}");
        std::fs::write(&path, "s3cret\r\n").unwrap();
        assert_eq!(BucketSecret::File(path).read().unwrap(), "s3cret");
    }
}
