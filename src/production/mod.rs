//! The making of one station's sound: sources, queue, playout and as-run log behind a small handle.
//!
//! In: music, DJs, settings, and a clock. Out: frames and titles for the station's
//! [`Broadcast`], and lines of the as-run log.
//! Never: makes a caller wait for its audio thread, or that thread for anybody.

mod as_run_writer;
pub mod audience_recorder;
pub mod calls;
mod directory;
mod error;
mod handle;
mod media;
pub mod messages;
mod mounts;
mod now_playing_writer;
mod queue_sync;
pub mod report;
mod saved;
mod station_monitor;
mod station_pools;
pub mod text_line;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;

use crate::broadcast::{self, Broadcast, BroadcastConfig};
use crate::clock::Clock;
use crate::library::MusicLibrary;
use crate::mix::Fallback;
use crate::model::{BasePath, Calls, LiveSettings, NowPlaying, Renditions, Settings};
use crate::mount::{ListenerFigures, Notifier};
use crate::playout::{AirPermit, Playout, PlayoutFigures, SignOn};
use crate::source::Source;
use crate::source::autodj::{self, Autodj, NextDeck, PlayQueue, loader};
use crate::source::live::{self, BroadcastDelay, LiveRoom};
use crate::store::Store;
use crate::workers::TaskHandle;
use as_run_writer::{AsRunWriter, MOST_TITLES};
use calls::CallRoom;
pub use directory::Stations;
pub use error::Error;
pub use handle::ProductionHandle;
use handle::ProductionParts;
use media::StationFolder;
use messages::Messages;
use mounts::{Maker, Mounts};
use now_playing_writer::NowPlayingWriter;
use queue_sync::QueueSync;
pub use saved::{
    HandedSound, OnAirState, SavedStation, StationOutline, SuspendedStation, pause_together, states_on_air,
};
use station_monitor::{MonitoredParts, StationMonitor};
pub use station_pools::StationPools;
use text_line::TextLine;

/// A station that has music waits up to this long for the first track before it signs on.
const FIRST_DECK_WITHIN: Duration = Duration::from_secs(4);

/// The properties a station signs on with.
#[derive(Clone, Debug)]
pub struct ProductionConfig {
    /// Its name in addresses.
    pub slug: String,
    /// The path that the site's addresses begin with.
    pub base_path: BasePath,
    /// Its name for people.
    pub name: String,
    /// The folder of all music.
    pub media: PathBuf,
    /// The folder of the station's own music below that, if it is not all of it.
    pub folder: Option<PathBuf>,
    /// The qualities it is offered in.
    pub renditions: Renditions,
    /// AutoDJ's transitions from track to track.
    pub autodj: autodj::AutodjConfig,
    /// The settings at the start; [`ProductionHandle::apply_settings`] changes them.
    pub settings: Settings,
    /// Its outline in another process, if it is to go on with that one's station: then it is held until
    /// [`ProductionHandle::go`].
    pub continues: Option<StationOutline>,
}

/// The parts of the program that a station is built on.
pub struct ProductionDeps<S> {
    /// The clock that the playout runs by.
    pub clock: Arc<dyn Clock>,
    /// All music.
    pub library: MusicLibrary,
    /// The tracks that AutoDJ plays.
    pub tracks: S,
    /// The queue that `tracks` are taken from.
    pub queue: PlayQueue,
    /// Keeps the queue and the as-run log. Stations may share the connection.
    pub store: Store,
    /// Woken when there is something new to send to listeners.
    pub notifiers: Vec<Arc<dyn Notifier>>,
    /// The permission to be on air.
    pub permit: AirPermit,
    /// The threads that all stations share.
    pub pools: StationPools,
}

/// A station's thread, and its tasks on those that all stations share. They run until [`sign_off`](Self::sign_off).
pub struct RunningProduction {
    signing_off: Arc<AtomicBool>,
    playout: JoinHandle<()>,
    /// Ends with the playout, once the last line is written.
    as_run_writer: TaskHandle,
    /// Ends with the playout, once the last event is sent.
    monitor: TaskHandle,
    queue: PlayQueue,
    /// Ends when the queue is closed, once it is in the store.
    queue_sync: TaskHandle,
}

