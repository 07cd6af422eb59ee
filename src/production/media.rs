//! A station's part of the music library.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use crate::broadcast::StationMedia;
use crate::library::MusicLibrary;
use crate::model::{CoverId, CoverLookup};

/// The files of the library that belong to a station.
pub(super) struct StationFolder {
    library: MusicLibrary,
    /// The folder of all music.
    media: PathBuf,
    /// The station's own folder below that, if it is not all of it. Locked for moments only.
    folder: RwLock<Option<PathBuf>>,
}

impl StationFolder {
    pub(super) fn new(library: MusicLibrary, media: PathBuf, folder: Option<PathBuf>) -> Self {
        Self { library, media, folder: RwLock::new(folder) }
    }

    /// The folder of all music.
    pub(super) fn media(&self) -> &Path {
        &self.media
    }

    /// The folder of the station's own music, which may be that of all music.
    pub(super) fn own(&self) -> PathBuf {
        self.below().map_or_else(|| self.media.clone(), |folder| self.media.join(folder))
    }

    /// Returns whether the station has files that can be played.
    pub(super) fn has_music(&self) -> bool {
        let (files, folder) = (self.library.files(), self.below());
        folder.map_or(!files.is_empty(), |folder| files.iter().any(|file| file.name().starts_with(&folder)))
    }

    /// Changes the station's folder below that of all music; returns whether it was another one.
    pub(super) fn set(&self, folder: Option<&Path>) -> bool {
        if self.below().as_deref() == folder {
            return false;
        }
        *self.folder.write().unwrap_or_else(PoisonError::into_inner) = folder.map(Path::to_owned);
        true
    }

    fn below(&self) -> Option<PathBuf> {
        self.folder.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl StationMedia for StationFolder {
    fn cover(&self, id: &CoverId) -> CoverLookup {
        self.library.cover(id)
    }

    fn empty_folder(&self) -> Option<PathBuf> {
        (!self.has_music()).then(|| self.own())
    }
}
