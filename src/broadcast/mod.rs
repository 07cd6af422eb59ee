//! A station as others see it: its name, its mounts, what plays, what happens, and how many listen.
//!
//! In: mounts, titles and events, from whatever makes the station's frames: the threads of
//! [`production`](crate::production), or a network. Out: mounts to listen to, and everything that pages and programs
//! show of a station.
//! Never: knows how the sound is made. It starts no threads, opens no files and asks no database.
//!
//! ```
//! use std::sync::Arc;
//! use longwave::broadcast::{Broadcast, BroadcastConfig, NoMedia};
//! use longwave::clock::ManualClock;
//! use longwave::model::BasePath;
//! use longwave::mount::ListenerFigures;
//!
//! let broadcast = Broadcast::new(BroadcastConfig {
//!     slug: "main".to_owned(),
//!     base_path: BasePath::default(),
//!     name: "Harbour FM".to_owned(),
//!     timeline: "5f0c".to_owned(),
//!     playout_delay: std::time::Duration::from_secs(1),
//!     clock: Arc::new(ManualClock::at(0)),
//!     media: Arc::new(NoMedia),
//!     listeners: ListenerFigures::default(),
//!     played: Vec::new(),
//! });
//! assert_eq!(broadcast.name(), "Harbour FM");
//! assert!(!broadcast.is_on_air(), "nothing was published yet");
//! ```

mod captions;
mod directory;
pub mod events;
mod media;
mod minutes;
mod mount_list;
mod now_playing_log;
mod station_info;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::registry::Registry;

use crate::clock::Clock;
use crate::format::Format;
use crate::frame::Codec;
use crate::model::{AccessRule, BasePath, Branding, Caption, CoverId, CoverLookup, NowPlaying};
use crate::mount::{ListenerFigures, Mount};
pub use captions::{CaptionLog, RecogniserStatus};
pub use directory::Broadcasts;
use events::{Change, Events};
pub use media::{NoMedia, StationMedia};
pub use minutes::Minute;
use minutes::Minutes;
pub use mount_list::MountList;
pub use now_playing_log::{NowPlayingLog, REMEMBERED};
use station_info::StationInfo;

/// A station is off air after this long without a frame, in microseconds.
const ON_AIR_WITHIN_US: u64 = 1_000_000;

/// The fixed properties of a broadcast, and its connections to what makes it.
pub struct BroadcastConfig {
    /// The station's name in addresses.
    pub slug: String,
    /// The path that the site's addresses begin with.
    pub base_path: BasePath,
    /// The station's name for people.
    pub name: String,
    /// Identifies this time on air: players that return after a sign-off see that frame numbers begin anew.
    pub timeline: String,
    /// Time that all players add to a frame's time to sound together: a network's usual delay and a reserve.
    pub playout_delay: Duration,
    /// The clock that frames are stamped by. On a machine that does not make the frames itself, this is the clock of
    /// the machine that does, as well as it is known here.
    pub clock: Arc<dyn Clock>,
    /// The station's covers.
    pub media: Arc<dyn StationMedia>,
    /// Counts the listeners of all the station's mounts.
    pub listeners: ListenerFigures,
    /// Titles that were played before this time on air, newest first.
    pub played: Vec<NowPlaying>,
}

/// A handle to a broadcast; clones share it.
#[derive(Clone)]
pub struct Broadcast {
    shared: Arc<BroadcastState>,
}

struct BroadcastState {
    slug: String,
    base_path: BasePath,
    timeline: String,
    playout_delay_us: AtomicU64,
    /// Number of changes of the server that makes the sound.
    epoch: AtomicU64,
    clock: Arc<dyn Clock>,
    media: Arc<dyn StationMedia>,
    info: StationInfo,
    mounts: MountList,
    log: NowPlayingLog,
    captions: CaptionLog,
    listeners: ListenerFigures,
    minutes: Minutes,
    events: Events,
}

