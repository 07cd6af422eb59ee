//! Every state that two servers can get into, with messages that are lost or late and processes that do not run.

mod world;

use super::*;
use world::{
    CALM_STEPS, EVERYTHING, FREEZES, Fate, MISHAP_FATES, MISHAPS, Mishap, RESTORATIONS, START_US, STEP_US,
    Stored, UNANSWERED, World, explore,
};

/// Nothing goes wrong any more: one server is on air, and stays it. Returns how it is then.
fn calmed(world: &World) -> World {
    let mut world = world.clone();
    for _ in 0..CALM_STEPS {
        (0..2).for_each(|place| world.act(place, Fate::Runs));
        world.listen();
        world.now_us += STEP_US;
    }
    world.now_us -= STEP_US;
    assert_eq!(world.on_air().len(), 1, "{world:#?}");
    world
}

/// The same, and the edge listens to that server.
fn comes_to_rest(world: &World) {
    let world = calmed(world);
    let on_air = world.on_air();
    assert_eq!(world.accepted, Some(on_air[0]), "the edge listens to it: {world:#?}");
}

#[test]
fn an_edge_never_hears_two_servers_and_one_is_on_air_in_the_end() {
    let count = explore(7, &EVERYTHING, &[None], comes_to_rest);
    assert!(count > 1_000, "{count}");
}

#[test]
fn while_nats_answers_at_most_one_server_is_on_air_whoever_is_frozen() {
    let count = explore(12, &FREEZES, &[None], |world| {
        let mut then = world.clone();
        then.now_us -= STEP_US;
        assert!(then.on_air().len() <= 1, "{then:#?}");
    });
    assert!(count > 50, "{count}");
}

#[test]
fn a_server_that_was_wrongly_taken_for_gone_is_on_air_beside_another_one_until_it_asks() {
    let count = explore(9, &UNANSWERED, &[None], |world| {
        let mut then = world.clone();
        then.now_us -= STEP_US;
        for place in 0..2 {
            if !then.servers[place].is_asleep {
                then.act(place, Fate::Runs);
            }
        }
        assert!(then.on_air().len() <= 1, "{then:#?}");
    });
    assert!(count > 50, "{count}");
    // The edge hears the later one all the while.
    let mut world = World::new();
    calm(&mut world, 5);
    world.listen();
    world.act(0, Fate::Plays);
    world.act(1, Fate::Unanswered);
    world.listen();
    assert_eq!((world.on_air().len(), world.accepted), (2, Some((2, 2))));
}

#[test]
fn a_lease_whose_holder_does_not_answer_is_free_once_a_renewal_is_missing() {
    let mut world = World::new();
    calm(&mut world, 4);
    let (now_us, reply) = (world.now_us, world.answer(&LeaseRequest::Read));
    let mut lease = Lease::new("b".parse().unwrap(), 9, 9);
    lease.take(&LeaseRequest::Read, now_us, now_us, reply);
    let is_taken = |lease: &Lease, after_us| matches!(lease.request(now_us + after_us), LeaseRequest::Write { expected, .. } if expected > 0);
    assert!(!is_taken(&lease, FREE_AFTER_US - 1) && is_taken(&lease, FREE_AFTER_US));
    lease.note_holder(true);
    assert!(!is_taken(&lease, GONE_AFTER_US - 1) && is_taken(&lease, GONE_AFTER_US));
    assert_eq!(lease.next_at_us(now_us + GONE_AFTER_US - 1), now_us + GONE_AFTER_US);
    // It has renewed the lease.
    world.act(0, Fate::Runs);
    let reply = world.answer(&LeaseRequest::Read);
    lease.take(&LeaseRequest::Read, now_us + GONE_AFTER_US - 1, now_us + GONE_AFTER_US - 1, reply);
    assert!(!is_taken(&lease, 2 * GONE_AFTER_US - 2) && is_taken(&lease, 2 * GONE_AFTER_US - 1));
    // A renewal that comes is seen in time.
    const { assert!(RENEW_US + LOOK_US < GONE_AFTER_US) };
    // Nobody has it: who lost it may write it again.
    let mut lease = Lease::new("b".parse().unwrap(), 9, 9);
    lease.note_holder(true);
    lease.take(&LeaseRequest::Read, now_us, now_us, LeaseReply::Read(None));
    assert_eq!(lease.request(now_us + GONE_AFTER_US), LeaseRequest::Read);
}

