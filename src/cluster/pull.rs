//! One rendition of a station, taken from an origin while somebody wants it.
//!
//! The frames of an origin go into the mount as they come. When they do not come, silence takes their place, so the
//! numbers go on: an origin that returns resumes at the number that is next here. Numbers never repeat.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::attempts::{Attempts, Greeting, PullOpening};
use super::connection::{PullConnection, PullError, PullStart, Pulled};
use super::pull_station::{PullStation, ToldHolder};
use super::pulled_frames::PulledFrames;
use crate::clock::Clock;
use crate::frame::Rendition;
use crate::model::{Address, NowPlaying};
use crate::mount::{Mount, Producer};

/// Interval at which late frames are looked for.
const TICK: Duration = Duration::from_millis(20);
/// A frame that is so late, in microseconds, is replaced by silence. Players have a second of sound by default, of which up to
/// 100 ms go by until a message is full.
const HOLD_US: u64 = 780_000;
/// A frame's time may differ from the origin's clock by this, in microseconds.
const MOST_OFF_US: u64 = 60_000_000;
/// An origin that sends no sound for so long, in microseconds, is left.
const SILENT_US: u64 = 3_000_000;
/// Others are tried beside an origin that sends no sound for so long, in microseconds. Twice as long each time that another one
/// sends none either.
const LATE_US: u64 = 400_000;
/// The pull ends so long after the last listener, in microseconds.
const IDLE_US: u64 = 45_000_000;
/// Interval at which an origin is asked for its time, in microseconds.
const PING_US: u64 = 2_000_000;
/// Time limit for a request to be written.
const WRITE_WITHIN: Duration = Duration::from_secs(1);
/// Time limit of an attempt to connect.
const OPEN_WITHIN: Duration = Duration::from_secs(4);
/// The longest burst that origins give, in milliseconds.
const MOST_BURST_MS: u64 = 10_000;

/// Takes one rendition from origins.
pub(super) struct RenditionPull {
    station: PullStation,
    rendition: Rendition,
    mount: Mount,
    frames: PulledFrames,
    /// True while the rendition is not offered any more.
    is_retired: watch::Receiver<bool>,
    /// Time of the title that was announced last, in microseconds.
    titled_us: u64,
    /// Number of failures since sound came.
    failures: u32,
    /// Number of connections since sound came.
    greetings: u32,
    /// The origin that was left last.
    left: Option<Address>,
    /// The server of which NATS told last that it has the lease.
    told: Option<ToldHolder>,
    /// The origin that greeted last.
    greeted_by: Option<Address>,
    /// The number of changes of the server on air that it told.
    epoch: u64,
    /// Time at which sound came last, or a connection began, by the local clock, in microseconds.
    heard_us: u64,
    /// Time at which the origin was last asked for its time, by the local clock, in microseconds.
    pinged_us: u64,
}

/// The origin that is heard, and those that are tried.
#[derive(Default)]
struct PullLink {
    open: Option<OpenLink>,
    attempts: Attempts,
}

/// A connection to an origin that has greeted.
struct OpenLink {
    origin: Address,
    connection: PullConnection,
}

enum PullEvent {
    Message(Pulled),
    /// The connection has ended.
    Ended(PullError),
    /// An attempt has ended.
    Tried(Address, Result<Greeting, PullError>),
}

impl PullLink {
    /// Waits for what happens next. Nothing is lost if it is cancelled.
    async fn next(&mut self) -> PullEvent {
        let Self { open, attempts } = self;
        let message = async {
            match open {
                Some(open) => open.connection.next().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            message = message => message.map_or_else(PullEvent::Ended, PullEvent::Message),
            (origin, tried) = attempts.next() => PullEvent::Tried(origin, tried),
        }
    }
}

impl RenditionPull {
    pub(super) fn new(
        station: PullStation,
        producer: Producer,
        mount: Mount,
        is_retired: watch::Receiver<bool>,
    ) -> Self {
        Self {
            station,
            rendition: mount.rendition().clone(),
            frames: PulledFrames::new(producer, mount.rendition().clone()),
            mount,
            is_retired,
            titled_us: 0,
            failures: 0,
            greetings: 0,
            left: None,
            told: None,
            greeted_by: None,
            epoch: 0,
            heard_us: 0,
            pinged_us: 0,
        }
    }

    /// Takes the rendition whenever it is wanted, until it is retired and nobody listens any more.
    pub(super) async fn run(mut self) {
        loop {
            tokio::select! {
                () = self.frames.producer.wanted() => {}
                _ = self.is_retired.wait_for(|is_retired| *is_retired) => {}
            }
            if *self.is_retired.borrow() && !self.frames.producer.is_wanted() {
                return;
            }
            self.serve().await;
            self.frames.pause();
        }
    }

