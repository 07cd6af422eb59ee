//! The line, without sound.

use super::*;
use crate::audio::Block;
use crate::model::LiveSettings;
use crate::source::live::calls::{self, CallMixer, MOST_ON_AIR, MOST_SEATS};

const SECOND: u64 = 1_000_000;

struct Rig {
    room: CallRoom,
    mixer: CallMixer,
    now_us: u64,
}

impl Rig {
    fn open() -> Self {
        let (mixer, seats) = calls::open(LiveSettings::default());
        let mut rig = Self { room: CallRoom::new(seats), mixer, now_us: SECOND };
        rig.room.switch(true);
        rig.pass(true);
        rig.room.open(true).unwrap();
        rig
    }

    /// A second passes, with a DJ live or not.
    fn pass(&mut self, is_dj_live: bool) -> Vec<CallRecord> {
        self.pass_with(is_dj_live.then_some("Ada"))
    }

    /// A second passes, with this DJ live.
    fn pass_with(&mut self, dj: Option<&str>) -> Vec<CallRecord> {
        self.now_us += SECOND;
        // Twice, so that seats which were left are free.
        (0..3).for_each(|_| self.mixer.mix(&mut Block::silent(), dj.is_some()));
        self.room.pass_time(dj, |address| address == ip(250), self.now_us)
    }

    fn ring(&self, name: &str, host: u8) -> Result<Joined, CallRefusal> {
        self.ring_again(name, host, None)
    }

    fn ring_again(&self, name: &str, host: u8, token: Option<&str>) -> Result<Joined, CallRefusal> {
        let call = NewCall { address: ip(host), name: name.to_owned(), topic: "tides".to_owned(), token };
        self.room.join(&call, self.now_us)
    }

    fn order(&self, joined: &Joined, order: DeskOrder) -> Result<(), CallRefusal> {
        self.room.order(joined.number, order, "Ada", self.now_us).map(drop)
    }

    fn state(&self, joined: &Joined) -> Result<CallState, CallEnd> {
        self.room.status(joined).map(|status| status.state)
    }
}

fn ip(host: u8) -> IpAddr {
    IpAddr::from([192, 0, 2, host])
}

#[test]
fn callers_wait_in_order_and_take_seats_when_the_dj_wants_them() {
    let mut rig = Rig::open();
    let (ben, cleo) = (rig.ring("Ben", 1).unwrap(), rig.ring("Cleo", 2).unwrap());
    let place = |rig: &Rig, joined| rig.room.status(joined).unwrap().place;
    assert_eq!((place(&rig, &ben), place(&rig, &cleo)), (1, 2));
    assert!(rig.room.status(&cleo).unwrap().seat.is_none(), "who waits costs nothing");
    rig.order(&ben, DeskOrder::Screen).unwrap();
    assert_eq!((rig.state(&ben), place(&rig, &cleo)), (Ok(CallState::Screened), 1));
    rig.order(&cleo, DeskOrder::Screen).unwrap();
    assert_eq!(rig.state(&ben), Ok(CallState::Held), "one is screened at a time");
    rig.order(&ben, DeskOrder::PutOnAir).unwrap();
    rig.pass(true);
    rig.order(&ben, DeskOrder::Hold).unwrap();
    let aired = rig.pass(true);
    assert_eq!((&*aired[0].name, &*aired[0].topic, &*aired[0].by), ("Ben", "tides", "Ada"));
    assert_eq!(aired[0].event, CallEvent::OffAir { from_us: aired[0].at_us - SECOND });
    rig.order(&ben, DeskOrder::HangUp).unwrap();
    assert_eq!(rig.state(&ben), Err(CallEnd::ByStudio));
    assert_eq!(rig.pass(true)[0].event, CallEvent::HungUp);
    assert_eq!(rig.order(&ben, DeskOrder::Hold), Err(CallRefusal::NoCall));
    rig.room.hang_up(&cleo, rig.now_us);
    assert_eq!(rig.state(&cleo), Err(CallEnd::HungUp));
}

