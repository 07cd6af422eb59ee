//! Music that people take out of the folder, and bring back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::examiner::{bring, claim};
use super::{Intake, IntakeError};
use crate::library::{Waveform, index};
use crate::model::{CoverId, CoverLookup, TrackId};
use crate::store::Removed;

impl Intake {
    /// Takes these files of a track out of the folder of music. They are kept, and can be brought back.
    pub fn take_out(&self, id: TrackId, names: &[PathBuf], by: &str) -> Result<(), IntakeError> {
        let (library, store) = (&self.shared.library, &self.shared.store);
        if names.is_empty() {
            return Err(IntakeError::Unknown);
        }
        let title = store.track(id)?.map(|track| match &track.artist {
            Some(artist) => format!("{artist} – {}", track.title),
            None => track.title.clone(),
        });
        let folder = self.removed_folder();
        fs::create_dir_all(&folder)?;
        for name in names {
            let title = title.clone().unwrap_or_else(|| name.to_string_lossy().into_owned());
            let number = store.put_removed(name, &title, (by, self.now()))?;
            let moved = move_file(&library.folder().join(name), &folder.join(number.to_string()));
            if let Err(error) = moved {
                store.forget_removed(number)?;
                if error.kind() != io::ErrorKind::NotFound {
                    return Err(IntakeError::Conflict(format!("The file cannot be moved: {error}.")));
                }
            }
            library.dismiss(name);
        }
        Ok(store.put_missing(names, self.now() as u64)?)
    }

    /// Returns the removed files, latest first.
    pub fn taken_out(&self) -> Result<Vec<Removed>, IntakeError> {
        Ok(self.shared.store.removed()?)
    }

    /// Brings a file back to where it was, or beside what lies there by now.
    pub fn bring_back(&self, number: u64) -> Result<TrackId, IntakeError> {
        let removed = self.shared.store.removed_one(number)?.ok_or(IntakeError::Unknown)?;
        let media = self.shared.library.folder();
        let below = removed.path.parent().unwrap_or(Path::new(""));
        let folder = media.join(below);
        fs::create_dir_all(&folder)?;
        let text = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let (stem, ending) = (text(removed.path.file_stem()), text(removed.path.extension()));
        let name = claim(&folder, &stem, &ending)?;
        bring(&self.removed_folder().join(number.to_string()), &folder, &name)?;
        let id = self.take_in(&below.join(name))?;
        self.shared.store.forget_removed(number)?;
        Ok(id)
    }

    /// Removes what was taken out for good.
    pub fn discard(&self, number: u64) -> Result<(), IntakeError> {
        self.shared.store.removed_one(number)?.ok_or(IntakeError::Unknown)?;
        match fs::remove_file(self.removed_folder().join(number.to_string())) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        Ok(self.shared.store.forget_removed(number)?)
    }

    /// Makes a file in the folder of music known at once: it can be played from now on.
    pub(super) fn take_in(&self, name: &Path) -> Result<TrackId, IntakeError> {
        let file = self.shared.library.admit(name)?;
        let listed = index::listed(&file, self.now() as u64)?;
        let id = listed.id;
        self.shared.store.put_files(&[(file.stamp(), listed)])?;
        file.set_track(id);
        Ok(id)
    }

    /// Returns a track's waveform.
    pub fn waveform(&self, id: TrackId) -> Result<Waveform, IntakeError> {
        Ok(self.shared.waveforms.get(id, self.file_of(id)?))
    }

    /// Returns the path of a track's file.
    pub fn file_of(&self, id: TrackId) -> Result<PathBuf, IntakeError> {
        let track = self.shared.store.track(id)?.ok_or(IntakeError::Unknown)?;
        Ok(self.shared.library.folder().join(&*track.path))
    }

    /// The cover of a track, by which it can be asked for.
    pub fn cover_of(&self, id: TrackId) -> Result<Option<CoverId>, IntakeError> {
        // A queue may name a track before it is stored.
        let Some(track) = self.shared.store.track(id)? else { return Ok(None) };
        let file = self.shared.library.file(&track.path);
        Ok(file.and_then(|file| self.shared.library.cover_in(&file)))
    }

    /// A cover that was asked for by its track.
    pub fn cover(&self, id: &CoverId) -> CoverLookup {
        self.shared.library.cover(id)
    }

    fn removed_folder(&self) -> PathBuf {
        self.shared.data.join("removed")
    }
}

/// Moves a file, to another disk too.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            fs::copy(from, to)?;
            fs::remove_file(from)
        }
        moved => moved,
    }
}
