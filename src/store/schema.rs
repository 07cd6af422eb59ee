//! Opens the database, verifies that it is ours, and migrates it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};

use super::{Error, backup};

/// Every version of the schema, oldest first. One that was released is never changed; a new one is added.
const VERSIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_first.sql")),
    M::up(include_str!("migrations/0002_reach.sql")),
    M::up(include_str!("migrations/0003_settings.sql")),
    M::up(include_str!("migrations/0004_as_run.sql")),
    M::up(include_str!("migrations/0005_track.sql")),
    M::up(include_str!("migrations/0006_programme.sql")),
    M::up(include_str!("migrations/0007_queue.sql")),
    M::up(include_str!("migrations/0008_request.sql")),
    M::up(include_str!("migrations/0009_recording.sql")),
    M::up(include_str!("migrations/0010_relay.sql")),
    M::up(include_str!("migrations/0011_album.sql")),
    M::up(include_str!("migrations/0012_session.sql")),
    M::up(include_str!("migrations/0013_audit.sql")),
    M::up(include_str!("migrations/0014_token.sql")),
    M::up(include_str!("migrations/0015_intro.sql")),
    M::up(include_str!("migrations/0016_upload.sql")),
    M::up(include_str!("migrations/0017_stations.sql")),
    M::up(include_str!("migrations/0018_totp.sql")),
    M::up(include_str!("migrations/0019_asked.sql")),
    M::up(include_str!("migrations/0020_audience.sql")),
    M::up(include_str!("migrations/0021_hook.sql")),
    M::up(include_str!("migrations/0022_library.sql")),
    M::up(include_str!("migrations/0023_upload_station.sql")),
    M::up(include_str!("migrations/0024_emergency.sql")),
    M::up(include_str!("migrations/0025_look.sql")),
    M::up(include_str!("migrations/0026_tags.sql")),
    M::up(include_str!("migrations/0027_upload_waits.sql")),
    M::up(include_str!("migrations/0028_emergency_loop.sql")),
    M::up(include_str!("migrations/0029_known_place.sql")),
    M::up(include_str!("migrations/0030_ban.sql")),
    M::up(include_str!("migrations/0031_sealed.sql")),
    M::up(include_str!("migrations/0032_listen_access.sql")),
    M::up(include_str!("migrations/0033_app_password.sql")),
    M::up(include_str!("migrations/0034_jingle.sql")),
    M::up(include_str!("migrations/0035_archive.sql")),
    M::up(include_str!("migrations/0040_caption.sql")),
    M::up(include_str!("migrations/0045_listing.sql")),
    M::up(include_str!("migrations/0046_recording.sql")),
    M::up(include_str!("migrations/0047_calls.sql")),
    M::up(include_str!("migrations/0048_playout_delay.sql")),
    M::up(include_str!("migrations/0049_broadcast_delay.sql")),
    M::up(include_str!("migrations/0050_backup_plan.sql")),
    M::up(include_str!("migrations/0051_track_type.sql")),
    M::up(include_str!("migrations/0052_track_search.sql")),
    M::up(include_str!("migrations/0053_webhook_services.sql")),
    M::up(include_str!("migrations/0054_show_djs.sql")),
    M::up(include_str!("migrations/0055_contact.sql")),
    M::up(include_str!("migrations/0056_oidc_identity.sql")),
    M::up(include_str!("migrations/0057_show_exception.sql")),
    M::up(include_str!("migrations/0065_first_file.sql")),
    M::up(include_str!("migrations/0058_archive_copy.sql")),
    M::up(include_str!("migrations/0060_voice_track.sql")),
    M::up(include_str!("migrations/0061_episodes.sql")),
    M::up(include_str!("migrations/0066_recording_edited.sql")),
    M::up(include_str!("migrations/0067_renamed_show.sql")),
    M::up(include_str!("migrations/0068_feed_changes.sql")),
    M::up(include_str!("migrations/0069_archive_copy_digest.sql")),
    M::up(include_str!("migrations/0070_listener_message.sql")),
];
const MIGRATIONS: Migrations<'static> = Migrations::from_slice(VERSIONS);

