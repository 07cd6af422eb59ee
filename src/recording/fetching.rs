//! Brings back from the bucket what is only there.

use std::path::PathBuf;
use std::sync::Arc;

use super::archive::{Archives, StationArchive};
use super::bucket::{FetchOrder, FetchRefused};
use super::copies::DistantHour;

/// The folder of fetched hours, in that of a station's archive.
pub(super) const FETCHED: &str = "fetched";

impl Archives {
    /// Waits until an hour is here.
    pub(super) async fn fetch_hour(
        &self,
        archive: &StationArchive,
        hour: &Arc<DistantHour>,
    ) -> Result<(), FetchRefused> {
        if hour.fetched().is_some() {
            return Ok(());
        }
        let bucket = self.bucket().ok_or(FetchRefused::Failed)?;
        bucket.fetch(self.order_of(archive, hour)).await
    }

    /// Has an hour fetched that will be wanted soon.
    pub(super) fn order_hour(&self, archive: &StationArchive, hour: &Arc<DistantHour>) {
        if hour.fetched().is_none()
            && let Some(bucket) = self.bucket()
        {
            // A listener who wants it asks again.
            let _ = bucket.order(self.order_of(archive, hour));
        }
    }

    /// Waits until the file `name` of a recording is in its place again; false if there is no copy of it.
    pub(super) async fn fetch_recording(
        &self,
        archive: &StationArchive,
        name: &str,
    ) -> Result<bool, FetchRefused> {
        let (Some(bucket), Some(bytes)) = (self.bucket(), archive.copied_bytes(name)) else {
            return Ok(false);
        };
        let files = vec![(object_of(archive, name), archive.folder().join(name), bytes)];
        bucket.fetch(FetchOrder { files, finish: Box::new(|| true) }).await.map(|()| true)
    }

    fn order_of(&self, archive: &StationArchive, hour: &Arc<DistantHour>) -> FetchOrder {
        let folder = archive.folder().join(FETCHED);
        // The sound comes last, when what belongs to it is there.
        let names = ["titles", "index", "opus"].map(|extension| hour.name.replace("opus", extension));
        let files: Vec<(String, PathBuf, u64)> = names
            .iter()
            .filter_map(|name| {
                Some((object_of(archive, name), folder.join(name), archive.copied_bytes(name)?))
            })
            .collect();
        let bytes = files.iter().map(|(_, _, bytes)| bytes).sum();
        let (cache, hour) = (self.cache().clone(), Arc::clone(hour));
        let sound = folder.join(&hour.name);
        let finish = move || {
            let is_good = hour.take_in(&sound);
            if is_good {
                cache.add(&hour, bytes);
            }
            is_good
        };
        FetchOrder { files, finish: Box::new(finish) }
    }
}

/// Returns the name in the bucket of a file of an archive.
pub(super) fn object_of(archive: &StationArchive, name: &str) -> String {
    format!("{}/{name}", archive.slug())
}
