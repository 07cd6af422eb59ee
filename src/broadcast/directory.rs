//! The broadcasts this process serves, by slug.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use super::Broadcast;

/// The broadcasts this process serves; clones share them.
#[derive(Clone, Default)]
pub struct Broadcasts {
    /// Locked for moments only.
    by_slug: Arc<RwLock<BTreeMap<String, Broadcast>>>,
}

impl Broadcasts {
    /// The broadcast of the station with this slug.
    pub fn get(&self, slug: &str) -> Option<Broadcast> {
        self.read().get(slug).cloned()
    }

    /// All broadcasts at this moment, ordered by slug.
    pub fn all(&self) -> impl Iterator<Item = Broadcast> {
        self.read().values().cloned().collect::<Vec<_>>().into_iter()
    }

    /// Adds a broadcast, in place of another one with its slug.
    pub fn add(&self, broadcast: Broadcast) {
        let mut by_slug = self.by_slug.write().unwrap_or_else(PoisonError::into_inner);
        by_slug.insert(broadcast.slug().to_owned(), broadcast);
    }

    /// Removes a broadcast: requests no longer find it, and its listeners stay until its mounts end.
    pub fn remove(&self, slug: &str) -> Option<Broadcast> {
        self.by_slug.write().unwrap_or_else(PoisonError::into_inner).remove(slug)
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Broadcast>> {
        self.by_slug.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromIterator<Broadcast> for Broadcasts {
    fn from_iter<I: IntoIterator<Item = Broadcast>>(broadcasts: I) -> Self {
        let all = Self::default();
        broadcasts.into_iter().for_each(|broadcast| all.add(broadcast));
        all
    }
}
