//! Tests of abandoned uploads, and of files that cannot be checked.

use std::time::Duration;

use super::*;
use crate::clock::ManualClock;

const DAY: Duration = Duration::from_hours(24);

struct Quay {
    clock: Arc<ManualClock>,
    intake: Intake,
    examiner: UploadChecker,
    store: Store,
    folder: tempfile::TempDir,
}

impl Quay {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let clock = Arc::new(ManualClock::at(1_000_000));
        let library = MusicLibrary::new(folder.path().join("media"));
        let own = Arc::<ManualClock>::clone(&clock);
        let (intake, examiner) = Intake::new(library, store.clone(), own, folder.path().to_owned());
        Self { clock, intake, examiner, store, folder }
    }

    fn offer(&self, name: &str, size: u64) -> Upload {
        let (owner, name) = ("ann".to_owned(), name.to_owned());
        self.intake.begin(Offer { owner, name, size, ..Offer::default() }).unwrap()
    }

    fn waiting(&self) -> usize {
        fs::read_dir(self.folder.path().join("uploads")).unwrap().count()
    }
}

#[test]
fn what_is_not_finished_is_removed_after_a_day_and_what_became_of_the_others_after_a_week() {
    let mut quay = Quay::new();
    let (begun, sent) = (quay.offer("a.mp3", 3), quay.offer("b.mp3", 3));
    quay.intake.take(&begun.id, 0, b"ab").unwrap();
    quay.intake.take(&sent.id, 0, b"abc").unwrap();
    assert!(quay.examiner.take_turn());
    assert!(matches!(quay.intake.upload(&sent.id).unwrap().state, UploadState::Refused(_)));
    assert_eq!(quay.waiting(), 1, "what is refused is not kept");
    quay.clock.advance(DAY / 2);
    assert!(!quay.examiner.take_turn());
    assert_eq!(quay.intake.received(&quay.intake.upload(&begun.id).unwrap()), 2);
    quay.clock.advance(DAY);
    assert!(!quay.examiner.take_turn());
    assert_eq!(quay.waiting(), 0);
    assert_eq!(quay.intake.uploads(Some("ann")).unwrap().len(), 1);
    quay.clock.advance(DAY * 7);
    quay.examiner.take_turn();
    assert_eq!(quay.intake.uploads(None).unwrap(), []);
}

#[test]
fn who_rests_makes_room_for_others_of_the_same_person() {
    let quay = Quay::new();
    let offer = || Offer { owner: "ann".to_owned(), size: 9, ..Offer::default() };
    for _ in 0..2 {
        quay.intake.begin(offer()).unwrap();
    }
    assert!(matches!(quay.intake.begin(offer()), Err(IntakeError::Conflict(_))));
    assert!(quay.intake.begin(Offer { owner: "bo".to_owned(), ..offer() }).is_ok());
    let mut begun = 2;
    while begun < MOST_UNFINISHED {
        quay.clock.advance(std::time::Duration::from_secs(31));
        quay.intake.begin(offer()).unwrap();
        begun += 1;
    }
    quay.clock.advance(std::time::Duration::from_secs(31));
    let Err(IntakeError::Conflict(reason)) = quay.intake.begin(offer()) else { panic!("without end") };
    assert!(reason.starts_with("40 of your files are not finished"), "{reason}");
}

#[test]
fn a_file_that_ends_the_program_is_not_tried_for_ever() {
    let mut quay = Quay::new();
    let sent = quay.offer("a.mp3", 3);
    quay.intake.take(&sent.id, 0, b"abc").unwrap();
    for tries in 1..=3 {
        // As a program does that ends while it looks at it.
        assert_eq!(quay.store.take_upload(true).unwrap().unwrap().1, tries);
    }
    assert!(quay.examiner.take_turn());
    let UploadState::Refused(reason) = quay.intake.upload(&sent.id).unwrap().state else {
        panic!("it is tried")
    };
    assert_eq!(reason, "it was tried several times, and never to the end");
}

/// A second of a tone, as a WAV file.
fn tone() -> Vec<u8> {
    let sine = |n: u32| ((f64::from(n) * 440.0 * std::f64::consts::TAU / 48_000.0).sin() * 9_000.0) as i16;
    let samples: Vec<u8> = (0..48_000).flat_map(|n| sine(n).to_le_bytes()).collect();
    let length = samples.len() as u32;
    let mut file = [&b"RIFF"[..], &(36 + length).to_le_bytes(), b"WAVEfmt ", &16_u32.to_le_bytes()].concat();
    // PCM, mono, 48 kHz, 16 bits.
    file.extend([1_u16, 1].iter().flat_map(|field| field.to_le_bytes()));
    file.extend([48_000_u32, 96_000].iter().flat_map(|field| field.to_le_bytes()));
    file.extend([2_u16, 16].iter().flat_map(|field| field.to_le_bytes()));
    [&file[..], b"data", &length.to_le_bytes(), &samples].concat()
}

