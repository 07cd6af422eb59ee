//! What a station is known by, which may change while it is on air.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use super::Station;
use super::events::Change;
use crate::library::MusicLibrary;
use crate::model::Branding;

/// Its name, where its music is, and what its pages look like.
pub(super) struct StationInfo {
    /// Held for moments only.
    now: RwLock<Now>,
}

struct Now {
    name: String,
    folder: Option<PathBuf>,
    look: Branding,
}

impl StationInfo {
    pub(super) fn new(name: &str, folder: Option<&Path>) -> Self {
        let (name, folder) = (name.to_owned(), folder.map(Path::to_owned));
        Self { now: RwLock::new(Now { name, folder, look: Branding::default() }) }
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
    pub(super) fn has_music(&self, library: &MusicLibrary) -> bool {
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
            name.clone_into(&mut now.name);
            now.folder = folder.map(Path::to_owned);
        }
        !is_same
    }

    /// From now on, its pages look like this; answers whether that is news.
    fn wear(&self, look: &Branding) -> bool {
        let is_same = self.read().look == *look;
        if !is_same {
            let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
            now.look = look.clone();
        }
        !is_same
    }

    fn read(&self) -> RwLockReadGuard<'_, Now> {
        self.now.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Station {
    /// What its pages look like.
    pub fn look(&self) -> Branding {
        self.inner.known.read().look.clone()
    }

    /// Has its pages look like this, from the next time somebody opens one.
    pub fn wear(&self, look: &Branding) {
        if self.inner.known.wear(look) {
            self.tell(Change::Settings);
        }
    }
}