#[test]
fn the_line_says_why_it_does_not_let_a_caller_in() {
    let mut rig = Rig::open();
    assert_eq!(rig.ring(" ", 1), Err(CallRefusal::NoName));
    let (ben, _) = (rig.ring("Ben", 1).unwrap(), rig.ring("Ben", 1).unwrap());
    assert_eq!(rig.ring("Ben", 1), Err(CallRefusal::TooManyOfAddress));
    rig.order(&ben, DeskOrder::Bar(120)).unwrap();
    assert_eq!(rig.state(&ben), Err(CallEnd::Barred));
    assert_eq!(rig.ring("Ben", 1), Err(CallRefusal::Barred(120)));
    let barred = rig.room.pass_time(Some("Ada"), |_| false, rig.now_us);
    assert_eq!(barred.iter().map(|record| record.event).collect::<Vec<_>>(), [CallEvent::Barred(120)]);
    rig.now_us += 121 * SECOND;
    for host in 0..MOST_WAITING as u8 {
        rig.ring("Ben", host).unwrap();
    }
    assert_eq!(rig.ring("Cleo", 99), Err(CallRefusal::Full));
    rig.room.open(false).unwrap();
    assert_eq!(rig.ring("Cleo", 99), Err(CallRefusal::Closed));
    rig.room.switch(false);
    assert_eq!(rig.ring("Cleo", 99), Err(CallRefusal::Off));
    assert_eq!(rig.room.open(true), Err(CallRefusal::Off));
    rig.pass(true);
    assert!(rig.room.view(rig.now_us).callers.is_empty(), "calls were turned off");
}

#[test]
fn a_lost_caller_comes_back_into_the_seat_within_half_a_minute() {
    let mut rig = Rig::open();
    let ben = rig.ring("Ben", 1).unwrap();
    rig.order(&ben, DeskOrder::PutOnAir).unwrap();
    rig.room.lose(&ben, rig.now_us);
    (0..29).for_each(|_| drop(rig.pass(true)));
    assert!(!rig.room.view(rig.now_us).callers[0].is_connected);
    let again = rig.ring_again("", 7, Some(&ben.token)).unwrap();
    assert_eq!((again.number, rig.state(&again)), (ben.number, Ok(CallState::OnAir)));
    assert!(rig.room.status(&again).unwrap().seat.is_some());
    assert_eq!(rig.state(&ben), Err(CallEnd::Lost), "the old connection has no say");
    rig.room.lose(&ben, rig.now_us);
    assert!(rig.room.view(rig.now_us).callers[0].is_connected);
    rig.room.lose(&again, rig.now_us);
    let aired: Vec<_> = (0..31).flat_map(|_| rig.pass(true)).collect();
    assert_eq!((rig.state(&again), aired.len()), (Err(CallEnd::Lost), 1));
    assert!(rig.ring_again("Ben", 1, Some("")).is_ok(), "an empty secret is none");
}

#[test]
fn seats_and_places_on_air_are_limited() {
    let mut rig = Rig::open();
    let callers: Vec<_> = (0..=MOST_SEATS as u8).map(|host| rig.ring("Ben", host).unwrap()).collect();
    for joined in &callers[..MOST_ON_AIR] {
        rig.order(joined, DeskOrder::PutOnAir).unwrap();
    }
    assert_eq!(rig.order(&callers[MOST_ON_AIR], DeskOrder::PutOnAir), Err(CallRefusal::AirFull));
    for joined in &callers[MOST_ON_AIR..MOST_SEATS] {
        rig.order(joined, DeskOrder::Hold).unwrap();
    }
    assert_eq!(rig.order(&callers[MOST_SEATS], DeskOrder::Screen), Err(CallRefusal::NoSeat));
    assert_eq!(rig.state(&callers[MOST_SEATS]), Ok(CallState::Waiting));
    rig.order(&callers[0], DeskOrder::HangUp).unwrap();
    rig.pass(true);
    rig.order(&callers[MOST_SEATS], DeskOrder::Screen).unwrap();
}

#[test]
fn calls_end_with_the_show_and_with_a_ban() {
    let mut rig = Rig::open();
    let (ben, cleo) = (rig.ring("Ben", 1).unwrap(), rig.ring("Cleo", 250).unwrap());
    rig.pass(true);
    assert_eq!(rig.state(&cleo), Err(CallEnd::Barred), "the address is banned");
    (0..60).for_each(|_| drop(rig.pass(false)));
    assert_eq!(rig.state(&ben), Ok(CallState::Waiting), "the DJ may come back");
    assert_eq!(rig.order(&ben, DeskOrder::PutOnAir), Err(CallRefusal::NobodyLive));
    rig.pass(false);
    assert_eq!(rig.state(&ben), Err(CallEnd::Over));
    assert_eq!(rig.ring("Ben", 1), Err(CallRefusal::Closed));
    assert_eq!(rig.room.open(true), Err(CallRefusal::NobodyLive));
}

