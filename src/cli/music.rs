//! Shared parts of `check` and `scan`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::library::Error;

/// Reads music that may be malformed in any way: a reader that panics costs one file, not the command.
pub(super) fn survive<T>(read: impl FnOnce() -> Result<T, Error>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("it is damaged in a way that our reader does not survive".to_owned()),
    }
}