#[test]
fn a_bucket_that_is_lost_or_an_entry_that_is_deleted_never_gives_two_servers_one_epoch() {
    let count = explore(6, &MISHAP_FATES, &MISHAPS, |world| {
        calmed(world);
    });
    assert!(count > 1_000, "{count}");
}

#[test]
fn a_bucket_that_goes_back_in_time_never_gives_two_servers_one_epoch_nor_ends_with_none_on_air() {
    let count = explore(7, &MISHAP_FATES, &RESTORATIONS, |world| {
        calmed(world);
    });
    assert!(count > 1_000, "{count}");
}

#[test]
fn a_holder_writes_its_lease_again_after_the_bucket_went_back_to_another_server() {
    let mut world = World::new();
    calm(&mut world, 4);
    let request = world.servers[0].lease.release().unwrap();
    world.answer(&request);
    world.act(1, Fate::Runs);
    world.servers[0].lease = Lease::new("a".parse().unwrap(), 3, 3);
    calm(&mut world, 4);
    assert_eq!(world.on_air(), [(2, 2)]);
    world.suffer(Mishap::Restored);
    assert!(matches!(&world.stored, Stored::Entry(entry) if entry.record.epoch == 1));
    for _ in 0..8 {
        calm(&mut world, 1);
        assert_eq!(world.on_air(), [(2, 2)]);
    }
    assert!(matches!(&world.stored, Stored::Entry(entry) if entry.record.epoch == 2));
}

/// Lets both run for so many steps.
fn calm(world: &mut World, steps: usize) {
    for _ in 0..steps {
        (0..2).for_each(|place| world.act(place, Fate::Runs));
        world.now_us += STEP_US;
    }
}

#[test]
fn a_lease_that_nobody_has_is_taken_only_after_a_while_so_that_one_who_lost_it_is_first() {
    let mut world = World::new();
    world.act(0, Fate::Runs);
    assert_eq!(world.on_air(), []);
    assert_eq!(world.servers[0].lease.next_at_us(START_US), START_US + LOOK_US);
    calm(&mut world, 4);
    assert_eq!(world.on_air(), [(1, 1)]);
    for mishap in [Mishap::Remade, Mishap::Deleted] {
        world.suffer(mishap);
        calm(&mut world, 8);
        assert_eq!(world.on_air(), [(1, 1)], "{mishap:?}");
    }
}

#[test]
fn nobody_goes_on_air_by_something_else_in_the_place_of_the_lease_and_who_is_stays() {
    let mut world = World::new();
    calm(&mut world, 6);
    world.suffer(Mishap::Overwritten);
    calm(&mut world, 12);
    assert_eq!(world.on_air(), [(1, 1)]);
    assert!(matches!(world.stored, Stored::Nonsense(_)), "it is not overwritten");
    assert_eq!(world.servers[1].lease.status(), LeaseStatus::StandsBy { holder: None });
    world.suffer(Mishap::Deleted);
    calm(&mut world, 6);
    assert!(matches!(&world.stored, Stored::Entry(entry) if entry.record.instance == 1));
}

#[test]
fn a_holder_that_did_not_run_for_a_while_reads_before_it_writes() {
    let mut world = World::new();
    calm(&mut world, 4);
    let request = |world: &World| world.servers[0].lease.request(world.now_us);
    assert!(matches!(request(&world), LeaseRequest::Write { .. }));
    world.now_us += AIR_US;
    assert_eq!(request(&world), LeaseRequest::Read);
    // A bucket that was made anew has come to the same revision: what it holds is another server's.
    let stored = world.stored.clone();
    let LeaseEntry { revision, mut record } = match stored {
        Stored::Entry(entry) => entry,
        other => panic!("{other:?}"),
    };
    (record.instance, record.epoch) = (77, 9);
    world.stored = Stored::Entry(LeaseEntry { revision, record: record.clone() });
    let reply = world.answer(&LeaseRequest::Read);
    let now_us = world.now_us;
    let mut lease = world.servers[0].lease.clone();
    lease.take(&LeaseRequest::Read, now_us, now_us, reply);
    assert!(matches!(lease.status(), LeaseStatus::Lost { epoch: 9, .. }));
    // An answer that does not come is a reason, too.
    let mut lease = world.servers[0].lease.clone();
    lease.take(&LeaseRequest::Read, now_us, now_us, LeaseReply::Missing);
    assert_eq!(lease.request(now_us), LeaseRequest::Read);
}

