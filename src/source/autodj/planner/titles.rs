//! Titles of what is planned before the library was read.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Planner;
use crate::library::File;
use crate::model::{Listed, Queued, TrackId};

impl Planner {
    /// Returns an entry with the title of its tags, where nothing has read them so far: people see the queue from the
    /// first second on. A few files are read for that, once each.
    pub(super) fn titled(&self, entry: Queued) -> Queued {
        let unread = self.files.get(&entry.track).filter(|file| file.track().is_none());
        let Some((artist, title)) = unread.and_then(|file| self.library.title_of(file)) else { return entry };
        let track = Listed { artist, ..Listed::new(entry.track, &entry.path, title) };
        Queued { title: Queued::of(&track, entry.origin).title, ..entry }
    }
}

/// Describes a file whose tags were not read yet. Its number is derived from its path until its fingerprint is known.
pub fn unread(file: &File) -> Listed {
    let mut hasher = DefaultHasher::new();
    file.name().hash(&mut hasher);
    let title = file.name().file_stem().unwrap_or(file.name().as_os_str());
    Listed::new(TrackId(hasher.finish() as i64), file.name(), title.to_string_lossy())
}
