//! The handle by which the rest of the program steers what a station plays.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::registry::Registry;

use super::Error;
use super::calls::CallRoom;
use super::media::StationFolder;
use super::messages::{Message, Messages};
use super::mounts::Mounts;
use super::text_line::TextLine;
use crate::broadcast::Broadcast;
use crate::broadcast::events::Change;
use crate::model::{Calls, LiveSettings, Queued, Renditions, Settings};
use crate::playout::{HeldStep, PlayoutControl, PlayoutFigures};
use crate::source::autodj::{NextDeck, PlayQueue};
use crate::source::live::{BroadcastDelay, DjInputs};
use crate::store::{self, Store};

/// A handle to what makes a station's sound; clones share it.
#[derive(Clone)]
pub struct ProductionHandle {
    pub(super) parts: Arc<ProductionParts>,
}

/// The parts of a production that are reached through its handle.
pub(super) struct ProductionParts {
    pub(super) broadcast: Broadcast,
    pub(super) folder: Arc<StationFolder>,
    pub(super) queue: PlayQueue,
    pub(super) next_deck: NextDeck,
    pub(super) mounts: Mounts,
    pub(super) figures: PlayoutFigures,
    pub(super) dj_inputs: DjInputs,
    pub(super) relay_inputs: DjInputs,
    pub(super) calls: CallRoom,
    pub(super) broadcast_delay: BroadcastDelay,
    pub(super) live_settings: LiveSettings,
    /// The settings that were applied last.
    pub(super) settings: Mutex<Settings>,
    pub(super) messages: Messages,
    pub(super) text_line: TextLine,
    /// Lines of the as-run log that could not be written.
    pub(super) as_run_lost: Counter,
    pub(super) is_being_removed: AtomicBool,
    /// Pauses the playout.
    pub(super) control: PlayoutControl,
    /// The steps of a playout that is held until another process hands its state over.
    pub(super) steps: Mutex<Option<SyncSender<HeldStep>>>,
}

impl ProductionHandle {
    pub(super) fn new(parts: ProductionParts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// The station's name in addresses.
    pub fn slug(&self) -> &str {
        self.parts.broadcast.slug()
    }

    /// The station as others see it.
    pub fn broadcast(&self) -> &Broadcast {
        &self.parts.broadcast
    }

    /// The entries that are to be played next, the next one first. At least three tracks are planned ahead.
    pub fn queue(&self) -> Vec<Queued> {
        self.parts.queue.entries()
    }

    /// Fades out the track on air and goes on with the next one at once.
    pub fn skip(&self) {
        self.parts.next_deck.skip();
    }

    /// The number of skips since the station signed on.
    pub fn skips(&self) -> u64 {
        self.parts.next_deck.skips()
    }

    /// Reads again what the store has of the station, because it may have changed.
    pub fn store_changed(&self) {
        self.parts.queue.reread();
    }

    /// Returns whether the station's folder has music that can be played.
    pub fn has_music(&self) -> bool {
        self.parts.folder.has_music()
    }

    /// The folder of all music.
    pub fn media_folder(&self) -> &Path {
        self.parts.folder.media()
    }

    /// The folder of the station's own music, which may be that of all music.
    pub fn own_folder(&self) -> PathBuf {
        self.parts.folder.own()
    }

    /// Measurements of the station's output.
    pub fn figures(&self) -> &PlayoutFigures {
        &self.parts.figures
    }

    /// The inputs of DJs.
    pub fn dj_inputs(&self) -> &DjInputs {
        &self.parts.dj_inputs
    }

    /// The inputs of streams from elsewhere. They are heard while no DJ is.
    pub fn relay_inputs(&self) -> &DjInputs {
        &self.parts.relay_inputs
    }

    /// The line for listeners who call.
    pub fn calls(&self) -> &CallRoom {
        &self.parts.calls
    }

    /// The line for messages of listeners.
    pub fn text_line(&self) -> &TextLine {
        &self.parts.text_line
    }

    /// Reads the messages of listeners anew, because they have changed.
    pub fn refresh_text_line(&self, store: &Store) -> Result<(), store::Error> {
        self.parts.text_line.refresh(|| store.listener_messages(self.slug()))?;
        self.parts.broadcast.emit(Change::ListenerMessages);
        Ok(())
    }

    /// Returns how much live sound waits in the broadcast delay.
    pub fn delayed(&self) -> Duration {
        self.parts.broadcast_delay.waiting()
    }

    /// Throws away the live sound that waits to go on air, by order of `who`: the station plays on by itself until the
    /// delay is full again. Returns how much it was; `None` if nothing waits.
    pub fn dump(&self, who: &str) -> Option<Duration> {
        let dumped = self.parts.broadcast_delay.dump()?;
        tracing::warn!(
            station = self.slug(),
            who,
            seconds = dumped.as_secs_f64(),
            "live sound was dumped before it went on air"
        );
        Some(dumped)
    }

    /// Refuses new DJs from now on, because the station is being removed.
    pub fn begin_removal(&self) {
        self.parts.is_being_removed.store(true, Ordering::Release);
    }

    /// Returns whether the station is being removed and takes no new DJs.
    pub fn is_being_removed(&self) -> bool {
        self.parts.is_being_removed.load(Ordering::Acquire)
    }

    /// Applies settings while on air, from the next block on.
    pub fn apply_settings(&self, settings: &Settings) {
        self.parts.live_settings.apply(settings);
        self.parts.calls.switch(settings.calls == Calls::On);
        self.parts.broadcast.set_playout_delay(settings.playout_delay);
        self.parts.broadcast_delay.set(settings.broadcast_delay);
        let mut known = self.parts.settings.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *known, *settings) != *settings {
            self.parts.broadcast.emit(Change::Settings);
        }
    }