impl Broadcast {
    /// A broadcast without mounts, on which nothing plays yet.
    pub fn new(config: BroadcastConfig) -> Self {
        let shared = BroadcastState {
            slug: config.slug,
            base_path: config.base_path,
            timeline: config.timeline,
            playout_delay_us: AtomicU64::new(config.playout_delay.as_micros() as u64),
            epoch: AtomicU64::new(0),
            clock: config.clock,
            media: config.media,
            info: StationInfo::new(config.name),
            mounts: MountList::default(),
            log: NowPlayingLog::after(config.played),
            captions: CaptionLog::default(),
            listeners: config.listeners,
            minutes: Minutes::default(),
            events: Events::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// The station's name in addresses.
    pub fn slug(&self) -> &str {
        &self.shared.slug
    }

    /// Returns the path that the site's addresses begin with.
    pub fn base_path(&self) -> &BasePath {
        &self.shared.base_path
    }

    /// The station's name for people.
    pub fn name(&self) -> String {
        self.shared.info.name()
    }

    /// Renames the station while it is on air.
    pub fn rename(&self, name: &str) {
        if self.shared.info.rename(name) {
            self.emit(Change::Settings);
        }
    }

    /// The colours, texts and logo of the station's pages.
    pub fn branding(&self) -> Branding {
        self.shared.info.branding()
    }

    /// Changes the look of the station's pages from the next request on.
    pub fn set_branding(&self, branding: &Branding) {
        if self.shared.info.set_branding(branding) {
            self.emit(Change::Settings);
        }
    }

    /// The rule for the station's listeners.
    pub fn access(&self) -> AccessRule {
        self.shared.info.access()
    }

    /// Changes the rule for the station's listeners from the next one on.
    pub fn set_access(&self, access: AccessRule) {
        if self.shared.info.set_access(access) {
            self.emit(Change::Settings);
        }
    }

    /// The highest epoch there can be: the highest whole number that every program which reads JSON keeps.
    pub const MOST_EPOCH: u64 = (1 << 53) - 1;

    /// The number of changes of the server that makes the sound, as far as is known; 0 where only one can.
    pub fn epoch(&self) -> u64 {
        self.shared.epoch.load(Ordering::Acquire)
    }

    /// Sets the number of changes of the server that makes the sound.
    pub fn set_epoch(&self, epoch: u64) {
        self.shared.epoch.store(epoch, Ordering::Release);
    }

    /// Identifies this time on air.
    pub fn timeline(&self) -> &str {
        &self.shared.timeline
    }

    /// The clock that frames are stamped by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// The time all players add to a frame's time to sound together, in microseconds.
    pub fn playout_delay_us(&self) -> u64 {
        self.shared.playout_delay_us.load(Ordering::Relaxed)
    }

    /// Changes the time that players add, from the next listener on.
    pub fn set_playout_delay(&self, delay: Duration) {
        let us = u64::try_from(delay.as_micros()).unwrap_or(u64::MAX);
        self.shared.playout_delay_us.store(us, Ordering::Relaxed);
    }

    /// The title that is on air.
    pub fn now_playing(&self) -> Option<NowPlaying> {
        self.shared.log.now()
    }

    /// The titles that were on air before, newest first.
    pub fn played(&self) -> Vec<NowPlaying> {
        self.shared.log.played()
    }

    /// The titles on air and before it, to be written by whatever makes the frames.
    pub fn titles(&self) -> &NowPlayingLog {
        &self.shared.log
    }

    /// Returns whether there was sound within the last second, by the clock that stamps frames.
    pub fn is_on_air(&self) -> bool {
        let made_us = self.mounts().iter().filter_map(Mount::made_us).max();
        made_us.is_some_and(|made_us| made_us + ON_AIR_WITHIN_US > self.shared.clock.now_us())
    }

    /// The cover of a title that was on air lately.
    pub fn cover(&self, id: &CoverId) -> CoverLookup {
        self.shared.media.cover(id)
    }

    /// The folder that music is to be put into, while the station has none.
    pub fn empty_folder(&self) -> Option<PathBuf> {
        self.shared.media.empty_folder()
    }

    /// Counts of the station's listeners.
    pub fn listeners(&self) -> &ListenerFigures {
        &self.shared.listeners
    }

    /// Registers the metrics of the station's listeners, for a station that is not produced here.
    pub fn register(&self, registry: &mut Registry) {
        let label = ("station".into(), self.slug().to_owned().into());
        self.listeners()
            .register(registry.sub_registry_with_prefix("longwave").sub_registry_with_label(label));
    }

    /// The most listeners in each minute of the last hour, the oldest first.
    pub fn minutes(&self) -> Vec<Minute> {
        self.shared.minutes.all()
    }

    /// Adds a count of listeners to the minute that is now.
    pub fn count_minute(&self, now_us: u64, listening: u64) {
        self.shared.minutes.count(now_us, listening);
    }

    /// The captions, and the state of what makes them.
    pub fn captions(&self) -> &CaptionLog {
        &self.shared.captions
    }

    /// Sends a caption to those who read along; one with the same number replaces the one before.
    pub fn publish_caption(&self, caption: &Caption) {
        self.shared.captions.put(caption);
        for mount in self.shared.mounts.all() {
            mount.send_caption(caption);
        }
        self.emit(Change::Caption(caption.clone()));
    }

    /// Sends a caption that came with the sound of `mount` to those who listen to it.
    pub fn pass_caption(&self, mount: &Mount, caption: &Caption) {
        self.shared.captions.put(caption);
        mount.send_caption(caption);
    }

    /// The events of the station.
    pub fn events(&self) -> &Events {
        &self.shared.events
    }

    /// Tells the readers of [`events`](Self::events) about a change, stamped with the time that is now.
    pub fn emit(&self, change: Change) {
        self.shared.events.tell(self.shared.clock.now_us(), change);
    }

    /// The list of mounts, to be changed by whatever makes the frames.
    pub fn mount_list(&self) -> &MountList {
        &self.shared.mounts
    }

    /// The names of the offered renditions, the default first.
    pub fn renditions(&self) -> Vec<String> {
        self.shared.mounts.offered().iter().map(|mount| mount.rendition().name.clone()).collect()
    }

    /// The names of the renditions that a listener to `format` may choose from, the default first: those that are offered,
    /// and those of codecs that none of them has.
    pub fn renditions_for(&self, format: &Format) -> Vec<String> {
        let offered = self.mounts_for(format);
        let is_offered = |codec: Codec| offered.iter().any(|mount| mount.rendition().codec == codec);
        let fits = |mount: &Mount| format.packs(mount.rendition()) && !is_offered(mount.rendition().codec);
        let others = self.shared.mounts.available(fits);
        offered.iter().chain(&others).map(|mount| mount.rendition().name.clone()).collect()
    }

    /// The mount of the rendition of this name, or of the default one.
    pub fn mount(&self, rendition: Option<&str>) -> Option<Mount> {
        self.shared.mounts.find(|mount| rendition.is_none_or(|name| mount.rendition().name == name))
    }

    /// All mounts that have a producer: the offered ones, and those that accept no new listeners but still have some.
    pub fn mounts(&self) -> Vec<Mount> {
        self.shared.mounts.all()
    }

    /// The offered mounts that fit into `format`, the default first.
    pub fn mounts_for(&self, format: &Format) -> Vec<Mount> {
        self.shared.mounts.offered().into_iter().filter(|mount| format.packs(mount.rendition())).collect()
    }

    /// The mounts of these codecs: the offered ones, and then those that are made on demand.
    pub fn mounts_of(&self, codecs: &[Codec]) -> Vec<Mount> {
        self.shared.mounts.available(|mount| codecs.contains(&mount.rendition().codec))
    }

    /// The mount of the rendition of this name, or else the first one, that fits into `format`. It may be one that is
    /// made on demand.
    pub fn mount_for(&self, format: &Format, rendition: Option<&str>) -> Option<Mount> {
        let is_named = |mount: &Mount| rendition.is_none_or(|name| mount.rendition().name == name);
        let fits = |mount: &Mount| format.packs(mount.rendition()) && is_named(mount);
        self.shared.mounts.available(fits).into_iter().next()
    }
}

#[cfg(test)]
pub(crate) mod tests;
