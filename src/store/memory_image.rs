//! The database's safety copy once more in memory, for when both files fail.
//!
//! In: the safety copy each time it is renewed. Out: connections that only read.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{Error, safety_copy, schema};

/// A copy up to so large is kept as a whole, in bytes; of a larger one, what people set.
const WHOLE_AT_MOST: u64 = 32 << 20;
/// Distinguishes the images of a process.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// A database in memory, which all connections of a process can open.
#[derive(Debug)]
pub(super) struct MemoryImage {
    name: String,
    /// Keeps it in memory; none before the first copy.
    keeper: Mutex<Option<Connection>>,
}

impl Default for MemoryImage {
    fn default() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // SQLite shares those between connections whose names begin like this.
        Self { name: format!("/longwave-{number}"), keeper: Mutex::default() }
    }
}

impl MemoryImage {
    /// Takes over what is in the safety copy at the path `copy`.
    pub(super) fn renew(&self, copy: &Path) -> Result<(), Error> {
        let is_whole = fs::metadata(copy).is_ok_and(|about| about.len() <= WHOLE_AT_MOST);
        let from = safety_copy::open(copy)?;
        let failed = |source| Error::from_sqlite(copy, source);
        let mut keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        let mut image = self.connect().map_err(failed)?;
        if is_whole {
            Backup::new(&from, &mut image).and_then(|backup| backup.step(-1)).map_err(failed)?;
        } else {
            schema::bring_up_to_date(&mut image, copy)?;
            take_settings(&image, copy).map_err(failed)?;
        }
        *keeper = Some(image);
        Ok(())
    }

    /// Opens it for reading alone; `None` before there is one.
    pub(super) fn open(&self) -> Option<Connection> {
        let keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        keeper.as_ref()?;
        let opened = self.connect().ok()?;
        opened.pragma_update(None, "query_only", true).ok()?;
        Some(opened)
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags_and_vfs(&self.name, flags, c"memdb")?;
        connection.busy_timeout(schema::PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(connection)
    }
}

/// Takes over what people set from the safety copy at the path `copy`.
fn take_settings(image: &Connection, copy: &Path) -> rusqlite::Result<()> {
    image.pragma_update(None, "foreign_keys", false)?;
    // All that they would write is copied, too.
    image.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    image.execute("ATTACH CAST(?1 AS TEXT) AS safe", [copy.as_os_str().as_bytes()])?;
    let taken = safety_copy::write_settings(image, "safe", "main");
    if taken.is_err() && !image.is_autocommit() {
        image.execute_batch("ROLLBACK")?;
    }
    image.execute_batch("DETACH safe")?;
    taken
}