#[test]
fn music_waits_for_as_long_as_its_folder_cannot_be_written_and_holds_up_no_other() {
    let mut quay = Quay::new();
    let media = quay.folder.path().join("media");
    fs::create_dir_all(media.join("jazz")).unwrap();
    fs::write(media.join("uploads"), "in the way").unwrap();
    quay.store.add_silent_station("jazz");
    quay.store.set_folder("jazz", "jazz").unwrap();
    let file = tone();
    let sent = quay.offer("a.wav", file.len() as u64);
    quay.intake.take(&sent.id, 0, &file).unwrap();
    let state = |quay: &Quay, sent: &Upload| quay.intake.upload(&sent.id).unwrap().state;
    for _ in 0..5 {
        quay.clock.advance(Duration::from_secs(64));
        assert!(!quay.examiner.take_turn());
        let UploadState::Waiting(reason) = state(&quay, &sent) else { panic!("{:?}", state(&quay, &sent)) };
        assert!(reason.contains("cannot be written"), "{reason}");
        assert_eq!(quay.waiting(), 1);
    }
    let own = Offer {
        owner: "ann".to_owned(),
        name: "b.wav".to_owned(),
        size: file.len() as u64 - 2,
        station: Some("jazz".to_owned()),
        ..Offer::default()
    };
    let other = quay.intake.begin(own).unwrap();
    quay.intake.take(&other.id, 0, &file[..file.len() - 2]).unwrap();
    assert!(quay.examiner.take_turn(), "the other one does not wait with it");
    assert!(matches!(state(&quay, &other), UploadState::Done(_)));
    fs::remove_file(media.join("uploads")).unwrap();
    assert!(!quay.examiner.take_turn(), "it is not played again all the time");
    quay.clock.advance(Duration::from_secs(64));
    assert!(quay.examiner.take_turn());
    assert!(matches!(state(&quay, &sent), UploadState::Done(_)));

    let third = quay.offer("c.wav", file.len() as u64 - 4);
    fs::rename(media.join("uploads"), media.join("away")).unwrap();
    fs::write(media.join("uploads"), "in the way").unwrap();
    quay.intake.take(&third.id, 0, &file[..file.len() - 4]).unwrap();
    assert!(!quay.examiner.take_turn());
    quay.intake.forget(&third.id).unwrap();
    assert_eq!(quay.waiting(), 0, "nobody has to wait with it");
}

#[test]
fn what_is_gone_from_the_disk_is_begun_anew() {
    let quay = Quay::new();
    let begun = quay.offer("a.mp3", 3);
    fs::remove_dir_all(quay.folder.path().join("uploads")).unwrap();
    assert!(matches!(quay.intake.take(&begun.id, 1, b"b"), Err(IntakeError::Conflict(_))));
    assert_eq!(quay.intake.received(&begun), 0);
    fs::create_dir(quay.folder.path().join("uploads")).unwrap();
    quay.intake.take(&begun.id, 0, b"a").unwrap();
    assert_eq!(quay.intake.received(&begun), 1);
}

#[test]
fn who_asks_many_times_at_once_by_one_key_begins_one_upload() {
    let quay = Quay::new();
    let together = std::sync::Barrier::new(8);
    let begin = || {
        together.wait();
        let (owner, key) = ("ann".to_owned(), Some("k".to_owned()));
        quay.intake.begin(Offer { owner, key, size: 9, ..Offer::default() }).unwrap().id
    };
    let ids: Vec<String> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(begin)).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(quay.waiting(), 1);
}

#[test]
fn what_belongs_to_no_upload_is_swept_away() {
    let mut quay = Quay::new();
    let begun = quay.offer("a.mp3", 3);
    let uploads = quay.folder.path().join("uploads");
    fs::write(uploads.join("0123.part"), "stray").unwrap();
    assert!(!quay.examiner.take_turn());
    assert_eq!(quay.waiting(), 1);
    assert!(uploads.join(format!("{}.part", begun.id)).exists());
}

#[test]
fn nothing_is_begun_that_finds_no_room_beside_the_music() {
    let quay = Quay::new();
    // Its disk has no room, whatever the machine.
    let library = MusicLibrary::new("/proc".into());
    let clock = Arc::<ManualClock>::clone(&quay.clock);
    let (intake, _) = Intake::new(library, quay.store.clone(), clock, quay.folder.path().to_owned());
    let begun = intake.begin(Offer { owner: "ann".to_owned(), size: 9, ..Offer::default() });
    let Err(IntakeError::Conflict(reason)) = begun else { panic!("{begun:?}") };
    assert!(reason.starts_with("There is too little room"), "{reason}");
}

#[test]
fn an_upload_is_refused_with_the_reason_while_the_disk_of_the_music_hangs() {
    let quay = Quay::new();
    let (disk, _, _answer) = sys::hanging_disk();
    let intake = Intake { disk, ..quay.intake.clone() };
    let begun = intake.begin(Offer { owner: "ann".to_owned(), size: 9, ..Offer::default() });
    let Err(IntakeError::Conflict(reason)) = begun else { panic!("{begun:?}") };
    assert!(reason.starts_with("The music disk has not answered for "), "{reason}");
}

#[test]
fn what_cannot_be_kept_leaves_the_music_whether_it_was_moved_or_copied() {
    let folder = tempfile::tempdir().unwrap();
    let (from, brought) = (folder.path().join("a.part"), folder.path().join("a.mp3"));
    for was_copied in [false, true] {
        fs::write(&brought, "a").unwrap();
        if was_copied {
            fs::write(&from, "a").unwrap();
        } else {
            assert!(!from.exists());
        }
        examiner::take_back(&brought, &from).unwrap();
        assert_eq!((fs::read(&from).unwrap(), brought.exists()), (b"a".to_vec(), false));
        fs::remove_file(&from).unwrap();
    }
}