#[test]
fn callers_are_held_and_the_line_closes_when_another_dj_takes_over() {
    let mut rig = Rig::open();
    let (ben, cleo) = (rig.ring("Ben", 1).unwrap(), rig.ring("Cleo", 2).unwrap());
    let dan = rig.ring("Dan", 3).unwrap();
    rig.order(&ben, DeskOrder::PutOnAir).unwrap();
    rig.order(&cleo, DeskOrder::Screen).unwrap();
    assert!(rig.pass(false).is_empty() && rig.pass(true).is_empty(), "the same DJ comes back");
    assert_eq!(rig.state(&ben), Ok(CallState::OnAir));
    assert!(rig.room.view(rig.now_us).is_open);

    let mut changes = rig.room.changes();
    changes.mark_unchanged();
    rig.pass(false);
    let aired = rig.pass_with(Some("Eve"));
    assert!(changes.has_changed().unwrap(), "the pages are told");
    assert_eq!((aired.len(), &*aired[0].name, &*aired[0].by), (1, "Ben", "Ada"));
    assert_eq!(
        [&ben, &cleo, &dan].map(|joined| rig.state(joined)),
        [Ok(CallState::Held), Ok(CallState::Held), Ok(CallState::Waiting)]
    );
    assert!(!rig.room.view(rig.now_us).is_open, "each DJ opens their own line");
    assert_eq!(rig.ring("Fay", 4), Err(CallRefusal::Closed));

    rig.order(&ben, DeskOrder::PutOnAir).unwrap();
    rig.room.set_dj(Some("Ada"), rig.now_us);
    assert_eq!(rig.state(&ben), Ok(CallState::Held), "a desk's order notes the change at once");
}

#[test]
fn a_caller_who_came_back_without_a_seat_is_put_on_air_again() {
    let mut rig = Rig::open();
    let mut ben = rig.ring("Ben", 1).unwrap();
    rig.order(&ben, DeskOrder::PutOnAir).unwrap();
    // The mixer takes no seats meanwhile, until there is room for no more.
    let has_seat = |rig: &Rig, joined: &Joined| rig.room.status(joined).unwrap().seat.is_some();
    for _ in 0..1_000 {
        ben = rig.ring_again("", 1, Some(&ben.token)).unwrap();
        if !has_seat(&rig, &ben) {
            break;
        }
    }
    assert!(!has_seat(&rig, &ben));
    rig.pass(true);
    rig.order(&ben, DeskOrder::PutOnAir).unwrap();
    assert!(has_seat(&rig, &ben));
    assert_eq!(rig.state(&ben), Ok(CallState::OnAir));
}

#[test]
fn all_calls_end_when_it_changes_who_may_listen() {
    let mut rig = Rig::open();
    let (ben, cleo) = (rig.ring("Ben", 1).unwrap(), rig.ring("Cleo", 2).unwrap());
    rig.order(&ben, DeskOrder::PutOnAir).unwrap();
    assert!(rig.room.end_all(rig.now_us));
    assert_eq!(
        [&ben, &cleo].map(|joined| rig.state(joined)),
        [Err(CallEnd::AccessChanged), Err(CallEnd::AccessChanged)]
    );
    assert_eq!(rig.pass(true).len(), 1, "who was on air is written down");
    assert!(!rig.room.end_all(rig.now_us));
    assert!(rig.ring_again("", 1, Some(&ben.token)).is_err(), "the seat is gone");
}

#[test]
fn everything_ends_when_the_station_signs_off() {
    let mut rig = Rig::open();
    let (ben, desk) = (rig.ring("Ben", 1).unwrap(), rig.room.take_desk().unwrap());
    let mut changes = rig.room.changes();
    rig.room.close(rig.now_us);
    assert!(changes.has_changed().unwrap() && rig.room.is_closed());
    assert_eq!(rig.state(&ben), Err(CallEnd::Over));
    assert!(!rig.room.has_desk(&desk) && rig.room.take_desk().is_none());
    rig.room.switch(true);
    rig.pass(true);
    assert_eq!(rig.ring("Ben", 1), Err(CallRefusal::Off));
    changes.mark_unchanged();
}
