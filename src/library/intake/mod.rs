//! Takes in music that people send.
//!
//! In: bytes, in parts, each at its place. Out: a file in the folder of music, once all of it was decoded; or a reason
//! why it was not taken, in words.
//! Never: makes a path of what somebody calls a file, believes a name, writes over a file, or lets what was not
//! examined into the folder of music.

mod examiner;
mod file_kind;
mod file_name;
#[cfg(test)]
mod tests;
mod trash;
mod zip_bomb;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::MusicLibrary;
use super::waveform::Waveforms;
use crate::clock::Clock;
use crate::model::TrackKind;
use crate::store::{self, Store, Upload, UploadState};
use crate::sys::{self, DiskGauge};

pub use examiner::UploadChecker;
pub(super) use file_kind::of as kind_of;

/// The longest file, in bytes: 1 GiB.
pub const MOST_BYTES: u64 = 1 << 30;
/// The longest part that is sent at once, in bytes.
pub const MOST_PART: usize = 8 << 20;
/// Files that a person sends at the same time,
const MOST_AT_ONCE: usize = 2;
/// of which something came within so many microseconds,
const AT_ONCE_US: u64 = 30_000_000;
/// Most unfinished uploads.
const MOST_UNFINISHED: usize = 40;
/// Room that stays on the disk for everything else, in bytes.
pub(super) const ROOM_LEFT: u64 = 512 << 20;
/// The longest key of a person's own.
const LONGEST_KEY: usize = 200;

/// Reasons why an upload, or a part of it, is refused.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// There is no such upload.
    #[error("there is no such upload")]
    Unknown,
    /// The content is unusable, for the reason given.
    #[error("{0}")]
    Unfit(String),
    /// It cannot be done now; says why.
    #[error("{0}")]
    Conflict(String),
    /// The store cannot.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The disk cannot.
    #[error("what was sent cannot be written: {0}")]
    Disk(#[from] io::Error),
}

/// Announcement of an upload.
#[derive(Clone, Debug, Default)]
pub struct Offer {
    /// Account that uploads.
    pub owner: String,
    /// Idempotency key; announcing it twice creates one upload.
    pub key: Option<String>,
    /// Original file name.
    pub name: String,
    /// The station into whose folder it goes; without one, it is for all that have none of their own.
    pub station: Option<String>,
    /// The type that its track is given; `None` for that of the folder.
    pub kind: Option<TrackKind>,
    /// Size in bytes.
    pub size: u64,
    /// Its SHA-256 or BLAKE2b-512, in hexadecimal digits.
    pub digest: Option<String>,
}

/// Receives uploads. Clones share their state.
#[derive(Clone)]
pub struct Intake {
    shared: Arc<IntakeState>,
    /// The room on the disk of the music.
    disk: DiskGauge,
}

struct IntakeState {
    library: MusicLibrary,
    store: Store,
    clock: Arc<dyn Clock>,
    /// Data directory: holds unchecked uploads, removed files and waveforms.
    data: PathBuf,
    waveforms: Waveforms,
    /// Recent uploads.
    lines: Mutex<HashMap<String, UploadQueue>>,
}

/// An upload that is on its way.
struct UploadQueue {
    owner: String,
    touched_us: u64,
    /// True while a part of it is being written.
    is_busy: bool,
}

impl Intake {
    /// Takes music into `library`, by way of the folder `data`, which must not lie in the folder of music. What is
    /// there is examined by the other one.
    pub fn new(
        library: MusicLibrary,
        store: Store,
        clock: Arc<dyn Clock>,
        data: PathBuf,
    ) -> (Self, UploadChecker) {
        let waveforms = Waveforms::new(data.join("waveforms"));
        let disk = library.disk().clone();
        let shared = IntakeState { library, store, clock, data, waveforms, lines: Mutex::default() };
        let intake = Self { shared: Arc::new(shared), disk };
        (intake.clone(), UploadChecker::new(intake))
    }

    /// The library that it takes music into.
    pub fn library(&self) -> &MusicLibrary {
        &self.shared.library
    }

