//! Writes edits of tracks into their files' tags.
//!
//! A copy beside the file gets the tags, is decoded to its end, and replaces the file only if the sound is
//! identical.
//! On failure the file stays as it was. Frames, comments and blocks that were not edited are copied byte
//! by byte, known or not: a tag library's own model (such as that of lofty, which reads tags for us) loses
//! other programs' data. Files whose tags cannot be written like that are left alone.

mod comments;
mod flac;
mod id3;
mod mp4;
mod ogg;

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::folder::Stamp;
use super::intake::{self, ROOM_LEFT};
use super::{MusicLibrary, fingerprint, index};
use crate::audio::{Block, CHANNELS};
use crate::decode::{self, Reader};
use crate::model::TrackId;
use crate::store::{Error, Store, TrackEdit};
use crate::sys;
use ogg::Renumbering;

/// Name of the temporary copy, before the track's number. Hidden, so that nobody takes it for music,
/// and constant, so that a leftover is overwritten.
const COPY: &str = ".longwave-tags-";
/// The longest tags, with their pictures, in bytes.
const MOST_TAGS: usize = 64 << 20;
const NO_FILE: &str = "there is no file of it now";

/// Reasons why an edit is not in its file.
#[derive(Debug, thiserror::Error)]
pub(super) enum TagWriteRefusal {
    #[error(
        "files of this kind have no tags that can be written here; MP3, FLAC, Opus, Ogg Vorbis and M4A have"
    )]
    Kind,
    #[error("its tags are of a kind that is left alone, or damaged; another program can tag it anew")]
    Unreadable,
    #[error("it has an APE tag too, which would say something else; another program can take that out")]
    Ape,
    #[error("something else in its tags would be lost")]
    Others,
    #[error("it would not sound as it did")]
    Sound,
    #[error("it was changed meanwhile")]
    Changed,
    #[error("something else was said meanwhile")]
    Outdated,
    #[error("it is not there any more")]
    Gone,
    #[error("there is too little room on the disk for a copy")]
    Room,
    #[error("it is read-only")]
    ReadOnly,
    #[error("it belongs to somebody else, and would not any more")]
    Owner,
    #[error("what the disk keeps with it (extended attributes) would be lost")]
    Attributes,
    #[error("this program may not write it, or not into its folder")]
    Denied,
    #[error("the disk does not take it: {0}")]
    Disk(io::ErrorKind),
}

impl From<io::Error> for TagWriteRefusal {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Gone,
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => Self::Unreadable,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Room,
            kind => Self::Disk(kind),
        }
    }
}

/// Editable fields that tags can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Artist,
    Album,
    Genre,
    Year,
    Isrc,
    Label,
}

/// New values of fields; an empty text removes the field.
pub(super) type Texts = [(Field, String)];

/// A file's new beginning, and the position from which it stays as it was.
struct Beginning {
    bytes: Vec<u8>,
    rest: u64,
    later: Option<Renumbering>,
}

impl Beginning {
    /// One behind which nothing changes.
    fn of(bytes: Vec<u8>, rest: u64) -> Self {
        Self { bytes, rest, later: None }
    }
}

fn texts(said: &TrackEdit) -> Vec<(Field, String)> {
    let year = said.year.map(|year| if year > 0 { year.to_string() } else { String::new() });
    let all = [
        (Field::Title, said.title.clone()),
        (Field::Artist, said.artist.clone()),
        (Field::Album, said.album.clone()),
        (Field::Genre, said.genre.clone()),
        (Field::Year, year),
        (Field::Isrc, said.isrc.clone()),
        (Field::Label, said.label.clone()),
    ];
    all.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
}

