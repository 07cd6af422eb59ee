//! Backups and what comes back from them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::store::{BackupPlan, Store};

struct Server {
    dir: tempfile::TempDir,
    store: Store,
    folders: ServerFolders,
}

impl Server {
    /// A server with a track, an upload, and a station called "Tides".
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folders = ServerFolders { data: dir.path().join("data"), media: dir.path().join("media") };
        let store = Store::open(&folders.data).unwrap();
        store.first_start(None, None).unwrap();
        store.rename_station("main", "Tides").unwrap();
        fs::create_dir_all(folders.media.join("a folder")).unwrap();
        fs::create_dir_all(folders.data.join("uploads")).unwrap();
        fs::write(folders.media.join("a folder/track.opus"), "sound").unwrap();
        fs::write(folders.data.join("uploads/part"), "more sound").unwrap();
        Self { dir, store, folders }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, to: &Path, with_files: bool, recipient: Option<&str>) -> Result<(), Error> {
        let files = with_files.then_some(&self.folders);
        BackupContents { store: &self.store, files, recipient }.write(to)
    }
}

/// Restores `file` into an empty place, and returns whether files came with it and how many were written.
#[track_caller]
fn comes_back(file: &Path, identity: Option<&Path>) -> (bool, usize) {
    let place = tempfile::tempdir().unwrap();
    let folders = ServerFolders { data: place.path().join("data"), media: place.path().join("media") };
    fs::create_dir(&folders.data).unwrap();
    let unpacked = place.path().join("unpacked.db");
    let has_files = unpack_database(file, identity, &unpacked).unwrap();
    let clock = ManualClock::at(1_000_000);
    crate::store::restore(&folders.data, &unpacked, false, &clock).unwrap();
    let store = Store::open(&folders.data).unwrap();
    assert_eq!(store.stations().unwrap()[0].name, "Tides");
    if !has_files {
        return (false, 0);
    }
    let files = unpack_files(file, identity, &folders).unwrap();
    assert_eq!(fs::read(folders.media.join("a folder/track.opus")).unwrap(), b"sound");
    assert_eq!(fs::read(folders.data.join("uploads/part")).unwrap(), b"more sound");
    fs::write(folders.media.join("a folder/track.opus"), "another sound").unwrap();
    let again = unpack_files(file, identity, &folders).unwrap();
    assert_eq!((again.written, again.kept), (0, files.written), "none is replaced");
    assert_eq!(fs::read(folders.media.join("a folder/track.opus")).unwrap(), b"another sound");
    (true, files.written)
}

#[test]
fn a_backup_brings_the_database_and_the_files_back() {
    let server = Server::new();
    let (database, archive) = (server.path("a.db"), server.path("a.tar"));
    server.write(&database, false, None).unwrap();
    server.write(&archive, true, None).unwrap();
    assert_eq!(comes_back(&database, None), (false, 0));
    assert_eq!(comes_back(&archive, None), (true, 2));
    assert!(matches!(server.write(&archive, true, None), Err(Error::File { .. })), "it is never replaced");
    let left: Vec<_> =
        fs::read_dir(server.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "two backups, two folders: {left:?}");
}

