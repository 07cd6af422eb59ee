//! Two servers, the bus and an edge, with messages that are lost or late and processes that do not run.

use std::collections::{BTreeSet, HashSet};

use super::super::*;

/// A step of the model: each server that runs asks once.
pub(super) const STEP_US: u64 = 500_000;
/// The time at which a model begins.
pub(super) const START_US: u64 = 20 * STEP_US;
/// Steps within which one server is on air when nothing more goes wrong.
pub(super) const CALM_STEPS: usize = 9;

/// Fates of a server in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Runs,
    /// It runs, and the other one does not answer it at its own address, or is too busy to.
    Unanswered,
    /// It may be heard, but does not come to ask: it has just woken up, or is busy.
    Plays,
    Sleeps,
    RequestLost,
    AnswerLost,
    /// The request is written steps later, if at all.
    RequestLate,
}

/// Fates while NATS answers, and all.
pub(super) const FREEZES: [Fate; 3] = [Fate::Runs, Fate::Plays, Fate::Sleeps];
pub(super) const UNANSWERED: [Fate; 4] = [Fate::Runs, Fate::Unanswered, Fate::Plays, Fate::Sleeps];
pub(super) const EVERYTHING: [Fate; 7] = [
    Fate::Runs,
    Fate::Unanswered,
    Fate::Plays,
    Fate::Sleeps,
    Fate::RequestLost,
    Fate::AnswerLost,
    Fate::RequestLate,
];

/// Fates that are looked at together with mishaps.
pub(super) const MISHAP_FATES: [Fate; 5] =
    [Fate::Runs, Fate::Unanswered, Fate::Sleeps, Fate::RequestLost, Fate::RequestLate];

/// Mishaps of the bucket between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mishap {
    /// It is made anew: its revisions begin again.
    Remade,
    /// The entry is deleted by hand.
    Deleted,
    /// It is overwritten with something else.
    Overwritten,
    /// It goes back to the entry of the holder before.
    Restored,
}

pub(super) const MISHAPS: [Option<Mishap>; 3] = [None, Some(Mishap::Remade), Some(Mishap::Deleted)];
pub(super) const RESTORATIONS: [Option<Mishap>; 2] = [None, Some(Mishap::Restored)];

/// The content of the bucket.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Stored {
    Nothing,
    Entry(LeaseEntry),
    Deletion(u64),
    Nonsense(u64),
}

impl Stored {
    fn revision(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Entry(entry) => entry.revision,
            Self::Deletion(revision) | Self::Nonsense(revision) => *revision,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Server {
    pub(super) lease: Lease,
    late: Option<LeaseRequest>,
    pub(super) is_asleep: bool,
}

/// Two servers, the bus, and an edge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct World {
    pub(super) now_us: u64,
    revision: u64,
    pub(super) stored: Stored,
    /// The last entry of the holder before.
    pub(super) backup: Option<LeaseEntry>,
    pub(super) servers: [Server; 2],
    /// The highest epoch that the edge has seen, and the process it was from.
    pub(super) accepted: Option<(u64, u64)>,
    instances: u64,
}

impl World {
    pub(super) fn new() -> Self {
        // No two processes have the same first epoch.
        let server = |instance| Server {
            lease: Lease::new("a".parse().unwrap(), instance, instance),
            late: None,
            is_asleep: false,
        };
        Self {
            now_us: START_US,
            revision: 0,
            stored: Stored::Nothing,
            backup: None,
            servers: [server(1), server(2)],
            accepted: None,
            instances: 2,
        }
    }

    pub(super) fn answer(&mut self, request: &LeaseRequest) -> LeaseReply {
        let LeaseRequest::Write { record, expected } = request else {
            return match &self.stored {
                Stored::Nothing => LeaseReply::Read(None),
                Stored::Entry(entry) => LeaseReply::Read(Some(entry.clone())),
                Stored::Deletion(revision) => LeaseReply::Deleted(*revision),
                Stored::Nonsense(_) => LeaseReply::Unreadable,
            };
        };
        if self.stored.revision() != *expected {
            return LeaseReply::Conflict;
        }
        self.revision += 1;
        if let Stored::Entry(before) = &self.stored
            && before.record.instance != record.instance
        {
            self.backup = Some(before.clone());
        }
        self.stored = Stored::Entry(LeaseEntry { revision: self.revision, record: record.clone() });
        LeaseReply::Written(self.revision)
    }

