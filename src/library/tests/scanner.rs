//! The librarian and a database that others use too.

use rusqlite::Connection;

use super::*;
use crate::library::{Analyzer, MEASURED_BY, Outcome, Progress};
use crate::store::Counts;

/// Five minutes, after which a watched folder is looked through anyway.
const PAUSE: Duration = Duration::from_mins(5);

/// A folder, a store that waits for nobody, and who else uses it.
pub(super) struct Office {
    pub(super) room: Room,
    pub(super) store: Store,
    other: Connection,
    pub(super) clock: Arc<ManualClock>,
    _data: TempDir,
}

impl Office {
    /// One with a track.
    pub(super) fn new() -> Self {
        let room = Room::with(&[]);
        room.tone("a.mp3", &[]);
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(data.path()).unwrap().impatient();
        let other = Connection::open(store.path()).unwrap();
        Self { room, store, other, clock: Arc::new(ManualClock::at(0)), _data: data }
    }

    pub(super) fn librarian(&self) -> LibraryScanner {
        let clock: Arc<dyn crate::clock::Clock> = Arc::<ManualClock>::clone(&self.clock);
        LibraryScanner::new(self.room.library.clone(), self.store.clone(), clock)
    }

    /// Somebody else begins to write.
    fn lock(&self) {
        self.other.execute_batch("BEGIN IMMEDIATE").unwrap();
    }

    fn unlock(&self) {
        self.other.execute_batch("ROLLBACK").unwrap();
    }

    fn counts(&self) -> [u64; 2] {
        let Counts { tracks, measured } = self.store.counts(MEASURED_BY).unwrap();
        [tracks, measured]
    }
}

#[test]
fn what_the_store_remembers_is_known_before_anything_is_read_or_written() {
    let office = Office::new();
    office.room.library.scan();
    office.room.library.index(&office.store, 0, &mut |_| ()).unwrap();
    let track = office.room.library.files()[0].track();
    assert!(track.is_some());
    office.room.tone("b.mp3", &["-af", "volume=0.5"]);
    office.lock();
    let again = MusicLibrary::new(office.room.folder.path().to_owned());
    let clock = Arc::<ManualClock>::clone(&office.clock);
    LibraryScanner::new(again.clone(), office.store.clone(), clock).prepare();
    let known: Vec<_> = again.files().iter().map(|file| file.track()).collect();
    assert_eq!(known, [track, None]);
}

#[test]
fn what_could_not_be_brought_into_the_store_is_brought_soon_after() {
    let office = Office::new();
    let mut librarian = office.librarian();
    librarian.prepare();
    office.lock();
    librarian.take_turn();
    office.unlock();
    assert_eq!(office.counts(), [0, 0]);
    office.clock.advance(Duration::from_secs(3));
    librarian.take_turn();
    assert_eq!(office.counts(), [1, 1]);
}

#[test]
fn where_nothing_changed_nothing_is_written() {
    let office = Office::new();
    office.librarian().take_turn();
    office.lock();
    let again = MusicLibrary::new(office.room.folder.path().to_owned());
    again.scan();
    assert!(again.index(&office.store, 0, &mut |_| ()).is_ok());
}

#[test]
fn what_could_not_be_measured_is_measured_after_the_next_look() {
    let office = Office::new();
    office.room.library.scan();
    office.room.library.index(&office.store, 0, &mut |_| ()).unwrap();
    let mut librarian = office.librarian();
    // It cannot be remembered.
    office.lock();
    assert!(librarian.take_turn());
    office.unlock();
    assert_eq!((librarian.take_turn(), office.counts()), (false, [1, 0]), "not over and over");
    office.clock.advance(PAUSE);
    librarian.take_turn();
    assert_eq!(office.counts(), [1, 1]);
}

#[test]
fn what_could_not_be_read_is_measured_after_the_next_look() {
    let office = Office::new();
    office.room.tone("b.mp3", &["-af", "volume=0.5"]);
    let mut librarian = office.librarian();
    assert!(librarian.take_turn());
    assert_eq!(office.counts(), [2, 1]);
    // Whichever comes second is away for a moment.
    let names =
        [("a.mp3", ".a"), ("b.mp3", ".b")].map(|(name, away)| [name, away].map(|n| office.room.path(n)));
    for [path, away] in &names {
        fs::rename(path, away).unwrap();
    }
    assert!(librarian.take_turn());
    assert!(!librarian.take_turn());
    for [path, away] in &names {
        fs::rename(away, path).unwrap();
    }
    office.clock.advance(PAUSE);
    librarian.take_turn();
    assert_eq!(office.counts(), [2, 2]);
}

#[test]
fn a_track_of_which_two_files_are_measured_at_once_counts_once() {
    let office = Office::new();
    fs::copy(office.room.path("a.mp3"), office.room.path("b.mp3")).unwrap();
    office.room.library.scan();
    office.room.library.index(&office.store, 0, &mut |_| ()).unwrap();
    let mut round = Analyzer::default();
    let files = [(); 2].map(|()| round.next(&office.room.library, &office.store).unwrap().unwrap());
    assert_eq!(files[0].0, files[1].0, "nobody knows yet that the first will do");
    let outcomes = files.map(|file| office.room.library.measure(&office.store, &file).unwrap());
    assert!(matches!(outcomes, [Outcome::Measured(..), Outcome::Known]), "{outcomes:?}");
    let Progress { measured, to_measure, .. } = office.room.library.progress();
    assert_eq!((measured, to_measure, office.counts()), (1, 1, [1, 1]));
}
