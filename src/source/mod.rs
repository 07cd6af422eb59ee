//! Sound sources.
//!
//! In: tracks decoded ahead on threads of their own. Out: one block at a time, when asked.
//! Never: waits. A source that has nothing says so and is passed over.

pub mod autodj;
pub mod emergency_loop;
pub mod live;
mod silence;

pub use silence::Silence;

use std::sync::Arc;

use crate::audio::Block;
use crate::model::{SourceKind, Title};

/// Something that can be on air.
pub trait Source: Send {
    /// Returns its kind.
    fn kind(&self) -> SourceKind;

    /// A block's time passes. Told once a block, before anything is asked, whether it is on air or not.
    fn tick(&mut self) {}

    /// Returns whether the next [`read`](Self::read) yields sound.
    fn is_ready(&mut self) -> bool;

    /// Returns the number of samples per channel left, once the end is in sight.
    fn left(&self) -> Option<u64> {
        None
    }

    /// Fills `block` with what comes next; with silence if it has nothing.
    fn read(&mut self, block: &mut Block);

    /// Returns the title of the block just read, or of the next one. A different `Arc` means that the title
    /// changed.
    fn title(&self) -> Option<Arc<Title>>;
}
