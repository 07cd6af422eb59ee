//! Covers that were made smaller, on disk: what was made once need not be made again after a restart.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use crate::clock::{Clock, SystemClock};
use crate::model::CoverId;

/// Bytes of cached album data: about a thousand albums.
const MOST_BYTES: u64 = 64 << 20;
/// The largest that is read, in bytes: none that is made is.
const MOST_READ: u64 = 1 << 20;

/// A folder of covers.
#[derive(Debug)]
pub(super) struct Album {
    folder: PathBuf,
    most_bytes: u64,
    has_failed: AtomicBool,
}

impl Album {
    /// The covers in `folder`, which is made when there is one to be kept.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, most_bytes: MOST_BYTES, has_failed: AtomicBool::new(false) }
    }

    /// The picture of this name, if it is there. It stays longer than what was not asked for.
    pub(super) fn get(&self, id: &CoverId) -> Option<Vec<u8>> {
        let file = File::options().read(true).append(true).open(self.path(id)).ok()?;
        let mut image = Vec::new();
        (&file).take(MOST_READ).read_to_end(&mut image).ok()?;
        // What the power took the end of is made again.
        let is_whole = image.starts_with(&[0xFF, 0xD8]) && image.ends_with(&[0xFF, 0xD9]);
        let now = Duration::from_micros(SystemClock::start().now_us());
        // On a disk that is read-only, it only has to be made anew sooner.
        drop(file.set_modified(SystemTime::UNIX_EPOCH + now));
        is_whole.then_some(image)
    }

    /// Keeps a picture, and lets go of the oldest where there are too many. Told once if it cannot be kept: it is
    /// made anew then when it is wanted again.
    pub(super) fn put(&self, id: &CoverId, image: &[u8]) {
        if let Err(error) = self.write(id, image)
            && !self.has_failed.swap(true, Ordering::Relaxed)
        {
            let folder = self.folder.display();
            tracing::warn!(%error, "covers cannot be kept in {folder}; they are made anew after a restart");
        }
    }

    fn write(&self, id: &CoverId, image: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // Written beside it first, so that nobody finds half of it.
        let new = self.folder.join("new");
        fs::write(&new, image)?;
        fs::rename(&new, self.path(id))?;
        self.trim()
    }

    /// Removes the oldest until the rest is no more than may be kept.
    fn trim(&self) -> io::Result<()> {
        let mut pictures = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.path().extension().is_some_and(|ending| ending == "jpg") {
                let about = entry.metadata()?;
                pictures.push((about.modified()?, entry.path(), about.len()));
            }
        }
        let mut bytes: u64 = pictures.iter().map(|(.., length)| length).sum();
        pictures.sort();
        for (_, path, length) in pictures {
            if bytes <= self.most_bytes {
                break;
            }
            fs::remove_file(path)?;
            bytes -= length;
        }
        Ok(())
    }

    fn path(&self, id: &CoverId) -> PathBuf {
        self.folder.join(format!("{id}.jpg"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_when_there_are_too_many_and_what_is_damaged_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("covers");
        let album = Album { most_bytes: 35, ..Album::new(folder.clone()) };
        let id = |n: u64| CoverId(n.to_string());
        let picture = |n: u8| [&[0xFF, 0xD8], &[n; 6][..], &[0xFF, 0xD9]].concat();
        for n in 1..=3 {
            album.put(&id(n), &picture(n as u8));
            let file = File::options().append(true).open(album.path(&id(n))).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(n)).unwrap();
        }
        assert_eq!(album.get(&id(1)), Some(picture(1)), "and so it is the newest");
        album.put(&id(4), &picture(4));
        let there: Vec<_> = (1..=4).filter(|n| album.get(&id(*n)).is_some()).collect();
        assert_eq!(there, [1, 3, 4]);
        fs::write(album.path(&id(3)), &picture(3)[..5]).unwrap();
        assert_eq!(album.get(&id(3)), None);
        assert_eq!(fs::read_dir(folder).unwrap().count(), 3, "nothing else is left");
    }
}