    /// Takes the rendition until nobody has wanted it for a while.
    async fn serve(&mut self) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        self.announce_newest();
        (self.failures, self.greetings) = (0, 0);
        let mut link = PullLink::default();
        let mut wanted_us = self.station.clock.local_us();
        self.seek(&mut link, wanted_us);
        loop {
            let event = tokio::select! {
                event = link.next() => Some(event),
                _ = ticks.tick() => None,
            };
            let now_us = self.station.clock.local_us();
            if let Some(event) = event {
                self.handle(&mut link, event, now_us);
                continue;
            }
            if self.frames.producer.is_wanted() {
                wanted_us = now_us;
            } else if now_us.saturating_sub(wanted_us) > IDLE_US || *self.is_retired.borrow() {
                return;
            }
            self.look_after(&mut link, now_us).await;
            self.seek(&mut link, now_us);
            // Somebody may wait since a moment ago, and no origin has answered yet.
            let due_us = self.station.clock.now_us().saturating_sub(HOLD_US);
            self.frames.fill_late(due_us, self.failures > 0);
        }
    }

    fn handle(&mut self, link: &mut PullLink, event: PullEvent, now_us: u64) {
        match event {
            PullEvent::Message(pulled) => {
                if let Err(error) = self.take(pulled) {
                    self.leave(link, &error, now_us);
                }
            }
            PullEvent::Ended(error) => self.leave(link, &error, now_us),
            PullEvent::Tried(origin, Ok(greeting)) => {
                if let Err(error) = self.welcome(link, &origin, greeting, now_us) {
                    self.note_failed(link, &origin, &error, now_us);
                }
            }
            PullEvent::Tried(origin, Err(error)) => self.note_failed(link, &origin, &error, now_us),
        }
    }

    /// Ends the connection, and looks for another origin at once.
    fn leave(&mut self, link: &mut PullLink, error: &PullError, now_us: u64) {
        let Some(OpenLink { origin, .. }) = link.open.take() else { return };
        link.attempts.note_silent(&origin, error, self.greetings, now_us);
        self.count_failure(&origin, error);
        self.left = Some(origin);
        self.seek(link, now_us);
    }

    /// Notes that an origin failed: it is tried again after a pause.
    fn note_failed(&mut self, link: &mut PullLink, origin: &Address, error: &PullError, now_us: u64) {
        link.attempts.note_failed(origin, error, now_us);
        // Beside one that is heard it was only to be there in case that this sends nothing more.
        if link.open.is_none() {
            self.count_failure(origin, error);
        }
    }

    /// Notes that nothing is heard because of an origin.
    fn count_failure(&mut self, origin: &Address, error: &PullError) {
        let (slug, rendition) = (self.station.broadcast.slug(), &self.rendition.name);
        if self.failures == 0 {
            tracing::warn!(station = slug, rendition, %origin, "the origin sends no more: {error}");
        } else {
            tracing::debug!(station = slug, rendition, %origin, "the origin still sends nothing: {error}");
        }
        self.failures = self.failures.saturating_add(1);
    }

    /// Tries other origins while none is heard, or while the one that is heard may be gone.
    fn seek(&mut self, link: &mut PullLink, now_us: u64) {
        let heard = link.open.as_ref().map(|open| &open.origin);
        let is_needed = heard.is_none() || self.is_late(now_us);
        let mut origins = if is_needed { self.station.origins.borrow().clone() } else { Vec::new() };
        if let Some(left) = self.left.as_ref().and_then(|left| origins.iter().position(|one| one == left)) {
            let left = origins.remove(left);
            origins.push(left);
        }
        let holder = self.station.holder.borrow().clone();
        if holder != self.told {
            if let Some(holder) = &holder {
                link.attempts.hurry(&holder.address, now_us);
            }
            self.told.clone_from(&holder);
        }
        if let Some(holder) = holder.filter(|holder| holder.epoch > self.epoch || is_needed) {
            origins.retain(|origin| *origin != holder.address);
            origins.insert(0, holder.address.clone());
        }
        origins.retain(|origin| Some(origin) != heard);
        if origins.is_empty() {
            link.attempts.end();
        } else {
            link.attempts.go_on(&origins, now_us, |origin| self.open(origin));
        }
    }

    /// Returns whether the origin that is heard has sent no sound for so long that others are tried.
    fn is_late(&self, now_us: u64) -> bool {
        // Servers without NATS play each something else: another one is worth it only once silence would be heard.
        let least_us = if self.epoch == 0 { HOLD_US } else { LATE_US };
        let late_us = (least_us << self.greetings.saturating_sub(1).min(8)).min(SILENT_US);
        now_us.saturating_sub(self.heard_us) > late_us
    }

