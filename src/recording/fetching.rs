//! Brings back from the bucket what is only there.

use std::sync::{Arc, Mutex, PoisonError};

use super::Error;
use super::archive::{Archives, StationArchive};
use super::bucket::{FetchFor, FetchOrder, FetchRefused, FileToFetch};
use super::copies::DistantHour;
use crate::store::Store;

/// The folder of fetched hours, in that of a station's archive.
const FETCHED: &str = "fetched";

/// Held while it is read what is in the bucket.
static LOADING: Mutex<()> = Mutex::new(());

impl StationArchive {
    /// Reads what is in the bucket, if that is not known yet. Blocks.
    pub(super) fn load_copies(&self, store: &Store) -> anyhow::Result<()> {
        // Of two threads, the one that comes later would delete what was fetched since.
        let _once = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = self.copies().is_some();
        if !is_known {
            // Files that were fetched before the start are fetched again if they are wanted.
            drop(std::fs::remove_dir_all(self.folder().join(FETCHED)));
            self.set_copies(store.archive_copies(self.slug())?);
        }
        Ok(())
    }
}

impl Archives {
    /// Waits until an hour is here.
    pub(super) async fn fetch_hour(
        &self,
        archive: &StationArchive,
        hour: &Arc<DistantHour>,
        by: FetchFor,
    ) -> Result<(), FetchRefused> {
        if hour.fetched().is_some() {
            return Ok(());
        }
        let bucket = self.bucket().ok_or(FetchRefused::Failed)?;
        bucket.fetch(self.order_of(archive, hour), by).await
    }

    /// Blocks until an hour is here, which the server itself wants.
    pub(super) fn fetch_hour_blocking(
        &self,
        archive: &StationArchive,
        hour: &Arc<DistantHour>,
    ) -> Result<(), Error> {
        let bucket = self.bucket().ok_or(FetchRefused::Failed);
        let fetched = bucket.and_then(|bucket| bucket.fetch_blocking(self.order_of(archive, hour)));
        fetched.map_err(|refused| Error::Elsewhere(refused.to_string()))
    }

    /// Has an hour fetched that will be wanted soon.
    pub(super) fn order_hour(&self, archive: &StationArchive, hour: &Arc<DistantHour>, by: FetchFor) {
        if hour.fetched().is_none()
            && let Some(bucket) = self.bucket()
        {
            // A listener who wants it asks again.
            let _ = bucket.order(self.order_of(archive, hour), by);
        }
    }

    /// Waits until the file `name` of a recording is in its place again; false if there is no copy of it.
    pub(super) async fn fetch_recording(
        &self,
        archive: &StationArchive,
        name: &str,
        by: FetchFor,
    ) -> Result<bool, FetchRefused> {
        let (Some(bucket), Some(copy)) = (self.bucket(), archive.copied(name)) else {
            return Ok(false);
        };
        let (object, path) = (object_of(archive, name), archive.folder().join(name));
        let files = vec![FileToFetch { object, path, copy }];
        let check = mounted(archive);
        let order = FetchOrder { files, is_place: Box::new(check), finish: Box::new(|| true) };
        bucket.fetch(order, by).await.map(|()| true)
    }

    fn order_of(&self, archive: &StationArchive, hour: &Arc<DistantHour>) -> FetchOrder {
        let folder = archive.folder().join(FETCHED);
        // The sound comes last, when what belongs to it is there.
        let names = ["titles", "index", "opus"].map(|extension| hour.name.replace("opus", extension));
        let file = |name: &String| {
            let (object, path) = (object_of(archive, name), folder.join(name));
            Some(FileToFetch { object, path, copy: archive.copied(name)? })
        };
        let files: Vec<FileToFetch> = names.iter().filter_map(file).collect();
        let bytes = files.iter().map(|file| file.copy.bytes).sum();
        let (cache, hour) = (self.cache().clone(), Arc::clone(hour));
        let sound = folder.join(&hour.name);
        let finish = move || {
            let is_good = hour.take_in(&sound);
            if is_good {
                cache.add(&hour, bytes);
            }
            is_good
        };
        FetchOrder { files, is_place: Box::new(mounted(archive)), finish: Box::new(finish) }
    }
}

/// Returns a function that says whether the disk of the archive is mounted.
fn mounted(archive: &StationArchive) -> impl FnOnce() -> bool + Send + 'static {
    let archive = archive.clone();
    move || archive.check_disk().is_ok()
}

/// Returns the name in the bucket of a file of an archive.
pub(super) fn object_of(archive: &StationArchive, name: &str) -> String {
    format!("{}/{name}", archive.slug())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_waited_leaves_what_was_fetched_meanwhile() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let archive = Archives::below(&dir.path().join("archive")).open("main").unwrap();
        let fetched = archive.folder().join(FETCHED).join("hour.opus");
        std::fs::create_dir_all(fetched.parent().unwrap()).unwrap();
        let loading = LOADING.lock().unwrap();
        let later = {
            let (archive, store) = (archive.clone(), store.another().unwrap());
            std::thread::spawn(move || archive.load_copies(&store).unwrap())
        };
        // The other thread knows what is there, and fetches.
        archive.set_copies(Vec::new());
        std::fs::write(&fetched, "sound").unwrap();
        drop(loading);
        later.join().unwrap();
        assert!(fetched.exists());
    }
}
