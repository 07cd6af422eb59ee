//! A walk through a folder of music.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use super::FileProblem;
use crate::decode;

/// Folders within folders that are looked into.
const DEEPEST: usize = 32;

/// By what a file that was changed is told from the one it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// Time of the last status change, in seconds and nanoseconds: detects a new owner or mode, and new
    /// content
    /// with an old modification time.
    touched: (i64, i64),
    mode: u32,
}

impl Stamp {
    pub(super) fn of(about: &Metadata) -> Self {
        Self {
            size: about.len(),
            modified: about.modified().ok(),
            touched: (about.ctime(), about.ctime_nsec()),
            mode: about.mode(),
        }
    }

    /// The stamp of a file of which only [`content`](Self::content) is known.
    pub(super) fn remembered(size: u64, modified_us: i64) -> Self {
        let since = u64::try_from(modified_us).ok().map(Duration::from_micros);
        Self { size, modified: since.and_then(|since| UNIX_EPOCH.checked_add(since)), ..Self::default() }
    }

    /// By what the content is remembered: its size, and when it was changed, in microseconds since 1970.
    pub(super) fn content(&self) -> (u64, i64) {
        let since = self.modified.and_then(|modified| modified.duration_since(UNIX_EPOCH).ok());
        (self.size, since.unwrap_or_default().as_micros() as i64)
    }

    /// Returns whether the content is unchanged, regardless of permissions.
    pub(super) fn has_content_of(&self, other: &Self) -> bool {
        (self.size, self.modified) == (other.size, other.modified)
    }
}

/// Result of one scan, by paths below the folder.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) files: Vec<(PathBuf, Stamp)>,
    pub(super) troubles: Vec<FileProblem>,
    /// Paths that exist and could not be read: nothing is known of them or below them.
    pub(super) unread: HashSet<PathBuf>,
    /// The device and the number of the folder itself: others where a disk was mounted or unmounted.
    pub(super) root: Option<(u64, u64)>,
}

/// Looks through `folder`. A folder that is not there or cannot be read is an error, because nobody knows what is
/// in it.
///
/// Links are followed, but a linked folder is looked into once only, and not at all if it lies in `folder`:
/// so links may go in circles, and no track is found twice by way of them. Hidden files are not music.
pub(super) fn walk(folder: &Path) -> io::Result<Walk> {
    let root = fs::canonicalize(folder)?;
    let about = fs::metadata(&root)?;
    if !about.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let mut walk = Walk { root: Some((about.dev(), about.ino())), ..Walk::default() };
    let mut linked = HashSet::new();
    let mut is_new = |entry: &DirEntry| {
        entry.depth() == 0 || (!is_hidden(entry.file_name()) && !leads_elsewhere(entry, &root, &mut linked))
    };
    // A folder that breaks off while it is listed is an error without a path, which comes right after the folder.
    let mut latest = root.clone();
    let entries = WalkDir::new(&root).follow_links(true).max_depth(DEEPEST).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(&mut is_new) {
        match entry {
            Ok(entry) => {
                walk.take(&entry, &root);
                latest = entry.into_path();
            }
            Err(error) => {
                let path = error.path().unwrap_or(&latest).to_owned();
                if path == root {
                    return Err(error.into());
                }
                walk.miss(&path, &error, &root);
            }
        }
    }
    Ok(walk)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Returns whether `entry` links to a folder that is scanned anyway.
fn leads_elsewhere(entry: &DirEntry, root: &Path, linked: &mut HashSet<PathBuf>) -> bool {
    if !entry.path_is_symlink() || !entry.file_type().is_dir() {
        return false;
    }
    fs::canonicalize(entry.path()).is_ok_and(|target| target.starts_with(root) || !linked.insert(target))
}

/// Returns whether a file name has the extension of a music file.
fn is_music(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    extension.is_some_and(|extension| decode::EXTENSIONS.contains(&extension.as_str()))
}

impl Walk {
    fn take(&mut self, entry: &DirEntry, root: &Path) {
        if entry.depth() == 0 || !is_music(entry.path()) {
            return;
        }
        let path = below(entry.path(), root);
        if entry.file_type().is_dir() {
            self.trouble(path, decode::Error::Folder.to_string());
        } else if !entry.file_type().is_file() {
            self.trouble(path, decode::Error::NotAFile.to_string());
        } else {
            match entry.metadata() {
                Ok(about) => self.files.push((path, Stamp::of(&about))),
                Err(error) => self.miss(entry.path(), &error, root),
            }
        }
    }

    /// Notes what could not be looked at, and tells of it if it may have been music.
    fn miss(&mut self, path: &Path, error: &walkdir::Error, root: &Path) {
        if path.file_name().is_some_and(is_hidden) || error.loop_ancestor().is_some() {
            return;
        }
        let kind = error.io_error().map_or(io::ErrorKind::Other, io::Error::kind);
        let is_gone = kind == io::ErrorKind::NotFound;
        if !is_gone {
            self.unread.insert(below(path, root));
        }
        let is_folder = fs::metadata(path).is_ok_and(|about| about.is_dir());
        if !is_folder && path.extension().is_some() && !is_music(path) {
            return;
        }
        let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
        let reason = match (is_gone, is_link) {
            (true, true) => "is a link to something that is not there".to_owned(),
            // It was removed while we looked.
            (true, false) => return,
            (false, _) => decode::Error::Io(kind.into()).to_string(),
        };
        self.trouble(below(path, root), reason);
    }

    fn trouble(&mut self, path: PathBuf, reason: String) {
        self.troubles.push(FileProblem { path, reason });
    }
}

fn below(path: &Path, root: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_owned()
}
