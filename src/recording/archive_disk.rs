//! Notices that the disk of the archives is not mounted: their folder is missing, or is the empty one below the disk.
//!
//! A file in the folder of all archives has the same text as one beside the database. As long as it has not, nothing is
//! written, deleted or forgotten.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Error, cut};

/// The name of the file in the folder of all archives. No station is called like that.
const MARKER: &str = "archive.id";

/// The disk of the archives; clones share it.
#[derive(Clone)]
pub(super) struct ArchiveDisk {
    root: Arc<Path>,
    /// The file beside the database; without it, the disk counts as mounted.
    note: Option<Arc<Path>>,
    /// Held while the two are compared: the first who finds neither makes both.
    comparing: Arc<Mutex<()>>,
    /// Whether the disk is not mounted, and why that is assumed.
    trouble: Arc<Mutex<Option<String>>>,
}

impl ArchiveDisk {
    /// Returns the disk of the folder of all archives.
    pub(super) fn of(root: &Path, note: Option<PathBuf>) -> Self {
        Self {
            root: root.into(),
            note: note.map(Arc::from),
            comparing: Arc::default(),
            trouble: Arc::default(),
        }
    }

    /// Fails while the disk is not mounted. Marks the folder if it was never marked. Blocks.
    pub(super) fn check(&self) -> Result<(), Error> {
        let Some(note) = &self.note else { return Ok(()) };
        let checked = {
            let _one_at_a_time = self.comparing.lock().unwrap_or_else(PoisonError::into_inner);
            self.compare(note)
        };
        let mut known = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match (&*known, &checked) {
            (None, Err(error)) => tracing::error!("{error}"),
            (Some(_), Ok(())) => tracing::info!("the disk of the archive is mounted again"),
            _ => {}
        }
        *known = checked.as_ref().err().map(ToString::to_string);
        checked
    }

    /// Returns what was found by the last check.
    pub(super) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn compare(&self, note: &Path) -> Result<(), Error> {
        let marker = self.root.join(MARKER);
        let missing = || Error::NotMounted { root: self.root.to_path_buf(), note: note.to_owned() };
        match (text_of(note).map_err(Error::about(note))?, text_of(&marker)) {
            (Some(noted), Ok(Some(found))) if noted == found => Ok(()),
            (Some(_), _) => Err(missing()),
            (None, Ok(found)) => {
                // A disk that is full or cannot be written is told by those who write sound.
                if let Err(error) = self.mark(&marker, note, found) {
                    tracing::debug!(%error, "the folder of the archives is not marked yet");
                }
                Ok(())
            }
            (None, Err(_)) => Ok(()),
        }
    }

    /// Notes the text of the marker, which is made if it is not there.
    fn mark(&self, marker: &Path, note: &Path, found: Option<String>) -> Result<(), Error> {
        if std::fs::read_dir(&*self.root).map_or(true, |mut entries| entries.next().is_none()) {
            // Nothing was kept yet.
            return Ok(());
        }
        let put =
            |path: &Path, text: &str| cut::written(path, |file| io::Write::write_all(file, text.as_bytes()));
        let text = if let Some(found) = found {
            found
        } else {
            let text = format!("{:032x}\n", fastrand::u128(..));
            put(marker, &text)?;
            text
        };
        put(note, &text)
    }
}

/// Reads a file; `None` if it is not there.
fn text_of(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        read => read.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::recording::Archives;

    #[test]
    fn a_folder_that_is_missing_empty_or_of_another_archive_is_not_mounted() {
        let dir = tempfile::tempdir().unwrap();
        let (root, note) = (dir.path().join("archive"), dir.path().join("archive.id"));
        let disk = || ArchiveDisk::of(&root, Some(note.clone()));
        disk().check().unwrap();
        assert!(!note.exists() && !root.exists(), "nothing was kept");
        fs::create_dir(&root).unwrap();
        disk().check().unwrap();
        assert!(!note.exists(), "a disk may still be mounted there");
        fs::create_dir(root.join("main")).unwrap();
        disk().check().unwrap();
        assert_eq!(fs::read(&note).unwrap(), fs::read(root.join(MARKER)).unwrap());

        let away = dir.path().join("away");
        fs::rename(&root, &away).unwrap();
        let disk_away = disk();
        let told = disk_away.check().unwrap_err().to_string();
        assert!(told.contains("not mounted") && told.contains("archive.id"), "{told}");
        assert_eq!(disk_away.trouble(), Some(told));
        fs::create_dir(&root).unwrap();
        assert!(disk_away.check().is_err(), "an empty mount point");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 0, "nothing is written to it");
        fs::write(root.join(MARKER), "of another").unwrap();
        assert!(disk_away.check().is_err());
        fs::remove_dir_all(&root).unwrap();
        fs::rename(&away, &root).unwrap();
        disk_away.check().unwrap();
        assert_eq!(disk_away.trouble(), None);

        // A server whose data directory is new goes on with an archive that is there.
        fs::remove_file(&note).unwrap();
        disk().check().unwrap();
        assert_eq!(fs::read(&note).unwrap(), fs::read(root.join(MARKER)).unwrap());
    }

    #[test]
    fn it_is_marked_once_however_many_look() {
        for _ in 0..20 {
            let dir = tempfile::tempdir().unwrap();
            let (root, note) = (dir.path().join("archive"), dir.path().join("archive.id"));
            fs::create_dir_all(root.join("main")).unwrap();
            let disk = ArchiveDisk::of(&root, Some(note));
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| disk.check().unwrap());
                }
            });
            disk.check().unwrap();
        }
    }

    #[actix_web::test]
    async fn a_file_on_a_disk_that_is_not_mounted_is_not_missing() {
        let dir = tempfile::tempdir().unwrap();
        let (root, away) = (dir.path().join("archive"), dir.path().join("away"));
        fs::create_dir_all(root.join("main")).unwrap();
        let archives = Archives::below(&root).on_disk_of(dir.path().join("archive.id"));
        let archive = archives.open("main").unwrap();
        assert!(archive.open_recording(&archives, 7, "mp3", None, None).await.unwrap().is_none());
        fs::rename(&root, &away).unwrap();
        let opened = archive.open_recording(&archives, 7, "mp3", None, None).await;
        assert!(matches!(opened, Err(Error::NotMounted { .. })));
        assert!(matches!(archives.open("jazz"), Err(Error::NotMounted { .. })));
    }
}
