//! The listeners of one ring.

use std::ops::Range;
use std::time::Duration;

use slab::Slab;

use super::connection::{Connection, State};
use crate::clock::Clock;
use crate::mount::{Listener, RingReader};
use crate::output::listener_registry::{ListenerQuery, ListenerStatus};
use crate::sys::{MOST_PARCELS, SendBatch};

/// After so many deliveries everybody was served early and late: often enough to be fair, and seldom enough
/// that few come before others who were there before them.
const DELIVERIES_A_ROUND: usize = 256;
/// Room for so many connections is kept, whether they are there or not.
const LEAST_CAPACITY: usize = 64;

/// Connections that are sent the same, and what they are sent.
pub(super) struct RingGroup {
    feed: RingReader,
    connections: Slab<Connection>,
    /// One more than the highest key that is in use.
    places: usize,
    turns: Turns,
    /// Connections whose turn it is, and those of them that are sent something together.
    round: Vec<usize>,
    due: Vec<DueConnection>,
    /// Longest silence of a listener whose socket is full.
    patience: Duration,
    /// Sound that may be held back, in microseconds: as much as the last who does not hear live has in hand.
    most_held_us: u64,
}

/// A connection that is sent something together with others: its key, and the place of the record that was sealed for it.
struct DueConnection {
    key: usize,
    record: Range<usize>,
}

/// Readiness of a socket, as reported by the system.
#[derive(Clone, Copy, Debug)]
pub(super) struct SocketNews {
    /// It takes bytes again.
    pub(super) has_room: bool,
    /// There is something to be read, if only its end.
    pub(super) has_words: bool,
}

/// Numbers of connections by their state after a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Number of connections that no longer exist.
    pub(super) gone: usize,
    /// Number of connections that are being closed, which takes until a certain time.
    pub(super) leaving: usize,
    /// Number of connections that take no more, and may have vanished.
    pub(super) full: usize,
}

impl RingGroup {
    pub(super) fn new(feed: RingReader, patience: Duration) -> Self {
        let (connections, turns) = (Slab::new(), Turns::default());
        let (round, due) = (Vec::new(), Vec::new());
        Self { feed, connections, places: 0, turns, round, due, patience, most_held_us: 0 }
    }

    pub(super) fn is_for(&self, listener: &Listener) -> bool {
        listener.is_fed_by(&self.feed)
    }

    /// Returns its connections.
    pub(super) fn connections(&self) -> impl Iterator<Item = &Connection> {
        self.connections.iter().map(|(_, connection)| connection)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.connections.is_empty()
    }

    /// The key that the next connection to be put in will have.
    pub(super) fn next_key(&self) -> usize {
        self.connections.vacant_key()
    }

    #[cfg(test)]
    pub(super) fn places(&self) -> usize {
        self.places
    }

    #[cfg(test)]
    pub(super) fn room(&self) -> usize {
        self.connections.capacity()
    }

    /// Takes a connection in and sends what there is for it.
    pub(super) fn put(&mut self, connection: Connection, clock: &dyn Clock) -> Count {
        match connection.listener().most_held_us() {
            0 => {}
            most => self.most_held_us = most,
        }
        let key = self.connections.insert(connection);
        self.places = self.places.max(key + 1);
        self.serve(key, &mut Vec::new(), clock)
    }

    /// A socket has something to say, or room again.
    pub(super) fn hear(&mut self, key: usize, news: SocketNews, clock: &dyn Clock) -> Count {
        let Some(connection) = self.connections.get_mut(key) else { return Count::default() };
        if news.has_room {
            connection.has_room();
        }
        if news.has_words {
            connection.receive(clock);
        }
        self.serve(key, &mut Vec::new(), clock)
    }

    /// Sends what is new to everybody, if anything is: at least `hold_us` microseconds of sound, as far as that may be
    /// held back.
    pub(super) fn deliver(&mut self, batch: &mut SendBatch, hold_us: u64, clock: &dyn Clock) -> Count {
        let mut count = Count::default();
        if !self.feed.fetch(hold_us.min(self.most_held_us)) {
            return count;
        }
        let mut turns = self.turns.next(self.places);
        // Sealed records of the connections that are sent something together.
        let mut sealed = Vec::new();
        loop {
            self.round.clear();
            self.round.extend(turns.by_ref().take(MOST_PARCELS as usize));
            if self.round.is_empty() {
                return count;
            }
            self.send_together(batch, &mut sealed, clock);
            // One by one, what did not go through together, or is more than that.
            for place in 0..self.round.len() {
                count += self.serve(self.round[place], &mut sealed, clock);
            }
        }
    }

    /// Sends to those whose turn it is what is first for each, as far as it can be done at once.
    fn send_together(&mut self, batch: &mut SendBatch, sealed: &mut Vec<u8>, clock: &dyn Clock) {
        let Self { feed, connections, round, due, .. } = self;
        due.clear();
        sealed.clear();
        if batch.is_open() {
            due.extend(round.iter().filter_map(|key| {
                let connection = connections.get_mut(*key)?;
                connection
                    .has_more(feed, clock)
                    .then(|| DueConnection { key: *key, record: connection.seal(sealed) })
            }));
        }
        let parcel = |due: &DueConnection| {
            let connection = connections.get(due.key)?;
            Some(connection.parcel(sealed.get(due.record.clone())?))
        };
        let sent = batch.send(due.iter().filter_map(parcel));
        for (due, sent) in due.iter().zip(sent) {
            if let Some(connection) = connections.get_mut(due.key) {
                connection.sent(sent, &sealed[due.record.clone()]);
            }
        }
    }

