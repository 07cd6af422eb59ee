//! The stations this process produces, by slug, as they come and go.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use tokio::sync::{Notify, watch};

use super::ProductionHandle;
use crate::broadcast::Broadcasts;

/// The stations this process produces; clones share them.
///
/// Both halves of a station are found here. What needs only the public half takes [`broadcasts`](Self::broadcasts).
#[derive(Clone, Default)]
pub struct Stations {
    shared: Arc<SharedDirectory>,
    broadcasts: Broadcasts,
}

#[derive(Default)]
struct SharedDirectory {
    /// Locked for moments only.
    by_slug: RwLock<BTreeMap<String, ProductionHandle>>,
    /// Notified when a station comes or goes.
    changed: watch::Sender<()>,
    /// Notified when the supervisor is to read the stations of the store.
    reread: Notify,
}

impl Stations {
    /// The station with this slug.
    pub fn get(&self, slug: &str) -> Option<ProductionHandle> {
        self.read().get(slug).cloned()
    }

    /// All stations at this moment, ordered by slug.
    pub fn all(&self) -> impl Iterator<Item = ProductionHandle> {
        self.read().values().cloned().collect::<Vec<_>>().into_iter()
    }

    /// The public halves of these stations.
    pub fn broadcasts(&self) -> &Broadcasts {
        &self.broadcasts
    }

    /// Adds a station: it is found from now on.
    pub fn add(&self, station: ProductionHandle) {
        self.broadcasts.add(station.broadcast().clone());
        let mut by_slug = self.shared.by_slug.write().unwrap_or_else(PoisonError::into_inner);
        by_slug.insert(station.slug().to_owned(), station);
        drop(by_slug);
        self.shared.changed.send_replace(());
    }

    /// Removes a station: it is not found any more.
    pub fn remove(&self, slug: &str) -> Option<ProductionHandle> {
        self.broadcasts.remove(slug);
        let mut by_slug = self.shared.by_slug.write().unwrap_or_else(PoisonError::into_inner);
        let removed = by_slug.remove(slug);
        drop(by_slug);
        self.shared.changed.send_replace(());
        removed
    }

    /// Asks the supervisor to read the stations of the store at once.
    pub fn ask_to_look(&self) {
        self.shared.reread.notify_one();
    }

    /// Returns when somebody called [`ask_to_look`](Self::ask_to_look).
    pub async fn asked_to_look(&self) {
        self.shared.reread.notified().await;
    }

    /// Returns when the station `slug` is on air.
    pub async fn comes(&self, slug: &str) {
        self.until(|| self.get(slug).is_some()).await;
    }

    /// Returns when the station `slug` is not on air any more.
    pub async fn goes(&self, slug: &str) {
        self.until(|| self.get(slug).is_none()).await;
    }

    async fn until(&self, is_so: impl Fn() -> bool) {
        let mut changes = self.shared.changed.subscribe();
        while !is_so() {
            // The sender lives as long as this.
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, ProductionHandle>> {
        self.shared.by_slug.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromIterator<ProductionHandle> for Stations {
    fn from_iter<I: IntoIterator<Item = ProductionHandle>>(stations: I) -> Self {
        let all = Self::default();
        stations.into_iter().for_each(|station| all.add(station));
        all
    }
}
