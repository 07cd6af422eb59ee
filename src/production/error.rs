//! Errors of signing a station on and of changing its renditions.

use std::io;

use crate::encode;
use crate::store;

/// A station could not sign on, or its renditions could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Error in reading the record of earlier output.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// An encoder could not be set up.
    #[error(transparent)]
    Encoder(#[from] encode::Error),
    /// A change was not made yet when the next one came.
    #[error("the change before is not made yet")]
    Busy,
    /// The machine gave no thread.
    #[error("no thread could be started: {0}")]
    Thread(#[from] io::Error),
}
