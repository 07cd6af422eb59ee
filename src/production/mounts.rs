//! Mounts of a station: one for each rendition, with its encoder.
//!
//! In: the renditions a station is heard in. Out: a mount for each, and the playout's work for it. Never: ends a
//! mount that has listeners as soon as the renditions change: it is only offered to no new listener any more.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Error;
use crate::broadcast::MountList;
use crate::clock::Clock;
use crate::encode::{self, Encoder, Opus, Pcm, Pcm16k};
use crate::model::{BasePath, Quality, Renditions};
use crate::mount::{self, Mount, Notifier, Producer};
use crate::playout::{self, RenditionChange, SignOn};

/// The bitrate of MP3 of stations that name none, in kilobits per second.
#[cfg(feature = "mp3")]
const MP3_KBIT_S: u32 = 128;
/// The bitrate of AAC-LC of stations that name none, in kilobits per second.
#[cfg(feature = "aac")]
const AAC_KBIT_S: u32 = 128;
/// The bitrates of HE-AAC v2 of stations that name none, in kilobits per second, the usual one first.
#[cfg(feature = "aac")]
const HE_AAC_KBIT_S: [u32; 2] = [64, 32];

/// The mounts of a station on air.
pub(super) struct Mounts {
    maker: Maker,
    /// The mounts as the broadcast offers them.
    list: MountList,
    qualities: Mutex<Renditions>,
    /// Held by whoever changes it.
    turn: Mutex<()>,
    /// To the playout, which takes a change with its next block.
    changes: SyncSender<Vec<RenditionChange>>,
}

/// Parameters with which mounts are made.
pub(super) struct Maker {
    /// The station's name in addresses.
    pub(super) slug: String,
    /// The path that the site's addresses begin with.
    pub(super) base_path: BasePath,
    /// Notifiers that are called when there is something to hear.
    pub(super) bells: Vec<Arc<dyn Notifier>>,
    /// Figures in which listeners are counted.
    pub(super) figures: mount::ListenerFigures,
    /// First frames of mounts that another process made, by the rendition's name.
    pub(super) first_frames: BTreeMap<String, u64>,
}

/// Work that the playout does for the mounts.
pub(super) struct Work {
    pub(super) renditions: Vec<playout::RenditionPipeline>,
    pub(super) changes: Receiver<Vec<RenditionChange>>,
}

impl Mounts {
    /// Puts a mount for each quality into `list`; also returns the playout's part of them.
    pub(super) fn open(
        qualities: &Renditions,
        sign_on: SignOn,
        maker: Maker,
        list: MountList,
    ) -> Result<(Self, Work), Error> {
        let (mut offered, mut renditions) = (Vec::new(), Vec::new());
        for quality in built(qualities) {
            let encoder = encoder(quality)?;
            let (producer, mount) = maker.mount(&*encoder, sign_on);
            offered.push(mount);
            renditions.push(playout::RenditionPipeline::new(encoder, producer));
        }
        let mut on_demand = Vec::new();
        for encoder in on_demand_encoders()? {
            // A rendition that is offered now stays on demand when it is no longer offered.
            if let Some(mount) = offered.iter().find(|one| one.rendition().name == encoder.rendition().name) {
                on_demand.push(Mount::clone(mount));
                continue;
            }
            let (producer, mount) = maker.mount(&*encoder, sign_on);
            on_demand.push(mount);
            renditions.push(playout::RenditionPipeline::new(encoder, producer));
        }
        let known: Vec<Mount> = offered.iter().chain(&on_demand).cloned().collect();
        let is_known = |name: &str| known.iter().any(|mount| mount.rendition().name == name);
        let retired = maker.first_frames.keys().filter(|name| !is_known(name));
        let mut retained = offered.clone();
        for quality in
            retired.filter_map(|name| name.parse::<Quality>().ok()).filter(|quality| quality.is_built())
        {
            let encoder = encoder(quality)?;
            let (producer, mount) = maker.mount(&*encoder, sign_on);
            retained.push(mount);
            renditions.push(playout::RenditionPipeline::new(encoder, producer));
        }
        list.make_on_demand(on_demand);
        // Those that another process made for their last listeners are offered to no new one.
        list.offer(retained);
        list.offer(offered);
        let (changes, taken) = sync_channel(1);
        Ok((
            Self { maker, list, qualities: Mutex::new(qualities.clone()), turn: Mutex::default(), changes },
            Work { renditions, changes: taken },
        ))
    }

    /// The qualities that are offered, the default one first.
    pub(super) fn qualities(&self) -> Renditions {
        self.known().clone()
    }

