//! Copies archives to a bucket of an S3-compatible storage, and fetches back what is only there.
//!
//! In: files that are whole, and hours and recordings that somebody wants to hear. Out: objects under the names that the files
//! have below the archive's folder; fetched files; what is wrong, for the health page.
//! Never: is on the way of the sound, holds a file in memory, deletes a file here, or fetches without a bound.

mod client;
mod fetch_pace;
mod fetches;
mod figures;
mod settings;
#[cfg(test)]
mod tests;
mod uploader;

use std::sync::Arc;

use crate::clock::Clock;
use fetches::Fetches;

pub(super) use client::BucketClient;
pub(super) use fetches::{FetchFor, FetchOrder, FetchRefused, FileToFetch, fetch_file};
pub(super) use figures::BucketFigures;
pub use figures::BucketStatus;
pub use settings::{BucketSecret, BucketSettings};
pub(super) use uploader::Uploader;

/// The bucket that archives are copied to; clones share it.
#[derive(Clone)]
pub struct Bucket {
    client: Arc<BucketClient>,
    figures: BucketFigures,
    fetches: Fetches,
}

impl Bucket {
    /// Returns the bucket of these settings, and starts the threads that fetch from it. Reads the file with the secret.
    pub fn start(settings: &BucketSettings, clock: Arc<dyn Clock>) -> Result<Self, super::Error> {
        if !settings.endpoint.keeps_secrets() {
            tracing::warn!("s3_endpoint is not encrypted: others on the way can read what is copied there");
        }
        let client = Arc::new(BucketClient::new(settings)?);
        let figures = BucketFigures::default();
        let fetches =
            Fetches::start(&client, &figures, clock).map_err(super::Error::about("bucket".as_ref()))?;
        Ok(Self { client, figures, fetches })
    }

    /// Returns how copying goes.
    pub fn status(&self) -> BucketStatus {
        self.figures.status()
    }

    /// Returns its figures.
    pub(super) fn figures(&self) -> BucketFigures {
        self.figures.clone()
    }

    /// Fetches files, which are in their places afterwards and `finish` was called; waits while somebody else fetches them.
    pub(super) async fn fetch(&self, order: FetchOrder, by: FetchFor) -> Result<(), FetchRefused> {
        self.fetches.fetch(order, by).await
    }

    /// Has files fetched for the server itself; blocks until that is done.
    pub(super) fn fetch_blocking(&self, order: FetchOrder) -> Result<(), FetchRefused> {
        self.fetches.fetch_blocking(order)
    }

    /// Has files fetched, and does not wait for that.
    pub(super) fn order(&self, order: FetchOrder, by: FetchFor) -> Result<(), FetchRefused> {
        self.fetches.begin(order, by).map(drop)
    }
}
