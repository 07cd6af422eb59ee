//! What people say of tracks, written into the tags of their files.
//!
//! A copy beside the file gets the tags, is read and played to its end, and takes the file's place only if it sounds
//! the same and says the same of everything else. What fails leaves the file as it was.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use lofty::config::WriteOptions;
use lofty::file::{AudioFile as _, TaggedFile, TaggedFileExt as _};
use lofty::picture::Picture;
use lofty::tag::{ItemKey, Tag, TagItem, TagType};

use super::folder::Stamp;
use super::tags::Tags;
use super::{Library, index, sound};
use crate::audio::{Block, CHANNELS};
use crate::decode::{self, Reader};
use crate::machine;
use crate::model::TrackId;
use crate::store::{Error, Store, TrackEdit};

/// The copy that gets the tags. Hidden, so that nobody takes it for music, and always called the same, so that one that
/// was left behind is the next one's.
const COPY: &str = ".longwave-tags";
/// Room that stays on the disk for everything else, in bytes.
const ROOM_LEFT: u64 = 512 << 20;
/// Tags as they were before there were those that are written where nobody says otherwise (ID3v2.3).
const OLD_ID3: &[u8] = b"ID3\x03";

const NO_FILE: &str = "there is no file of it now";

/// Why what is said of a track is not in its file, to be read after that.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("files of this kind have no tags that can be written")]
    Kind,
    #[error("its tags cannot be read as a whole, and something of them could be lost")]
    Unreadable,
    #[error("something else that its tags say would be lost")]
    Others,
    #[error("it would not sound as it did")]
    Sound,
    #[error("it was changed meanwhile")]
    Changed,
    #[error("there is too little room on the disk for a copy")]
    Room,
    #[error("it is read-only")]
    ReadOnly,
    #[error("it belongs to somebody else, and would not any more")]
    Owner,
    #[error("it cannot be written: {0}")]
    Disk(#[from] io::Error),
    #[error("it cannot be tagged: {0}")]
    Tags(String),
}