    /// Begins an upload, or answers with the one that its owner knows by this key.
    pub fn begin(&self, offer: Offer) -> Result<Upload, IntakeError> {
        // From here on, so that of two that ask at once by one key the second finds what the first made.
        let mut lines = self.lines();
        if let Some(key) = &offer.key {
            if let Some(known) = self.shared.store.upload_by_key(&offer.owner, key)? {
                let is_same = known.size == offer.size && known.name == file_name::shown(&offer.name);
                let other = || IntakeError::Unfit("This key is that of another upload.".to_owned());
                return is_same.then_some(known).ok_or_else(other);
            }
            if key.is_empty() || key.len() > LONGEST_KEY {
                return Err(IntakeError::Unfit(format!("A key has 1 to {LONGEST_KEY} bytes.")));
            }
        }
        check(&offer)?;
        self.check_room(&mut lines, &offer)?;
        let upload = Upload {
            id: new_id()?,
            owner: offer.owner,
            key: offer.key,
            name: file_name::shown(&offer.name),
            station: offer.station,
            kind: offer.kind,
            size: offer.size,
            digest: offer.digest.map(|digest| digest.to_ascii_lowercase()),
            state: UploadState::Receiving,
            begun_at: self.now(),
        };
        fs::create_dir_all(self.quarantine())?;
        File::create_new(self.path(&upload.id))?;
        self.shared.store.put_upload(&upload)?;
        let line = UploadQueue { owner: upload.owner.clone(), touched_us: self.now_us(), is_busy: false };
        lines.insert(upload.id.clone(), line);
        Ok(upload)
    }

    /// Takes a part of an upload, which begins at `offset`; the last one has it examined.
    pub fn take(&self, id: &str, offset: u64, part: &[u8]) -> Result<Upload, IntakeError> {
        let mut upload = self.upload(id)?;
        if upload.state != UploadState::Receiving {
            return Err(IntakeError::Conflict("All of it is here already.".to_owned()));
        }
        {
            let mut lines = self.lines();
            let owner = upload.owner.clone();
            let line =
                lines.entry(id.to_owned()).or_insert(UploadQueue { owner, touched_us: 0, is_busy: false });
            if line.is_busy {
                return Err(IntakeError::Conflict(
                    "Another part of it is being written: one at a time.".to_owned(),
                ));
            }
            (line.is_busy, line.touched_us) = (true, self.now_us());
        }
        let written = self.append(&upload, offset, part);
        if let Some(line) = self.lines().get_mut(id) {
            line.is_busy = false;
        }
        if written? == upload.size {
            upload.state = UploadState::Examining;
            self.shared.store.set_upload(id, &upload.state)?;
            self.lines().remove(id);
        }
        Ok(upload)
    }

    /// The upload of this id.
    pub fn upload(&self, id: &str) -> Result<Upload, IntakeError> {
        self.shared.store.upload(id)?.ok_or(IntakeError::Unknown)
    }

    /// The uploads of a person, or of all; the newest first.
    pub fn uploads(&self, owner: Option<&str>) -> Result<Vec<Upload>, IntakeError> {
        Ok(self.shared.store.uploads(owner)?)
    }

    /// Returns the number of bytes received of an upload.
    pub fn received(&self, upload: &Upload) -> u64 {
        if upload.state == UploadState::Receiving {
            self.length(&upload.id).unwrap_or(0)
        } else {
            upload.size
        }
    }

    /// Forgets an upload, and what came of it if it is not in the library.
    pub fn forget(&self, id: &str) -> Result<(), IntakeError> {
        let upload = self.upload(id)?;
        if upload.state == UploadState::Examining {
            return Err(IntakeError::Conflict("It is being looked at: wait a moment.".to_owned()));
        }
        self.drop_bytes(id)?;
        self.lines().remove(id);
        Ok(self.shared.store.remove_upload(id)?)
    }