    /// Begins to connect to an origin.
    fn open(&self, origin: &Address) -> PullOpening {
        let burst_ms = (self.frames.producer.wanted_burst_us() / 1_000).min(MOST_BURST_MS);
        // Frames too old to be of use are left out.
        let next = self.frames.next_recent(self.station.clock.now_us());
        let start = next.map_or(PullStart::Burst(burst_ms), PullStart::From);
        let (origin, slug, rendition) =
            (origin.clone(), self.station.broadcast.slug().to_owned(), self.rendition.clone());
        let opened_us = self.station.clock.local_us();
        let opening = async move {
            let mut connection = PullConnection::open(&origin, &slug, &rendition, start).await?;
            loop {
                if let Pulled::Hello { server_us, epoch } = connection.next().await? {
                    return Ok(Greeting { connection, opened_us, server_us, epoch });
                }
            }
        };
        Box::pin(async move { timeout(OPEN_WITHIN, opening).await.unwrap_or(Err(PullError::Silent)) })
    }

    /// Hears an origin that has greeted from now on, unless that is not needed any more, or its time on air is over.
    fn welcome(
        &mut self,
        link: &mut PullLink,
        origin: &Address,
        greeting: Greeting,
        now_us: u64,
    ) -> Result<(), PullError> {
        let Greeting { connection, opened_us, server_us, epoch } = greeting;
        if link.open.is_some() && epoch <= self.epoch && !self.is_late(now_us) {
            link.attempts.end();
            return Ok(());
        }
        self.greet(origin, epoch)?;
        if let Some(left) = &link.open {
            let (slug, rendition) = (self.station.broadcast.slug(), &self.rendition.name);
            tracing::info!(station = slug, rendition, left = %left.origin, %origin, epoch, "another origin is heard");
            self.left = Some(left.origin.clone());
        }
        link.open = Some(OpenLink { origin: origin.clone(), connection });
        link.attempts.end();
        self.station.clock.note(opened_us, server_us);
        (self.heard_us, self.greetings) = (now_us, self.greetings.saturating_add(1));
        Ok(())
    }

    /// Leaves an origin that sends nothing, and asks the others for their time now and then.
    async fn look_after(&mut self, link: &mut PullLink, now_us: u64) {
        let Some(OpenLink { connection, .. }) = &mut link.open else { return };
        let failed = if now_us.saturating_sub(self.heard_us) > SILENT_US {
            PullError::Silent
        } else if now_us.saturating_sub(self.pinged_us) > PING_US {
            self.pinged_us = now_us;
            match timeout(WRITE_WITHIN, connection.ping(now_us)).await {
                Ok(Ok(())) => return,
                Ok(Err(error)) => error,
                Err(_) => PullError::Silent,
            }
        } else {
            return;
        };
        self.leave(link, &failed, now_us);
    }

    /// Refuses an origin whose time on air is over, as another one has said. Forgets the titles of another origin: the times
    /// of theirs say nothing about those of this one.
    fn greet(&mut self, origin: &Address, epoch: u64) -> Result<(), PullError> {
        if !self.station.greets(epoch) {
            return Err(PullError::Superseded(epoch));
        }
        self.epoch = epoch;
        if self.greeted_by.as_ref().is_some_and(|before| before != origin) {
            self.titled_us = 0;
            self.station.forget_title();
        }
        self.greeted_by = Some(origin.clone());
        self.station.heard.send_replace(Some(origin.clone()));
        Ok(())
    }

    fn take(&mut self, pulled: Pulled) -> Result<(), PullError> {
        match pulled {
            Pulled::Hello { .. } => return Err(PullError::Malformed("it greets twice")),
            Pulled::Pong { t0, t2 } => self.station.clock.note(t0, t2),
            Pulled::Title(title) => {
                let title = title.now_playing();
                if self.station.note_title(&title) {
                    self.announce(&title);
                }
            }
            Pulled::Caption(caption) => self.station.broadcast.pass_caption(&self.mount, &caption),
            // Another rendition of the station may have come over from a newer origin, or that one has said that it is on air.
            Pulled::Frames { .. } if !self.station.epoch.hears(self.epoch) => {
                return Err(PullError::Superseded(self.epoch));
            }
            Pulled::Frames { first, payloads } => {
                let off_us = self.rendition.time_us(first).abs_diff(self.station.clock.now_us());
                if off_us > MOST_OFF_US {
                    return Err(PullError::Malformed("a frame is far from the origin's time"));
                }
                self.frames_came();
                self.frames.take(first, payloads);
            }
        }
        Ok(())
    }

    /// Notes that the origin sends sound.
    fn frames_came(&mut self) {
        // Other messages do not count: an origin that answers and sends no sound is left as well.
        self.heard_us = self.station.clock.local_us();
        self.greetings = 1;
        if self.failures > 0 {
            let (slug, rendition) = (self.station.broadcast.slug(), &self.rendition.name);
            tracing::info!(station = slug, rendition, "the origin sends again");
            self.failures = 0;
        }
    }

    /// Announces the title of the station that is known.
    pub(super) fn announce_newest(&mut self) {
        let newest = self.station.title.borrow().clone();
        if let Some(newest) = newest {
            self.announce(&newest);
        }
    }

    fn announce(&mut self, title: &NowPlaying) {
        if title.time_us > self.titled_us {
            self.titled_us = title.time_us;
            self.frames.announce(title);
        }
    }
}
