//! What can go wrong when a station signs on.

use std::io;

use crate::encode;
use crate::store;

/// Why a station could not sign on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What went out before cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// An encoder could not be set up.
    #[error(transparent)]
    Encoder(#[from] encode::Error),
    /// The machine gave no thread.
    #[error("no thread could be started: {0}")]
    Thread(#[from] io::Error),
}
