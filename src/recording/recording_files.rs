//! The files of recordings, for listeners.

use std::fs::File;
use std::io;
use std::net::IpAddr;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;

use super::archive::{Archives, StationArchive};
use super::bucket::FetchFor;
use super::{Error, cut};

/// A file of a recording that is open.
pub struct OpenRecording {
    /// The file.
    pub file: File,
    /// Its length in bytes.
    pub length: u64,
    /// Text that is another one when the file is.
    pub tag: String,
    /// When it was changed last, in seconds since 1970.
    pub modified_at: i64,
}

impl StationArchive {
    /// Opens the file of the recording `id` with this extension, off the async threads, for a listener at this address; `None`
    /// if there is none. Fetches it if it is only in the bucket; of so many `bytes`, where the length is known.
    pub async fn open_recording(
        &self,
        archives: &Archives,
        id: i64,
        extension: &str,
        bytes: Option<u64>,
        listener: Option<IpAddr>,
    ) -> Result<Option<OpenRecording>, Error> {
        let opened = self.open_here(archives, id, extension).await?;
        if opened.is_some() {
            return Ok(opened);
        }
        let by = FetchFor::Listener(listener);
        let fetched = archives.fetch_recording(self, &cut::name_of(id, extension), bytes, by).await;
        if fetched.map_err(|refused| Error::Elsewhere(refused.to_string()))? {
            return self.open_here(archives, id, extension).await;
        }
        Ok(None)
    }

    async fn open_here(
        &self,
        archives: &Archives,
        id: i64,
        extension: &str,
    ) -> Result<Option<OpenRecording>, Error> {
        let (path, archive) = (cut::path_of(self, id, extension), self.clone());
        let open = move || match open(&path, id) {
            // It may be on a disk that is not mounted.
            Err(error) if error.kind() == io::ErrorKind::NotFound => archive.check_disk().map(|()| None),
            opened => opened.map(Some).map_err(Error::about(&path)),
        };
        let path = self.folder().to_owned();
        let busy = || Error::about(&path)(io::ErrorKind::ResourceBusy.into());
        let pool = archives.pool().ok_or_else(busy)?;
        pool.run(open).await.ok_or_else(busy)?
    }

    /// Opens the Ogg Opus file of the recording `id`. Blocks.
    pub fn opus_file(&self, id: i64) -> Result<File, Error> {
        let path = cut::path_of(self, id, "opus");
        File::open(&path).map_err(Error::about(&path))
    }

    /// Keeps the picture of the recording `id`, in place of the one before. Blocks.
    pub fn keep_picture(&self, id: i64, image: &[u8]) -> Result<(), Error> {
        cut::written(&cut::path_of(self, id, "picture"), |file| io::Write::write_all(file, image))
    }

    /// Deletes the picture of the recording `id`. Blocks.
    pub fn remove_picture(&self, id: i64) -> Result<(), Error> {
        cut::remove_file(self, id, "picture")
    }

    /// Deletes the files of the recording `id`.
    pub fn remove_recording(&self, id: i64) -> Result<(), Error> {
        cut::remove(self, id)
    }
}

fn open(path: &std::path::Path, id: i64) -> io::Result<OpenRecording> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    let modified = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
    let length = about.len();
    let modified_at = i64::try_from(modified / 1_000_000).unwrap_or_default();
    Ok(OpenRecording { file, length, tag: format!("{id}-{length:x}-{modified:x}"), modified_at })
}

impl Archives {
    /// Reads a range of a file, off the async threads. Fails if the file is shorter.
    pub async fn read_file(&self, file: Arc<File>, range: Range<u64>) -> io::Result<Bytes> {
        let read = move || {
            let mut bytes = vec![0; usize::try_from(range.end - range.start).map_err(io::Error::other)?];
            file.read_exact_at(&mut bytes, range.start)?;
            Ok(Bytes::from(bytes))
        };
        let busy = || io::Error::from(io::ErrorKind::ResourceBusy);
        self.pool().ok_or_else(busy)?.run(read).await.ok_or_else(busy)?
    }
}