    /// Returns whether `question` is about the listeners in the group: they all listen to the same stream.
    pub(super) fn is_asked_about(&self, question: &ListenerQuery) -> bool {
        self.connections.iter().next().is_some_and(|(_, one)| question.concerns(one.listener()))
    }

    /// The numbers of the listeners in it, each with its key.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (u64, usize)> {
        self.connections.iter().map(|(key, connection)| (connection.listener().number(), key))
    }

    /// Tells of one.
    pub(super) fn seen(&self, key: usize) -> Option<ListenerStatus> {
        self.connections.get(key).map(Connection::seen)
    }

    /// Has one leave, with a proper end.
    pub(super) fn send_away(&mut self, key: usize, clock: &dyn Clock) -> Count {
        if let Some(connection) = self.connections.get_mut(key) {
            connection.send_away(clock);
        }
        self.serve(key, &mut Vec::new(), clock)
    }

    /// Drops those that were told to leave and have had their time.
    pub(super) fn let_go(&mut self, now_us: u64) -> Count {
        self.retain(|connection| connection.look_after(now_us))
    }

    /// Drops those that have vanished.
    pub(super) fn listen_for_life(&mut self) -> Count {
        let patience = self.patience;
        self.retain(|connection| connection.listen_for_life(patience))
    }

    fn retain(&mut self, mut look: impl FnMut(&mut Connection)) -> Count {
        let mut total = Count::default();
        self.connections.retain(|_, connection| {
            look(connection);
            total += count(connection);
            connection.state() != State::Gone
        });
        self.close_ranks();
        total
    }

    /// Gives back the places after the last that is taken. Each was a newcomer's once, so this costs no more
    /// than their coming did.
    fn close_ranks(&mut self) {
        while self.places > 0 && !self.connections.contains(self.places - 1) {
            self.places -= 1;
        }
        if self.connections.capacity() > LEAST_CAPACITY.max(4 * self.places) {
            self.connections.shrink_to_fit();
        }
    }

    fn serve(&mut self, key: usize, sealed: &mut Vec<u8>, clock: &dyn Clock) -> Count {
        let Some(connection) = self.connections.get_mut(key) else { return Count::default() };
        let state = connection.send(&self.feed, sealed, clock);
        let count = count(connection);
        if state == State::Gone {
            drop(self.connections.try_remove(key));
            self.close_ranks();
        }
        count
    }
}

fn count(connection: &Connection) -> Count {
    let is = |state| usize::from(connection.state() == state);
    Count { gone: is(State::Gone), leaving: is(State::Leaving), full: usize::from(connection.is_full()) }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.gone += other.gone;
        self.leaving += other.leaving;
        self.full += other.full;
    }
}

/// Order in which listeners are served: each time a few of those who were last come first, and the others after
/// them in a row. In the opposite order, some would go from the front to the back, and hear nothing for as long as
/// a whole delivery takes.
#[derive(Default)]
struct Turns {
    first: usize,
}

impl Turns {
    /// The order of so many places for the next delivery.
    fn next(&mut self, places: usize) -> impl Iterator<Item = usize> + use<> {
        let first = if self.first < places { self.first } else { 0 };
        let few = places.div_ceil(DELIVERIES_A_ROUND);
        self.first = if first < few { (first + places).saturating_sub(few) } else { first - few };
        (first..places).chain(0..first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_served_once_a_delivery_and_first_once_a_round() {
        let check = |places: usize, deliveries: usize| {
            let mut turns = Turns::default();
            let mut firsts = Vec::new();
            for _ in 0..deliveries {
                let order: Vec<usize> = turns.next(places).collect();
                firsts.extend(order.first().copied());
                let mut everybody = order.clone();
                everybody.sort_unstable();
                assert!(everybody.into_iter().eq(0..places), "{order:?}");
                assert!(order.windows(2).all(|two| two[1] == (two[0] + 1) % places), "{order:?}");
            }
            firsts
        };
        assert_eq!(check(3, 7), [0, 2, 1, 0, 2, 1, 0]);
        assert!(check(0, 2).is_empty());
        let firsts = check(10_000, 512);
        assert_eq!(firsts[..3], [0, 9_960, 9_920]);
        assert_eq!(firsts.iter().filter(|first| **first == 0).count(), 3, "two rounds and a little more");
    }

    #[test]
    fn nobody_waits_for_more_than_a_few_who_come_before() {
        let mut turns = Turns::default();
        let mut before: Vec<usize> = (0..1_000).collect();
        for _ in 0..600 {
            let mut now = vec![0; 1_000];
            turns.next(1_000).enumerate().for_each(|(turn, place)| now[place] = turn);
            assert!(before.iter().zip(&now).all(|(before, now)| *now <= before + 4), "{now:?}");
            before = now;
        }
    }

    #[test]
    fn a_place_that_is_gone_does_not_stop_the_round() {
        let mut turns = Turns { first: 9 };
        assert_eq!(turns.next(4).collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
}
