//! Tags on their way from a reader of the bytes to the reader of the sound.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::stream::StreamTags;

/// Tags that wait until they are asked for; older ones are forgotten.
const MOST_TAGS: usize = 8;

/// The tags that were found between or before the sound and not asked for yet.
#[derive(Clone, Default)]
pub(super) struct FoundTags(Arc<Mutex<VecDeque<StreamTags>>>);

impl FoundTags {
    /// The oldest tags that were found and not asked for.
    pub(super) fn next(&self) -> Option<StreamTags> {
        self.lock().pop_front()
    }

    pub(super) fn put(&self, tags: Option<StreamTags>) {
        let mut found = self.lock();
        if found.len() == MOST_TAGS {
            found.pop_front();
        }
        found.extend(tags);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<StreamTags>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
