//! The file that a backup is.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use tar::{Archive, Builder, Entry, EntryType, Header};
use walkdir::WalkDir;

use super::Error;
use super::encryption::{BackupReader, BackupSink, ENCRYPTED_MAGIC};
use crate::store::{FILE_NAME, Store, give_to_owner_of_directory};

/// The beginning of a database of SQLite.
const DATABASE_MAGIC: &[u8] = b"SQLite format 3\0";
/// Bytes of a header of tar, and its magic (POSIX `ustar`), as GNU tar writes it, too.
const ARCHIVE_HEADER: u64 = 512;
const ARCHIVE_MAGIC_AT: usize = 257;
const ARCHIVE_MAGIC: &[u8] = b"ustar";
/// Folders in the data directory that go with the music.
const DATA_FOLDERS: [&str; 2] = ["uploads", "removed"];
const BUFFER: usize = 1 << 17;

/// The directories of a server.
#[derive(Clone, Debug)]
pub struct ServerFolders {
    /// Data directory.
    pub data: PathBuf,
    /// Music directory.
    pub media: PathBuf,
}

/// Contents of a backup.
pub struct BackupContents<'a> {
    /// The database.
    pub store: &'a Store,
    /// Directories whose music, uploads and removed files go with it, if they do.
    pub files: Option<&'a ServerFolders>,
    /// The public key that it is encrypted for, if it is.
    pub recipient: Option<&'a str>,
}

/// Numbers of files that came with a backup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RestoredFiles {
    /// Those that were missing, and are written.
    pub written: usize,
    /// Those that are there already, and stay as they are.
    pub kept: usize,
}

impl BackupContents<'_> {
    /// Writes the backup to the new file `to`, all of it or nothing.
    pub fn write(&self, to: &Path) -> Result<(), Error> {
        if self.files.is_none() && self.recipient.is_none() {
            return Ok(self.store.backup(to)?);
        }
        let copy = Scratch::beside(to);
        self.store.backup(&copy.0)?;
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
        let file = file.map_err(|source| Error::of_file(to, source))?;
        let written = self.write_into(&copy.0, &file, to);
        if written.is_err() {
            // A part is of no use; that it cannot be removed changes nothing.
            let _ = fs::remove_file(to);
        }
        written
    }

    fn write_into(&self, database: &Path, file: &File, to: &Path) -> Result<(), Error> {
        let failed = |source| Error::of_file(to, source);
        let mut sink = BackupSink::open(file.try_clone().map_err(failed)?, self.recipient)?;
        let packed = match self.files {
            Some(folders) => pack(database, folders, &mut sink),
            None => File::open(database).and_then(|mut copy| io::copy(&mut copy, &mut sink)).map(drop),
        };
        // A failed `age` says why; the pipe only says that it is closed.
        sink.finish()?;
        packed.and_then(|()| file.sync_all()).map_err(failed)
    }
}

/// Writes an archive with the database first, which is needed before everything else.
fn pack(database: &Path, folders: &ServerFolders, sink: &mut BackupSink) -> io::Result<()> {
    let mut archive = Builder::new(BufWriter::with_capacity(BUFFER, sink));
    append(&mut archive, database, Path::new(FILE_NAME))?;
    let data = DATA_FOLDERS.map(|name| (folders.data.join(name), Path::new("data").join(name)));
    for (folder, name) in [(folders.media.clone(), PathBuf::from("media"))].into_iter().chain(data) {
        let found = WalkDir::new(&folder).follow_links(true).sort_by_file_name();
        for entry in found.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
            let Ok(below) = entry.path().strip_prefix(&folder) else { continue };
            append(&mut archive, entry.path(), &name.join(below))?;
        }
    }
    archive.into_inner()?.flush()
}

/// Appends a file as it is now, under the name `name`; one that cannot be read is left out and told.
fn append(archive: &mut Builder<BufWriter<&mut BackupSink>>, path: &Path, name: &Path) -> io::Result<()> {
    let opened = File::open(path).and_then(|file| Ok((file.metadata()?, file)));
    let (about, file) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            tracing::warn!(%error, "{} is not in the backup", path.display());
            return Ok(());
        }
    };
    let mut header = Header::new_gnu();
    header.set_metadata(&about);
    // A file that is written meanwhile has the length that it had.
    let bytes = file.take(about.len()).chain(io::repeat(0)).take(about.len());
    archive.append_data(&mut header, name, bytes)
}

