//! Threads that read the music folder and check what is uploaded.

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::Context as _;
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::config::Config;
use crate::library::{Intake, LibraryScanner, MusicLibrary};
use crate::store::Store;

/// The threads that scan the music and check uploads.
pub(super) struct LibraryThreads {
    /// Answered when the music folder has been read.
    pub(super) scan: oneshot::Receiver<()>,
    pub(super) intake: Intake,
    /// Dropped when everything has ended, which ends the threads.
    pub(super) _ended: [SyncSender<()>; 2],
}

impl LibraryThreads {
    pub(super) fn start(
        config: &Config,
        library: &MusicLibrary,
        store: &Store,
        clock: &Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let (scanning, ended) = sync_channel(0);
        let mut librarian = LibraryScanner::new(library.clone(), store.another()?, Arc::clone(clock));
        let (scanned, scan) = oneshot::channel();
        let thread = thread::Builder::new().name("librarian".to_owned());
        let work = move || {
            librarian.prepare();
            // Nobody waits any more where the process was told to stop.
            let _ = scanned.send(());
            librarian.run(&ended);
        };
        thread.spawn(work).context("cannot start the librarian")?;
        let (intake, examiner) =
            Intake::new(library.clone(), store.another()?, Arc::clone(clock), config.data.clone());
        let (checking, ended) = sync_channel(0);
        let thread = thread::Builder::new().name("examiner".to_owned());
        thread.spawn(move || examiner.run(&ended)).context("cannot start the examiner")?;
        Ok(Self { scan, intake, _ended: [scanning, checking] })
    }
}
