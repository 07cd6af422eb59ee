//! Hours that were fetched from the bucket: so many, and those that were read last.

use std::sync::{Arc, Mutex, PoisonError};

use super::copies::DistantHour;

/// The most hours that are here again at a time, of all stations.
const MOST_HOURS: usize = 24;
/// The most bytes that they take.
const MOST_BYTES: u64 = 2_000_000_000;

/// The hours that were fetched; clones share them.
#[derive(Clone, Default)]
pub(super) struct HourCache {
    hours: Arc<Mutex<Vec<CachedHour>>>,
}

struct CachedHour {
    hour: Arc<DistantHour>,
    /// Its length.
    bytes: u64,
}

impl HourCache {
    /// Adds an hour of so many bytes, and lets go of those that were not read for the longest time until there is room.
    pub(super) fn add(&self, hour: &Arc<DistantHour>, bytes: u64) {
        let mut hours = self.hours.lock().unwrap_or_else(PoisonError::into_inner);
        hours.retain(|cached| !Arc::ptr_eq(&cached.hour, hour));
        hours.sort_by_key(|cached| cached.hour.read_us());
        let mut left: u64 = hours.iter().map(|cached| cached.bytes).sum();
        while !hours.is_empty() && (hours.len() >= MOST_HOURS || left + bytes > MOST_BYTES) {
            let old = hours.remove(0);
            old.hour.let_go();
            left -= old.bytes;
        }
        hours.push(CachedHour { hour: Arc::clone(hour), bytes });
    }

    /// Lets go of an hour that is kept no longer.
    pub(super) fn remove(&self, hour: &Arc<DistantHour>) {
        let mut hours = self.hours.lock().unwrap_or_else(PoisonError::into_inner);
        hours.retain(|cached| !Arc::ptr_eq(&cached.hour, hour));
        hour.let_go();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CopiedFile, CopiedHour};
    use crate::recording::archive_writer::tests::write;
    use crate::recording::copies::ArchiveCopies;

    #[test]
    fn the_hours_that_were_read_last_stay() {
        let dir = tempfile::tempdir().unwrap();
        let hour = |first_seq: u64| {
            let file = write(dir.path(), first_seq..first_seq + 10, true);
            let name = file.path.file_name().unwrap().to_str().unwrap().to_owned();
            let hour = CopiedHour {
                first_seq,
                end_seq: first_seq + 10,
                rendition: "opus-96".to_owned(),
                bitrate: 96_000,
                pre_skip: 312,
            };
            let copies = ArchiveCopies::of(vec![CopiedFile {
                name,
                bytes: 1,
                modified_us: 0,
                sha256: None,
                hour: Some(hour),
            }]);
            let hour = Arc::clone(&copies.hours()[0]);
            assert!(hour.take_in(&file.path));
            (hour, file.path.clone())
        };
        let hours: Vec<_> = (1..=4).map(|n| hour(n * 1_000)).collect();
        let cache = HourCache::default();
        for (hour, _) in &hours[..3] {
            cache.add(hour, MOST_BYTES / 3);
        }
        assert!(hours[0].0.fetched().is_some(), "it is read, and is not the oldest any more");
        cache.add(&hours[3].0, MOST_BYTES / 3);
        let are_here: Vec<bool> = hours.iter().map(|(_, path)| path.exists()).collect();
        assert_eq!(are_here, [true, false, true, true]);
        cache.remove(&hours[2].0);
        assert!(!hours[2].1.exists() && hours[2].0.fetched().is_none());
        let other = write(dir.path(), 9_000..9_020, true);
        assert!(!hours[2].0.take_in(&other.path), "other frames than those that were copied");
    }
}