impl MusicLibrary {
    /// Writes what people said of a track into the tags of its files, if the next one that is to be written is known;
    /// false if nothing is to be written.
    pub(super) fn write_next(&self, store: &Store, now_us: u64) -> Result<bool, Error> {
        let Some((id, said)) = store.next_unwritten()? else { return Ok(false) };
        let (told, mut unwritten) = (store.unwritten_of(id)?, None);
        if said.says_texts() {
            let names = store.files_of(id)?;
            if names.is_empty() {
                unwritten = Some(NO_FILE.to_owned());
            }
            for name in names {
                match self.write_into(store, &name, (id, &said), now_us / 1_000_000)? {
                    Ok(()) => tracing::info!("{} has the tags that people gave it", name.display()),
                    Err(refusal) => {
                        let reason = refusal.to_string();
                        if told.as_ref() != Some(&reason) {
                            tracing::warn!("{} keeps its tags: {reason}", name.display());
                        }
                        unwritten = Some(reason);
                    }
                }
            }
        }
        store.put_written(id, &said, unwritten.as_deref())?;
        self.tell_anew();
        Ok(true)
    }

    /// Writes into one file, which is known at once as it is then.
    fn write_into(
        &self,
        store: &Store,
        name: &Path,
        (id, said): (TrackId, &TrackEdit),
        now: u64,
    ) -> Result<Result<(), TagWriteRefusal>, Error> {
        let path = self.folder().join(name);
        let is_wanted = || Ok(store.track_edit(id)?.is_some_and(|known| known.said == *said));
        if let Err(refusal) = write(&path, id, &texts(said), is_wanted)? {
            return Ok(Err(refusal));
        }
        let listed = || {
            let file = self.admit(name)?;
            let listed = index::listed(&file, now)?;
            Ok::<_, io::Error>((file, listed))
        };
        // What cannot be read now is found changed by the next scan.
        let Ok((file, listed)) = listed() else { return Ok(Ok(())) };
        let track = listed.id;
        store.put_files(&[(file.stamp(), listed)])?;
        file.set_track(track);
        Ok(Ok(()))
    }
}