    fn known(&self) -> MutexGuard<'_, Renditions> {
        self.qualities.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Offers these qualities from now on, those that were offered before without an interruption. Whether something is
    /// otherwise now.
    pub(super) fn offer(&self, qualities: &Renditions, clock: &dyn Clock) -> Result<bool, Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if *self.known() == *qualities {
            return Ok(false);
        }
        let on_demand = self.list.on_demand();
        let known: Vec<Mount> = self.list.offered().into_iter().chain(on_demand.iter().cloned()).collect();
        let (mut offered, mut slots) = (Vec::new(), Vec::new());
        for quality in built(qualities) {
            let name = quality.to_string();
            if let Some(mount) = known.iter().find(|mount| mount.rendition().name == name) {
                offered.push(mount.clone());
                slots.push(RenditionChange::Kept(name));
            } else {
                let encoder = encoder(quality)?;
                let (producer, mount) = self.maker.mount(&*encoder, SignOn::after(clock.now_us()));
                offered.push(mount);
                slots.push(RenditionChange::New(playout::RenditionPipeline::new(encoder, producer)));
            }
        }
        let resting = on_demand.iter().filter(|mount| !offered.iter().any(|one| one.is_same(mount)));
        slots.extend(resting.map(|mount| RenditionChange::Kept(mount.rendition().name.clone())));
        // One that is not taken yet, 20 ms after it was made, is asked for again by whoever looks after the station.
        self.changes.try_send(slots).map_err(|_| Error::Busy)?;
        self.list.offer(offered);
        self.known().clone_from(qualities);
        Ok(true)
    }
}

impl Maker {
    /// A mount of what `encoder` makes.
    pub(super) fn mount(&self, encoder: &dyn Encoder, sign_on: SignOn) -> (Producer, Mount) {
        let rendition = encoder.rendition().clone();
        let known = self.first_frames.get(&rendition.name).copied();
        Mount::new(mount::MountConfig {
            station: self.slug.clone(),
            base_path: self.base_path.clone(),
            first_seq: known.unwrap_or_else(|| sign_on.first_seq(&rendition)),
            rendition,
            notifiers: self.bells.clone(),
            figures: self.figures.clone(),
        })
    }
}

/// Returns the encoders of the renditions that formats need and no quality names.
fn on_demand_encoders() -> Result<Vec<Box<dyn Encoder>>, encode::Error> {
    Ok(vec![
        #[cfg(feature = "mp3")]
        Box::new(encode::Mp3::new(MP3_KBIT_S)?),
        #[cfg(feature = "aac")]
        Box::new(encode::Aac::low_complexity(AAC_KBIT_S)?),
        #[cfg(feature = "aac")]
        Box::new(encode::Aac::high_efficiency(HE_AAC_KBIT_S[0])?),
        #[cfg(feature = "aac")]
        Box::new(encode::Aac::high_efficiency(HE_AAC_KBIT_S[1])?),
        Box::new(encode::Flac::new()),
        Box::new(Pcm::new()),
        Box::new(Pcm16k::new()),
        // The rates between which HLS players choose.
        Box::new(Opus::new(48)?),
        Box::new(Opus::new(160)?),
    ])
}

/// Returns those of `qualities` that this program has encoders for. Another build, which had more, may have stored
/// the rest; the station is on air without them.
fn built(qualities: &Renditions) -> Vec<Quality> {
    let (built, missing): (Vec<Quality>, Vec<Quality>) =
        qualities.all().iter().partition(|quality| quality.is_built());
    for quality in missing {
        tracing::warn!(rendition = %quality, "this program was built without its encoder; the station goes without it");
    }
    built
}

fn encoder(quality: Quality) -> Result<Box<dyn Encoder>, encode::Error> {
    Ok(match quality {
        Quality::Opus(kbit_s) => Box::new(Opus::new(kbit_s)?),
        Quality::Pcm => Box::new(Pcm::new()),
        #[cfg(feature = "mp3")]
        Quality::Mp3(kbit_s) => Box::new(encode::Mp3::new(kbit_s)?),
        #[cfg(feature = "aac")]
        Quality::Aac(kbit_s) => Box::new(encode::Aac::low_complexity(kbit_s)?),
        #[cfg(feature = "aac")]
        Quality::HeAac(kbit_s) => Box::new(encode::Aac::high_efficiency(kbit_s)?),
        #[cfg(not(feature = "mp3"))]
        Quality::Mp3(_) => return Err(encode::Error::left_out(&quality.to_string())),
        #[cfg(not(feature = "aac"))]
        Quality::Aac(_) | Quality::HeAac(_) => return Err(encode::Error::left_out(&quality.to_string())),
    })
}

#[cfg(test)]
mod tests;
