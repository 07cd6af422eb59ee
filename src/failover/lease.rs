//! The protocol of the lease, without sockets and clocks.
//!
//! In: answers of the bus, and the times at which questions were sent, by a clock of this machine. Out: what to ask the bus
//! next, and until when this server may be on air. Never: is on air under an epoch that another server has had.
//!
//! Whatever may happen to a message, a write counts only if nobody has written since the revision that it names. So each
//! revision has one successor, and of two servers that both want an epoch, one gets it.

use serde::{Deserialize, Serialize};

use super::settings::NodeName;

/// Interval at which the holder renews the lease, in microseconds.
pub(super) const RENEW_US: u64 = 500_000;
/// Interval at which the others look at it.
pub(super) const LOOK_US: u64 = 200_000;
/// A lease whose revision has not changed for so long is free, in microseconds.
pub(super) const FREE_AFTER_US: u64 = 1_500_000;
/// The holder may be on air for so long after it sent a renewal that was written, in microseconds: less than the others wait.
pub(super) const AIR_US: u64 = 1_300_000;

/// The lease as the bus keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct LeaseRecord {
    /// The server that holds it.
    pub(super) node: NodeName,
    /// The process, by a number of its own: names may be given twice.
    pub(super) instance: u64,
    /// The number of changes of the server on air.
    pub(super) epoch: u64,
    /// True if the holder has given it up.
    pub(super) is_released: bool,
}

/// The lease with its revision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct LeaseEntry {
    pub(super) revision: u64,
    pub(super) record: LeaseRecord,
}

/// A question to the bus.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum LeaseRequest {
    Read,
    /// Writes the lease, if its revision is still the `expected` one; 0 if there is none yet.
    Write {
        record: LeaseRecord,
        expected: u64,
    },
}

/// An answer of the bus.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum LeaseReply {
    Read(Option<LeaseEntry>),
    /// It was written, with this revision.
    Written(u64),
    /// Somebody else has written it.
    Conflict,
    /// There was no answer. Whether anything was written is not known.
    Missing,
}

/// A server's part in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Lease {
    node: NodeName,
    instance: u64,
    /// The epoch of a lease that nobody has had yet, at least.
    first_epoch: u64,
    /// The highest epoch that was seen.
    epoch: u64,
    state: LeaseState,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum LeaseState {
    /// Nothing is known since the last answer that did not come.
    Unknown,
    /// The lease of another server.
    Watched { holder: NodeName, revision: u64, free_at_us: u64 },
    /// The lease can be had from this revision on.
    Free { revision: u64, epoch: u64 },
    /// This server has it.
    Held { revision: u64, until_us: u64, is_doubted: bool },
    /// Another server has got it since.
    Lost { holder: NodeName },
}

/// State of the lease, as this server knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeaseStatus {
    /// Another server has it, if it is known which.
    StandsBy {
        /// The server on air.
        holder: Option<NodeName>,
    },
    /// This server has it.
    Holds {
        /// The number of changes of the server on air.
        epoch: u64,
        /// It may be on air until then, in microseconds since the machine started.
        until_us: u64,
    },
    /// This server had it, and another one has got it.
    Lost {
        /// The server on air.
        holder: NodeName,
        /// Its epoch.
        epoch: u64,
    },
}

impl Lease {
    /// Returns the part of a server that knows nothing yet. A lease that nobody has had begins with `first_epoch`.
    pub(super) fn new(node: NodeName, instance: u64, first_epoch: u64) -> Self {
        Self { node, instance, first_epoch, epoch: 0, state: LeaseState::Unknown }
    }

    /// Returns what is known.
    pub(super) fn status(&self) -> LeaseStatus {
        match &self.state {
            LeaseState::Watched { holder, .. } => LeaseStatus::StandsBy { holder: Some(holder.clone()) },
            LeaseState::Unknown | LeaseState::Free { .. } => LeaseStatus::StandsBy { holder: None },
            LeaseState::Held { until_us, .. } => {
                LeaseStatus::Holds { epoch: self.epoch, until_us: *until_us }
            }
            LeaseState::Lost { holder } => LeaseStatus::Lost { holder: holder.clone(), epoch: self.epoch },
        }
    }

