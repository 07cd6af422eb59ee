//! The bucket against a real server of S3's protocol, moto.

use std::io::{BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;

use super::uploader::UploadTask;
use super::*;
use crate::clock::ManualClock;
use crate::model::{ArchiveMode, ArchiveRules, CopiedFile, NewRecording, RecordingKind};
use crate::recording::archive::{Archives, KeptHour, StationArchive};
use crate::recording::archive_reader::ArchiveReader;
use crate::recording::archive_writer::tests::{frame, rendition, write};
use crate::recording::copies::DistantHour;
#[cfg(feature = "mp3")]
use crate::recording::cut::{self, tests::set};
use crate::recording::retention;
use crate::store::Store;

/// The number of the first frame that is kept: of a day in 2025.
const FIRST: u64 = 88_000_000_000;

/// A storage with the bucket `archive`.
struct Moto {
    child: Child,
    address: String,
}

impl Moto {
    fn start() -> Self {
        let mut child = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("moto_server starts; `make test-tools` installs it (pip3 install 'moto[server]')");
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "moto_server ended");
            if let Some((_, address)) = line.trim().split_once("Running on http://") {
                break address.to_owned();
            }
        };
        // It must not stop because nobody reads what it says.
        std::thread::spawn(move || drop(log.read_to_end(&mut Vec::new())));
        let moto = Self { child, address };
        assert!(moto.ask("PUT", "/archive").starts_with("HTTP/1.1 200"));
        moto
    }

    fn ask(&self, method: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: AWS key:x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The names of all objects.
    fn names(&self) -> Vec<String> {
        let listed = self.ask("GET", "/archive");
        let names = listed.split("<Key>").skip(1).filter_map(|rest| rest.split_once("</Key>"));
        names.map(|(name, _)| name.to_owned()).collect()
    }

    fn settings(&self) -> BucketSettings {
        BucketSettings {
            endpoint: format!("http://{}", self.address).parse().unwrap(),
            name: "archive".to_owned(),
            region: "us-east-1".to_owned(),
            prefix: "radio/".to_owned(),
            access_key: "key".to_owned(),
            secret: BucketSecret::Text("s3cret".to_owned()),
        }
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A station `main` that keeps for two days, and its archive with one hour of these frames.
struct CopiedStation {
    dir: TempDir,
    store: Store,
    clock: Arc<ManualClock>,
    archives: Archives,
    task: UploadTask,
}

impl CopiedStation {
    fn of(moto: &Moto, frames: std::ops::Range<u64>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("archive/main");
        std::fs::create_dir_all(&folder).unwrap();
        write(&folder, frames.clone(), true);
        let store = Store::open(dir.path()).unwrap();
        store.first_start(None, None).unwrap();
        let mut settings = store.station("main").unwrap().settings;
        settings.archive =
            ArchiveRules { mode: ArchiveMode::Everything, keep_days: 2, keep_gb: 1, publish: false };
        store.set_settings("main", &settings).unwrap();
        let clock = Arc::new(ManualClock::at(rendition().time_us(frames.end)));
        let (archives, task) = Self::started(&moto.settings(), dir.path(), &store, &clock);
        Self { dir, store, clock, archives, task }
    }

    fn started(
        settings: &BucketSettings,
        data: &Path,
        store: &Store,
        clock: &Arc<ManualClock>,
    ) -> (Archives, UploadTask) {
        let clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(clock);
        let bucket = Bucket::start(settings, Arc::clone(&clock)).unwrap();
        let archives = Archives::below(&data.join("archive")).with_bucket(Some(bucket));
        archives.open("main").unwrap();
        let task = UploadTask::new(&archives, store, &clock).unwrap().expect("a bucket");
        (archives, task)
    }

    /// Starts anew, as after a restart of the server.
    fn restart(&mut self, settings: &BucketSettings) {
        (self.archives, self.task) = Self::started(settings, self.dir.path(), &self.store, &self.clock);
    }

    fn archive(&self) -> StationArchive {
        self.archives.get("main").unwrap()
    }

    fn distant(&self, seq: u64) -> Arc<DistantHour> {
        match self.archive().hour_at(seq) {
            Some(KeptHour::Distant(hour)) => hour,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn files_go_up_whole_or_in_parts_and_come_back_and_refusals_have_words() {
    let moto = Moto::start();
    let client = BucketClient::new(&moto.settings()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for length in [0, 5, 40_000_000_u64] {
        let bytes: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        runtime.block_on(client.put("main/x.opus", &file, length)).unwrap();
        let mut back = tempfile::tempfile().unwrap();
        runtime.block_on(client.get("main/x.opus", &mut back, length)).unwrap();
        back.rewind().unwrap();
        let mut read = Vec::new();
        back.read_to_end(&mut read).unwrap();
        assert!(read == bytes, "{length}");
        assert_eq!(moto.names(), ["radio/main/x.opus"]);
    }
    let shorter = runtime.block_on(client.get("main/x.opus", &mut tempfile::tempfile().unwrap(), 5));
    assert!(shorter.is_err(), "it is not the file that was copied");
    for _ in 0..2 {
        runtime.block_on(client.delete("main/x.opus")).unwrap();
    }
    assert!(moto.names().is_empty());
    let nowhere = BucketSettings { name: "no-such-bucket".to_owned(), ..moto.settings() };
    let client = BucketClient::new(&nowhere).unwrap();
    let file = tempfile::tempfile().unwrap();
    let refused = runtime.block_on(client.put("x", &file, 0)).unwrap_err();
    assert_eq!(refused.to_string(), "the storage answers 404: NoSuchBucket");
}

#[test]
fn an_hour_that_is_only_in_the_bucket_is_fetched_once_and_goes_there_too_when_it_is_old() {
    let moto = Moto::start();
    let mut station = CopiedStation::of(&moto, FIRST..FIRST + 100);
    assert_eq!(station.task.round().count, 0);
    let name = station.archive().files()[0].name();
    let stem = format!("radio/main/{}", name.trim_end_matches("opus"));
    assert_eq!(moto.names(), ["index", "opus", "titles"].map(|extension| format!("{stem}{extension}")));
    let uploaded = station.archives.bucket().unwrap().figures.uploaded_total();

    // It is remembered over a restart, and nothing goes up again.
    station.restart(&moto.settings());
    assert_eq!(station.task.round().count, 0);
    assert_eq!((uploaded > 0, station.archives.bucket().unwrap().figures.uploaded_total()), (true, 0));
    let archive = station.archive();
    assert!(!archive.waits_for_copy(&archive.files()[0]));
    let kept = archive.kept();
    archive.delete(&archive.files()[0]).unwrap();
    assert_eq!((archive.kept(), archive.bytes()), (kept, 0), "it is kept, and takes no room");

    let mut reader = ArchiveReader::at(archive.clone(), FIRST + 30);
    let batch = reader.read(10).unwrap();
    assert!(batch.frames.is_empty() && !batch.is_at_end && batch.distant.is_some());
    let hour = station.distant(FIRST + 30);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (one, other) = tokio::join!(
            station.archives.fetch_hour(&archive, &hour, FetchFor::Listener(None)),
            station.archives.fetch_hour(&archive, &hour, FetchFor::Listener(None))
        );
        assert_eq!((one, other), (Ok(()), Ok(())));
    });
    assert_eq!(station.archives.bucket().unwrap().figures.fetches("done"), 1);
    let frames = reader.read(100).unwrap().frames;
    assert_eq!((frames[0].seq, frames.len()), (FIRST + 30, 70));
    assert!(frames.iter().all(|read| read.payload == frame(read.seq).payload));
    assert!(archive.folder().join("fetched").join(&name).exists());

    station.clock.advance(Duration::from_hours(3 * 24));
    assert_eq!(station.task.round().count, 0);
    assert!(moto.names().is_empty() && archive.kept().is_empty());
    assert!(!archive.folder().join("fetched").join(&name).exists());
    assert!(station.store.archive_copies("main").unwrap().is_empty());
}

#[test]
fn an_hour_that_is_damaged_in_the_bucket_is_not_taken_and_is_fetched_again() {
    let moto = Moto::start();
    let station = CopiedStation::of(&moto, FIRST..FIRST + 100);
    assert_eq!(station.task.round().count, 0);
    let archive = station.archive();
    let name = archive.files()[0].name();
    let mut good = std::fs::read(&archive.files()[0].path).unwrap();
    archive.delete(&archive.files()[0]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let put = |bytes: &[u8]| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let client = BucketClient::new(&moto.settings()).unwrap();
        runtime.block_on(client.put(&format!("main/{name}"), &file, bytes.len() as u64)).unwrap();
    };
    let hour = station.distant(FIRST);
    let fetch = || runtime.block_on(station.archives.fetch_hour(&archive, &hour, FetchFor::Server));
    // A bit of the sound is another one; the file is as long.
    let last = good.len() - 5;
    good[last] ^= 1;
    put(&good);
    assert_eq!(fetch(), Err(FetchRefused::Failed));
    assert!(hour.fetched().is_none());
    assert!(!archive.folder().join("fetched").join(&name).exists());
    good[last] ^= 1;
    put(&good);
    assert_eq!(fetch(), Ok(()));
    assert!(hour.fetched().is_some());
}

#[test]
fn while_the_storage_fails_nothing_is_lost_and_words_say_why() {
    let moto = Moto::start();
    let mut station = CopiedStation::of(&moto, FIRST..FIRST + 100);
    let elsewhere = BucketSettings { name: "no-such-bucket".to_owned(), ..moto.settings() };
    station.restart(&elsewhere);
    let failures = station.task.round();
    let text = failures.text.expect("words");
    assert!(text.contains("NoSuchBucket") && text.starts_with("main/") && !text.contains("s3cret"), "{text}");
    let status = station.archives.bucket().unwrap().status();
    assert_eq!(status.waiting, 3);
    let archive = station.archive();
    assert!(archive.waits_for_copy(&archive.files()[0]));
    let rules = station.store.station("main").unwrap().settings.archive;
    retention::apply(&archive, &rules, station.clock.now_us());
    assert_eq!(archive.files().len(), 1);

    // It was copied, is only there, and the storage is gone.
    station.restart(&moto.settings());
    assert_eq!(station.task.round().count, 0);
    let archive = station.archive();
    archive.delete(&archive.files()[0]).unwrap();
    let hour = station.distant(FIRST);
    drop(moto);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fetched = runtime.block_on(station.archives.fetch_hour(&archive, &hour, FetchFor::Listener(None)));
    assert_eq!(fetched, Err(FetchRefused::Failed));
    assert!(
        std::fs::read_dir(archive.folder().join("fetched")).unwrap().next().is_none(),
        "no half file stays"
    );
    // After twelve tries at once there is a pause.
    let tries: Vec<_> = (0..12)
        .map(|_| runtime.block_on(station.archives.fetch_hour(&archive, &hour, FetchFor::Listener(None))))
        .collect();
    assert_eq!((tries[10], tries[11]), (Err(FetchRefused::Failed), Err(FetchRefused::Busy)));
}

#[test]
fn recordings_are_copied_come_back_and_go_when_they_are_deleted() {
    let moto = Moto::start();
    let station = CopiedStation::of(&moto, FIRST..FIRST + 100);
    let new = NewRecording {
        station: "main".to_owned(),
        kind: RecordingKind::Live,
        title: "Night".to_owned(),
        show: None,
        dj: None,
        part_of: 0,
        from_us: rendition().time_us(FIRST),
    };
    let id = station.store.begin_recording(&new).unwrap();
    let folder = station.archive().folder().join("recordings");
    std::fs::create_dir(&folder).unwrap();
    let mp3 = folder.join(format!("{id}.mp3"));
    std::fs::write(&mp3, b"sound").unwrap();
    std::fs::write(folder.join(format!("{id}.opus.new")), b"half").unwrap();
    std::fs::write(folder.join("999.mp3"), b"of no recording").unwrap();
    assert_eq!(station.task.round().count, 0);
    let object = format!("radio/main/recordings/{id}.mp3");
    let recordings = || {
        let names = moto.names().into_iter();
        names.filter(|name| name.contains("recordings")).collect::<Vec<_>>()
    };
    assert_eq!(recordings(), std::slice::from_ref(&object));
    std::fs::write(&mp3, b"made anew").unwrap();
    assert_eq!(station.task.round().count, 0);
    assert!(moto.ask("GET", &format!("/archive/{object}")).ends_with("made anew"));

    std::fs::remove_file(&mp3).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let archive = station.archive();
    let opened = runtime.block_on(archive.open_recording(&station.archives, id, "mp3", None)).unwrap();
    assert_eq!(opened.expect("it is fetched").length, 9);
    assert_eq!(std::fs::read(&mp3).unwrap(), b"made anew");
    let other = runtime.block_on(archive.open_recording(&station.archives, 999, "mp3", None)).unwrap();
    assert!(other.is_some(), "it is here");

    station.store.remove_recording("main", id).unwrap();
    archive.remove_recording(id).unwrap();
    assert_eq!(station.task.round().count, 0);
    assert!(recordings().is_empty());
    let gone = runtime.block_on(archive.open_recording(&station.archives, id, "mp3", None)).unwrap();
    assert!(gone.is_none());
}

#[cfg(feature = "mp3")]
#[test]
fn a_recording_whose_hour_is_only_in_the_bucket_is_cut_from_there() {
    let moto = Moto::start();
    let station = CopiedStation::of(&moto, FIRST..FIRST + 100);
    assert_eq!(station.task.round().count, 0);
    let archive = station.archive();
    archive.delete(&archive.files()[0]).unwrap();
    let recording = set(rendition().time_us(FIRST + 20), rendition().time_us(FIRST + 80));
    let cut = || {
        let fetch = |hour: &Arc<DistantHour>| station.archives.fetch_hour_blocking(&archive, hour);
        cut::cut(&archive, &recording, recording.to_us, &fetch)
    };
    assert_eq!(cut().unwrap().map(|file| file.frames), Some(60));

    // While the storage is gone, it is not cut without that hour.
    station.archives.cache().remove(&station.distant(FIRST));
    archive.remove_recording(recording.id).unwrap();
    drop(moto);
    assert!(cut().is_err());
    assert!(archive.opus_file(recording.id).is_err());
}

#[test]
fn a_listener_does_not_wait_for_ever_for_a_storage_that_stands_still() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let settings = BucketSettings {
        endpoint: format!("http://{}", silent.local_addr().unwrap()).parse().unwrap(),
        name: "archive".to_owned(),
        region: "us-east-1".to_owned(),
        prefix: String::new(),
        access_key: "key".to_owned(),
        secret: BucketSecret::Text("s3cret".to_owned()),
    };
    let bucket = Bucket::start(&settings, Arc::new(ManualClock::at(1_000_000))).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let copy = CopiedFile { name: "a".to_owned(), bytes: 5, modified_us: 0, sha256: None, hour: None };
    let order = FetchOrder {
        files: vec![FileToFetch { object: "a".to_owned(), path: dir.path().join("a"), copy }],
        is_place: Box::new(|| true),
        finish: Box::new(|| true),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let fetched = bucket.fetches.fetch_within(order, FetchFor::Listener(None), Duration::from_millis(50));
    assert_eq!(runtime.block_on(fetched), Err(FetchRefused::Slow));
}
