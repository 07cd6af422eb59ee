//! The stations that are on air, by slug, as they come and go.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use tokio::sync::{Notify, watch};

use super::Station;

/// All stations, by slug; clones are the same stations.
#[derive(Clone, Default)]
pub struct Stations {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Held for moments only.
    by_slug: RwLock<BTreeMap<String, Station>>,
    /// Told of each that comes or goes.
    changed: watch::Sender<()>,
    /// Who signs stations on and off is asked to look what there is to do.
    asked: Notify,
}

impl Stations {
    /// The station with this slug.
    pub fn get(&self, slug: &str) -> Option<Station> {
        self.read().get(slug).cloned()
    }

    /// All of them, as they are now, by slug.
    pub fn all(&self) -> impl Iterator<Item = Station> {
        self.read().values().cloned().collect::<Vec<_>>().into_iter()
    }

    /// Takes a station in: it is found from now on.
    pub fn add(&self, station: Station) {
        let mut by_slug = self.shared.by_slug.write().unwrap_or_else(PoisonError::into_inner);
        by_slug.insert(station.slug().to_owned(), station);
        drop(by_slug);
        self.shared.changed.send_replace(());
    }

    /// Takes a station out: nobody finds it any more.
    pub fn remove(&self, slug: &str) -> Option<Station> {
        let mut by_slug = self.shared.by_slug.write().unwrap_or_else(PoisonError::into_inner);
        let removed = by_slug.remove(slug);
        drop(by_slug);
        self.shared.changed.send_replace(());
        removed
    }

    /// Asks whoever signs stations on and off to look at once what there is to do.
    pub fn ask_to_look(&self) {
        self.shared.asked.notify_one();
    }

    /// Returns when somebody has asked to look.
    pub async fn asked_to_look(&self) {
        self.shared.asked.notified().await;
    }

    /// Returns when the station `slug` is among them.
    pub async fn comes(&self, slug: &str) {
        self.until(|| self.get(slug).is_some()).await;
    }

    /// Returns when the station `slug` is not among them any more.
    pub async fn goes(&self, slug: &str) {
        self.until(|| self.get(slug).is_none()).await;
    }

    async fn until(&self, is_so: impl Fn() -> bool) {
        let mut changes = self.shared.changed.subscribe();
        while !is_so() {
            // Its sender is as long-lived as this.
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, BTreeMap<String, Station>> {
        self.shared.by_slug.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FromIterator<Station> for Stations {
    fn from_iter<I: IntoIterator<Item = Station>>(stations: I) -> Self {
        let all = Self::default();
        stations.into_iter().for_each(|station| all.add(station));
        all
    }
}
