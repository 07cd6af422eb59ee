//! The last resort.

use std::sync::Arc;

use super::Source;
use crate::audio::Block;
use crate::model::{SourceKind, Title};

/// A source that is always there.
pub struct Silence {
    title: Arc<Title>,
}

impl Silence {
    /// Silence, under that name.
    pub fn new() -> Self {
        Self { title: Arc::new(Title::plain(SourceKind::Silence, "Silence")) }
    }
}

impl Default for Silence {
    fn default() -> Self {
        Self::new()
    }
}

impl Source for Silence {
    fn kind(&self) -> SourceKind {
        SourceKind::Silence
    }

    fn is_ready(&mut self) -> bool {
        true
    }

    fn read(&mut self, block: &mut Block) {
        block.silence();
    }

    fn title(&self) -> Option<Arc<Title>> {
        Some(Arc::clone(&self.title))
    }
}