    /// The settings that were applied last.
    pub fn settings(&self) -> Settings {
        *self.parts.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the folder of the station's music, below that of all music.
    pub fn set_folder(&self, folder: Option<&str>) {
        if self.parts.folder.set(folder.map(Path::new)) {
            self.parts.broadcast.emit(Change::Settings);
        }
    }

    /// The qualities the station is offered in.
    pub fn qualities(&self) -> Renditions {
        self.parts.mounts.qualities()
    }

    /// Offers the station in these qualities while on air. Listeners of other qualities stay connected.
    pub fn offer(&self, qualities: &Renditions) -> Result<(), Error> {
        if self.parts.mounts.offer(qualities, &**self.parts.broadcast.clock())? {
            self.parts.broadcast.emit(Change::Settings);
        }
        Ok(())
    }

    /// Fades the station to silence, or back. It is on air again after a restart.
    pub fn silence(&self, silenced: bool) {
        if self.parts.live_settings.silence(silenced) {
            tracing::warn!(station = self.slug(), silenced, "the station fades to silence, or back on air");
            self.parts.broadcast.emit(Change::Settings);
        }
    }

    /// Returns whether the station was faded to silence.
    pub fn is_silenced(&self) -> bool {
        self.parts.live_settings.is_silenced()
    }

    /// The messages to the DJ, the oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.parts.messages.all()
    }

    /// The messages that nobody has read, with numbers above `number`.
    pub fn unread_messages(&self, number: u64) -> Vec<Message> {
        self.parts.messages.unread_after(number)
    }

    /// Adds a message to the DJ; returns its number.
    pub fn leave_message(&self, from: &str, text: &str) -> u64 {
        let number = self.parts.messages.add(self.parts.broadcast.clock().now_us(), from, text);
        self.parts.broadcast.emit(Change::Messages);
        number
    }

    /// Marks a message as read by `dj`.
    pub fn message_is_read(&self, number: u64, dj: &str) {
        if self.parts.messages.read(number, dj) {
            self.parts.broadcast.emit(Change::Messages);
        }
    }

    /// Removes a message; false if it is not there.
    pub fn remove_message(&self, number: u64) -> bool {
        let removed = self.parts.messages.remove(number);
        if removed {
            self.parts.broadcast.emit(Change::Messages);
        }
        removed
    }

    /// Registers the station's metrics.
    pub fn register(&self, registry: &mut Registry) {
        let label = ("station".into(), self.slug().to_owned().into());
        let registry = registry.sub_registry_with_prefix("longwave").sub_registry_with_label(label);
        self.parts.figures.register(registry);
        self.parts.broadcast.listeners().register(registry);
        self.parts.broadcast.captions().register(registry);
        self.parts.dj_inputs.figures().register(registry, "a DJ");
        self.parts.relay_inputs.figures().register(registry.sub_registry_with_prefix("relay"), "a relay");
        registry.register(
            "as_run_lost",
            "Lines of the as-run log that could not be written and were given up",
            self.parts.as_run_lost.clone(),
        );
    }
}
