//! Files of a station's archive that are in the bucket, and hours that are only there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::archive_file::ArchiveFile;
use crate::clock;
use crate::frame::{Codec, Rendition};
use crate::model::{CopiedFile, CopiedHour};

/// The files of a station that are in the bucket.
#[derive(Default)]
pub(super) struct ArchiveCopies {
    /// By their paths below the station's folder.
    files: BTreeMap<String, CopiedFile>,
    /// Ordered by their first frames.
    hours: Vec<Arc<DistantHour>>,
}

/// An hour of sound that is in the bucket, whether it is here or not.
#[derive(Debug)]
pub(super) struct DistantHour {
    /// The name of its sound, below the station's folder.
    pub(super) name: String,
    pub(super) rendition: Rendition,
    pub(super) first_seq: u64,
    pub(super) end_seq: u64,
    /// The file, while it is fetched.
    fetched: Mutex<Option<Arc<ArchiveFile>>>,
    /// When it was read last, in microseconds of the system's clock.
    read_us: AtomicU64,
}

impl ArchiveCopies {
    /// Returns what is known to be in the bucket.
    pub(super) fn of(files: Vec<CopiedFile>) -> Self {
        let mut copies = Self::default();
        for file in files {
            copies.add(file);
        }
        copies
    }

    /// Adds a file that is in the bucket now.
    pub(super) fn add(&mut self, file: CopiedFile) {
        if let Some(hour) = &file.hour {
            self.hours.retain(|known| known.name != file.name);
            let place = self.hours.partition_point(|known| known.first_seq <= hour.first_seq);
            self.hours.insert(place, Arc::new(DistantHour::of(&file.name, hour)));
        }
        self.files.insert(file.name.clone(), file);
    }

    /// Removes a file that is there no more.
    pub(super) fn remove(&mut self, name: &str) {
        self.hours.retain(|known| known.name != name);
        self.files.remove(name);
    }

    /// Returns the file of this name.
    pub(super) fn get(&self, name: &str) -> Option<&CopiedFile> {
        self.files.get(name)
    }

    /// Returns all files.
    pub(super) fn files(&self) -> impl Iterator<Item = &CopiedFile> {
        self.files.values()
    }

    /// Returns all hours, ordered by their first frames.
    pub(super) fn hours(&self) -> &[Arc<DistantHour>] {
        &self.hours
    }

    /// Returns the hour that has the frame `seq`, or the first one after it.
    pub(super) fn hour_at(&self, seq: u64) -> Option<&Arc<DistantHour>> {
        let after = self.hours.partition_point(|hour| hour.first_seq <= seq);
        let holding = self.hours[..after].iter().rev().find(|hour| seq < hour.end_seq);
        holding.or_else(|| self.hours.get(after))
    }
}

impl DistantHour {
    fn of(name: &str, hour: &CopiedHour) -> Self {
        let CopiedHour { first_seq, end_seq, rendition, bitrate, pre_skip } = hour;
        let rendition = Rendition { pre_skip: *pre_skip, ..Rendition::new(rendition, Codec::Opus, *bitrate) };
        let (fetched, read_us) = (Mutex::default(), AtomicU64::new(0));
        Self { name: name.to_owned(), rendition, first_seq: *first_seq, end_seq: *end_seq, fetched, read_us }
    }

    /// When its last frame ends, in microseconds.
    pub(super) fn ends_us(&self) -> u64 {
        self.rendition.time_us(self.end_seq)
    }

    /// Returns the file, while it is fetched; it is read then.
    pub(super) fn fetched(&self) -> Option<Arc<ArchiveFile>> {
        self.read_us.store(clock::now_us(), Ordering::Relaxed);
        self.fetched.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// When it was read last, in microseconds of the system's clock.
    pub(super) fn read_us(&self) -> u64 {
        self.read_us.load(Ordering::Relaxed)
    }

    /// Takes in the file at `path`, which was fetched; false if it is not this hour.
    pub(super) fn take_in(&self, path: &Path) -> bool {
        let loaded = super::repair::load(path);
        let loaded = loaded.inspect_err(|error| tracing::warn!(%error, "a fetched file is of no use"));
        let Ok(Some(file)) = loaded else { return false };
        if (file.first_seq, file.end_seq()) != (self.first_seq, self.end_seq) {
            tracing::warn!(file = %path.display(), "a fetched file is not the one that was copied");
            return false;
        }
        *self.fetched.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(file));
        true
    }

    /// Deletes the fetched file. Whoever reads it reads on.
    pub(super) fn let_go(&self) {
        let file = self.fetched.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(error)) = file.map(|file| file.delete()) {
            tracing::warn!(%error, "a file that was fetched stays in its place");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_found_by_frames_and_files_by_name() {
        let file = |name: &str, frames: Option<(u64, u64)>| CopiedFile {
            name: name.to_owned(),
            bytes: 5,
            modified_us: 7,
            sha256: None,
            hour: frames.map(|(first_seq, end_seq)| CopiedHour {
                first_seq,
                end_seq,
                rendition: "opus-96".to_owned(),
                bitrate: 96_000,
                pre_skip: 312,
            }),
        };
        let mut copies = ArchiveCopies::of(vec![
            file("b.opus", Some((200, 300))),
            file("a.opus", Some((100, 150))),
            file("recordings/7.mp3", None),
        ]);
        let found = |copies: &ArchiveCopies, seq| copies.hour_at(seq).map(|hour| hour.first_seq);
        assert_eq!([0, 149, 150, 299].map(|seq| found(&copies, seq)), [100, 100, 200, 200].map(Some));
        assert_eq!(found(&copies, 300), None);
        assert!(copies.get("recordings/7.mp3").is_some());
        copies.add(file("a.opus", Some((100, 160))));
        assert_eq!((copies.hours().len(), found(&copies, 155)), (2, Some(100)));
        copies.remove("a.opus");
        assert_eq!((copies.files().count(), found(&copies, 0)), (2, Some(200)));
    }
}
