//! The protocol of the lease, without sockets and clocks.
//!
//! In: answers of the bus, and the times at which questions were sent, by a clock of this machine. Out: what to ask the bus
//! next, and until when this server may be on air. Never: is on air under an epoch that another server has had.
//!
//! Whatever may happen to a message, a write counts only if nobody has written since the revision that it names. So each
//! revision has one successor, and of two servers that both want an epoch, one gets it.

use serde::{Deserialize, Serialize};

use super::settings::NodeName;
use crate::broadcast::Broadcast;

/// Interval at which the holder renews the lease, in microseconds.
pub(super) const RENEW_US: u64 = 250_000;
/// Interval at which the others look at it.
pub(super) const LOOK_US: u64 = 100_000;
/// A lease whose revision has not changed for so long is free, in microseconds.
pub(super) const FREE_AFTER_US: u64 = 1_500_000;
/// The same where its holder, which answered at its own address before, does not answer there any more: longer than a renewal
/// takes. Should it be there after all, two servers are on air until it renews, and edges hear the later one.
pub(super) const GONE_AFTER_US: u64 = 450_000;
/// The holder may be on air for so long after it sent a renewal that was written, in microseconds: less than the others wait
/// unless it does not answer.
pub(super) const AIR_US: u64 = 1_300_000;
/// A holder that did not run for a while goes back on air without an answer once none has come for so long, in microseconds:
/// then the bus is gone, and not only a connection that has to be made anew.
pub(super) const RESUME_AFTER_US: u64 = 3_000_000;
/// The highest epoch there can be.
pub(super) const MOST_EPOCH: u64 = Broadcast::MOST_EPOCH;

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
    /// The address at which others reach the holder; empty if it is not known.
    #[serde(default)]
    pub(super) url: String,
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
    /// Somebody has deleted it; this is the revision of the deletion.
    Deleted(u64),
    /// There is something else in its place: nobody can take it.
    Unreadable,
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
    /// The address at which others reach this server; empty if it is not known.
    url: String,
    /// True if the holder does not answer at its own address any more.
    is_holder_gone: bool,
    /// The first epoch that it may have. It is its own: a bucket that goes back in time does not tell all that were had.
    first_epoch: u64,
    /// The highest epoch that was seen.
    epoch: u64,
    state: LeaseState,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum LeaseState {
    /// Nothing is known since the last answer that did not come.
    Unknown,
    /// The lease of another server, or of none: one that has lost it may write it again.
    Watched { holder: Option<Holder>, revision: u64, free_at_us: u64 },
    /// The lease can be had from this revision on.
    Free { revision: u64, epoch: u64 },
    /// This server has it.
    Held(HeldLease),
    /// Another server has got it since.
    Lost { holder: NodeName },
}

/// Another server's process.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Holder {
    pub(super) node: NodeName,
    /// A bucket that was made anew counts its revisions from 1 again: the same revision may be another server's.
    pub(super) instance: u64,
    /// Its address; empty if it is not known, or if it is not known whether it is on air.
    pub(super) url: String,
}

/// The lease that this server has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct HeldLease {
    revision: u64,
    /// It may be on air until then.
    until_us: u64,
    /// The newest question by whose answer this server had the lease was sent then.
    known_us: u64,
    /// True if it has to be read before it is written.
    is_doubted: bool,
    /// No answer has come since then.
    away_since_us: Option<u64>,
}

impl HeldLease {
    /// Returns whether it may be written at `now_us`: one that did not run for a while has to read it first.
    fn is_to_be_written(&self, now_us: u64) -> bool {
        !self.is_doubted && now_us < self.known_us + AIR_US
    }

    /// Takes note that this server has it by the answer to what was sent at `sent_us`.
    fn confirm(&mut self, revision: u64, sent_us: u64) {
        (self.revision, self.is_doubted, self.away_since_us) = (revision, false, None);
        self.known_us = self.known_us.max(sent_us);
    }

