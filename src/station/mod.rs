//! One station behind a small handle.
//!
//! In: what it plays, and a clock. Out: a mount for every rendition, and what is on air.
//! Never: makes anyone wait for its audio thread, or that thread for anyone.

mod as_run_writer;
pub mod audience_recorder;
mod directory;
mod error;
pub mod events;
mod listeners;
pub mod messages;
mod mounts;
mod now_playing_log;
mod queue_sync;
pub mod report;
mod station_info;
mod station_monitor;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use prometheus_client::registry::Registry;

use crate::clock::Clock;
use crate::library::{CoverLookup, MusicLibrary};
use crate::mix::Fallback;
use crate::model::{CoverId, LiveSettings, NowPlaying, Queued, Renditions, Settings};
use crate::mount::{self, Mount, Notifier};
use crate::playout::{self, Playout, SignOn};
use crate::source::Source;
use crate::source::autodj::{self, Autodj, NextDeck, PlayQueue, loader};
use crate::source::live::{self, DjInputs};
use crate::store::Store;
use as_run_writer::{AsRunWriter, MOST_TITLES};
pub use directory::Stations;
pub use error::Error;
use events::{Change, Events};
use messages::Messages;
use mounts::{Maker, Mounts};
use now_playing_log::{NowPlayingLog, NowPlayingLogWriter};
use queue_sync::QueueSync;
use station_info::StationInfo;
pub use station_monitor::Minute;
use station_monitor::{Minutes, StationMonitor, View};

/// What all players add to a frame's time to sound together: a network's usual delay and then some.
const PLAYOUT_DELAY_US: u64 = 1_000_000;
/// A station that has music waits so long for the first track before it signs on.
const FIRST_DECK_WITHIN: Duration = Duration::from_secs(2);
/// Without a frame for so long, in microseconds, a station is not on air.
const ON_AIR_WITHIN_US: u64 = 1_000_000;

/// What a station is.
#[derive(Clone, Debug)]
pub struct StationConfig {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// Where all music is,
    pub media: PathBuf,
    /// and where its own is below that, if it is not all of it.
    pub folder: Option<PathBuf>,
    /// In which qualities it is heard.
    pub renditions: Renditions,
    /// How AutoDJ goes from track to track.
    pub autodj: autodj::AutodjConfig,
    /// How it is run, until that is [set](Station::set) anew.
    pub settings: Settings,
}

/// What a station needs from outside.
pub struct StationDeps<S> {
    /// Its time.
    pub clock: Arc<dyn Clock>,
    /// Its music.
    pub library: MusicLibrary,
    /// What AutoDJ plays.
    pub shelf: S,
    /// What it is to play next, as the shelf knows it.
    pub queue: PlayQueue,
    /// Where it remembers what went out.
    pub store: Store,
    /// Who is woken when there is something to hear.
    pub bells: Vec<Arc<dyn Notifier>>,
}

/// A handle to a station; clones share it.
#[derive(Clone)]
pub struct Station {
    inner: Arc<Inner>,
}

/// A station's threads. They run until [`sign_off`](Self::sign_off).
pub struct RunningStation {
    signing_off: Arc<AtomicBool>,
    playout: JoinHandle<()>,
    /// Ends with the playout, once the last line is written.
    scribe: JoinHandle<()>,
    /// Ends with the playout, once everything is told.
    lookout: JoinHandle<()>,
    queue: PlayQueue,
    /// Ends when the queue is closed, once it is in the store.
    keeper: JoinHandle<()>,
}

struct Inner {
    config: StationConfig,
    known: StationInfo,
    clock: Arc<dyn Clock>,
    library: MusicLibrary,
    queue: PlayQueue,
    timeline: String,
    mounts: Mounts,
    figures: playout::PlayoutFigures,
    listeners: mount::ListenerFigures,
    lines: DjInputs,
    relay_lines: DjInputs,
    is_being_removed: AtomicBool,
    knobs: LiveSettings,
    /// How it is run.
    settings: Mutex<Settings>,
    log: NowPlayingLog,
    events: Events,
    minutes: Minutes,
    messages: Messages,
}

