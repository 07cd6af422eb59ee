//! One rendition of a station, taken from an origin while somebody wants it.
//!
//! The frames of an origin go into the mount as they come. When they do not come, silence takes their place, so the
//! numbers go on: an origin that returns resumes at the number that is next here. Numbers never repeat.

use std::pin::Pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::connection::{PullConnection, PullError, PullStart, Pulled};
use super::pull_station::PullStation;
use super::silence::SilenceMaker;
use crate::clock::Clock;
use crate::frame::{Frame, Rendition};
use crate::model::{Address, NowPlaying};
use crate::mount::{Mount, Producer};

/// Interval at which late frames are looked for.
const TICK: Duration = Duration::from_millis(20);
/// A frame that is so late, in microseconds, is replaced by silence while there is no connection. Players have a second of
/// sound by default.
const HOLD_US: u64 = 600_000;
/// The same while there is a connection: what is late there mostly comes.
const HOLD_CONNECTED_US: u64 = 780_000;
/// Silence that is made at once at most, in microseconds; what is older is left out.
const MOST_FILL_US: u64 = 10_000_000;
/// A frame's time may differ from the origin's clock by this, in microseconds.
const MOST_OFF_US: u64 = 60_000_000;
/// An origin that sends no sound for so long, in microseconds, is left.
const SILENT_US: u64 = 3_000_000;
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
/// The first pause after a failure, and the longest, in milliseconds.
const PAUSE_MS: std::ops::RangeInclusive<u64> = 100..=2_000;

/// Takes one rendition from origins.
pub(super) struct RenditionPull {
    station: PullStation,
    rendition: Rendition,
    mount: Mount,
    producer: Producer,
    /// True while the rendition is not offered any more.
    is_retired: watch::Receiver<bool>,
    /// Number of the next frame; `None` before the first one.
    next_seq: Option<u64>,
    /// Time of the title that was announced last, in microseconds.
    titled_us: u64,
    silence: Option<SilenceMaker>,
    /// Number of failures since sound came: the pauses grow with it.
    failures: u32,
    /// Number of all failures: each makes it the next origin's turn.
    turn: usize,
    /// The origin that greeted last.
    greeted_by: Option<Address>,
    /// The number of changes of the server on air that it told.
    epoch: u64,
    /// Start of the newest attempt to connect, by the local clock, in microseconds.
    opened_us: u64,
    /// Time at which sound came last, or a connection began, by the local clock, in microseconds.
    heard_us: u64,
    /// Time at which the origin was last asked for its time, by the local clock, in microseconds.
    pinged_us: u64,
}

/// State of the connection to an origin.
enum PullLink {
    /// Something went wrong; it is tried again when this ends.
    Pausing(Pin<Box<dyn Future<Output = ()>>>),
    Opening(Address, Pin<Box<dyn Future<Output = Result<PullConnection, PullError>>>>),
    Open(Address, Box<PullConnection>),
}

enum PullEvent {
    PauseOver,
    Opened(PullConnection),
    Message(Pulled),
    Failed(PullError),
}

impl PullLink {
    /// Waits for what happens next. Nothing is lost if it is cancelled.
    async fn next(&mut self) -> PullEvent {
        match self {
            Self::Pausing(pause) => {
                pause.await;
                PullEvent::PauseOver
            }
            Self::Opening(_, opening) => match opening.await {
                Ok(connection) => PullEvent::Opened(connection),
                Err(error) => PullEvent::Failed(error),
            },
            Self::Open(_, connection) => match connection.next().await {
                Ok(pulled) => PullEvent::Message(pulled),
                Err(error) => PullEvent::Failed(error),
            },
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
            mount,
            producer,
            is_retired,
            next_seq: None,
            titled_us: 0,
            silence: None,
            failures: 0,
            turn: 0,
            greeted_by: None,
            epoch: 0,
            opened_us: 0,
            heard_us: 0,
            pinged_us: 0,
        }
    }

