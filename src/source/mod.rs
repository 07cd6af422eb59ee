//! Where sound comes from.
//!
//! In: tracks decoded ahead on threads of their own. Out: one block at a time, when asked.
//! Never: waits. A source that has nothing says so and is passed over.

pub mod autodj;
pub mod live;
mod silence;

pub use silence::Silence;

use std::sync::Arc;

use crate::audio::Block;
use crate::model::{SourceKind, Title};

/// Something that can be on air.
pub trait Source: Send {
    /// What kind it is.
    fn kind(&self) -> SourceKind;

    /// A block's time passes. Told once a block, before anything is asked, whether it is on air or not.
    fn tick(&mut self) {}

    /// Whether the next [`read`](Self::read) has sound.
    fn is_ready(&mut self) -> bool;

    /// How many samples per channel are left, once its end is in sight.
    fn left(&self) -> Option<u64> {
        None
    }

    /// Fills `block` with what comes next; with silence if it has nothing.
    fn read(&mut self, block: &mut Block);

    /// What the block just read, or the next one, belongs to. Another `Arc` means that it changed.
    fn title(&self) -> Option<Arc<Title>>;
}
