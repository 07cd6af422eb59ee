//! The library behind one small handle.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::catalogue::{Catalogue, Changes, File, Trouble};
use super::cover::{self, Covers};
use super::tags::Tags;
use super::{Error, folder};
use crate::clock::Clock;
use crate::decode::Reader;
use crate::model::{Cover, CoverId, Track};

/// The folder is looked through at most this often,
const LEAST_PAUSE: Duration = Duration::from_secs(3);
/// and so that it is left alone this many times as long as looking took: it costs 2 % of the time at most.
const PAUSE_TO_SCAN: u32 = 50;

/// A folder of music. Clones are the same library.
#[derive(Clone, Debug)]
pub struct Library {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    /// Held for the length of a scan, so that scans come one after the other.
    scanning: Mutex<Told>,
    // The others are held for moments only, never while a file is read.
    catalogue: Mutex<Catalogue>,
    covers: Mutex<Covers>,
    /// Where refused covers are, each told of once.
    refused_covers: Mutex<HashSet<PathBuf>>,
}

/// What the log was told already.
#[derive(Debug, Default)]
struct Told {
    count: bool,
    emptiness: bool,
}

impl Library {
    /// The library of `folder`, which need not exist; nothing is known of it before the first scan.
    pub fn new(folder: PathBuf) -> Self {
        let shared = Shared {
            folder,
            scanning: Mutex::default(),
            catalogue: Mutex::default(),
            covers: Mutex::default(),
            refused_covers: Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Looks through the folder and tells what changed since it last did; the log is told each thing once.
    ///
    /// The first scan takes all files. Later a new or changed file is taken when two scans in a row found it
    /// the same, because it may still be being copied.
    pub fn scan(&self) -> Changes {
        let mut told = lock(&self.shared.scanning);
        let walk = folder::walk(&self.shared.folder);
        let changes = lock(&self.shared.catalogue).update(&self.shared.folder, walk);
        self.forget_covers(&changes);
        self.log(&changes, &mut told);
        changes
    }

    /// Looks through the folder again and again, every 3 seconds or so that it costs 2 % of the time at most.
    ///
    /// Runs on a thread of its own until `stop` gets a message or its sender is gone.
    pub fn watch(&self, clock: &dyn Clock, stop: &Receiver<()>) {
        loop {
            let began = clock.now_us();
            self.scan();
            let took = Duration::from_micros(clock.now_us().saturating_sub(began));
            let pause = took.saturating_mul(PAUSE_TO_SCAN).max(LEAST_PAUSE);
            if !matches!(stop.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
                return;
            }
        }
    }

    /// The files that can be tried, sorted by path: those not rejected in the state they are in.
    pub fn files(&self) -> Arc<[File]> {
        lock(&self.shared.catalogue).files()
    }

    /// Opens a file and reads what it says of itself. Whoever gets an error should [`reject`](Self::reject) it.
    ///
    /// Tags and covers that cannot be read are no error: the title is then the file's name.
    pub fn load(&self, file: &File) -> Result<(Track, Reader), Error> {
        let reader = Reader::open(&file.path)?;
        let mut tags = Tags::read(&file.path);
        let cover = self.find_cover(file, tags.picture.take());
        let track = Track {
            path: file.path.clone(),
            title: tags.title.unwrap_or_else(|| name(&file.path)),
            artist: tags.artist,
            album: tags.album,
            duration: reader.duration(),
            cover,
            loudness: tags.loudness,
        };
        Ok((track, reader))
    }

    /// Takes a file out of [`files`](Self::files) until it changes, and warns of it once.
    pub fn reject(&self, file: &File, reason: &str) {
        let is_news = lock(&self.shared.catalogue).reject(&self.shared.folder, file, reason);
        if is_news {
            tracing::warn!("{} is not played: {reason}", file.name.display());
        }
    }

    /// Everything in the folder that is not played now, and why, sorted by path.
    pub fn troubles(&self) -> Vec<Trouble> {
        lock(&self.shared.catalogue).troubles()
    }

    /// The cover with this name, if it belongs to a track that was loaded lately; 16 MB of them are kept.
    pub fn cover(&self, id: &CoverId) -> Option<Arc<Cover>> {
        lock(&self.shared.covers).get(id)
    }

    /// The cover inside a file, or else beside it.
    fn find_cover(&self, file: &File, inside: Option<Vec<u8>>) -> Option<Arc<Cover>> {
        let inside = inside.map(|image| (file.path.clone(), image));
        let (path, image) = inside.or_else(|| cover::beside(&file.path))?;
        match cover::check(image) {
            Ok(cover) => Some(lock(&self.shared.covers).keep(cover)),
            Err(refusal) => {
                if lock(&self.shared.refused_covers).insert(path) {
                    tracing::warn!("{} is played without a cover: {refusal}", file.name.display());
                }
                None
            }
        }
    }

    /// Files with other content may have another cover, of which the log has not been told.
    fn forget_covers(&self, changes: &Changes) {
        let mut refused = lock(&self.shared.refused_covers);
        for name in changes.changed.iter().chain(&changes.removed) {
            refused.remove(&self.shared.folder.join(name));
        }
    }

    fn log(&self, changes: &Changes, told: &mut Told) {
        let folder = self.shared.folder.display();
        if std::mem::replace(&mut told.count, true) {
            let news =
                [("new", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)];
            for (what, name) in
                news.into_iter().flat_map(|(what, names)| names.iter().map(move |name| (what, name)))
            {
                tracing::info!("{} is {what}", name.display());
            }
        } else if !changes.added.is_empty() {
            tracing::info!("{} files of music in {folder}", changes.added.len());
        }
        for trouble in &changes.troubles {
            tracing::warn!("{}: {}", trouble.path.display(), trouble.reason);
        }
        let is_empty = self.files().is_empty();
        if is_empty && !told.emptiness {
            tracing::info!("there is no music to play: put some into {folder}");
        }
        told.emptiness = is_empty;
    }
}

/// The file's name without its ending, for want of a title.
fn name(path: &Path) -> String {
    path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A lock is good even if a thread died with it: all that is behind these is whole after every line.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