#[test]
fn an_encrypted_backup_needs_its_key() {
    let server = Server::new();
    let key = |name: &str| {
        let path = server.path(name);
        let made = Command::new("age-keygen").arg("-o").arg(&path).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        let text = fs::read_to_string(&path).unwrap();
        let public = text.lines().find_map(|line| line.strip_prefix("# public key: ")).unwrap().to_owned();
        (path, public)
    };
    let ((private, public), (other, _)) = (key("key"), key("other"));
    for (name, with_files) in [("a.db.age", false), ("a.tar.age", true)] {
        let file = server.path(name);
        server.write(&file, with_files, Some(&public)).unwrap();
        let bytes = fs::read(&file).unwrap();
        assert!(
            !bytes.windows(11).any(|part| part == b"longwave.db")
                && !bytes.windows(6).any(|part| part == b"SQLite")
        );
        assert_eq!(comes_back(&file, Some(&private)), (with_files, if with_files { 2 } else { 0 }));
        let to = server.path("unpacked");
        assert!(matches!(unpack_database(&file, None, &to), Err(Error::NeedsIdentity(_))));
        assert!(matches!(unpack_database(&file, Some(&other), &to), Err(Error::Age(_))));
        fs::remove_file(&to).unwrap();
        // One that was cut off is told.
        fs::write(&file, &bytes[..bytes.len() - 100]).unwrap();
        let cut = match unpack_database(&file, Some(&private), &to) {
            Ok(_) => unpack_files(&file, Some(&private), &server.folders).map(drop),
            Err(error) => Err(error),
        };
        assert!(matches!(cut, Err(Error::Age(_))), "{cut:?}");
        fs::remove_file(&to).unwrap();
    }
    let wrong = server.write(&server.path("b"), false, Some("age1nobody"));
    assert!(matches!(wrong, Err(Error::Age(_))) && !server.path("b").exists(), "{wrong:?}");
    assert!(check_recipient("--output=/etc/passwd").is_err());
}

#[test]
fn files_go_nowhere_else() {
    let server = Server::new();
    let path = server.path("foreign.tar");
    let mut archive = tar::Builder::new(fs::File::create(&path).unwrap());
    for name in ["media/x", "data/longwave.db", "data/secrets.key", "other", "mediation/y"] {
        let mut header = tar::Header::new_gnu();
        header.set_size(1);
        archive.append_data(&mut header, name, &b"!"[..]).unwrap();
    }
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    // A name that the crate refuses to write.
    header.as_old_mut().name[..13].copy_from_slice(b"media/../evil");
    header.set_cksum();
    archive.append(&header, &b"!"[..]).unwrap();
    archive.into_inner().unwrap();
    let to = server.path("unpacked");
    assert!(matches!(unpack_database(&path, None, &to), Err(Error::NoBackup(_))));
    let files = unpack_files(&path, None, &server.folders).unwrap();
    assert_eq!(files, RestoredFiles { written: 1, kept: 0 });
    assert!(server.folders.media.join("x").exists() && !server.path("evil").exists());
}

#[test]
fn backups_are_made_by_the_plan_and_the_last_ones_are_kept() {
    let server = Server::new();
    let clock = Arc::new(ManualClock::at(1_700_000_000 * 1_000_000));
    let shared: Arc<dyn Clock> = Arc::<ManualClock>::clone(&clock);
    let (backups, asked) = Backups::new(server.folders.clone(), server.store.another().unwrap(), shared);
    let names = || backups.status().files.into_iter().map(|file| file.name).collect::<Vec<_>>();
    let hours = |hours: u64| clock.advance(Duration::from_hours(hours));
    backups.look();
    assert_eq!(names(), [""; 0], "no plan, no backup");
    let plan = BackupPlan { every_hours: 24, keep: 2, with_files: true, recipient: String::new() };
    server.store.set_backup_plan(&plan).unwrap();
    backups.look();
    assert_eq!(names(), ["longwave-20231114T221320Z.tar"]);
    hours(23);
    backups.look();
    assert_eq!(names().len(), 1, "it is not yet due");
    for _ in 0..3 {
        hours(24);
        backups.look();
    }
    assert_eq!(names(), ["longwave-20231118T211320Z.tar", "longwave-20231117T211320Z.tar"]);
    assert_eq!(comes_back(&backups.status().folder.join(&names()[0]), None), (true, 2));

    // A failure is told until a backup is made, which is tried again in an hour.
    let folder = backups.status().folder;
    fs::rename(&folder, server.path("moved")).unwrap();
    fs::write(&folder, "in the way").unwrap();
    hours(24);
    backups.look();
    assert!(backups.problem().is_some_and(|problem| problem.contains("backups")));
    fs::remove_file(&folder).unwrap();
    fs::rename(server.path("moved"), &folder).unwrap();
    backups.look();
    assert!(backups.problem().is_some(), "not at once");
    hours(1);
    backups.look();
    assert_eq!((backups.problem(), names().len()), (None, 2));

    backups.make_now();
    backups.make_now();
    assert_eq!(asked.try_iter().count(), 1, "one is enough");
}
