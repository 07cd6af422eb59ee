//! What can go wrong when a station signs on or is to be heard in other qualities.

use std::io;

use crate::encode;
use crate::store;

/// Why a station could not sign on, or be heard in other qualities.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What went out before cannot be read.
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
