//! Schedule of joins and leaves, and the listeners' sockets.

use std::io;
use std::time::Duration;

use mio::{Events, Interest, Poll, Token};
use slab::Slab;

use super::listener::{Fate, Shared, TestListener, in_words};
use super::pace::JoinSchedule;
use super::report::{Report, Sample, Samples};
use super::{LoadtestError, Plan};
use crate::clock::Clock;
use crate::sys::raise_descriptors;

/// Sockets looked after in one go.
const MOST_EVENTS: usize = 4_096;
/// Members that join or leave in one go; those who listen are looked after in between.
const MOST_AT_ONCE: u64 = 64;
/// Time within which the last joiners must receive sound, in microseconds.
const PATIENCE_US: u64 = 15_000_000;
/// Longest wait for socket events, in microseconds.
const LONGEST_WAIT_US: u64 = 100_000;
/// Descriptors besides those of listeners.
const OTHER_DESCRIPTORS: usize = 32;

struct Crowd<'a> {
    plan: &'a Plan,
    poll: Poll,
    events: Events,
    members: Slab<TestListener>,
    /// Number of listeners that received sound.
    hearing: usize,
    shared: Shared<'a>,
    /// Number of connection attempts.
    asked: usize,
}

/// Listens as planned.
pub(super) fn run(plan: &Plan, clock: &dyn Clock) -> Result<Report, LoadtestError> {
    let limit = raise_descriptors((plan.listeners + OTHER_DESCRIPTORS) as u64);
    if limit < (plan.listeners + OTHER_DESCRIPTORS) as u64 {
        return Err(LoadtestError::Descriptors { listeners: plan.listeners, limit });
    }
    let mut crowd = Crowd {
        plan,
        poll: Poll::new()?,
        events: Events::with_capacity(MOST_EVENTS),
        members: Slab::new(),
        hearing: 0,
        shared: Shared::new(plan, clock)?,
        asked: 0,
    };
    let first = crowd.sample();
    if let Some(pid) = plan.pid.filter(|_| first.process.is_none()) {
        return Err(LoadtestError::NoProcess(pid));
    }
    crowd.leave_alone()?;
    let alone = crowd.sample();
    crowd.join_all()?;
    crowd.shared.tally.begin_listening();
    let begin = crowd.sample();
    crowd.listen()?;
    let end = crowd.sample();
    for (_, member) in &mut crowd.members {
        member.close(end.at_us, &mut crowd.shared.tally);
    }
    Ok(Report::new(plan, &crowd.shared.tally, &Samples { first, alone, begin, end }))
}

impl Crowd<'_> {
    fn now_us(&self) -> u64 {
        self.shared.clock.now_us()
    }

    fn sample(&self) -> Sample {
        let at_us = self.now_us();
        let overdue = self.members.iter().filter(|(_, member)| member.is_overdue(at_us)).count();
        let waiting = self.members.len() - self.hearing;
        Sample { hearing: self.hearing, waiting, overdue, ..Sample::take(self.plan.pid, at_us) }
    }

    /// Lets the process be for a while, if it is known which one.
    fn leave_alone(&mut self) -> io::Result<()> {
        let until_us = self.now_us() + self.plan.alone.as_micros() as u64;
        while self.plan.pid.is_some() && self.now_us() < until_us {
            self.turn(until_us)?;
        }
        Ok(())
    }

    /// Lets everybody in at the rate that was asked for, and waits until all have heard something.
    fn join_all(&mut self) -> io::Result<()> {
        let mut pace = JoinSchedule::new(self.now_us(), self.plan.rate);
        let mut patience_us = self.now_us() + PATIENCE_US;
        loop {
            let now_us = self.now_us();
            let left = (self.plan.listeners - self.asked) as u64;
            let due = if self.plan.rate == 0 { left } else { pace.due(now_us).min(left) };
            for _ in 0..due.min(MOST_AT_ONCE) {
                self.join();
                pace.one_done();
                patience_us = now_us + PATIENCE_US;
            }
            let is_done = self.asked == self.plan.listeners;
            if is_done && (self.hearing == self.members.len() || now_us >= patience_us) {
                return Ok(());
            }
            let next_us = if due > MOST_AT_ONCE { Some(0) } else { pace.next_us() };
            self.turn(if is_done { patience_us } else { next_us.unwrap_or(0) })?;
        }
    }

    /// Listens for the planned time, while some leave and others join.
    fn listen(&mut self) -> io::Result<()> {
        let begin_us = self.now_us();
        let end_us = begin_us + self.plan.time.as_micros() as u64;
        let mut leaving = JoinSchedule::new(begin_us, self.plan.churn);
        while self.now_us() < end_us {
            let due = leaving.due(self.now_us());
            for _ in 0..due.min(MOST_AT_ONCE) {
                self.replace_one();
                leaving.one_done();
            }
            let next_us = if due > MOST_AT_ONCE { Some(0) } else { leaving.next_us() };
            self.turn(next_us.unwrap_or(u64::MAX).min(end_us))?;
        }
        Ok(())
    }

    /// Looks after sockets, waiting for them until `until_us` at most.
    fn turn(&mut self, until_us: u64) -> io::Result<()> {
        let wait = until_us.saturating_sub(self.now_us()).min(LONGEST_WAIT_US);
        match self.poll.poll(&mut self.events, Some(Duration::from_micros(wait))) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
            _ => {}
        }
        for event in &self.events {
            let Token(key) = event.token();
            let Some(member) = self.members.get_mut(key) else { continue };
            let heard = member.hears();
            let fate = member.react(event, &mut self.shared);
            self.hearing += usize::from(member.hears() && !heard);
            if fate != Fate::Stays {
                self.hearing -= usize::from(member.hears());
                self.members.remove(key);
                self.shared.tally.gone(&fate);
            }
        }
        Ok(())
    }

    fn join(&mut self) {
        let sources = &self.plan.sources;
        let from = (!sources.is_empty()).then(|| sources[self.asked % sources.len()]);
        let number = self.asked;
        self.asked += 1;
        let entry = self.members.vacant_entry();
        let member = TestListener::connect(number, self.plan.target.address, from, &self.shared);
        let registered = member.and_then(|mut member| {
            let interest = Interest::READABLE | Interest::WRITABLE;
            self.poll.registry().register(member.socket(), Token(entry.key()), interest)?;
            Ok(member)
        });
        match registered {
            Ok(member) => drop(entry.insert(member)),
            Err(error) => self.shared.tally.gone(&Fate::Refused(in_words(&error))),
        }
    }

    /// Somebody who hears something leaves, and somebody else joins.
    fn replace_one(&mut self) {
        let (places, now_us) = (self.members.capacity(), self.now_us());
        for _ in 0..MOST_AT_ONCE {
            let key = fastrand::usize(..places.max(1));
            if self.members.get(key).is_some_and(TestListener::hears) {
                self.members.remove(key).close(now_us, &mut self.shared.tally);
                self.hearing -= 1;
                self.shared.tally.left += 1;
                break;
            }
        }
        if self.members.len() < self.plan.listeners {
            self.join();
        }
    }
}