    /// Takes the rendition whenever it is wanted, until it is retired and nobody listens any more.
    pub(super) async fn run(mut self) {
        loop {
            tokio::select! {
                () = self.producer.wanted() => {}
                _ = self.is_retired.wait_for(|is_retired| *is_retired) => {}
            }
            if *self.is_retired.borrow() && !self.producer.is_wanted() {
                return;
            }
            self.serve().await;
            if self.producer.pause() {
                self.silence = None;
                self.next_seq = None;
            }
        }
    }

    /// Takes the rendition until nobody has wanted it for a while.
    async fn serve(&mut self) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        self.announce_newest();
        self.failures = 0;
        let mut link = self.open();
        let mut wanted_us = self.station.clock.local_us();
        loop {
            let event = tokio::select! {
                event = link.next() => Some(event),
                _ = ticks.tick() => None,
            };
            if let Some(event) = event {
                self.handle(&mut link, event);
                continue;
            }
            let now_us = self.station.clock.local_us();
            if self.producer.is_wanted() {
                wanted_us = now_us;
            } else if now_us.saturating_sub(wanted_us) > IDLE_US || *self.is_retired.borrow() {
                return;
            }
            self.look_after(&mut link, now_us).await;
            let is_open = matches!(link, PullLink::Open(..));
            self.fill_late(if is_open { HOLD_CONNECTED_US } else { HOLD_US });
        }
    }

    fn handle(&mut self, link: &mut PullLink, event: PullEvent) {
        let failed = match event {
            PullEvent::PauseOver => {
                *link = self.open();
                return;
            }
            PullEvent::Opened(connection) => {
                self.heard_us = self.station.clock.local_us();
                if let PullLink::Opening(origin, _) = link {
                    *link = PullLink::Open(origin.clone(), Box::new(connection));
                }
                return;
            }
            PullEvent::Message(pulled) => {
                let greeted = match (&pulled, &*link) {
                    (Pulled::Hello { epoch, .. }, PullLink::Open(origin, _)) => self.greet(origin, *epoch),
                    _ => Ok(()),
                };
                match greeted.and_then(|()| self.take(pulled)) {
                    Ok(()) => return,
                    Err(error) => error,
                }
            }
            PullEvent::Failed(error) => error,
        };
        self.fail(link, &failed);
    }

    /// Notes a failure, and pauses before the next attempt.
    fn fail(&mut self, link: &mut PullLink, error: &PullError) {
        let origin = match link {
            PullLink::Opening(origin, _) | PullLink::Open(origin, _) => origin.to_string(),
            PullLink::Pausing(_) => return,
        };
        let (slug, rendition) = (self.station.broadcast.slug(), &self.rendition.name);
        if self.failures == 0 {
            tracing::warn!(station = slug, rendition, origin, "the origin sends no more: {error}");
        } else {
            tracing::debug!(station = slug, rendition, origin, "the origin still sends nothing: {error}");
        }
        self.failures = self.failures.saturating_add(1);
        self.turn = self.turn.wrapping_add(1);
        let pause = match error {
            // It will be on air within moments if the other is gone.
            PullError::StandsBy => pause_after(0),
            _ => pause_after(self.failures / self.station.origins.borrow().len().max(1) as u32),
        };
        *link = PullLink::Pausing(Box::pin(sleep(pause)));
    }

    /// Begins to connect to the origin whose turn it is.
    fn open(&mut self) -> PullLink {
        self.opened_us = self.station.clock.local_us();
        let origins = self.station.origins.borrow();
        let Some(origin) = origins.get(self.turn % origins.len().max(1)).cloned() else {
            return PullLink::Pausing(Box::pin(sleep(pause_after(3))));
        };
        let start = match self.next_seq {
            // Frames too old to be of use are left out.
            Some(seq) if self.is_recent(seq) => PullStart::From(seq),
            _ => PullStart::Burst((self.producer.wanted_burst_us() / 1_000).min(MOST_BURST_MS)),
        };
        let (address, slug, rendition) =
            (origin.clone(), self.station.broadcast.slug().to_owned(), self.rendition.clone());
        let opening = async move {
            let opening = PullConnection::open(&address, &slug, &rendition, start);
            timeout(OPEN_WITHIN, opening).await.unwrap_or(Err(PullError::Silent))
        };
        PullLink::Opening(origin, Box::pin(opening))
    }

    /// Leaves an origin that sends nothing, and asks the others for their time now and then.
    async fn look_after(&mut self, link: &mut PullLink, now_us: u64) {
        let PullLink::Open(_, connection) = link else { return };
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
        self.fail(link, &failed);
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
        Ok(())
    }

    fn take(&mut self, pulled: Pulled) -> Result<(), PullError> {
        match pulled {
            Pulled::Hello { server_us, .. } => self.station.clock.note(self.opened_us, server_us),
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
                for (seq, payload) in (first..).zip(payloads) {
                    if self.next_seq.is_some_and(|next| seq < next) {
                        continue;
                    }
                    self.fill_up_to(seq);
                    self.publish(seq, payload);
                }
            }
        }
        Ok(())
    }

    /// Notes that the origin sends sound.
    fn frames_came(&mut self) {
        // Other messages do not count: an origin that answers and sends no sound is left as well.
        self.heard_us = self.station.clock.local_us();
        if self.failures > 0 {
            let (slug, rendition) = (self.station.broadcast.slug(), &self.rendition.name);
            tracing::info!(station = slug, rendition, "the origin sends again");
            self.failures = 0;
        }
        self.silence = None;
    }

    /// Replaces frames that are late by more than `hold_us` microseconds by silence.
    fn fill_late(&mut self, hold_us: u64) {
        let due_us = self.station.clock.now_us().saturating_sub(hold_us);
        let due = self.rendition.frames_in(due_us);
        match self.next_seq {
            // Somebody waits since a moment ago, and no origin has answered yet.
            None if self.failures == 0 => {}
            None => self.fill(due, due + 1),
            Some(next) => self.fill(next, due),
        }
    }

    /// Fills a gap before the frame `seq`, unless it is a long one.
    fn fill_up_to(&mut self, seq: u64) {
        if let Some(next) = self.next_seq
            && self.rendition.span_us(seq.saturating_sub(next)) <= MOST_FILL_US
        {
            self.fill(next, seq);
        }
    }

    /// Publishes silence from the frame `from` up to before `end`.
    fn fill(&mut self, from: u64, end: u64) {
        let most = self.rendition.frames_in(MOST_FILL_US);
        for seq in from.max(end.saturating_sub(most))..end {
            let silence = self.silence.get_or_insert_with(|| SilenceMaker::new(&self.rendition));
            let Some(payload) = silence.next() else { return };
            self.publish(seq, payload);
        }
    }

    fn publish(&mut self, seq: u64, payload: bytes::Bytes) {
        if seq < self.producer.next_seq() {
            return;
        }
        self.producer.publish(Frame { seq, time_us: self.rendition.time_us(seq), payload });
        self.next_seq = Some(seq + 1);
    }

    /// Returns whether the frame `seq` is near enough to now to go on from there.
    fn is_recent(&self, seq: u64) -> bool {
        self.rendition.time_us(seq) + MOST_FILL_US > self.station.clock.now_us()
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
            self.producer.announce(title);
        }
    }
}

/// Returns the pause after so many failures: twice as long each time, and somewhere between half of that and all.
fn pause_after(failures: u32) -> Duration {
    let most = PAUSE_MS.start().saturating_mul(1 << failures.min(10)).min(*PAUSE_MS.end());
    Duration::from_millis(fastrand::u64(most / 2..=most))
}
