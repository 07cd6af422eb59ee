//! HLS with low latency (RFC 8216, draft-pantos-hls-rfc8216bis).
//!
//! In: frames and titles of a mount, and requests. Out: playlists, segments and parts, made once for everybody.
//! Never: costs anything while nobody asks: a packager starts with the first request and ends a minute after the last.
//!
//! Opus and AAC go out in fragmented MP4, MP3 as packed audio. Segments begin and are numbered by the station's sample clock:
//! every machine and every rendition has the same names for the same sound, so caches may mix them.

mod audience;
mod packing;
mod past;
mod playlist;
mod variant;
mod window;

pub use audience::{HlsAudience, HlsPoll, PollRefused};
pub use past::{
    PastRun, frames_of_playlist, frames_of_segment, past_init, past_multivariant, past_playlist, past_segment,
};
pub use variant::{HlsVariant, PlaylistQuery, Unavailable};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::broadcast::Broadcast;
use crate::frame::Rendition;
use crate::mount::Mount;

use packing::HlsPacking;

/// The label of HLS in metrics, in the API and in the store.
pub const LABEL: &str = "hls";

/// The packagers that run; clones share them.
#[derive(Clone, Default)]
pub struct Hls {
    variants: Arc<Mutex<HashMap<Key, Arc<HlsVariant>>>>,
    audience: HlsAudience,
}

/// The slug of a station, and the name of a rendition.
type Key = (String, String);

impl Hls {
    /// Returns who listens.
    pub fn audience(&self) -> &HlsAudience {
        &self.audience
    }

    /// Returns the packager of what `mount` of `station` has. It runs from now on.
    pub fn variant(&self, station: &Broadcast, mount: &Mount) -> Arc<HlsVariant> {
        let rendition = &mount.rendition().name;
        let key = (station.slug().to_owned(), rendition.clone());
        let mut variants = self.lock();
        let new = || Arc::new(HlsVariant::new(mount, Arc::clone(station.clock())));
        let variant = Arc::clone(variants.entry(key.clone()).or_insert_with(new));
        variant.note_request();
        if variant.begin(mount) {
            let (hls, packager, mount) = (self.clone(), Arc::clone(&variant), mount.clone());
            let run = move || hls.run(&key, &packager, &mount);
            if let Err(error) = std::thread::Builder::new().name("hls".to_owned()).spawn(run) {
                variant.end();
                tracing::error!(%error, rendition, "an HLS packager cannot be started");
            }
        }
        variant
    }

    /// Has packagers of all renditions of `station` run from now on, so that players can change between them at once.
    pub fn prepare(&self, station: &Broadcast) {
        for mount in mounts(station) {
            self.variant(station, &mount);
        }
    }

    /// Packs what `mount` has until it ends or nobody asks any more.
    fn run(&self, key: &Key, variant: &Arc<HlsVariant>, mount: &Mount) {
        let mut subscriber = mount.subscribe_at(variant::START);
        while variant.take(&mut subscriber) {
            if !variant.is_next_second() {
                continue;
            }
            self.audience.forget_gone(variant.now_us());
            if variant.is_idle() {
                let mut variants = self.lock();
                // It may have been asked for since.
                if variant.is_idle() {
                    variants.remove(key);
                    break;
                }
            }
        }
        variant.end();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Arc<HlsVariant>>> {
        self.variants.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the mount of `station` that has this rendition.
pub fn mount(station: &Broadcast, rendition: &str) -> Option<Mount> {
    mounts(station).into_iter().find(|mount| mount.rendition().name == rendition)
}

/// Returns the multivariant playlist of `station`; `query` is handed on to the media playlists.
pub fn multivariant(station: &Broadcast, query: &str) -> String {
    let renditions: Vec<Rendition> = mounts(station).iter().map(|mount| mount.rendition().clone()).collect();
    playlist::multivariant(&renditions, query)
}

/// Returns the renditions of `station` besides the one of this name.
pub fn others(station: &Broadcast, rendition: &str) -> Vec<Rendition> {
    let all = mounts(station).into_iter().map(|mount| mount.rendition().clone());
    all.filter(|other| other.name != rendition).collect()
}

fn mounts(station: &Broadcast) -> Vec<Mount> {
    station.mounts_of(&HlsPacking::codecs())
}