/// "LWDB", written by the first migration.
const APPLICATION_ID: i64 = 0x4C57_4442;

/// Time that a statement waits while another process writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// Makes the file where it is missing.
pub(super) fn make_if_missing(path: &Path) -> io::Result<()> {
    owners_alone().create(true).open(path).map(|file| give_to_owner_of_directory(&file, path))
}

/// Gives a file to the owner of the directory that it is in: `root` may run commands on the data of a service, which has
/// a user of its own and must be able to open it afterwards.
pub fn give_to_owner_of_directory(file: &File, path: &Path) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let Some(directory) = path.parent().and_then(|directory| fs::metadata(directory).ok()) else { return };
    if file.metadata().is_ok_and(|about| about.uid() != directory.uid()) {
        // Refused to everybody but `root`.
        if let Err(error) = fchown(file, Some(directory.uid()), Some(directory.gid())) {
            tracing::debug!(%error, "{} keeps its owner", path.display());
        }
    }
}

/// Makes the file, which must not be there.
pub(super) fn make_new(path: &Path) -> io::Result<()> {
    owners_alone().create_new(true).open(path).map(drop)
}

/// A new file is for its owner alone: it holds password hashes.
fn owners_alone() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Opens the file at `path`, which must be there.
pub(super) fn connect(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(connection)
    };
    open().map_err(|source| Error::from_sqlite(path, source))
}

/// The version of the database, 0 where nothing is in it yet.
///
/// Fails unless it is ours, and no newer than this program.
pub(super) fn recognise(connection: &Connection, path: &Path) -> Result<usize, Error> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let look = || {
        let id = number("PRAGMA application_id")?;
        let version = number("PRAGMA user_version")?;
        let tables = number("SELECT count(*) FROM sqlite_schema")?;
        Ok((id, version, tables))
    };
    match look().map_err(|source| Error::from_sqlite(path, source))? {
        (0, 0, 0) => Ok(0),
        (APPLICATION_ID, version, _) => {
            let (path, known) = (path.to_owned(), VERSIONS.len());
            let Ok(found) = usize::try_from(version) else {
                return Err(Error::Damaged { path, what: format!("its version is {version}") });
            };
            if found > known { Err(Error::Newer { path, found, known }) } else { Ok(found) }
        }
        _ => Err(Error::NotADatabase(path.to_owned())),
    }
}

/// Recognises the database, then gives it the newest schema. One that has an older schema is copied before, to a
/// file beside it such as `longwave-schema-4.db`, for whoever wants to go back to an older program.
pub(super) fn bring_up_to_date(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let found = recognise(connection, path)?;
    if (1..VERSIONS.len()).contains(&found) {
        let kept = unused(path, found);
        backup::copy(connection, &kept)?;
        try_on_copy(&kept)?;
    }
    let translate = |source| Error::from_sqlite(path, source);
    // Readers and the writer do not wait for each other, and a crash loses at most the last moment.
    connection.pragma_update(None, "journal_mode", "wal").map_err(translate)?;
    connection.pragma_update(None, "synchronous", "normal").map_err(translate)?;
    migrate(connection, path)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    MIGRATIONS.to_latest(connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => Error::from_sqlite(path, err),
        other => Error::Damaged { path: path.to_owned(), what: other.to_string() },
    })
}

/// Migrates a copy of the database at `kept`: what fails there must not begin where another process may use it.
fn try_on_copy(kept: &Path) -> Result<(), Error> {
    let trial = kept.with_extension("trial");
    // One that an interrupted trial left.
    let _ = std::fs::remove_file(&trial);
    let tried = backup::copy(&connect(kept)?, &trial).and_then(|()| migrate(&mut connect(&trial)?, &trial));
    // It is of no use any more; that it cannot be removed changes nothing.
    let _ = std::fs::remove_file(&trial);
    tried
}