/// Returns whether the backup `file` is encrypted or an archive, and not the database itself.
pub fn has_to_be_unpacked(file: &Path) -> Result<bool, Error> {
    let mut beginning = Vec::new();
    let read = File::open(file).and_then(|file| file.take(ARCHIVE_HEADER).read_to_end(&mut beginning));
    read.map_err(|source| Error::of_file(file, source))?;
    let is_archive = beginning.get(ARCHIVE_MAGIC_AT..).is_some_and(|rest| rest.starts_with(ARCHIVE_MAGIC));
    Ok(is_archive || beginning.starts_with(ENCRYPTED_MAGIC))
}

/// Writes the database in the backup `file` to the new file `to`. Returns whether files came with it.
pub fn unpack_database(file: &Path, identity: Option<&Path>, to: &Path) -> Result<bool, Error> {
    let mut reader = BackupReader::open(file, identity)?;
    let mut beginning = Vec::new();
    let read = (&mut reader).take(DATABASE_MAGIC.len() as u64).read_to_end(&mut beginning);
    read.map_err(|source| Error::of_file(file, source))?;
    let out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let mut out = out.map_err(|source| Error::of_file(to, source))?;
    if beginning == DATABASE_MAGIC {
        let copied = out.write_all(&beginning).and_then(|()| io::copy(&mut reader, &mut out));
        reader.finish()?;
        return copied.map(|_| false).map_err(|source| Error::of_file(to, source));
    }
    let mut archive = Archive::new(beginning.as_slice().chain(&mut reader));
    if matches!(copy_first(&mut archive, &mut out), Ok(true)) {
        return Ok(true);
    }
    // With a wrong key, `age` says so.
    reader.finish()?;
    Err(Error::NoBackup(file.to_owned()))
}

/// Copies the first file of an archive, if it is the database.
fn copy_first(archive: &mut Archive<impl Read>, out: &mut File) -> io::Result<bool> {
    let Some(first) = archive.entries()?.next() else { return Ok(false) };
    let mut first = first?;
    if first.path()? != Path::new(FILE_NAME) {
        return Ok(false);
    }
    io::copy(&mut first, out).map(|_| true)
}

/// Writes the files that came with the backup `file` to their places in `folders`; none that is there is replaced.
pub fn unpack_files(
    file: &Path,
    identity: Option<&Path>,
    folders: &ServerFolders,
) -> Result<RestoredFiles, Error> {
    let mut reader = BackupReader::open(file, identity)?;
    let mut files = RestoredFiles::default();
    let unpacked = unpack(&mut Archive::new(&mut reader), folders, &mut files);
    reader.finish()?;
    unpacked.map(|()| files)
}

fn unpack(
    archive: &mut Archive<&mut BackupReader>,
    folders: &ServerFolders,
    files: &mut RestoredFiles,
) -> Result<(), Error> {
    let unreadable = |source| Error::of_file(Path::new("the backup"), source);
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let Some(place) = place(&entry, folders) else { continue };
        if put(&mut entry, &place).map_err(|source| Error::of_file(&place, source))? {
            files.written += 1;
        } else {
            files.kept += 1;
        }
    }
    Ok(())
}

/// Returns the place of a file; none for what is no file or belongs nowhere.
fn place(entry: &Entry<'_, impl Read>, folders: &ServerFolders) -> Option<PathBuf> {
    let path = entry.path().ok()?;
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_below || entry.header().entry_type() != EntryType::Regular {
        return None;
    }
    if let Ok(below) = path.strip_prefix("media") {
        return Some(folders.media.join(below));
    }
    let below = path.strip_prefix("data").ok()?;
    DATA_FOLDERS.iter().any(|folder| below.starts_with(folder)).then(|| folders.data.join(below))
}

/// Writes a file with its time; false if there is one already.
fn put(entry: &mut Entry<'_, impl Read>, place: &Path) -> io::Result<bool> {
    if let Some(folder) = place.parent() {
        make_folder(folder)?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).open(place) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    };
    let modified = UNIX_EPOCH + Duration::from_secs(entry.header().mtime().unwrap_or_default());
    let copied = io::copy(entry, &mut file).and_then(|_| file.set_modified(modified));
    if let Err(error) = copied {
        let _ = fs::remove_file(place);
        return Err(error);
    }
    give_to_owner_of_directory(&file, place);
    Ok(true)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_folder(parent)?;
    }
    fs::create_dir(folder)?;
    give_to_owner_of_directory(&File::open(folder)?, folder);
    Ok(())
}

/// A file that is removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn beside(path: &Path) -> Self {
        let mut name = OsString::from(path);
        name.push(".database");
        // Left behind by a backup that was interrupted.
        let _ = fs::remove_file(&name);
        Self(name.into())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
