//! Reads files' tags into the store.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use super::MEASURED_BY;
use super::catalogue::{File, FileState};
use super::fingerprint;
use super::handle::{MusicLibrary, name};
use super::tags::Tags;
use crate::model::{Listed, TrackKind};
use crate::store::{Error, FileStamp, Store};
use crate::sys;

/// Threads that read files.
const READERS: usize = 2;
/// Files that are written at once: few enough that nobody waits long for the database.
const BATCH: usize = 256;

/// Progress of reading and measuring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files whose tags were read, since they were last counted.
    pub read: u64,
    /// Files whose tags were to be read then.
    pub to_read: u64,
    /// Tracks that were measured.
    pub measured: u64,
    /// Tracks that are to be measured, those that were among them.
    pub to_measure: u64,
}

/// Result of an update of the store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    /// Files whose tags were read, because they are new or changed.
    pub read: u64,
    /// Number of tracks seen for the first time.
    pub new_tracks: u64,
    /// Files that could not be read now.
    pub unread: u64,
    /// Files that are no longer where they were.
    pub gone: u64,
    /// Files that were gone and are there again.
    pub back: u64,
}

/// Differences between the store and the folder.
#[derive(Debug, Default)]
struct Recalled {
    gone: Vec<PathBuf>,
    back: Vec<PathBuf>,
    /// True if files failed under an older version of the analysis and must be tried again.
    has_old_troubles: bool,
}

impl MusicLibrary {
    /// Recognises the files that the store remembers and that are as they were: their tracks are known from now
    /// on, and those that could not be played are not tried again. Reads the store only, no files.
    pub(super) fn recall(&self, store: &Store) -> Result<(), Error> {
        self.compare(store).map(drop)
    }

    /// Takes the folder to be as the store remembers it, until it was scanned: for a disk that takes its time.
    pub fn presume(&self, store: &Store) -> Result<(), Error> {
        let mut remembered = Vec::new();
        store.each_file(|known| {
            if !known.is_missing && known.trouble.is_none() {
                remembered.push(known);
            }
        })?;
        self.take_for_there(remembered);
        Ok(())
    }

    /// Does what [`recall`](Self::recall) does, and answers with what is otherwise.
    fn compare(&self, store: &Store) -> Result<Recalled, Error> {
        let mut recalled = Recalled::default();
        let mut troubles = Vec::new();
        store.each_file(|known| {
            recalled.has_old_troubles |= known.trouble.as_ref().is_some_and(|(_, by)| *by != MEASURED_BY);
            match self.recognise(&known) {
                FileState::Gone if !known.is_missing => recalled.gone.push(known.stamp.path),
                FileState::Same(file) => {
                    if known.is_missing {
                        recalled.back.push(known.stamp.path);
                    }
                    let trouble = known.trouble.filter(|(_, by)| *by == MEASURED_BY);
                    troubles.extend(trouble.map(|(reason, _)| (file, reason)));
                }
                FileState::Gone | FileState::Unclear => {}
            }
        })?;
        for (file, reason) in troubles {
            self.reject(&file, &reason);
        }
        Ok(recalled)
    }