/// A name for the copy of a database with the schema `version` that no other copy has.
fn unused(path: &Path, version: usize) -> PathBuf {
    let first = path.with_file_name(format!("longwave-schema-{version}.db"));
    let mut others =
        (2..).map(|number| path.with_file_name(format!("longwave-schema-{version}-{number}.db")));
    if first.exists() { others.find(|name| !name.exists()).unwrap_or(first) } else { first }
}

/// The first thing that is wrong with the database, if anything is.
pub(super) fn damage(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let first = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))?;
    if first != "ok" {
        return Ok(Some(first.replace('\n', " ")));
    }
    let orphans = connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
    Ok(orphans.then(|| "an entry refers to one that is missing".to_owned()))
}

/// Returns the first damage that a look at all pages finds, without what takes long.
pub(super) fn quick_damage(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let first = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))?;
    Ok((first != "ok").then(|| first.replace('\n', " ")))
}

/// Fails unless the database is of the version that this program makes.
pub(super) fn check_version(connection: &Connection, path: &Path) -> Result<(), Error> {
    if recognise(connection, path)? == VERSIONS.len() {
        Ok(())
    } else {
        Err(Error::NotADatabase(path.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn an_older_database_is_kept_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(crate::store::FILE_NAME);
        let old = |name: &str| {
            make_new(&path).unwrap();
            let mut connection = connect(&path).unwrap();
            MIGRATIONS.to_version(&mut connection, 4).unwrap();
            let station = "INSERT INTO station (slug, name, source_password_hash) VALUES ('main', ?1, '')";
            connection.execute(station, [name]).unwrap();
        };
        for (name, kept) in [("first", "longwave-schema-4.db"), ("second", "longwave-schema-4-2.db")] {
            old(name);
            for _ in 0..2 {
                assert_eq!(Store::open(dir.path()).unwrap().stations().unwrap()[0].name, name);
            }
            let kept = connect(&dir.path().join(kept)).unwrap();
            assert_eq!(recognise(&kept, &path).unwrap(), 4);
            let kept_name = kept.query_row("SELECT name FROM station", [], |row| row.get::<_, String>(0));
            assert_eq!(kept_name.unwrap(), name);
            for file in ["", "-wal", "-shm"] {
                drop(std::fs::remove_file(dir.path().join(format!("{}{file}", crate::store::FILE_NAME))));
            }
        }
        assert!(!dir.path().join("longwave-schema-4-3.db").exists(), "one copy for each change");
    }

    #[test]
    fn tables_that_are_made_anew_keep_what_was_in_them() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(crate::store::FILE_NAME);
        make_new(&path).unwrap();
        let mut connection = connect(&path).unwrap();
        MIGRATIONS.to_version(&mut connection, 9).unwrap();
        let before = "
            INSERT INTO station (slug, name, source_password_hash) VALUES ('main', 'Main', '');
            INSERT INTO playlist (station, name, kind, play_order, weight, smart)
                VALUES ('main', 'A', 'music', 'shuffle', 1, 0);
            INSERT INTO show VALUES ('main', 'Evening', 'fri', NULL, 1200, 60, 300, 'dj', 'A', NULL, NULL);
            INSERT INTO as_run VALUES ('main', 1, 2, 'live', 'Tides', 'Ada', 'Sea', 'ann', 3, 4, 0.5, 'XX', 'Boat');";
        connection.execute_batch(before).unwrap();
        drop(connection);
        let store = Store::open(dir.path()).unwrap();
        let show = &store.shows("main").unwrap()[0];
        assert_eq!((&*show.name, show.length), ("Evening", 60));
        assert_eq!(show.plays, crate::model::Plays::Dj(Some("A".to_owned())));
        let line = &store.aired(None, &(0..9)).unwrap()[0];
        let words = [&line.isrc, &line.label, &line.dj].map(|word| word.as_deref().unwrap_or_default());
        assert_eq!((&*line.title, words, line.audience.seconds), ("Tides", ["XX", "Boat", "ann"], 0.5));
    }
}