    pub(super) fn suffer(&mut self, mishap: Mishap) {
        if mishap == Mishap::Remade {
            (self.revision, self.stored) = (0, Stored::Nothing);
            return;
        }
        if mishap == Mishap::Restored {
            if let Some(backup) = self.backup.clone() {
                (self.revision, self.stored) = (backup.revision, Stored::Entry(backup));
            }
            return;
        }
        self.revision += 1;
        self.stored = match mishap {
            Mishap::Deleted => Stored::Deletion(self.revision),
            _ => Stored::Nonsense(self.revision),
        };
    }

    /// Returns an epoch that is higher than any that was ever had: processes begin with the time.
    fn later_epoch(&self) -> u64 {
        let mut highest = 0;
        self.clone().numbers(|_| {}, |epoch| highest = highest.max(*epoch), |_| {});
        highest + 1
    }

    pub(super) fn act(&mut self, place: usize, fate: Fate) {
        self.servers[place].is_asleep = fate == Fate::Sleeps;
        if matches!(fate, Fate::Plays | Fate::Sleeps) {
            return;
        }
        self.servers[place].lease.note_holder(fate == Fate::Unanswered);
        // A free lease is written, and a doubted one read, without a pause.
        for _ in 0..3 {
            let request = self.servers[place].lease.request(self.now_us);
            let reply = match fate {
                Fate::Runs | Fate::Unanswered => self.answer(&request),
                Fate::AnswerLost => {
                    self.answer(&request);
                    LeaseReply::Missing
                }
                Fate::RequestLate => {
                    self.servers[place].late = Some(request.clone());
                    LeaseReply::Missing
                }
                Fate::RequestLost | Fate::Plays | Fate::Sleeps => LeaseReply::Missing,
            };
            let now_us = self.now_us;
            self.servers[place].lease.take(&request, now_us, now_us, reply);
            let lease = &self.servers[place].lease;
            let is_doubted = matches!(&lease.state, LeaseState::Held(held) if held.is_doubted);
            if !is_doubted && lease.next_at_us(now_us) > now_us {
                break;
            }
        }
        self.servers[place].lease.note_holder(false);
        if matches!(self.servers[place].lease.status(), LeaseStatus::Lost { .. }) {
            self.instances += 1;
            let first_epoch = self.later_epoch();
            self.servers[place].lease = Lease::new("a".parse().unwrap(), self.instances, first_epoch);
        }
    }

    pub(super) fn write_late(&mut self, place: usize) {
        if let Some(request) = self.servers[place].late.take() {
            self.answer(&request);
        }
    }

    /// Returns the processes on air with their epochs.
    pub(super) fn on_air(&self) -> Vec<(u64, u64)> {
        let on_air = self.servers.iter().filter(|server| !server.is_asleep).filter_map(|server| {
            let LeaseStatus::Holds { epoch, until_us } = server.lease.status() else { return None };
            (self.now_us < until_us).then_some((epoch, server.lease.instance))
        });
        on_air.collect()
    }

    /// The edge takes a frame of each server on air.
    pub(super) fn listen(&mut self) {
        for (epoch, instance) in self.on_air() {
            match self.accepted {
                Some((highest, _)) if epoch < highest => {}
                Some((highest, of)) if epoch == highest => {
                    assert_eq!(instance, of, "two servers with the epoch {epoch}: {self:#?}");
                }
                _ => self.accepted = Some((epoch, instance)),
            }
        }
    }

    /// Returns every world that may come after this one.
    fn next(&self, fates: &[Fate], mishaps: &[Option<Mishap>]) -> Vec<Self> {
        let mut all = Vec::new();
        for mishap in mishaps {
            let mut world = self.clone();
            if let Some(mishap) = mishap {
                world.suffer(*mishap);
            }
            world.step(fates, &mut all);
        }
        all
    }

    fn step(&self, fates: &[Fate], all: &mut Vec<Self>) {
        for order in [[0, 1], [1, 0]] {
            for first in fates {
                for second in fates {
                    for late in [None, Some(0), Some(1)] {
                        let mut world = self.clone();
                        if let Some(place) = late {
                            if world.servers[place].late.is_none() {
                                continue;
                            }
                            world.write_late(place);
                        }
                        world.act(order[0], *first);
                        world.act(order[1], *second);
                        world.listen();
                        world.now_us += STEP_US;
                        all.push(world);
                    }
                }
            }
        }
    }

