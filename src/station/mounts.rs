//! What listeners hang on: a mount for each quality, and its encoder.
//!
//! In: the qualities a station is heard in. Out: a mount for each, and what the playout makes for it. Never: ends a mount
//! that somebody listens to as soon as the qualities are others: it is only offered to nobody any more.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::events::Change;
use super::{Error, Station};
use crate::clock::Clock;
use crate::encode::{self, Encoder, Opus, Pcm};
use crate::format::Format;
use crate::model::{Quality, Renditions};
use crate::mount::{self, Mount, Notifier, Producer};
use crate::playout::{self, RenditionChange, SignOn};

/// The mounts of a station on air.
pub(super) struct Mounts {
    maker: Maker,
    now: Mutex<Now>,
    /// Held by whoever changes it.
    turn: Mutex<()>,
    /// To the playout, which takes a change with its next block.
    changes: SyncSender<Vec<RenditionChange>>,
}

/// What mounts are made with.
pub(super) struct Maker {
    /// The station's name in addresses.
    pub(super) slug: String,
    /// Who is woken when there is something to hear.
    pub(super) bells: Vec<Arc<dyn Notifier>>,
    /// Where listeners are counted.
    pub(super) figures: mount::ListenerFigures,
}

/// What the playout does for the mounts.
pub(super) struct Work {
    pub(super) renditions: Vec<playout::RenditionPipeline>,
    pub(super) changes: Receiver<Vec<RenditionChange>>,
}

struct Now {
    qualities: Renditions,
    /// One for each quality, in their order.
    offered: Vec<Mount>,
    /// Those that still have listeners.
    retired: Vec<Mount>,
}

impl Mounts {
    /// A mount for each quality, and what the playout makes for it.
    pub(super) fn open(qualities: &Renditions, sign_on: SignOn, maker: Maker) -> Result<(Self, Work), Error> {
        let (mut offered, mut renditions) = (Vec::new(), Vec::new());
        for quality in qualities.all() {
            let encoder = encoder(*quality)?;
            let (producer, mount) = maker.mount(&*encoder, sign_on);
            offered.push(mount);
            renditions.push(playout::RenditionPipeline::new(encoder, producer));
        }
        let now = Now { qualities: qualities.clone(), offered, retired: Vec::new() };
        let (changes, taken) = sync_channel(1);
        Ok((
            Self { maker, now: Mutex::new(now), turn: Mutex::default(), changes },
            Work { renditions, changes: taken },
        ))
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn qualities(&self) -> Renditions {
        self.now().qualities.clone()
    }

    /// Those that are offered, the usual one first.
    pub(super) fn offered(&self) -> Vec<Mount> {
        self.now().offered.clone()
    }

    /// The first of those offered that `fits`.
    pub(super) fn find(&self, fits: impl Fn(&Mount) -> bool) -> Option<Mount> {
        self.now().offered.iter().find(|mount| fits(mount)).cloned()
    }

    /// Those that are listened to, offered or not.
    pub(super) fn all(&self) -> Vec<Mount> {
        let mut now = self.now();
        now.retired.retain(|mount| !mount.is_off_air());
        now.offered.iter().chain(&now.retired).cloned().collect()
    }

    /// Offers these qualities from now on, those that were offered before without an interruption. Whether something is
    /// otherwise now.
    pub(super) fn offer(&self, qualities: &Renditions, clock: &dyn Clock) -> Result<bool, Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.now().qualities == *qualities {
            return Ok(false);
        }
        let known = self.offered();
        let (mut offered, mut slots) = (Vec::new(), Vec::new());
        for quality in qualities.all() {
            let name = quality.to_string();
            if let Some(mount) = known.iter().find(|mount| mount.rendition().name == name) {
                offered.push(mount.clone());
                slots.push(RenditionChange::Kept(name));
            } else {
                let encoder = encoder(*quality)?;
                let (producer, mount) = self.maker.mount(&*encoder, SignOn::after(clock.now_us()));
                offered.push(mount);
                slots.push(RenditionChange::New(playout::RenditionPipeline::new(encoder, producer)));
            }
        }
        let stays = |mount: &Mount| offered.iter().any(|one| one.rendition().name == mount.rendition().name);
        let gone: Vec<Mount> = known.into_iter().filter(|mount| !stays(mount)).collect();
        // One that is not taken yet, 20 ms after it was made, is asked for again by whoever looks after the station.
        self.changes.try_send(slots).map_err(|_| Error::Busy)?;
        let mut now = self.now();
        now.retired.extend(gone);
        (now.qualities, now.offered) = (qualities.clone(), offered);
        Ok(true)
    }
}

impl Maker {
    /// A mount of what `encoder` makes.
    pub(super) fn mount(&self, encoder: &dyn Encoder, sign_on: SignOn) -> (Producer, Mount) {
        let rendition = encoder.rendition().clone();
        Mount::new(mount::MountConfig {
            station: self.slug.clone(),
            first_seq: sign_on.first_seq(&rendition),
            rendition,
            notifiers: self.bells.clone(),
            figures: self.figures.clone(),
        })
    }
}

/// What it is heard in.
impl Station {
    /// In which qualities it is heard.
    pub fn qualities(&self) -> Renditions {
        self.inner.mounts.qualities()
    }

    /// Has it heard in these qualities, on air. Who listens to another one goes on doing so.
    pub fn offer(&self, qualities: &Renditions) -> Result<(), Error> {
        if self.inner.mounts.offer(qualities, &*self.inner.clock)? {
            self.tell(Change::Settings);
        }
        Ok(())
    }

    /// The names of its renditions, the default first.
    pub fn renditions(&self) -> Vec<String> {
        self.qualities().all().iter().map(ToString::to_string).collect()
    }

    /// The mount of the rendition of this name, or of the default one.
    pub fn mount(&self, rendition: Option<&str>) -> Option<Mount> {
        self.inner.mounts.find(|mount| rendition.is_none_or(|name| mount.rendition().name == name))
    }

    /// The mounts of all its renditions, and of those that it is not offered in any more but still heard.
    pub fn mounts(&self) -> Vec<Mount> {
        self.inner.mounts.all()
    }

    /// Returns the mount of the rendition of this name, or else of the first one, that fits into `format`.
    pub fn mount_for(&self, format: &Format, rendition: Option<&str>) -> Option<Mount> {
        let is_named = |mount: &Mount| rendition.is_none_or(|name| mount.rendition().name == name);
        self.inner.mounts.find(|mount| format.packs(mount.rendition()) && is_named(mount))
    }
}

fn encoder(quality: Quality) -> Result<Box<dyn Encoder>, encode::Error> {
    Ok(match quality {
        Quality::Opus(kbit_s) => Box::new(Opus::new(kbit_s)?),
        Quality::Pcm => Box::new(Pcm::new()),
    })
}

#[cfg(test)]
mod tests;