    /// Goes on air although the bus said nothing of use at `now_us`: nobody is known to have got the lease. One that did not run
    /// for a while cannot know, and waits until the bus is gone for certain.
    fn go_on(&mut self, now_us: u64) {
        self.is_doubted = true;
        let since_us = *self.away_since_us.get_or_insert(now_us);
        if now_us < self.until_us || now_us.saturating_sub(since_us) >= RESUME_AFTER_US {
            self.until_us = self.until_us.max(now_us + AIR_US);
        }
    }
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
    /// This server had it, made no sound, and has given it up.
    LetGo,
    /// This server had it, and another one has got it.
    Lost {
        /// The server on air.
        holder: NodeName,
        /// Its epoch.
        epoch: u64,
    },
}

impl Lease {
    /// Returns the part of a server that knows nothing yet, and takes no epoch before `first_epoch`.
    pub(super) fn new(node: NodeName, instance: u64, first_epoch: u64) -> Self {
        let (url, state) = (String::new(), LeaseState::Unknown);
        Self { node, instance, url, is_holder_gone: false, first_epoch, epoch: 0, state }
    }

    /// Returns the part of a server that others reach at `url`.
    pub(super) fn at(self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self }
    }

    /// Takes note of whether the [`holder`](Self::holder) does not answer at its own address any more.
    pub(super) fn note_holder(&mut self, is_gone: bool) {
        self.is_holder_gone = is_gone;
    }

    /// Returns the other server that has the lease, if it is known.
    pub(super) fn holder(&self) -> Option<&Holder> {
        let LeaseState::Watched { holder, .. } = &self.state else { return None };
        holder.as_ref()
    }

    /// Returns what is known.
    pub(super) fn status(&self) -> LeaseStatus {
        match &self.state {
            LeaseState::Watched { holder, .. } => {
                LeaseStatus::StandsBy { holder: holder.as_ref().map(|holder| holder.node.clone()) }
            }
            LeaseState::Unknown | LeaseState::Free { .. } => LeaseStatus::StandsBy { holder: None },
            LeaseState::Held(held) => LeaseStatus::Holds { epoch: self.epoch, until_us: held.until_us },
            LeaseState::Lost { holder } => LeaseStatus::Lost { holder: holder.clone(), epoch: self.epoch },
        }
    }

    /// Returns the highest epoch that was seen.
    pub(super) fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Returns the question to ask at `now_us`.
    pub(super) fn request(&self, now_us: u64) -> LeaseRequest {
        match &self.state {
            LeaseState::Free { revision, epoch } => self.write(*revision, *epoch),
            LeaseState::Watched { revision, free_at_us, .. } if now_us >= self.free_at(*free_at_us) => {
                self.next_epoch().map_or(LeaseRequest::Read, |next| self.write(*revision, next))
            }
            LeaseState::Held(held) if held.is_to_be_written(now_us) => self.write(held.revision, self.epoch),
            _ => LeaseRequest::Read,
        }
    }

    /// Returns the time at which to ask next, where the last question was asked at `asked_us`.
    pub(super) fn next_at_us(&self, asked_us: u64) -> u64 {
        match &self.state {
            LeaseState::Free { .. } => asked_us,
            LeaseState::Watched { free_at_us, .. } => (asked_us + LOOK_US).min(self.free_at(*free_at_us)),
            // It was read again: a renewal is due.
            LeaseState::Held(held) if !held.is_doubted && held.until_us < held.known_us + AIR_US => asked_us,
            LeaseState::Held(held) if !held.is_doubted => asked_us + RENEW_US,
            _ => asked_us + LOOK_US,
        }
    }

    /// Returns the time at which a lease is free whose holder would have it until `free_at_us` if it answered.
    fn free_at(&self, free_at_us: u64) -> u64 {
        let is_gone = self.is_holder_gone && self.holder().is_some();
        free_at_us - if is_gone { FREE_AFTER_US - GONE_AFTER_US } else { 0 }
    }

    /// Returns the request that gives the lease up, if this server has it.
    pub(super) fn release(&self) -> Option<LeaseRequest> {
        let LeaseState::Held(held) = &self.state else { return None };
        let LeaseRequest::Write { record, expected } = self.write(held.revision, self.epoch) else {
            return None;
        };
        Some(LeaseRequest::Write { record: LeaseRecord { is_released: true, ..record }, expected })
    }

    /// Takes the answer, which came at `now_us`, to what was asked at `sent_us`.
    pub(super) fn take(&mut self, asked: &LeaseRequest, sent_us: u64, now_us: u64, reply: LeaseReply) {
        match (&mut self.state, reply) {
            (LeaseState::Lost { .. }, _) => {}
            (LeaseState::Held(_), reply) => self.take_as_holder(sent_us, now_us, reply),
            (_, LeaseReply::Written(revision)) => {
                if let LeaseRequest::Write { record, .. } = asked {
                    self.epoch = record.epoch;
                    self.state = LeaseState::Held(HeldLease {
                        revision,
                        until_us: sent_us + AIR_US,
                        known_us: sent_us,
                        is_doubted: false,
                        away_since_us: None,
                    });
                }
            }
            (_, LeaseReply::Read(entry)) => self.look(entry, now_us),
            (_, LeaseReply::Deleted(revision)) => self.watch(None, revision, now_us),
            (_, LeaseReply::Conflict | LeaseReply::Missing | LeaseReply::Unreadable) => {
                self.state = LeaseState::Unknown;
            }
        }
    }

    /// Takes what a server that stands by has read.
    fn look(&mut self, entry: Option<LeaseEntry>, now_us: u64) {
        let Some(LeaseEntry { revision, record }) = entry else {
            self.watch(None, 0, now_us);
            return;
        };
        // Only a bucket that went back in time, or was written by hand, has an epoch that is lower than one before: then the
        // server that had the later one writes it again.
        let is_behind = record.epoch < self.epoch;
        self.epoch = self.epoch.max(record.epoch);
        if record.instance == self.instance && !is_behind {
            // It was written, though the answer was lost.
            self.state = LeaseState::Free { revision, epoch: record.epoch };
        } else if record.is_released && !is_behind {
            self.state =
                self.next_epoch().map_or(LeaseState::Unknown, |epoch| LeaseState::Free { revision, epoch });
        } else {
            let url = if is_behind { String::new() } else { record.url };
            let holder = Holder { node: record.node, instance: record.instance, url };
            self.watch(Some(holder), revision, now_us);
        }
    }

    /// Waits until the lease, which `holder` has, can be had, unless it waits for that already.
    fn watch(&mut self, holder: Option<Holder>, revision: u64, now_us: u64) {
        let is_same = matches!(
            &self.state,
            LeaseState::Watched { holder: before, revision: seen, .. } if *before == holder && *seen == revision
        );
        if !is_same {
            self.state = LeaseState::Watched { holder, revision, free_at_us: now_us + FREE_AFTER_US };
        }
    }

    fn take_as_holder(&mut self, sent_us: u64, now_us: u64, reply: LeaseReply) {
        let LeaseState::Held(held) = &mut self.state else { return };
        match reply {
            LeaseReply::Written(revision) => {
                held.confirm(revision, sent_us);
                held.until_us = held.until_us.max(sent_us + AIR_US);
            }
            LeaseReply::Conflict => (held.is_doubted, held.away_since_us) = (true, None),
            LeaseReply::Read(Some(entry))
                if entry.record.instance != self.instance && entry.record.epoch >= self.epoch =>
            {
                self.epoch = self.epoch.max(entry.record.epoch);
                self.state = LeaseState::Lost { holder: entry.record.node };
            }
            // A renewal was written whose answer was lost; or the bus has lost everything, or gone back in time.
            LeaseReply::Read(entry) => held.confirm(entry.map_or(0, |entry| entry.revision), sent_us),
            LeaseReply::Deleted(revision) => held.confirm(revision, sent_us),
            LeaseReply::Missing | LeaseReply::Unreadable => held.go_on(now_us),
        }
    }

    /// Returns the epoch to take: one after the highest that was seen, if there is one.
    fn next_epoch(&self) -> Option<u64> {
        self.epoch.checked_add(1).map(|next| next.max(self.first_epoch)).filter(|next| *next <= MOST_EPOCH)
    }

    fn write(&self, expected: u64, epoch: u64) -> LeaseRequest {
        let (node, url) = (self.node.clone(), self.url.clone());
        let record = LeaseRecord { node, instance: self.instance, epoch, is_released: false, url };
        LeaseRequest::Write { record, expected }
    }
}

#[cfg(test)]
mod tests;