impl Station {
    /// Puts a station on air.
    pub fn sign_on<S: loader::TrackProvider + 'static>(
        config: StationConfig,
        parts: StationDeps<S>,
    ) -> Result<(Self, RunningStation), Error> {
        let (standby, knobs) = (NextDeck::default(), LiveSettings::new(&config.settings));
        let mut autodj = Autodj::new(config.autodj, knobs.clone(), standby.clone());
        let own = (&*config.slug, parts.store.another()?);
        let mut keeper = QueueSync::new(own, parts.queue.clone(), standby.clone());
        // The loader goes on with what was to be played before.
        keeper.keep();
        let (patience, shelf) = (config.autodj.patience, parts.shelf);
        // It ends with AutoDJ. It may be in the middle of a long file then, and holds nothing that would have to
        // be saved, so nobody waits for it.
        spawn("loader", move || loader::run(shelf, &standby, patience))?;
        let known = StationInfo::new(&config.name, config.folder.as_deref());
        if known.has_music(&parts.library) {
            autodj.wait_for_deck(FIRST_DECK_WITHIN);
        }

        let sign_on = SignOn::after(parts.clock.now_us());
        let (figures, listeners) = (playout::PlayoutFigures::new(), mount::ListenerFigures::default());
        let log = NowPlayingLog::after(parts.store.last_aired(&config.slug, now_playing_log::REMEMBERED)?);
        let (to_scribe, titles) = sync_channel(MOST_TITLES);
        let own = (&*config.slug, parts.store.another()?);
        let scribe = AsRunWriter::new(own, Arc::clone(&parts.clock), listeners.clone(), log.lost().clone());
        let scribe = spawn("scribe", move || scribe.run(&titles))?;

        let maker = Maker { slug: config.slug.clone(), bells: parts.bells, figures: listeners.clone() };
        let (mounts, work) = Mounts::open(&config.renditions, sign_on, maker)?;
        let (live, lines) = live::open(Arc::clone(&parts.clock), knobs.clone());
        let (relay, relay_lines) = live::open_relay(Arc::clone(&parts.clock), knobs.clone());
        let sources: Vec<Box<dyn Source>> = vec![Box::new(live), Box::new(relay), Box::new(autodj)];
        let mix = Fallback::new(sources, knobs.clone());
        let (nudge, nudges) = sync_channel(1);
        let witness = NowPlayingLogWriter::new(&config.slug, log.clone(), (to_scribe, nudge));
        let playout = Playout::new(mix, work.renditions, sign_on, figures.clone(), Box::new(witness));
        let playout = playout.changed_by(work.changes);

        let (events, minutes) = (Events::default(), Minutes::default());
        let view = View {
            log: log.clone(),
            queue: parts.queue.clone(),
            dj_inputs: lines.clone(),
            relay_inputs: relay_lines.clone(),
            figures: figures.clone(),
            listeners: listeners.clone(),
        };
        let lookout = StationMonitor::new(view, Arc::clone(&parts.clock), events.clone(), minutes.clone());
        let lookout = spawn("lookout", move || lookout.run(&nudges))?;
        let (clock, signing_off) = (Arc::clone(&parts.clock), Arc::<AtomicBool>::default());
        let told = Arc::clone(&signing_off);
        // Only these go on by themselves: whatever fails before leaves none of them behind.
        let keeper = spawn("keeper", move || keeper.run())?;
        let playout = spawn("playout", move || playout.run(&*clock, &told));
        let playout = playout.inspect_err(|_| parts.queue.close())?;
        let on_air =
            RunningStation { signing_off, playout, scribe, lookout, queue: parts.queue.clone(), keeper };

        let inner = Inner {
            timeline: format!("{:x}", sign_on.time_us),
            clock: parts.clock,
            library: parts.library,
            queue: parts.queue,
            settings: Mutex::new(config.settings),
            config,
            known,
            mounts,
            figures,
            listeners,
            lines,
            relay_lines,
            is_being_removed: AtomicBool::new(false),
            knobs,
            log,
            events,
            minutes,
            messages: Messages::default(),
        };
        Ok((Self { inner: Arc::new(inner) }, on_air))
    }

    /// Its name in addresses.
    pub fn slug(&self) -> &str {
        &self.inner.config.slug
    }

    /// Its name for people.
    pub fn name(&self) -> String {
        self.inner.known.name()
    }

    /// Names this time on air.
    pub fn timeline(&self) -> &str {
        &self.inner.timeline
    }

    /// The time its frames are stamped with.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// What all players add to a frame's time to sound together, in microseconds.
    pub fn playout_delay_us(&self) -> u64 {
        PLAYOUT_DELAY_US
    }

    /// What is heard now.
    pub fn now_playing(&self) -> Option<NowPlaying> {
        self.inner.log.now()
    }

    /// What was heard before, newest first.
    pub fn played(&self) -> Vec<NowPlaying> {
        self.inner.log.played()
    }

    /// What is to be played next, the next one first. It is planned at least three tracks ahead.
    pub fn queue(&self) -> Vec<Queued> {
        self.inner.queue.entries()
    }

    /// Whether a frame was published within the last second.
    pub fn is_on_air(&self) -> bool {
        let newest_us = self.inner.mounts.all().iter().filter_map(Mount::newest_us).max();
        newest_us.is_some_and(|newest_us| newest_us + ON_AIR_WITHIN_US > self.inner.clock.now_us())
    }

    /// Whether its folder has music that can be played.
    pub fn has_music(&self) -> bool {
        self.inner.known.has_music(&self.inner.library)
    }

    /// Where all music is,
    pub fn media_folder(&self) -> &Path {
        &self.inner.config.media
    }

    /// and where its own is, which may be all of it.
    pub fn own_folder(&self) -> PathBuf {
        let media = &self.inner.config.media;
        self.inner.known.folder().map_or_else(|| media.clone(), |folder| media.join(folder))
    }

    /// The cover of something that was heard lately.
    pub fn cover(&self, id: &CoverId) -> CoverLookup {
        self.inner.library.cover(id)
    }

    /// What is measured of its output.
    pub fn figures(&self) -> &playout::PlayoutFigures {
        &self.inner.figures
    }

    /// What is measured of its listeners.
    pub fn listeners(&self) -> &mount::ListenerFigures {
        &self.inner.listeners
    }

    /// Where DJs go live.
    pub fn lines(&self) -> &DjInputs {
        &self.inner.lines
    }

    /// Says for good that nobody may come in any more.
    pub fn begin_removal(&self) {
        self.inner.is_being_removed.store(true, Ordering::Release);
    }

    /// Whether nobody may come in any more: it is being removed.
    pub fn is_leaving(&self) -> bool {
        self.inner.is_being_removed.load(Ordering::Acquire)
    }

    /// Where streams from elsewhere come in. They are heard while no DJ is.
    pub fn relay_lines(&self) -> &DjInputs {
        &self.inner.relay_lines
    }

    /// Sets how it is run, on air, from the next block on.
    pub fn apply_settings(&self, settings: &Settings) {
        self.inner.knobs.apply(settings);
        let mut known = self.inner.settings.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *known, *settings) != *settings {
            self.tell(Change::Settings);
        }
    }

    /// Calls it by this name, on air, and knows where its music is below the folder of all music.
    pub fn rename(&self, name: &str, folder: Option<&str>) {
        if self.inner.known.set(name, folder.map(Path::new)) {
            self.tell(Change::Settings);
        }
    }

    /// Makes its figures public.
    pub fn register(&self, registry: &mut Registry) {
        let label = ("station".into(), self.slug().to_owned().into());
        let registry = registry.sub_registry_with_prefix("longwave").sub_registry_with_label(label);
        self.inner.figures.register(registry);
        self.inner.listeners.register(registry);
        self.inner.lines.figures().register(registry, "a DJ");
        self.inner.relay_lines.figures().register(registry.sub_registry_with_prefix("relay"), "a relay");
        registry.register(
            "as_run_lost",
            "Lines of the as-run log that could not be written and were given up",
            self.inner.log.lost().clone(),
        );
    }
}

impl RunningStation {
    /// Signs off: listeners hear what is left, and that this is the end. Returns when the last frame is out.
    pub fn sign_off(self) {
        self.signing_off.store(true, Ordering::Release);
        if self.playout.join().is_err() {
            tracing::error!("the playout had failed");
        }
        self.queue.close();
        if self.scribe.join().is_err() {
            tracing::error!("the as-run log had failed");
        }
        if self.lookout.join().is_err() {
            tracing::error!("what tells what happens had failed");
        }
        if self.keeper.join().is_err() {
            tracing::error!("what keeps the queue had failed");
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(work)
}