#[test]
fn epochs_never_go_back_though_the_bucket_does_and_end_before_they_overflow() {
    let mut world = World::new();
    calm(&mut world, 4);
    let Stored::Entry(entry) = world.stored.clone() else { panic!("{world:#?}") };
    let read = |epoch, known| {
        let mut lease = Lease { epoch: known, ..world.servers[1].lease.clone() };
        let record = LeaseRecord { epoch, instance: 77, ..entry.record.clone() };
        let reply = LeaseReply::Read(Some(LeaseEntry { record, ..entry.clone() }));
        lease.take(&LeaseRequest::Read, START_US, START_US, reply.clone());
        lease.take(&LeaseRequest::Read, START_US, START_US, reply);
        lease
    };
    let claims = |lease: &Lease, now_us| match lease.request(now_us) {
        LeaseRequest::Write { record, .. } => Some(record.epoch),
        LeaseRequest::Read => None,
    };
    assert_eq!(claims(&read(3, 7), START_US), None, "its holder may write it again");
    assert_eq!(claims(&read(3, 7), START_US + FREE_AFTER_US), Some(8));
    assert_eq!(claims(&read(7, 3), START_US), None);
    assert_eq!(claims(&read(7, 3), START_US + FREE_AFTER_US), Some(8));
    assert_eq!(claims(&read(MOST_EPOCH, 3), START_US + FREE_AFTER_US), None);
    assert_eq!(claims(&read(u64::MAX, 3), START_US + FREE_AFTER_US), None);
}

#[test]
fn the_sound_goes_on_while_nats_is_away_though_the_server_stalls() {
    let mut world = World::new();
    calm(&mut world, 4);
    for _ in 0..20 {
        world.now_us += STEP_US;
        world.act(0, Fate::RequestLost);
        assert_eq!(world.on_air(), [(1, 1)]);
    }
    world.now_us += 4 * STEP_US;
    assert_eq!(world.on_air(), [], "it does not run");
    world.act(0, Fate::RequestLost);
    assert_eq!(world.on_air(), [(1, 1)], "nobody could have taken it");
    world.act(0, Fate::Runs);
    assert_eq!(world.on_air(), [(1, 1)]);
}

#[test]
fn a_server_that_was_frozen_is_silent_until_it_knows_or_nats_is_gone_for_certain() {
    let mut world = World::new();
    calm(&mut world, 4);
    world.now_us += 4 * STEP_US;
    for _ in 0..RESUME_AFTER_US / STEP_US {
        world.act(0, Fate::RequestLost);
        assert_eq!(world.on_air(), [], "NATS may be there, and another server on air");
        world.now_us += STEP_US;
    }
    let mut answered = world.clone();
    answered.act(0, Fate::Runs);
    assert_eq!(answered.on_air(), [(1, 1)], "nobody has taken it");
    world.act(0, Fate::RequestLost);
    assert_eq!(world.on_air(), [(1, 1)], "NATS is gone");
    answered.now_us += 4 * STEP_US;
    for _ in 0..5 {
        answered.act(1, Fate::Runs);
        answered.now_us += STEP_US;
    }
    assert_eq!(answered.on_air(), [(2, 2)]);
    let before = answered.servers[0].lease.clone();
    answered.act(0, Fate::Runs);
    assert_ne!(answered.servers[0].lease.instance, before.instance, "it has stepped down");
}

#[test]
fn a_lease_that_was_given_up_is_taken_at_once() {
    let mut world = World::new();
    calm(&mut world, 4);
    let request = world.servers[0].lease.release().unwrap();
    world.answer(&request);
    world.act(1, Fate::Runs);
    assert!(matches!(world.servers[1].lease.status(), LeaseStatus::Holds { epoch: 2, .. }));
    assert_eq!(world.servers[1].lease.release().map(|_| ()), Some(()));
}
