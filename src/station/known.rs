//! What a station is known by, which may change while it is on air.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use crate::library::Library;

/// Its name, and where its music is.
pub(super) struct Known {
    /// Held for moments only.
    now: RwLock<Now>,
}

struct Now {
    name: String,
    folder: Option<PathBuf>,
}

impl Known {
    pub(super) fn new(name: &str, folder: Option<&Path>) -> Self {
        Self { now: RwLock::new(Now { name: name.to_owned(), folder: folder.map(Path::to_owned) }) }
    }

    /// Its name for people.
    pub(super) fn name(&self) -> String {
        self.read().name.clone()
    }

    /// Where its music is below the folder of music, if that is not all of it.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        self.read().folder.clone()
    }

    /// Whether its part of the library has files that can be played.
    pub(super) fn has_music(&self, library: &Library) -> bool {
        let (files, folder) = (library.files(), self.folder());
        folder.map_or(!files.is_empty(), |folder| files.iter().any(|file| file.name().starts_with(&folder)))
    }

    /// From now on, it is this; answers whether that is news.
    pub(super) fn set(&self, name: &str, folder: Option<&Path>) -> bool {
        let is_same = {
            let now = self.read();
            now.name == name && now.folder.as_deref() == folder
        };
        if !is_same {
            let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
            *now = Now { name: name.to_owned(), folder: folder.map(Path::to_owned) };
        }
        !is_same
    }

    fn read(&self) -> RwLockReadGuard<'_, Now> {
        self.now.read().unwrap_or_else(PoisonError::into_inner)
    }
}