/// Puts a station on air.
#[expect(clippy::too_many_lines, reason = "the parts of a station are made here, in order")]
pub fn sign_on<S: loader::TrackProvider + 'static>(
    config: ProductionConfig,
    deps: ProductionDeps<S>,
) -> Result<(ProductionHandle, RunningProduction), Error> {
    let ProductionConfig { slug, base_path, name, media, folder, renditions, autodj, settings, continues } =
        config;
    let ProductionDeps { clock, library, tracks, queue, store, notifiers, permit, pools } = deps;
    let (next_deck, live_settings) = (NextDeck::default(), LiveSettings::new(&settings));
    let mut queue_sync = QueueSync::new(&slug, store.clone(), queue.clone(), next_deck.clone());
    let mut autodj_source = Autodj::new(autodj, live_settings.clone(), next_deck.clone());
    // The loader goes on with what was to be played before.
    queue_sync.keep();
    let emergency = tracks.emergency_loop().map(boxed);
    // It ends with AutoDJ. It may be in the middle of a long file then, and holds nothing that would have to be saved, so
    // nobody waits for it.
    loader::start(tracks, &next_deck, &pools.decks, autodj.patience);
    let is_at_hand = library.is_scanned();
    let folder = Arc::new(StationFolder::new(library, media, folder));
    if is_at_hand && folder.has_music() && continues.is_none() {
        autodj_source.wait_for_deck(FIRST_DECK_WITHIN);
    }

    let sign_on = continues.as_ref().map_or_else(|| SignOn::after(clock.now_us()), StationOutline::sign_on);
    let played = store.last_aired(&slug, broadcast::REMEMBERED)?;
    let broadcast = Broadcast::new(BroadcastConfig {
        slug: slug.clone(),
        base_path: base_path.clone(),
        name,
        timeline: continues
            .as_ref()
            .map_or_else(|| format!("{:x}", sign_on.time_us), |outline| outline.timeline.clone()),
        playout_delay: settings.playout_delay,
        clock: Arc::clone(&clock),
        media: Arc::<StationFolder>::clone(&folder),
        listeners: ListenerFigures::default(),
        played: played.into_iter().map(NowPlaying::from).filter(|title| !title.is_break()).collect(),
    });
    broadcast.set_epoch(permit.epoch());
    let as_run_lost = Counter::default();
    let (to_as_run, titles) = sync_channel(MOST_TITLES);
    let as_run_writer = AsRunWriter::new(&broadcast, store.background()?, titles, as_run_lost.clone());

    let maker = Maker {
        slug: slug.clone(),
        base_path,
        bells: notifiers,
        figures: broadcast.listeners().clone(),
        first_frames: continues.as_ref().map(StationOutline::first_frames).unwrap_or_default(),
    };
    let (mounts, work) = Mounts::open(&renditions, sign_on, maker, broadcast.mount_list().clone())?;
    let (live, dj_inputs) = live::open(Arc::clone(&clock), live_settings.clone());
    let (relay, relay_inputs) = live::open_relay(Arc::clone(&clock), live_settings.clone());
    let (dj_inputs, relay_inputs) = (dj_inputs.at_station(&slug), relay_inputs.at_station(&slug));
    let (call_mixer, call_seats) = live::calls::open(live_settings.clone());
    let broadcast_delay = BroadcastDelay::new(settings.broadcast_delay);
    let live = LiveRoom::new(live, call_mixer, broadcast_delay.clone());
    let calls = CallRoom::new(call_seats);
    calls.switch(settings.calls == Calls::On);
    let sources = vec![boxed(live), boxed(relay), boxed(autodj_source)];
    let mix = Fallback::new(sources, live_settings.clone()).with_emergency(emergency);
    let figures = PlayoutFigures::new();
    let monitored = MonitoredParts {
        broadcast: broadcast.clone(),
        queue: queue.clone(),
        dj_inputs: dj_inputs.clone(),
        relay_inputs: relay_inputs.clone(),
        figures: figures.clone(),
    };
    let (wake_monitor, wake_ups) = sync_channel(1);
    let monitor = pools.monitors.add(StationMonitor::new(monitored, wake_ups));
    let as_run_writer = pools.writers.add(as_run_writer);
    let observer = NowPlayingWriter {
        station: slug,
        titles: broadcast.titles().clone(),
        as_run: to_as_run,
        lost: as_run_lost.clone(),
        monitor: wake_monitor,
        readers: vec![monitor.clone(), as_run_writer.clone()],
    };
    let playout = Playout::new(mix, work.renditions, sign_on, figures.clone(), Box::new(observer));
    let (playout, control) = playout.changed_by(work.changes).permitted_by(permit).with_control();

    let signing_off = Arc::<AtomicBool>::default();
    let until = Arc::clone(&signing_off);
    let (steps, taken) = sync_channel(1);
    let is_held = continues.is_some();
    let thread = thread::Builder::new().name("playout".to_owned());
    // Without a thread, the tasks that it was to tell end, too.
    let playout = thread.spawn(move || {
        if is_held { playout.run_held(&taken, &*clock, &until) } else { playout.run(&*clock, &until) }
    })?;
    // Only this goes on by itself: whatever fails before leaves it not behind.
    let queue_sync = pools.writers.add_with(|task| {
        queue.kept_by(task);
        queue_sync
    });
    let running =
        RunningProduction { signing_off, playout, as_run_writer, monitor, queue: queue.clone(), queue_sync };

    let handle = ProductionHandle::new(ProductionParts {
        broadcast,
        folder,
        queue,
        next_deck,
        mounts,
        figures,
        dj_inputs,
        relay_inputs,
        calls,
        broadcast_delay,
        live_settings,
        settings: Mutex::new(settings),
        messages: Messages::default(),
        text_line: TextLine::default(),
        as_run_lost,
        is_being_removed: AtomicBool::new(false),
        control,
        steps: Mutex::new(is_held.then_some(steps)),
    });
    Ok((handle, running))
}

fn boxed(source: impl Source + 'static) -> Box<dyn Source> {
    Box::new(source)
}

impl RunningProduction {
    /// Signs off: listeners hear what is left, and the end of the stream. Returns when the last frame is out.
    pub fn sign_off(self) {
        self.signing_off.store(true, Ordering::Release);
        if self.playout.join().is_err() {
            tracing::error!("the playout thread panicked");
        }
        self.queue.close();
        // They find out that the playout has ended.
        self.as_run_writer.wake();
        self.monitor.wake();
        if self.as_run_writer.join().is_err() {
            tracing::error!("the task of the as-run log panicked");
        }
        if self.monitor.join().is_err() {
            tracing::error!("the station monitor panicked");
        }
        if self.queue_sync.join().is_err() {
            tracing::error!("the task that keeps the queue panicked");
        }
    }
}
