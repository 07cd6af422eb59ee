//! Listeners who are sent sound from the archive.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use slab::Slab;

use super::listener_registry::{ListenerQuery, ListenerStatus, QueryKind};
use crate::model::ClientInfo;
use crate::mount::{CountedListener, ListenerInfo, Mount};

/// Listeners who went back; clones share them.
#[derive(Clone, Default)]
pub struct ArchiveAudience {
    listeners: Arc<Mutex<Slab<Arc<PastListener>>>>,
}

/// A listener who is sent sound of the past.
pub(super) struct PastListener {
    pub(super) client: ClientInfo,
    /// The mount that it would listen to live.
    pub(super) mount: Mount,
    pub(super) counted: CountedListener,
    /// The label of its format.
    pub(super) output: &'static str,
    /// The name of the rendition that it is sent.
    pub(super) rendition: String,
    /// How far it is behind, in microseconds.
    pub(super) behind_us: u64,
    /// Bytes that it was sent.
    pub(super) sent: AtomicU64,
    /// It is to leave.
    pub(super) leaves: AtomicBool,
}

/// A listener's entry in the audience, for as long as this lives.
pub(super) struct PastEntry {
    audience: ArchiveAudience,
    place: usize,
    pub(super) listener: Arc<PastListener>,
}

impl ArchiveAudience {
    /// Makes public how many there are now.
    pub fn register(&self, registry: &mut Registry) {
        let count: Gauge = Gauge::default();
        count.set(self.lock().len() as i64);
        registry.register("rewinding_listeners", "Listeners who are sent sound from the archive", count);
    }

    pub(super) fn enter(&self, listener: PastListener) -> PastEntry {
        let listener = Arc::new(listener);
        let place = self.lock().insert(Arc::clone(&listener));
        PastEntry { audience: self.clone(), place, listener }
    }

    /// Answers a question about listeners.
    pub(super) fn answer(&self, query: &ListenerQuery) -> Vec<ListenerStatus> {
        let listeners = self.lock();
        let is_concerned = |listener: &&Arc<PastListener>| {
            let number = listener.counted.number();
            let is_asked_for = match &query.what {
                QueryKind::Tell { after, .. } => number > *after,
                QueryKind::Leave(numbers) => numbers.binary_search(&number).is_ok(),
            };
            is_asked_for && query.mounts.iter().any(|mount| mount.is_same(&listener.mount))
        };
        let mut found: Vec<&Arc<PastListener>> =
            listeners.iter().map(|(_, listener)| listener).filter(is_concerned).collect();
        found.sort_unstable_by_key(|listener| listener.counted.number());
        match &query.what {
            QueryKind::Tell { limit, .. } => found.truncate(*limit),
            QueryKind::Leave(_) => {
                for listener in &found {
                    listener.leaves.store(true, Ordering::Relaxed);
                }
            }
        }
        found.into_iter().map(|listener| listener.status()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Slab<Arc<PastListener>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for PastEntry {
    fn drop(&mut self) {
        self.audience.lock().try_remove(self.place);
    }
}

impl PastListener {
    fn status(&self) -> ListenerStatus {
        let about = ListenerInfo {
            number: self.counted.number(),
            guest: self.client,
            output: self.output,
            rendition: self.rendition.clone(),
            behind: 0,
            skipped: 0,
        };
        let sent = self.sent.load(Ordering::Relaxed);
        ListenerStatus { about, behind_us: self.behind_us, bytes: Some(sent) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Codec, Rendition};
    use crate::model::{BasePath, Player};
    use crate::mount::{ListenerFigures, MountConfig};

    fn mount() -> (crate::mount::Producer, Mount) {
        Mount::new(MountConfig {
            station: "main".to_owned(),
            base_path: BasePath::default(),
            rendition: Rendition::new("opus-96", Codec::Opus, 96_000),
            first_seq: 0,
            notifiers: Vec::new(),
            figures: ListenerFigures::default(),
        })
    }

    #[test]
    fn listeners_of_the_past_are_told_of_and_can_be_disconnected() {
        let (audience, figures) = (ArchiveAudience::default(), ListenerFigures::default());
        let ((_one, here), (_other, elsewhere)) = (mount(), mount());
        let enter = |mount: &Mount| {
            audience.enter(PastListener {
                client: ClientInfo::default(),
                mount: mount.clone(),
                counted: figures.count("ws", "opus-96", Player::Other),
                output: "ws",
                rendition: "opus-96".to_owned(),
                behind_us: 600_000_000,
                sent: AtomicU64::new(7),
                leaves: AtomicBool::new(false),
            })
        };
        let (first, second, third) = (enter(&here), enter(&elsewhere), enter(&here));
        let ask = |what| {
            let told = audience.answer(&ListenerQuery { mounts: vec![here.clone()], what });
            told.into_iter().map(|one| (one.about.number, one.behind_us, one.bytes)).collect::<Vec<_>>()
        };
        let tell = || ask(QueryKind::Tell { after: 0, limit: 9 });
        assert_eq!(tell(), [(1, 600_000_000, Some(7)), (3, 600_000_000, Some(7))]);
        assert_eq!(ask(QueryKind::Leave([2, 3].into())).len(), 1, "one listens elsewhere");
        let leaves = |entry: &PastEntry| entry.listener.leaves.load(Ordering::Relaxed);
        assert_eq!([leaves(&first), leaves(&second), leaves(&third)], [false, false, true]);
        drop(first);
        assert_eq!(tell().len(), 1);
        assert_eq!(figures.total(), 2);
    }
}