/// What is said of a track, and by what it goes in tags. The first that a kind of tag knows is written.
fn texts(said: &TrackEdit) -> [(Option<String>, &'static [ItemKey]); 7] {
    let year = said.year.map(|year| if year > 0 { year.to_string() } else { String::new() });
    [
        (said.title.clone(), &[ItemKey::TrackTitle]),
        (said.artist.clone(), &[ItemKey::TrackArtist]),
        (said.album.clone(), &[ItemKey::AlbumTitle]),
        (said.genre.clone(), &[ItemKey::Genre]),
        (year, &[ItemKey::RecordingDate, ItemKey::Year]),
        (said.isrc.clone(), &[ItemKey::Isrc]),
        // Some tags have one frame for both.
        (said.label.clone(), &[ItemKey::Label, ItemKey::Publisher]),
    ]
}

impl Library {
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
    ) -> Result<Result<(), Refusal>, Error> {
        if let Err(refusal) = write(&self.folder().join(name), id, said) {
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

/// Writes what `said` says into the tags of the file at `path`, whose track is `id`.
///
/// The file keeps its mode and its owner, and a link stays one. Who plays it meanwhile plays it to its end. Another
/// name of the same file (a hard link) keeps the old one.
fn write(path: &Path, id: TrackId, said: &TrackEdit) -> Result<(), Refusal> {
    let path = fs::canonicalize(path)?;
    // Whoever may not write it may not put another in its place either.
    let file = OpenOptions::new().read(true).write(true).open(&path)?;
    if file.metadata()?.permissions().readonly() {
        return Err(Refusal::ReadOnly);
    }
    let before = Stamp::of(&file.metadata()?);
    if sound::identify(&file)? != id {
        return Err(Refusal::Changed);
    }
    let kind = Tags::kind(&file).ok_or(Refusal::Kind)?;
    if !kind.tag_support(kind.primary_tag_type()).is_writable() {
        return Err(Refusal::Kind);
    }
    let mut tags = Tags::whole(&file).ok_or(Refusal::Unreadable)?;
    let others = Others::of(&tags);
    lay(&mut tags, said);
    let copy = Copy::of(&file, path.with_file_name(COPY))?;
    copy.tag(&tags)?;
    let tagged = Tags::whole(&copy.file).ok_or(Refusal::Unreadable)?;
    if Others::of(&tagged) != others {
        return Err(Refusal::Others);
    }
    if sound::identify(&copy.file)? != id || !sound_the_same(&path, &copy.path) {
        return Err(Refusal::Sound);
    }
    copy.file.sync_all()?;
    if Stamp::of(&fs::metadata(&path)?) != before {
        return Err(Refusal::Changed);
    }
    copy.replace(&path)
}

/// Has `tags` say what is said.
fn lay(tags: &mut TaggedFile, said: &TrackEdit) {
    let main = tags.primary_tag_type();
    if tags.tag(main).is_none() {
        tags.insert_tag(Tag::new(main));
    }
    let kinds: Vec<_> = tags.tags().iter().map(Tag::tag_type).collect();
    for kind in kinds {
        let Some(tag) = tags.tag_mut(kind) else { continue };
        for (text, keys) in texts(said) {
            let Some(text) = text else { continue };
            for key in keys {
                tag.remove_key(*key);
            }
            if !text.is_empty() {
                // Not every kind of tag can say everything; what it says is read again.
                keys.iter().any(|key| tag.insert_text(*key, text.clone()));
            }
        }
    }
}

/// What tags say that people did not speak of.
#[derive(PartialEq)]
struct Others {
    items: Vec<(TagType, TagItem)>,
    pictures: Vec<(TagType, Picture)>,
}

impl Others {
    fn of(tags: &TaggedFile) -> Self {
        let all = texts(&TrackEdit::default());
        let spoken_of = |key| all.iter().any(|(_, keys)| keys.contains(&key));
        let (mut items, mut pictures) = (Vec::new(), Vec::new());
        for tag in tags.tags() {
            let kind = tag.tag_type();
            let others = tag.items().filter(|item| !spoken_of(item.key()));
            items.extend(others.map(|item| (kind, item.clone())));
            pictures.extend(tag.pictures().iter().map(|picture| (kind, picture.clone())));
        }
        items.sort_by_cached_key(|item| format!("{item:?}"));
        Self { items, pictures }
    }
}

/// Whether two files play the same from the first sample to the last.
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
    path: PathBuf,
    file: File,
    owner: (u32, u32),
    mode: u32,
    is_old_id3: bool,
}

impl Copy {
    fn of(mut original: &File, path: PathBuf) -> Result<Self, Refusal> {
        let about = original.metadata()?;
        let room = machine::room(path.parent().unwrap_or(Path::new("/")))?;
        if room.free < about.len().saturating_add(ROOM_LEFT) {
            return Err(Refusal::Room);
        }
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        let mut copy =
            Self { path, file, owner: (about.uid(), about.gid()), mode: about.mode(), is_old_id3: false };
        original.rewind()?;
        io::copy(&mut original, &mut copy.file)?;
        let mut head = [0; OLD_ID3.len()];
        original.rewind()?;
        copy.is_old_id3 = original.read_exact(&mut head).is_ok() && head == OLD_ID3;
        Ok(copy)
    }

    fn tag(&self, tags: &TaggedFile) -> Result<(), Refusal> {
        let mut file = self.file.try_clone()?;
        let options = WriteOptions::new().use_id3v23(self.is_old_id3);
        let write = || tags.save_to(&mut file, options).map_err(|error| Refusal::Tags(error.to_string()));
        catch_unwind(AssertUnwindSafe(write)).unwrap_or(Err(Refusal::Unreadable))
    }

    /// Takes the place of the file at `path`, with its owner and mode.
    fn replace(self, path: &Path) -> Result<(), Refusal> {
        let about = self.file.metadata()?;
        if (about.uid(), about.gid()) != self.owner {
            fchown(&self.file, Some(self.owner.0), Some(self.owner.1)).map_err(|_| Refusal::Owner)?;
        }
        self.file.set_permissions(fs::Permissions::from_mode(self.mode & 0o7777))?;
        fs::rename(&self.path, path)?;
        // That the new name is on the disk is a comfort; that it is not yet harms nobody.
        drop(path.parent().map(|folder| File::open(folder).and_then(|folder| folder.sync_all())));
        Ok(())
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // What took its original's place is not there any more.
        drop(fs::remove_file(&self.path));
    }
}
