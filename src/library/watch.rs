//! Hears from the system that something in the folder changed.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// Watches a folder, while the system can. It never hears of what other machines do on a network's disk.
pub(super) struct FolderWatcher {
    /// Kept, because it watches for as long as it lives.
    _watcher: RecommendedWatcher,
    /// Device and inode of the watched folder.
    folder: (u64, u64),
    has_news: Arc<AtomicBool>,
}

impl FolderWatcher {
    /// Watches `folder` and what is below it; none if the system cannot, or if it is not there.
    pub(super) fn start(folder: &Path) -> Option<Self> {
        let identity = identity(folder)?;
        let has_news = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&has_news);
        let hear = move |event: notify::Result<Event>| {
            // An error may mean that something was missed.
            if event.map_or(true, |event| is_change(event.kind) || event.need_rescan()) {
                told.store(true, Ordering::Relaxed);
            }
        };
        let watch = || {
            let mut watcher = RecommendedWatcher::new(hear, Config::default())?;
            watcher.watch(folder, RecursiveMode::Recursive)?;
            Ok::<_, notify::Error>(watcher)
        };
        match watch() {
            Ok(watcher) => Some(Self { _watcher: watcher, folder: identity, has_news }),
            Err(error) => {
                tracing::debug!(%error, "the system does not tell of changes in the music folder");
                None
            }
        }
    }

    /// Returns whether something changed since the last call.
    pub(super) fn take_news(&self) -> bool {
        self.has_news.swap(false, Ordering::Relaxed)
    }

    /// Returns whether the path `folder` still leads to the watched folder.
    pub(super) fn is_of(&self, folder: &Path) -> bool {
        identity(folder) == Some(self.folder)
    }
}

/// Returns whether an event is more than a read access.
fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn identity(folder: &Path) -> Option<(u64, u64)> {
    fs::metadata(folder).ok().map(|about| (about.dev(), about.ino()))
}