    /// Returns the same world with small numbers: only their order matters, and how far away times are.
    fn canonical(&self) -> Self {
        let mut world = self.clone();
        let (mut revisions, mut epochs, mut instances) =
            (BTreeSet::from([0]), BTreeSet::new(), BTreeSet::new());
        world.numbers(
            |revision| revisions.extend([*revision]),
            |epoch| epochs.extend([*epoch]),
            |instance| instances.extend([*instance]),
        );
        let rank = |all: &BTreeSet<u64>, one: &mut u64| *one = all.range(..*one).count() as u64;
        world.numbers(
            |revision| rank(&revisions, revision),
            // One that is next to another stays so.
            |epoch| {
                let before: Vec<u64> = epochs.range(..=*epoch).copied().collect();
                let steps = before.windows(2).map(|two| (two[1] - two[0]).min(2)).sum::<u64>();
                *epoch = 1 + steps;
            },
            |instance| rank(&instances, instance),
        );
        // Times that are long past differ in nothing.
        let shift = |time: &mut u64, most_past_us| {
            *time = (*time + START_US).saturating_sub(self.now_us).max(START_US - most_past_us);
        };
        for server in &mut world.servers {
            match &mut server.lease.state {
                LeaseState::Watched { free_at_us, .. } => shift(free_at_us, STEP_US),
                LeaseState::Held(held) => {
                    shift(&mut held.until_us, STEP_US);
                    shift(&mut held.known_us, AIR_US + STEP_US);
                    held.away_since_us.iter_mut().for_each(|time| shift(time, RESUME_AFTER_US + STEP_US));
                }
                _ => {}
            }
        }
        world.now_us = START_US;
        world
    }

    /// Calls back with every revision, every epoch and every process's number.
    fn numbers(
        &mut self,
        mut revision: impl FnMut(&mut u64),
        mut epoch: impl FnMut(&mut u64),
        mut instance: impl FnMut(&mut u64),
    ) {
        revision(&mut self.revision);
        instance(&mut self.instances);
        if let Some((highest, of)) = &mut self.accepted {
            epoch(highest);
            instance(of);
        }
        match &mut self.stored {
            Stored::Nothing => {}
            Stored::Entry(entry) => {
                revision(&mut entry.revision);
                epoch(&mut entry.record.epoch);
                instance(&mut entry.record.instance);
            }
            Stored::Deletion(one) | Stored::Nonsense(one) => revision(one),
        }
        if let Some(entry) = &mut self.backup {
            revision(&mut entry.revision);
            epoch(&mut entry.record.epoch);
            instance(&mut entry.record.instance);
        }
        for server in &mut self.servers {
            instance(&mut server.lease.instance);
            epoch(&mut server.lease.epoch);
            epoch(&mut server.lease.first_epoch);
            match &mut server.lease.state {
                LeaseState::Watched { revision: one, holder, .. } => {
                    revision(one);
                    if let Some(holder) = holder {
                        instance(&mut holder.instance);
                    }
                }
                LeaseState::Held(held) => revision(&mut held.revision),
                LeaseState::Free { revision: one, epoch: of } => {
                    revision(one);
                    epoch(of);
                }
                LeaseState::Unknown | LeaseState::Lost { .. } => {}
            }
            if let Some(LeaseRequest::Write { record, expected }) = &mut server.late {
                revision(expected);
                epoch(&mut record.epoch);
                instance(&mut record.instance);
            }
        }
    }
}

/// Looks at every world that comes about within `steps` by these fates and mishaps, and calls `check` with each; returns how
/// many there are.
pub(super) fn explore(
    steps: usize,
    fates: &[Fate],
    mishaps: &[Option<Mishap>],
    check: impl Fn(&World),
) -> usize {
    let mut known: HashSet<World> = HashSet::from([World::new().canonical()]);
    let mut newest: Vec<World> = known.iter().cloned().collect();
    for _ in 0..steps {
        let mut next = Vec::new();
        for world in newest.iter().flat_map(|world| world.next(fates, mishaps)) {
            let world = world.canonical();
            if known.insert(world.clone()) {
                check(&world);
                next.push(world);
            }
        }
        newest = next;
    }
    known.len()
}
