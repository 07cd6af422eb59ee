//! Listeners by Sendspin.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use slab::Slab;
use tokio::sync::Notify;

use super::LABEL;
use crate::broadcast::Broadcast;
use crate::model::ClientInfo;
use crate::mount::{CountedListener, ListenerInfo, Mount};
use crate::output::listener_registry::{ListenerQuery, ListenerStatus, QueryKind};

/// Listeners that are connected by Sendspin; clones share them.
#[derive(Clone, Default)]
pub struct SendspinAudience {
    listeners: Arc<Mutex<Slab<Arc<ListeningPlayer>>>>,
}

/// A player that is sent sound.
struct ListeningPlayer {
    client: ClientInfo,
    mount: Mount,
    counted: CountedListener,
    /// Bytes of sound that it was sent,
    sent: AtomicU64,
    /// Frames that it was too slow for.
    skipped: AtomicU64,
    disconnected: Arc<Notify>,
}

/// A player's entry in the audience, for as long as this lives.
pub(super) struct AudienceEntry {
    audience: SendspinAudience,
    place: usize,
    listener: Arc<ListeningPlayer>,
}

impl SendspinAudience {
    /// Counts a player that is sent `mount` of `station` from now on. `disconnected` is woken if it is to leave.
    pub(super) fn enter(
        &self,
        (station, mount): (&Broadcast, &Mount),
        client: ClientInfo,
        disconnected: Arc<Notify>,
    ) -> AudienceEntry {
        let counted = station.listeners().count(LABEL, &mount.rendition().name, client.player);
        let (sent, skipped) = (AtomicU64::default(), AtomicU64::default());
        let listener =
            Arc::new(ListeningPlayer { client, mount: mount.clone(), counted, sent, skipped, disconnected });
        let place = self.lock().insert(Arc::clone(&listener));
        AudienceEntry { audience: self.clone(), place, listener }
    }

    /// Answers a question about listeners.
    pub(in crate::output) fn answer(&self, query: &ListenerQuery) -> Vec<ListenerStatus> {
        let listeners = self.lock();
        let concerned = listeners
            .iter()
            .map(|(_, listener)| listener)
            .filter(|listener| query.mounts.iter().any(|mount| mount.is_same(&listener.mount)));
        let mut found: Vec<&Arc<ListeningPlayer>> = match &query.what {
            QueryKind::Tell { after, .. } => {
                concerned.filter(|listener| listener.counted.number() > *after).collect()
            }
            QueryKind::Leave(numbers) => {
                let is_one =
                    |one: &&Arc<ListeningPlayer>| numbers.binary_search(&one.counted.number()).is_ok();
                concerned.filter(is_one).collect()
            }
        };
        found.sort_unstable_by_key(|listener| listener.counted.number());
        match &query.what {
            QueryKind::Tell { limit, .. } => found.truncate(*limit),
            QueryKind::Leave(_) => found.iter().for_each(|listener| listener.disconnected.notify_one()),
        }
        found.into_iter().map(|listener| listener.status()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Slab<Arc<ListeningPlayer>>> {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AudienceEntry {
    /// Returns the player's number at the station.
    pub(super) fn number(&self) -> u64 {
        self.listener.counted.number()
    }

    /// Notes bytes of sound that were sent.
    pub(super) fn sent(&self, bytes: usize) {
        self.listener.sent.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Notes frames that the player was too slow for.
    pub(super) fn skipped(&self, frames: u64) {
        self.listener.counted.skipped(frames);
        self.listener.skipped.fetch_add(frames, Ordering::Relaxed);
    }
}

impl Drop for AudienceEntry {
    fn drop(&mut self) {
        self.audience.lock().try_remove(self.place);
    }
}

impl ListeningPlayer {
    fn status(&self) -> ListenerStatus {
        let about = ListenerInfo {
            number: self.counted.number(),
            guest: self.client,
            output: LABEL,
            rendition: self.mount.rendition().name.clone(),
            behind: 0,
            skipped: self.skipped.load(Ordering::Relaxed),
        };
        // All players sound a frame at the same time, whenever they get it.
        ListenerStatus { about, behind_us: 0, bytes: Some(self.sent.load(Ordering::Relaxed)) }
    }
}
