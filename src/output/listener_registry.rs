//! Registry of listeners.
//!
//! In: a query about a station's listeners, or an order to disconnect one of them. Out: the state at that moment,
//! as known to the components that hold the listeners' sockets. Never: makes these keep account of anything for it,
//! message by message.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use super::archive_audience::ArchiveAudience;
use super::body_listener::BodyNotifier;
use super::hls::HlsAudience;
use super::sendspin::SendspinAudience;
use super::transmitter::Transmitters;
use crate::mount::{Listener, ListenerInfo, Mount};

/// Longest time in which the components that hold sockets must answer: they send sound first.
const WITHIN: Duration = Duration::from_secs(1);

/// Query to the components that hold listeners' sockets.
#[derive(Clone)]
pub struct ListenerQuery {
    /// Mounts whose listeners the query is about.
    pub mounts: Vec<Mount>,
    /// Kind of the query.
    pub what: QueryKind,
}

/// Kind of a query about listeners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryKind {
    /// Of those whose number is higher than `after`, the first `limit` are told of.
    Tell {
        /// The number before the first.
        after: u64,
        /// Maximum number of listeners that are reported.
        limit: usize,
    },
    /// Those with these numbers, which are in order, leave with a proper end. They are the only ones that are told of.
    Leave(Arc<[u64]>),
}

/// A listener at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerStatus {
    /// Identity of the listener, and its position in the stream.
    pub about: ListenerInfo,
    /// Delay of the sound that it has behind the live edge, in microseconds: everything queued here and in the
    /// system.
    pub behind_us: u64,
    /// Bytes that it has received, as far as that is known.
    pub bytes: Option<u64>,
}

impl ListenerStatus {
    /// A listener that has got so many `bytes`, while so many wait in the system.
    pub fn new(listener: &Listener, bytes: Option<u64>, waiting: u64) -> Self {
        let about = listener.about();
        let rate = listener.bytes_per_second() as u64;
        let waiting_us = (waiting * 1_000_000).checked_div(rate).unwrap_or_default();
        Self { behind_us: listener.span_us(about.behind) + waiting_us, about, bytes }
    }
}

/// They did not answer in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the listeners cannot be asked just now; try again in a moment")]
pub struct Busy;

/// A question that is answered over a channel; bounded by how many are asked.
#[derive(Clone)]
pub struct PendingQuery {
    /// The question.
    pub question: Arc<ListenerQuery>,
    /// Channel to which the answer goes.
    pub answer: SyncSender<Vec<ListenerStatus>>,
}

/// Knows whom to ask; clones ask the same.
#[derive(Clone)]
pub struct ListenerRegistry {
    transmitters: Option<Transmitters>,
    bodies: Arc<BodyNotifier>,
    hls: HlsAudience,
    sendspin: SendspinAudience,
    archive: ArchiveAudience,
}

impl ListenerRegistry {
    /// Makes public in `registry` how much sound is held back to be sent at once.
    pub fn register(&self, registry: &mut Registry) {
        let gauge = Gauge::<f64, AtomicU64>::default();
        gauge.set(self.transmitters.as_ref().map_or(0, Transmitters::hold_us) as f64 / 1e6);
        let help = "Sound sent at once at least to listeners who can wait; 0 unless a core is full";
        registry.register("sound_held_seconds", help, gauge);
    }

    /// Returns a registry that asks `bodies`, and transmitters if there are any.
    pub fn new(transmitters: Option<Transmitters>, bodies: Arc<BodyNotifier>) -> Self {
        Self {
            transmitters,
            bodies,
            hls: HlsAudience::default(),
            sendspin: SendspinAudience::default(),
            archive: ArchiveAudience::default(),
        }
    }

    /// Returns the same, which asks who listens by HLS, too.
    #[must_use]
    pub fn with_hls(self, hls: HlsAudience) -> Self {
        Self { hls, ..self }
    }

    /// Returns the same, which asks who listens by Sendspin, too.
    #[must_use]
    pub fn with_sendspin(self, sendspin: SendspinAudience) -> Self {
        Self { sendspin, ..self }
    }

    /// Returns the same, which asks who listens to the archive, too.
    #[must_use]
    pub fn with_archive(self, archive: ArchiveAudience) -> Self {
        Self { archive, ..self }
    }

    /// The first `limit` of those whose number is higher than `after`, by their numbers. Waits for the answer.
    pub fn tell(&self, mounts: &[Mount], after: u64, limit: usize) -> Result<Vec<ListenerStatus>, Busy> {
        let mut seen = self.ask(mounts, QueryKind::Tell { after, limit })?;
        seen.sort_unstable_by_key(|seen| seen.about.number);
        seen.truncate(limit);
        Ok(seen)
    }

    /// Has the listener with this number leave; `None` if it is not there. Waits for the answer.
    pub fn disconnect(&self, mounts: &[Mount], number: u64) -> Result<Option<ListenerStatus>, Busy> {
        Ok(self.ask(mounts, QueryKind::Leave([number].into()))?.pop())
    }

    /// Has the listeners with these numbers leave, which are in order; returns how many were there. Waits for the answer.
    pub fn disconnect_all(&self, mounts: &[Mount], numbers: Vec<u64>) -> Result<usize, Busy> {
        Ok(self.ask(mounts, QueryKind::Leave(numbers.into()))?.len())
    }

    fn ask(&self, mounts: &[Mount], what: QueryKind) -> Result<Vec<ListenerStatus>, Busy> {
        let question = Arc::new(ListenerQuery { mounts: mounts.to_vec(), what });
        let mut seen = self.bodies.answer(&question);
        seen.extend(self.hls.answer(&question));
        seen.extend(self.sendspin.answer(&question));
        seen.extend(self.archive.answer(&question));
        let Some(transmitters) = &self.transmitters else { return Ok(seen) };
        let (answer, answers) = sync_channel(transmitters.count());
        for _ in 0..transmitters.ask(&PendingQuery { question, answer })? {
            seen.extend(answers.recv_timeout(WITHIN).map_err(|_| Busy)?);
        }
        Ok(seen)
    }
}

impl ListenerQuery {
    /// Returns whether the query is about this listener's station.
    pub fn concerns(&self, listener: &Listener) -> bool {
        self.mounts.iter().any(|mount| listener.is_at(mount))
    }
}
