//! Changes that are made as a whole or not at all.

use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

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