    /// Writes a part behind what is there, and answers with the length then.
    fn append(&self, upload: &Upload, offset: u64, part: &[u8]) -> Result<u64, IntakeError> {
        let mut file = match File::options().append(true).open(self.path(&upload.id)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let begins = if offset == 0 { File::create_new(self.path(&upload.id)) } else { Err(error) };
                begins
                    .map_err(|_| IntakeError::Conflict("Begin it anew: what was here is gone.".to_owned()))?
            }
            Err(error) => return Err(error.into()),
        };
        let length = file.metadata()?.len();
        if offset != length {
            return Err(IntakeError::Conflict(format!(
                "The next part begins at {length}, and not at {offset}."
            )));
        }
        if length + part.len() as u64 > upload.size {
            return Err(IntakeError::Unfit(format!(
                "It was to have {} bytes, and this is more.",
                upload.size
            )));
        }
        match file.write_all(part) {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => {
                Err(IntakeError::Conflict("The disk is full; make room, then go on.".to_owned()))
            }
            written => Ok(written.map(|()| length + part.len() as u64)?),
        }
    }

    /// Fails if too much is on its way, for its owner or for the disk.
    fn check_room(&self, lines: &mut HashMap<String, UploadQueue>, offer: &Offer) -> Result<(), IntakeError> {
        let since = self.now_us().saturating_sub(AT_ONCE_US);
        lines.retain(|_, line| line.is_busy || line.touched_us >= since);
        let at_once = lines.values().filter(|line| line.owner == offer.owner).count();
        if at_once >= MOST_AT_ONCE {
            let text = "Two of your files are being sent: wait until one of them is here.";
            return Err(IntakeError::Conflict(text.to_owned()));
        }
        let on_their_way = self.shared.store.uploads_on_their_way()?;
        let unfinished = on_their_way.iter().filter(|upload| upload.owner == offer.owner).count();
        if unfinished >= MOST_UNFINISHED {
            let text =
                format!("{unfinished} of your files are not finished: go on with them, or take some away.");
            return Err(IntakeError::Conflict(text));
        }
        let to_come: u64 =
            on_their_way.iter().map(|upload| upload.size.saturating_sub(self.received(upload))).sum();
        fs::create_dir_all(self.quarantine())?;
        let needed = to_come + offer.size + ROOM_LEFT;
        let media = self.disk.read();
        if let Some(seconds) = media.hung_seconds {
            let text = format!("The music disk has not answered for {seconds} s; try again when it does.");
            return Err(IntakeError::Conflict(text));
        }
        let is_full = match media.last {
            // It is made when the first file comes.
            None | Some(Err(io::ErrorKind::NotFound)) => false,
            Some(room) => room.map_err(io::Error::from)?.free < needed,
        };
        if is_full || sys::room(&self.quarantine())?.free < needed {
            let text = "There is too little room on the disk for this file; make room, then try again.";
            return Err(IntakeError::Conflict(text.to_owned()));
        }
        Ok(())
    }

    /// Removes what waits in the quarantine and belongs to no upload: a program may end between the file and its note.
    fn drop_strays(&self) -> Result<(), IntakeError> {
        // Nothing is begun meanwhile.
        let _lines = self.lines();
        let entries = match fs::read_dir(self.quarantine()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let name = entry?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.strip_suffix(".part")) else { continue };
            if self.shared.store.upload(id)?.is_none() {
                self.drop_bytes(id)?;
            }
        }
        Ok(())
    }

    fn drop_bytes(&self, id: &str) -> io::Result<()> {
        match fs::remove_file(self.path(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Returns the path of an upload's bytes. Ids are generated here, and looked up in the store first.
    fn path(&self, id: &str) -> PathBuf {
        self.quarantine().join(format!("{id}.part"))
    }

    /// Returns the folder of unchecked uploads.
    fn quarantine(&self) -> PathBuf {
        self.shared.data.join("uploads")
    }

    fn length(&self, id: &str) -> io::Result<u64> {
        Ok(fs::metadata(self.path(id))?.len())
    }

    fn now_us(&self) -> u64 {
        self.shared.clock.now_us()
    }

    fn now(&self) -> i64 {
        (self.now_us() / 1_000_000) as i64
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<String, UploadQueue>> {
        self.shared.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn check(offer: &Offer) -> Result<(), IntakeError> {
    let wrong = |text: String| Err(IntakeError::Unfit(text));
    if offer.size == 0 {
        return wrong("The file is empty.".to_owned());
    }
    if offer.size > MOST_BYTES {
        return wrong(format!("The file is too large: a file has at most {} MB.", MOST_BYTES >> 20));
    }
    let is_digest = |digest: &String| {
        [64, 128].contains(&digest.len()) && digest.bytes().all(|digit| digit.is_ascii_hexdigit())
    };
    if offer.digest.as_ref().is_some_and(|digest| !is_digest(digest)) {
        let text = "A digest is what sha256sum or b2sum says: 64 or 128 hexadecimal digits.";
        return wrong(text.to_owned());
    }
    Ok(())
}

/// 128 random bits in hexadecimal.
fn new_id() -> io::Result<String> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_le_bytes(bits)))
}