    /// Returns the question to ask at `now_us`.
    pub(super) fn request(&self, now_us: u64) -> LeaseRequest {
        match &self.state {
            LeaseState::Free { revision, epoch } => self.write(*revision, *epoch),
            LeaseState::Watched { revision, free_at_us, .. } if now_us >= *free_at_us => {
                self.write(*revision, self.epoch + 1)
            }
            LeaseState::Held { revision, is_doubted: false, .. } => self.write(*revision, self.epoch),
            _ => LeaseRequest::Read,
        }
    }

    /// Returns the time at which to ask next, where the last question was asked at `asked_us`.
    pub(super) fn next_at_us(&self, asked_us: u64) -> u64 {
        match &self.state {
            LeaseState::Free { .. } => asked_us,
            LeaseState::Watched { free_at_us, .. } => (asked_us + LOOK_US).min(*free_at_us),
            LeaseState::Held { is_doubted: false, .. } => asked_us + RENEW_US,
            _ => asked_us + LOOK_US,
        }
    }

    /// Returns the request that gives the lease up, if this server has it.
    pub(super) fn release(&self) -> Option<LeaseRequest> {
        let LeaseState::Held { revision, .. } = &self.state else { return None };
        let LeaseRequest::Write { record, expected } = self.write(*revision, self.epoch) else { return None };
        Some(LeaseRequest::Write { record: LeaseRecord { is_released: true, ..record }, expected })
    }

    /// Takes the answer, which came at `now_us`, to what was asked at `sent_us`.
    pub(super) fn take(&mut self, asked: &LeaseRequest, sent_us: u64, now_us: u64, reply: LeaseReply) {
        match (&mut self.state, reply) {
            (LeaseState::Lost { .. }, _) => {}
            (LeaseState::Held { .. }, reply) => self.take_as_holder(sent_us, now_us, reply),
            (_, LeaseReply::Written(revision)) => {
                if let LeaseRequest::Write { record, .. } = asked {
                    self.epoch = record.epoch;
                    let until_us = sent_us + AIR_US;
                    self.state = LeaseState::Held { revision, until_us, is_doubted: false };
                }
            }
            (_, LeaseReply::Read(entry)) => self.look(entry, now_us),
            (_, LeaseReply::Conflict | LeaseReply::Missing) => self.state = LeaseState::Unknown,
        }
    }

    /// Takes what a server that stands by has read.
    fn look(&mut self, entry: Option<LeaseEntry>, now_us: u64) {
        let Some(LeaseEntry { revision, record }) = entry else {
            self.state = LeaseState::Free { revision: 0, epoch: self.first_epoch.max(self.epoch + 1) };
            return;
        };
        self.epoch = self.epoch.max(record.epoch);
        if record.instance == self.instance && record.epoch == self.epoch {
            // It was written, though the answer was lost.
            self.state = LeaseState::Free { revision, epoch: record.epoch };
        } else if record.is_released {
            self.state = LeaseState::Free { revision, epoch: self.epoch + 1 };
        } else if !matches!(&self.state, LeaseState::Watched { revision: seen, .. } if *seen == revision) {
            let free_at_us = now_us + FREE_AFTER_US;
            self.state = LeaseState::Watched { holder: record.node, revision, free_at_us };
        }
    }

    fn take_as_holder(&mut self, sent_us: u64, now_us: u64, reply: LeaseReply) {
        let LeaseState::Held { revision, until_us, is_doubted } = &mut self.state else { return };
        match reply {
            LeaseReply::Written(new) => {
                *revision = new;
                *until_us = (*until_us).max(sent_us + AIR_US);
            }
            LeaseReply::Conflict => *is_doubted = true,
            LeaseReply::Read(Some(entry)) if entry.record.instance != self.instance => {
                self.epoch = self.epoch.max(entry.record.epoch);
                self.state = LeaseState::Lost { holder: entry.record.node };
            }
            LeaseReply::Read(entry) => {
                // A renewal was written whose answer was lost; or the bus has lost everything.
                *revision = entry.map_or(0, |entry| entry.revision);
                *is_doubted = false;
            }
            // While the bus is away, nobody is known to have got the lease: the sound goes on. But one that did not run for a
            // while cannot know.
            LeaseReply::Missing if now_us < *until_us => *until_us = now_us + AIR_US,
            LeaseReply::Missing => {}
        }
    }

    fn write(&self, expected: u64, epoch: u64) -> LeaseRequest {
        let record =
            LeaseRecord { node: self.node.clone(), instance: self.instance, epoch, is_released: false };
        LeaseRequest::Write { record, expected }
    }
}

#[cfg(test)]
mod tests;
