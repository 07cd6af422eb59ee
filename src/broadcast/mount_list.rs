//! The mounts of a broadcast: those that are offered, and those that are no longer offered but still listened to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::frame::Codec;
use crate::mount::Mount;

/// The mounts of a broadcast; clones share the list.
///
/// A rendition that is taken away accepts no new listeners, and its mount leaves the list when its producer ends it
/// after the last listener has gone.
#[derive(Clone, Default)]
pub struct MountList(Arc<Mutex<MountState>>);

#[derive(Default)]
struct MountState {
    /// The default one first.
    offered: Vec<Mount>,
    /// Mounts made when a format needs them; their encoders rest until there is a listener.
    on_demand: Vec<Mount>,
    /// Removed mounts that still have listeners.
    retired: Vec<Mount>,
}

impl MountList {
    /// The mounts that are offered, the default one first.
    pub fn offered(&self) -> Vec<Mount> {
        self.lock().offered.clone()
    }

    /// The first offered mount that `fits`.
    pub fn find(&self, fits: impl Fn(&Mount) -> bool) -> Option<Mount> {
        self.lock().offered.iter().find(|mount| fits(mount)).cloned()
    }

    /// The mounts that are made when a format needs them.
    pub fn on_demand(&self) -> Vec<Mount> {
        self.lock().on_demand.clone()
    }

    /// The mounts that fit: of those offered, and then of those made on demand. Of a codec other than Opus, one is
    /// made on demand only where none is offered.
    pub fn available(&self, fits: impl Fn(&Mount) -> bool) -> Vec<Mount> {
        let state = self.lock();
        let has_own = |codec: Codec| state.offered.iter().any(|mount| mount.rendition().codec == codec);
        let is_needed = |codec: Codec| codec == Codec::Opus || !has_own(codec);
        let on_demand = state.on_demand.iter().filter(|mount| is_needed(mount.rendition().codec));
        distinct(state.offered.iter().chain(on_demand).filter(|mount| fits(mount)))
    }

    /// All mounts that have a producer, offered or not.
    pub fn all(&self) -> Vec<Mount> {
        let mut state = self.lock();
        state.retired.retain(|mount| !mount.is_off_air());
        distinct(state.offered.iter().chain(&state.on_demand).chain(&state.retired))
    }

    /// Sets the mounts that are made when a format needs them. An offered mount may be one of them, too.
    pub fn make_on_demand(&self, mounts: Vec<Mount>) {
        self.lock().on_demand = mounts;
    }

    /// Offers these mounts from now on, the default one first. Those that were offered before and are not among them
    /// stay until their producers end them.
    pub fn offer(&self, mounts: Vec<Mount>) {
        let mut state = self.lock();
        let before = std::mem::replace(&mut state.offered, mounts);
        let stays = |mount: &Mount, state: &MountState| {
            let mut kept = state.offered.iter().chain(&state.on_demand);
            kept.any(|kept| kept.rendition().name == mount.rendition().name)
        };
        let gone: Vec<Mount> = before.into_iter().filter(|mount| !stays(mount, &state)).collect();
        state.retired.extend(gone);
    }

    fn lock(&self) -> MutexGuard<'_, MountState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Each of these mounts once.
fn distinct<'a>(mounts: impl Iterator<Item = &'a Mount>) -> Vec<Mount> {
    let mut distinct: Vec<Mount> = Vec::new();
    for mount in mounts {
        if !distinct.iter().any(|known| known.is_same(mount)) {
            distinct.push(mount.clone());
        }
    }
    distinct
}