    /// Brings what the last scan found into `store`: reads the tags of new and changed files, on two threads
    /// that let others go before, and notes what is gone. `now_us` is when new tracks are added; `tell` is
    /// called after each file.
    ///
    /// Nothing is forgotten of what is gone. It comes back as the same track, and what was not changed
    /// meanwhile is not read again.
    pub fn index(
        &self,
        store: &Store,
        now_us: u64,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Indexed, Error> {
        let now = now_us / 1_000_000;
        let mut done = Indexed::default();
        let Recalled { gone, back, has_old_troubles } = self.compare(store)?;
        // Nothing is written where nothing changed, for writing may have to wait for others.
        if has_old_troubles {
            store.forget_troubles(MEASURED_BY)?;
        }
        for paths in back.chunks(BATCH) {
            store.put_back(paths)?;
        }
        self.read_unknown(store, now, &mut done, tell)?;
        for paths in gone.chunks(BATCH) {
            store.put_missing(paths, now)?;
        }
        if !gone.is_empty() || done.read > 0 {
            store.forget_moved()?;
        }
        (done.gone, done.back) = (gone.len() as u64, back.len() as u64);
        Ok(done)
    }

    /// Reads the files of which the store knows nothing, and writes what they say.
    fn read_unknown(
        &self,
        store: &Store,
        now: u64,
        done: &mut Indexed,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(), Error> {
        let files: Vec<_> = self.files().iter().filter(|file| file.track().is_none()).cloned().collect();
        self.note(|progress| (progress.read, progress.to_read) = (0, files.len() as u64));
        let mut batch = Vec::with_capacity(BATCH.min(files.len()));
        let write = |batch: &mut Vec<Read>, done: &mut Indexed| {
            if batch.is_empty() {
                return Ok(());
            }
            let lines: Vec<_> = batch.iter().map(|read| (read.stamp.clone(), read.listed.clone())).collect();
            done.new_tracks += store.put_files(&lines)?;
            done.read += batch.len() as u64;
            for read in batch.drain(..) {
                read.file.set_track(read.listed.id);
            }
            Ok::<_, Error>(())
        };
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            let (sender, receiver) = sync_channel(BATCH);
            for _ in 0..READERS.min(files.len()) {
                let (sender, files, next) = (sender.clone(), &files, &next);
                let reader = thread::Builder::new().name("reader".to_owned());
                let read = move || read_all(files, next, now, &sender);
                if let Err(error) = reader.spawn_scoped(scope, read) {
                    tracing::error!(%error, "no thread could be had to read tags; it is tried again later");
                }
            }
            drop(sender);
            for (file, read) in receiver {
                match read {
                    Ok(read) => batch.push(read),
                    Err(error) => {
                        done.unread += 1;
                        // What is gone meanwhile is no trouble, and that a disk cannot be read is not the file's.
                        if error.kind() != io::ErrorKind::NotFound && self.can_read_another(&file) {
                            self.reject_for(&file, &error.into());
                        }
                    }
                }
                tell(self.note(|progress| progress.read += 1));
                if batch.len() == BATCH {
                    // With the receiver gone, the readers end.
                    write(&mut batch, done)?;
                }
            }
            write(&mut batch, done)
        })
    }
}

/// Tags of a file.
struct Read {
    file: Arc<File>,
    stamp: FileStamp,
    listed: Listed,
}

/// Reads one file after the other until nobody takes what they say.
fn read_all(
    files: &[Arc<File>],
    next: &AtomicUsize,
    now: u64,
    to: &SyncSender<(Arc<File>, io::Result<Read>)>,
) {
    sys::step_back();
    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        if to.send((Arc::clone(file), read(file, now))).is_err() {
            return;
        }
    }
}

fn read(file: &Arc<File>, now: u64) -> io::Result<Read> {
    Ok(Read { file: Arc::clone(file), stamp: file.stamp(), listed: listed(file, now)? })
}

/// Reads a file's tags and what it is known by.
pub(super) fn listed(file: &File, now: u64) -> io::Result<Listed> {
    let opened = fs::File::open(file.path())?;
    let id = fingerprint::identify(&opened)?;
    let tags = Tags::listed(&opened);
    Ok(Listed {
        id,
        path: Arc::clone(&file.name),
        other_paths: Box::default(),
        title: tags.title.unwrap_or_else(|| name(&file.name)),
        artist: tags.artist,
        album: tags.album,
        genre: tags.genre,
        year: tags.year,
        isrc: tags.isrc,
        label: tags.label,
        disc: tags.disc,
        number: tags.number,
        is_gapless: tags.is_gapless,
        duration: tags.duration,
        added_at: now,
        analysis: None,
        kind: TrackKind::Music,
    })
}

impl File {
    /// By what the store knows it.
    pub(super) fn stamp(&self) -> FileStamp {
        let (size, modified_us) = self.stamp.content();
        FileStamp { path: self.name.to_path_buf(), size, modified_us }
    }
}
