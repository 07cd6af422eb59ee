//! Changes that are made as a whole or not at all.

use std::sync::PoisonError;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Error, Store};

impl Store {
    /// Runs `work` in one transaction that holds the write lock from its beginning: what `work` reads is still so when
    /// it writes, whoever else writes, other processes included. Nothing is written if `work` fails.
    ///
    /// `work` has to use the store it is given. Writing by another handle waits until the transaction ends, so `work`
    /// must not do that.
    pub fn exclusively<T, E: From<Error>>(&self, work: impl FnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        // A connection of its own: other threads' statements do not become a part of the transaction.
        let own = self.another()?;
        own.ask(|connection| connection.execute_batch("BEGIN IMMEDIATE"))?;
        // Closing the connection rolls back.
        let done = work(&own)?;
        own.ask(|connection| connection.execute_batch("COMMIT"))?;
        Ok(done)
    }

    /// Changes the database, all of it or nothing. A change that reads first and then writes runs in here: other
    /// writers wait from its beginning, so that what was read still holds.
    pub(super) fn change<T>(
        &self,
        what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.ask(|connection| all_or_nothing(connection, what))
    }

    /// Changes the database as [`change`](Self::change) does, and waits no longer than `most` for other writers.
    pub(super) fn change_within<T>(
        &self,
        most: Duration,
        what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        self.ask(|connection| within(connection, most, |connection| all_or_nothing(connection, what)))
    }

    /// Writes something that may be left out, such as when a session was last used: neither waits for other writers
    /// nor fails.
    pub(super) fn write_if_possible(&self, write: impl FnOnce(&Connection) -> rusqlite::Result<usize>) {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = within(&connection, Duration::ZERO, write) {
            tracing::debug!(%error, "a note was not written to the database");
        }
    }
}

/// Runs `what`, a change by one statement, which is on the disk when this returns, whatever happens to the power then.
pub(super) fn durably<T>(
    connection: &Connection,
    what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let usual: u32 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    connection.pragma_update(None, "synchronous", "full")?;
    let done = what(connection);
    connection.pragma_update(None, "synchronous", usual)?;
    done
}

/// Runs `what`, which waits no longer than `most` for other writers.
pub(super) fn within<T>(
    connection: &Connection,
    most: Duration,
    what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let patience: u32 = connection.pragma_query_value(None, "busy_timeout", |row| row.get(0))?;
    connection.busy_timeout(most)?;
    let done = what(connection);
    connection.busy_timeout(Duration::from_millis(patience.into()))?;
    done
}

/// Runs `what`, all of it or nothing.
pub(super) fn all_or_nothing<T>(
    connection: &Connection,
    what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    if !connection.is_autocommit() {
        return part_of_change(connection, what);
    }
    let change = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let done = what(&change)?;
    change.commit()?;
    Ok(done)
}

/// Runs `what`, all of it or nothing, as a part of the transaction that has begun.
fn part_of_change<T>(
    connection: &Connection,
    what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    connection.execute_batch("SAVEPOINT part")?;
    let done = what(connection);
    let end = if done.is_ok() { "RELEASE part" } else { "ROLLBACK TO part; RELEASE part" };
    connection.execute_batch(end)?;
    done
}
