//! The bucket that archives are copied to, as it is configured.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::key::Key;
use crate::model::Address;
use crate::recording::{BucketSecret, BucketSettings};

/// The region that requests are signed for unless one is named: storages other than Amazon's mostly take any.
const USUAL_REGION: &str = "us-east-1";

/// The options of the bucket.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::doc_markdown, reason = "these lines are shown as help, where backticks would be noise")]
pub struct S3Flags {
    /// S3-compatible storage that archives are copied to, such as https://s3.eu-central-1.amazonaws.com [env:
    /// LONGWAVE_S3_ENDPOINT] [default: none]
    #[arg(long, value_name = "URL")]
    pub s3_endpoint: Option<Address>,

    /// Bucket there, which has to exist [env: LONGWAVE_S3_BUCKET]
    #[arg(long, value_name = "NAME", value_parser = bucket)]
    pub s3_bucket: Option<String>,

    /// Region that requests are signed for [env: LONGWAVE_S3_REGION] [default: us-east-1]
    #[arg(long, value_name = "REGION", value_parser = region)]
    pub s3_region: Option<String>,

    /// Beginning of all names in the bucket, such as radio/; each server needs its own [env: LONGWAVE_S3_PREFIX] [default:
    /// none]
    #[arg(long, value_name = "PREFIX")]
    pub s3_prefix: Option<String>,

    /// Identifier of the key to it [env: LONGWAVE_S3_ACCESS_KEY]
    #[arg(long, value_name = "ID", value_parser = access_key)]
    pub s3_access_key: Option<String>,

    /// Secret of that key. Others see the command line: the file of the next option, the variable or the configuration file
    /// are better places [env: LONGWAVE_S3_SECRET_KEY]
    #[arg(long, value_name = "SECRET")]
    pub s3_secret_key: Option<BucketSecret>,

    /// File with the secret of that key [env: LONGWAVE_S3_SECRET_KEY_FILE]
    #[arg(long, value_name = "FILE")]
    pub s3_secret_key_file: Option<PathBuf>,
}

impl S3Flags {
    pub(super) fn layer(&self) -> S3Layer {
        S3Layer {
            endpoint: self.s3_endpoint.clone(),
            bucket: self.s3_bucket.clone(),
            region: self.s3_region.clone(),
            prefix: self.s3_prefix.clone(),
            access_key: self.s3_access_key.clone(),
            secret: self.s3_secret_key.clone().or(self.s3_secret_key_file.clone().map(BucketSecret::File)),
        }
    }
}

/// The values of the bucket that one source sets.
#[derive(Clone, Debug, Default)]
pub(super) struct S3Layer {
    endpoint: Option<Address>,
    bucket: Option<String>,
    region: Option<String>,
    prefix: Option<String>,
    access_key: Option<String>,
    secret: Option<BucketSecret>,
}

impl S3Layer {
    /// Takes the value of a key of the bucket as it was written; `None` if it is none.
    pub(super) fn set(&mut self, key: Key, text: &str) -> Option<()> {
        match key {
            Key::S3Endpoint => self.endpoint = Some(text.parse().ok()?),
            Key::S3Bucket => self.bucket = Some(bucket(text).ok()?),
            Key::S3Region => self.region = Some(region(text).ok()?),
            Key::S3Prefix => self.prefix = Some(text.to_owned()),
            Key::S3AccessKey => self.access_key = access_key(text).ok(),
            Key::S3SecretKey => self.secret = Some(text.parse().ok()?),
            Key::S3SecretKeyFile => {
                self.secret = (!text.is_empty()).then(|| BucketSecret::File(text.into()));
            }
            _ => return None,
        }
        Some(())
    }

    /// This layer, with `below` showing through where it says nothing.
    pub(super) fn over(self, below: Self) -> Self {
        Self {
            endpoint: self.endpoint.or(below.endpoint),
            bucket: self.bucket.or(below.bucket),
            region: self.region.or(below.region),
            prefix: self.prefix.or(below.prefix),
            access_key: self.access_key.or(below.access_key),
            secret: self.secret.or(below.secret),
        }
    }

    /// Returns the settings, if there is a bucket.
    pub(super) fn into_settings(self) -> anyhow::Result<Option<BucketSettings>> {
        let Self { endpoint, bucket, region, prefix, access_key, secret } = self;
        let Some(endpoint) = endpoint else {
            let is_set = bucket.is_some() || region.is_some() || prefix.is_some() || access_key.is_some();
            if is_set || secret.is_some() {
                bail!("there are settings of `s3_`, but no `s3_endpoint`");
            }
            return Ok(None);
        };
        let Some(name) = bucket else { bail!("there is an `s3_endpoint`, but no `s3_bucket`") };
        let (Some(access_key), Some(secret)) = (access_key, secret) else {
            bail!(
                "there is an `s3_endpoint`, but no `s3_access_key`, or neither `s3_secret_key_file` nor `s3_secret_key`"
            );
        };
        let mut prefix = prefix.unwrap_or_default();
        let is_path =
            prefix.split('/').all(|part| part.is_empty() || (is_plain(part) && !part.starts_with('.')));
        if !is_path || prefix.starts_with('/') || prefix.contains("//") {
            bail!("`s3_prefix` is {prefix:?}, it must be {}", Key::S3Prefix.expects());
        }
        if !prefix.is_empty() && !prefix.ends_with('/') {
            prefix.push('/');
        }
        let region = region.unwrap_or_else(|| USUAL_REGION.to_owned());
        Ok(Some(BucketSettings { endpoint, name, region, prefix, access_key, secret }))
    }
}

/// Reads the name of a bucket, from wherever it is set.
fn bucket(text: &str) -> Result<String, String> {
    checked(text, Key::S3Bucket, is_plain(text))
}

fn region(text: &str) -> Result<String, String> {
    checked(text, Key::S3Region, is_plain(text))
}

fn access_key(text: &str) -> Result<String, String> {
    checked(text, Key::S3AccessKey, !text.is_empty())
}

fn checked(text: &str, key: Key, is_fit: bool) -> Result<String, String> {
    if is_fit { Ok(text.to_owned()) } else { Err(format!("it must be {}", key.expects())) }
}

fn is_plain(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !text.is_empty() && text.bytes().all(is_letter)
}