/// Writes `texts` into the tags of the file at `path`, whose track is `id`, if that `is_wanted` still when it can be done.
///
/// The file keeps its mode, its owner and its extended attributes, and a link stays one. Who plays it meanwhile plays it
/// to its end. Another name of the same file (a hard link) keeps the old one.
pub(super) fn write(
    path: &Path,
    id: TrackId,
    texts: &Texts,
    is_wanted: impl FnOnce() -> Result<bool, Error>,
) -> Result<Result<(), TagWriteRefusal>, Error> {
    match tagged(path, id, texts) {
        Ok(None) => Ok(Ok(())),
        Ok(_) if !is_wanted()? => Ok(Err(TagWriteRefusal::Outdated)),
        Ok(Some(copy)) => Ok(copy.replace()),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// A copy of the file that has the tags, and sounds like it; none if the file has them.
fn tagged(path: &Path, id: TrackId, texts: &Texts) -> Result<Option<Copy>, TagWriteRefusal> {
    let path = fs::canonicalize(path)?;
    // Whoever may not write it may not put another in its place either.
    let file = OpenOptions::new().read(true).write(true).open(&path)?;
    if file.metadata()?.permissions().readonly() {
        return Err(TagWriteRefusal::ReadOnly);
    }
    if fingerprint::identify(&file)? != id {
        return Err(TagWriteRefusal::Changed);
    }
    let ending = intake::kind_of(&file)?.map_err(|_| TagWriteRefusal::Kind)?;
    let beginning = match ending {
        "mp1" | "mp2" | "mp3" => Some(id3::beginning(&file, texts)?),
        // Not every program looks behind a tag for AAC.
        "aac" if fingerprint::read(&file, 0, 3)? == b"ID3" => Some(id3::beginning(&file, texts)?),
        "flac" => Some(flac::beginning(&file, texts)?),
        "opus" | "ogg" => Some(ogg::beginning(&file, texts)?),
        "m4a" => None,
        _ => return Err(TagWriteRefusal::Kind),
    };
    let is_same = |beginning: &Beginning| {
        let count = beginning.bytes.len();
        Ok::<_, io::Error>(
            count as u64 == beginning.rest && fingerprint::read(&file, 0, count)? == beginning.bytes,
        )
    };
    if beginning.as_ref().map(is_same).transpose()? == Some(true) {
        return Ok(None);
    }
    let copy = Copy::of(&file, path, id, beginning)?;
    match ending {
        "m4a" => mp4::lay(&file, &copy.file, texts)?,
        "flac" | "opus" | "ogg" => {}
        _ => id3::lay_last(&copy.file, texts)?,
    }
    if fingerprint::identify(&copy.file)? != id || !sound_the_same(&copy.original, &copy.path) {
        return Err(TagWriteRefusal::Sound);
    }
    copy.file.sync_all()?;
    Ok(Some(copy))
}

/// Returns whether two files decode to identical samples.
fn sound_the_same(one: &Path, other: &Path) -> bool {
    let compare = || {
        let (mut one, mut other) = (Reader::open(one)?, Reader::open(other)?);
        let (mut first, mut second) = (Block::silent(), Block::silent());
        loop {
            match (one.read(&mut first), other.read(&mut second)) {
                (Ok(0), Ok(0)) => return Ok(true),
                (Ok(frames), Ok(as_many)) if frames == as_many => {
                    let samples = frames * CHANNELS;
                    if first.samples()[..samples] != second.samples()[..samples] {
                        return Ok(false);
                    }
                }
                // Both are broken off in the same place.
                (Err(error), Err(another)) => return Ok(error.to_string() == another.to_string()),
                _ => return Ok(false),
            }
        }
    };
    catch_unwind(AssertUnwindSafe(compare))
        .is_ok_and(|same: Result<bool, decode::Error>| same.unwrap_or(false))
}

/// A copy that is gone when it is let go of, unless it took its original's place.
struct Copy {
    original: PathBuf,
    path: PathBuf,
    file: File,
    /// The original as it was copied.
    about: fs::Metadata,
}

impl Copy {
    /// A copy of the file at `original`, with another beginning if there is one.
    fn of(
        mut file: &File,
        original: PathBuf,
        id: TrackId,
        beginning: Option<Beginning>,
    ) -> Result<Self, TagWriteRefusal> {
        let about = file.metadata()?;
        let path = original.with_file_name(format!("{COPY}{}", id.0));
        let Beginning { bytes, rest, later } = beginning.unwrap_or_else(|| Beginning::of(Vec::new(), 0));
        let room = sys::room(original.parent().unwrap_or(Path::new("/")))?;
        if room.free < about.len().saturating_add(bytes.len() as u64 + ROOM_LEFT) {
            return Err(TagWriteRefusal::Room);
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let new = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        let copy = Self { original, path, file: new, about };
        let mut to = BufWriter::new(&copy.file);
        to.write_all(&bytes)?;
        file.seek(SeekFrom::Start(rest))?;
        match later {
            Some(later) => ogg::renumber(BufReader::new(file), &mut to, &later)?,
            None => io::copy(&mut file, &mut to).map(drop)?,
        }
        to.flush()?;
        drop(to);
        Ok(copy)
    }

    /// Takes the place of the original, with its owner, mode and attributes.
    fn replace(self) -> Result<(), TagWriteRefusal> {
        let (now, owner) = (self.file.metadata()?, (self.about.uid(), self.about.gid()));
        if (now.uid(), now.gid()) != owner {
            fchown(&self.file, Some(owner.0), Some(owner.1)).map_err(|_| TagWriteRefusal::Owner)?;
        }
        sys::copy_attributes(&self.original, &self.file).map_err(|_| TagWriteRefusal::Attributes)?;
        self.file.set_permissions(fs::Permissions::from_mode(self.about.mode() & 0o7777))?;
        if Stamp::of(&fs::metadata(&self.original)?) != Stamp::of(&self.about) || !self.is_in_place() {
            return Err(TagWriteRefusal::Changed);
        }
        fs::rename(&self.path, &self.original)?;
        // That the new name is on the disk is a comfort; that it is not yet harms nobody.
        drop(self.original.parent().map(|folder| File::open(folder).and_then(|folder| folder.sync_all())));
        Ok(())
    }

    /// Returns whether its path still leads to it: another program may share the folder.
    fn is_in_place(&self) -> bool {
        let is_it = |about: fs::Metadata| {
            self.file.metadata().is_ok_and(|own| (own.dev(), own.ino()) == (about.dev(), about.ino()))
        };
        fs::symlink_metadata(&self.path).is_ok_and(is_it)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // What took its original's place is not there any more.
        if self.is_in_place() {
            drop(fs::remove_file(&self.path));
        }
    }
}
