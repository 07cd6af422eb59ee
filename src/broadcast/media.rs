//! The pictures of a broadcast, behind a trait, so that a broadcast needs no music library.

use std::path::PathBuf;

use crate::model::{CoverId, CoverLookup};

/// Looks up what listeners see of a station's music beside its titles.
pub trait StationMedia: Send + Sync {
    /// The cover of a title that was on air lately.
    fn cover(&self, id: &CoverId) -> CoverLookup;

    /// The folder that music is to be put into, while the station has none.
    fn empty_folder(&self) -> Option<PathBuf>;
}

/// Media of a broadcast that has no covers.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoMedia;

impl StationMedia for NoMedia {
    fn cover(&self, _: &CoverId) -> CoverLookup {
        CoverLookup::Nowhere
    }

    fn empty_folder(&self) -> Option<PathBuf> {
        None
    }
}
