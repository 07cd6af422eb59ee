//! Every state that two servers can get into, with messages that are lost or late and processes that do not run.

use std::collections::{BTreeSet, HashSet};

use super::*;

/// A step of the model: each server that runs asks once.
const STEP_US: u64 = 500_000;
/// Steps within which one server is on air when nothing more goes wrong.
const CALM_STEPS: usize = 7;

/// Fates of a server in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Runs,
    /// It may be heard, but does not come to ask: it has just woken up, or is busy.
    Plays,
    Sleeps,
    RequestLost,
    AnswerLost,
    /// The request is written steps later, if at all.
    RequestLate,
}

/// Fates while NATS answers, and all.
const FREEZES: [Fate; 3] = [Fate::Runs, Fate::Plays, Fate::Sleeps];
const EVERYTHING: [Fate; 6] =
    [Fate::Runs, Fate::Plays, Fate::Sleeps, Fate::RequestLost, Fate::AnswerLost, Fate::RequestLate];

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Server {
    lease: Lease,
    late: Option<LeaseRequest>,
    is_asleep: bool,
}

/// Two servers, the bus, and an edge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct World {
    now_us: u64,
    revision: u64,
    entry: Option<LeaseEntry>,
    servers: [Server; 2],
    /// The highest epoch that the edge has seen, and the process it was from.
    accepted: Option<(u64, u64)>,
    instances: u64,
}

impl World {
    fn new() -> Self {
        let server = |instance| Server {
            lease: Lease::new("a".parse().unwrap(), instance, 1),
            late: None,
            is_asleep: false,
        };
        Self {
            now_us: 10 * STEP_US,
            revision: 0,
            entry: None,
            servers: [server(1), server(2)],
            accepted: None,
            instances: 2,
        }
    }

    fn answer(&mut self, request: &LeaseRequest) -> LeaseReply {
        let LeaseRequest::Write { record, expected } = request else {
            return LeaseReply::Read(self.entry.clone());
        };
        if self.entry.as_ref().map_or(0, |entry| entry.revision) != *expected {
            return LeaseReply::Conflict;
        }
        self.revision += 1;
        self.entry = Some(LeaseEntry { revision: self.revision, record: record.clone() });
        LeaseReply::Written(self.revision)
    }

    fn act(&mut self, place: usize, fate: Fate) {
        self.servers[place].is_asleep = fate == Fate::Sleeps;
        if matches!(fate, Fate::Plays | Fate::Sleeps) {
            return;
        }
        // A free lease is written, and a doubted one read, without a pause.
        for _ in 0..3 {
            let request = self.servers[place].lease.request(self.now_us);
            let reply = match fate {
                Fate::Runs => self.answer(&request),
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
            let state = &self.servers[place].lease.state;
            if !matches!(state, LeaseState::Free { .. } | LeaseState::Held { is_doubted: true, .. }) {
                break;
            }
        }
        if matches!(self.servers[place].lease.status(), LeaseStatus::Lost { .. }) {
            self.instances += 1;
            self.servers[place].lease = Lease::new("a".parse().unwrap(), self.instances, 1);
        }
    }

    fn write_late(&mut self, place: usize) {
        if let Some(request) = self.servers[place].late.take() {
            self.answer(&request);
        }
    }

    /// Returns the processes on air with their epochs.
    fn on_air(&self) -> Vec<(u64, u64)> {
        let on_air = self.servers.iter().filter(|server| !server.is_asleep).filter_map(|server| {
            let LeaseStatus::Holds { epoch, until_us } = server.lease.status() else { return None };
            (self.now_us < until_us).then_some((epoch, server.lease.instance))
        });
        on_air.collect()
    }

    /// The edge takes a frame of each server on air.
    fn listen(&mut self) {
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
    fn next(&self, fates: &[Fate]) -> Vec<Self> {
        let mut all = Vec::new();
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
        all
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
        let shift = |time: &mut u64| *time = (*time + 10 * STEP_US).saturating_sub(self.now_us);
        for server in &mut world.servers {
            match &mut server.lease.state {
                LeaseState::Watched { free_at_us: time, .. } | LeaseState::Held { until_us: time, .. } => {
                    shift(time);
                    // Times in the past differ in nothing.
                    *time = (*time).max(9 * STEP_US);
                }
                _ => {}
            }
        }
        world.now_us = 10 * STEP_US;
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
        if let Some(entry) = &mut self.entry {
            revision(&mut entry.revision);
            epoch(&mut entry.record.epoch);
            instance(&mut entry.record.instance);
        }
        for server in &mut self.servers {
            instance(&mut server.lease.instance);
            epoch(&mut server.lease.epoch);
            match &mut server.lease.state {
                LeaseState::Watched { revision: one, .. } | LeaseState::Held { revision: one, .. } => {
                    revision(one);
                }
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

/// Looks at every world that comes about within `steps` by these fates, and calls `check` with each; returns how many
/// there are.
fn explore(steps: usize, fates: &[Fate], check: impl Fn(&World)) -> usize {
    let mut known: HashSet<World> = HashSet::from([World::new().canonical()]);
    let mut newest: Vec<World> = known.iter().cloned().collect();
    for _ in 0..steps {
        let mut next = Vec::new();
        for world in newest.iter().flat_map(|world| world.next(fates)) {
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

/// Nothing goes wrong any more: one server is on air, and stays it.
fn comes_to_rest(world: &World) {
    let mut world = world.clone();
    for _ in 0..CALM_STEPS {
        (0..2).for_each(|place| world.act(place, Fate::Runs));
        world.listen();
        world.now_us += STEP_US;
    }
    world.now_us -= STEP_US;
    let on_air = world.on_air();
    assert_eq!(on_air.len(), 1, "{world:#?}");
    assert_eq!(world.accepted, Some(on_air[0]), "the edge listens to it");
}

#[test]
fn an_edge_never_hears_two_servers_and_one_is_on_air_in_the_end() {
    let count = explore(5, &EVERYTHING, comes_to_rest);
    assert!(count > 1_000, "{count}");
}

#[test]
fn while_nats_answers_at_most_one_server_is_on_air_whoever_is_frozen() {
    let count = explore(12, &FREEZES, |world| {
        let mut then = world.clone();
        then.now_us -= STEP_US;
        assert!(then.on_air().len() <= 1, "{then:#?}");
    });
    assert!(count > 50, "{count}");
}

#[test]
fn the_sound_goes_on_while_nats_is_away_but_not_after_a_freeze() {
    let mut world = World::new();
    world.act(0, Fate::Runs);
    for _ in 0..20 {
        world.now_us += STEP_US;
        world.act(0, Fate::RequestLost);
        assert_eq!(world.on_air().len(), 1);
    }
    world.now_us += 4 * STEP_US;
    world.act(0, Fate::RequestLost);
    assert_eq!(world.on_air(), [], "it did not run for a while, and cannot know");
    world.act(0, Fate::Runs);
    assert_eq!(world.on_air().len(), 1, "nobody has taken it");
    world.now_us += 4 * STEP_US;
    world.act(1, Fate::Runs);
    world.now_us += 4 * STEP_US;
    world.act(1, Fate::Runs);
    assert_eq!(world.on_air(), [(2, 2)]);
    let before = world.servers[0].lease.clone();
    world.act(0, Fate::Runs);
    assert_ne!(world.servers[0].lease.instance, before.instance, "it has stepped down");
}

#[test]
fn a_lease_that_was_given_up_is_taken_at_once() {
    let mut world = World::new();
    world.act(0, Fate::Runs);
    world.act(1, Fate::Runs);
    let request = world.servers[0].lease.release().unwrap();
    world.answer(&request);
    world.act(1, Fate::Runs);
    assert!(matches!(world.servers[1].lease.status(), LeaseStatus::Holds { epoch: 2, .. }));
    assert_eq!(world.servers[1].lease.release().map(|_| ()), Some(()));
}
