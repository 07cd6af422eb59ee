//! The line itself: who is on it, in which order, and what may be done.

use std::collections::VecDeque;
use std::net::IpAddr;

use super::barred::BarredCallers;
use super::caller::{CallState, Caller, CallerStatus, CallerView, Joined, NewCall, new_token};
use super::desk_order::{DeskContext, DeskOrder};
use super::reasons::{CallEnd, CallRefusal};
use super::{CallEvent, CallRecord, LONGEST_NAME, LONGEST_TOPIC, MOST_OF_ADDRESS, MOST_WAITING};
use crate::model::client_prefix;
use crate::source::live::calls::{CallSeat, CallSeats, MOST_ON_AIR, MOST_SEATS, SeatRole};

/// Time for which a lost caller may come back into the seat: 30 s.
const COMES_BACK_US: u64 = 30_000_000;
/// Time without a live DJ after which the line closes and its calls end: a minute.
const SHOW_ENDS_US: u64 = 60_000_000;
/// Calls whose end is remembered, for their connections.
const MOST_ENDED: usize = 128;
/// Records that are not written down yet; the oldest makes room.
const MOST_RECORDS: usize = 256;

/// The line as the DJ and the page see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineView {
    /// Whether the station takes calls at all.
    pub is_on: bool,
    /// Whether new callers are let in.
    pub is_open: bool,
    /// Callers, the oldest call first.
    pub callers: Vec<CallerView>,
}

/// Whom the line lets in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum LinePhase {
    /// The station takes no calls.
    #[default]
    Off,
    /// The DJ has not opened it.
    Closed,
    /// New callers.
    Open,
    /// The station signs off: nobody any more.
    SignedOff,
}

/// A station's line.
#[derive(Default)]
pub struct CallLine {
    phase: LinePhase,
    callers: Vec<Caller>,
    ended: VecDeque<(u64, CallEnd)>,
    records: VecDeque<CallRecord>,
    barred: BarredCallers,
    last: u64,
    desk: Option<CallSeat>,
    is_dj_live: bool,
    /// Name of the DJ who is live or was so last: whose show the callers are in.
    dj: Option<String>,
    /// Time since which no DJ is live.
    alone_since_us: Option<u64>,
}

impl CallLine {
    pub(super) fn close(&mut self, now_us: u64) {
        self.phase = LinePhase::SignedOff;
        self.pass_time(None, |_| false, now_us);
        if let Some(desk) = self.desk.take() {
            desk.leave();
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.phase == LinePhase::SignedOff
    }

    fn is_on(&self) -> bool {
        matches!(self.phase, LinePhase::Closed | LinePhase::Open)
    }

    /// Turns calls on or off; returns whether that is a change.
    pub(super) fn switch(&mut self, is_on: bool) -> bool {
        let before = self.phase;
        self.phase = match (before, is_on) {
            (LinePhase::SignedOff, _) => before,
            (_, false) => LinePhase::Off,
            (LinePhase::Off, true) => LinePhase::Closed,
            (_, true) => before,
        };
        self.phase != before
    }

    pub(super) fn open(&mut self, is_open: bool) -> Result<(), CallRefusal> {
        if !self.is_on() {
            return Err(CallRefusal::Off);
        }
        if is_open && !self.is_dj_live {
            return Err(CallRefusal::NobodyLive);
        }
        self.phase = if is_open { LinePhase::Open } else { LinePhase::Closed };
        Ok(())
    }

    pub(super) fn view(&mut self, now_us: u64) -> LineView {
        let callers = self.callers.iter_mut().map(|caller| caller.view(now_us)).collect();
        LineView { is_on: self.is_on(), is_open: self.phase == LinePhase::Open, callers }
    }

    pub(super) fn join(
        &mut self,
        call: &NewCall<'_>,
        seats: &CallSeats,
        now_us: u64,
    ) -> Result<Joined, CallRefusal> {
        let token = call.token.filter(|token| !token.is_empty());
        if let Some(caller) = self.callers.iter_mut().find(|caller| token == Some(&*caller.token)) {
            caller.connection += 1;
            caller.lost_us = None;
            caller.address = call.address;
            if let Some(role) = caller.state.role() {
                // Sound that the lost connection sent last is not wanted any more: a fresh seat in the mix.
                caller.leave_seat();
                caller.seat = seats.take(role);
            }
            return Ok(caller.joined());
        }
        if !self.is_on() {
            return Err(CallRefusal::Off);
        }
        if let Some(seconds) = self.barred.seconds_left(call.address, now_us) {
            return Err(CallRefusal::Barred(seconds));
        }
        if self.phase != LinePhase::Open {
            return Err(CallRefusal::Closed);
        }
        let network = client_prefix(call.address);
        let of_address = self.callers.iter().filter(|caller| client_prefix(caller.address) == network);
        if of_address.count() >= MOST_OF_ADDRESS {
            return Err(CallRefusal::TooManyOfAddress);
        }
        if self.in_state(CallState::Waiting) >= MOST_WAITING {
            return Err(CallRefusal::Full);
        }
        let short = |text: &str, longest| text.chars().take(longest).collect::<String>().trim().to_owned();
        let (name, topic) = (short(&call.name, LONGEST_NAME), short(&call.topic, LONGEST_TOPIC));
        if name.is_empty() {
            return Err(CallRefusal::NoName);
        }
        self.last += 1;
        let mut caller = Caller::new(self.last, new_token(), call.address, now_us);
        (caller.name, caller.topic) = (name, topic);
        let joined = caller.joined();
        self.callers.push(caller);
        Ok(joined)
    }

    pub(super) fn status(&self, joined: &Joined) -> Result<CallerStatus, CallEnd> {
        let Some(at) = self.callers.iter().position(|caller| caller.is_of(joined)) else {
            let ended = self.ended.iter().find(|(number, _)| *number == joined.number);
            return Err(ended.map_or(CallEnd::Lost, |(_, end)| *end));
        };
        let caller = &self.callers[at];
        let place = match caller.state {
            CallState::Waiting => {
                1 + self.callers[..at].iter().filter(|one| one.state == CallState::Waiting).count()
            }
            _ => 0,
        };
        Ok(CallerStatus { state: caller.state, place, seat: caller.seat.clone() })
    }

    pub(super) fn set_level(&mut self, joined: &Joined, level: u8) {
        if let Some(caller) = self.callers.iter_mut().find(|caller| caller.is_of(joined)) {
            caller.set_level(level);
        }
    }

    pub(super) fn hang_up(&mut self, joined: &Joined, now_us: u64) -> bool {
        let Some(at) = self.callers.iter().position(|caller| caller.is_of(joined)) else { return false };
        self.end(at, CallEnd::HungUp, now_us);
        true
    }

    pub(super) fn lose(&mut self, joined: &Joined, now_us: u64) -> bool {
        let Some(caller) = self.callers.iter_mut().find(|caller| caller.is_of(joined)) else { return false };
        caller.lost_us = Some(now_us);
        true
    }

    pub(super) fn order(
        &mut self,
        number: u64,
        order: DeskOrder,
        desk: &DeskContext<'_>,
    ) -> Result<(), CallRefusal> {
        let at = self.callers.iter().position(|caller| caller.number == number);
        let at = at.ok_or(CallRefusal::NoCall)?;
        let (state, address) = (self.callers[at].state, self.callers[at].address);
        match order {
            DeskOrder::Screen => {
                let screened = self.callers.iter().position(|caller| caller.state == CallState::Screened);
                if let Some(other) = screened.filter(|other| *other != at) {
                    self.change(other, CallState::Held, desk)?;
                }
                self.change(at, CallState::Screened, desk)?;
            }
            DeskOrder::PutOnAir if state == CallState::OnAir && self.callers[at].seat.is_some() => {}
            DeskOrder::PutOnAir if !self.is_dj_live => return Err(CallRefusal::NobodyLive),
            DeskOrder::PutOnAir
                if state != CallState::OnAir && self.in_state(CallState::OnAir) >= MOST_ON_AIR =>
            {
                return Err(CallRefusal::AirFull);
            }
            DeskOrder::PutOnAir => self.change(at, CallState::OnAir, desk)?,
            DeskOrder::Hold => self.change(at, CallState::Held, desk)?,
            DeskOrder::HangUp => {
                self.note(at, desk.by, CallEvent::HungUp, desk.now_us);
                self.end(at, CallEnd::ByStudio, desk.now_us);
            }
            DeskOrder::Bar(seconds) => {
                let until_us = desk.now_us.saturating_add(seconds.saturating_mul(1_000_000));
                self.note(at, desk.by, CallEvent::Barred(seconds), desk.now_us);
                self.barred.add(address, until_us);
                let network = client_prefix(address);
                while let Some(at) =
                    self.callers.iter().position(|caller| client_prefix(caller.address) == network)
                {
                    self.end(at, CallEnd::Barred, desk.now_us);
                }
            }
        }
        Ok(())
    }

    /// Takes over which DJ is live. With another DJ the line closes, and callers of the show before are held. Returns
    /// whether that changes the line.
    pub(super) fn set_dj(&mut self, dj: Option<&str>, now_us: u64) -> bool {
        self.is_dj_live = dj.is_some();
        let Some(dj) = dj.filter(|dj| self.dj.as_deref() != Some(*dj)) else { return false };
        if self.dj.replace(dj.to_owned()).is_none() {
            return false;
        }
        let mut has_changed = self.phase == LinePhase::Open;
        if has_changed {
            self.phase = LinePhase::Closed;
        }
        for at in 0..self.callers.len() {
            if matches!(self.callers[at].state, CallState::OnAir | CallState::Screened) {
                self.hold(at, now_us);
                has_changed = true;
            }
        }
        has_changed
    }

    pub(super) fn take_desk(&mut self, seats: &CallSeats) -> Option<CallSeat> {
        if self.is_closed() {
            return None;
        }
        if let Some(before) = self.desk.take() {
            before.leave();
        }
        self.desk = seats.take(SeatRole::Desk);
        self.desk.clone()
    }

    pub(super) fn leave_desk(&mut self, seat: &CallSeat) {
        seat.leave();
        self.desk.take_if(|desk| desk.is_same(seat));
    }

    pub(super) fn has_desk(&self, seat: &CallSeat) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.is_same(seat))
    }

    pub(super) fn pass_time(
        &mut self,
        dj: Option<&str>,
        is_banned: impl Fn(IpAddr) -> bool,
        now_us: u64,
    ) -> bool {
        let mut has_changed = self.set_dj(dj, now_us);
        let alone_since_us = dj.is_none().then(|| self.alone_since_us.unwrap_or(now_us));
        self.alone_since_us = alone_since_us;
        let is_over =
            !self.is_on() || alone_since_us.is_some_and(|since| now_us.saturating_sub(since) >= SHOW_ENDS_US);
        if is_over && self.phase == LinePhase::Open {
            self.phase = LinePhase::Closed;
            has_changed = true;
        }
        let end_of = |caller: &Caller| {
            let lost = caller.lost_us.is_some_and(|lost| now_us.saturating_sub(lost) >= COMES_BACK_US);
            if is_over {
                Some(CallEnd::Over)
            } else if lost {
                Some(CallEnd::Lost)
            } else {
                is_banned(caller.address).then_some(CallEnd::Barred)
            }
        };
        for at in (0..self.callers.len()).rev() {
            if let Some(end) = end_of(&self.callers[at]) {
                self.end(at, end, now_us);
                has_changed = true;
            }
        }
        has_changed
    }

    /// Ends all calls; returns whether there were any.
    pub(super) fn end_all(&mut self, end: CallEnd, now_us: u64) -> bool {
        let has_callers = !self.callers.is_empty();
        for at in (0..self.callers.len()).rev() {
            self.end(at, end, now_us);
        }
        has_callers
    }

    pub(super) fn take_records(&mut self) -> Vec<CallRecord> {
        self.records.drain(..).collect()
    }

    fn in_state(&self, state: CallState) -> usize {
        self.callers.iter().filter(|caller| caller.state == state).count()
    }

    /// Brings a caller into another state that has a seat.
    fn change(&mut self, at: usize, state: CallState, desk: &DeskContext<'_>) -> Result<(), CallRefusal> {
        let seated = self.callers.iter().filter(|caller| caller.seat.is_some()).count();
        let caller = &mut self.callers[at];
        let Some(role) = state.role() else { return Ok(()) };
        if caller.state == state && caller.seat.is_some() {
            return Ok(());
        }
        match &caller.seat {
            Some(seat) => seat.set_role(role),
            None if seated >= MOST_SEATS => return Err(CallRefusal::NoSeat),
            None => caller.seat = Some(desk.seats.take(role).ok_or(CallRefusal::NoSeat)?),
        }
        if state == CallState::OnAir {
            desk.by.clone_into(&mut caller.by);
        }
        let was = std::mem::replace(&mut caller.state, state);
        let since_us = std::mem::replace(&mut caller.since_us, desk.now_us);
        if was == CallState::OnAir {
            self.note_aired(at, since_us, desk.now_us);
        }
        Ok(())
    }

    /// Takes a caller off air, or out of the talk with the DJ; the seat stays.
    fn hold(&mut self, at: usize, now_us: u64) {
        let caller = &mut self.callers[at];
        if let Some(seat) = &caller.seat {
            seat.set_role(SeatRole::Held);
        }
        let was = std::mem::replace(&mut caller.state, CallState::Held);
        let since_us = std::mem::replace(&mut caller.since_us, now_us);
        if was == CallState::OnAir {
            self.note_aired(at, since_us, now_us);
        }
    }

    fn end(&mut self, at: usize, end: CallEnd, now_us: u64) {
        if self.callers[at].state == CallState::OnAir {
            self.note_aired(at, self.callers[at].since_us, now_us);
        }
        let caller = self.callers.remove(at);
        if self.ended.len() >= MOST_ENDED {
            self.ended.pop_front();
        }
        self.ended.push_back((caller.number, end));
    }

    fn note_aired(&mut self, at: usize, from_us: u64, to_us: u64) {
        let by = self.callers[at].by.clone();
        self.note(at, &by, CallEvent::OffAir { from_us }, to_us);
    }

    fn note(&mut self, at: usize, by: &str, event: CallEvent, at_us: u64) {
        if self.records.len() >= MOST_RECORDS {
            self.records.pop_front();
        }
        let Caller { name, topic, address, .. } = &self.callers[at];
        let (name, topic) = (name.clone(), topic.clone());
        self.records.push_back(CallRecord {
            name,
            topic,
            address: *address,
            by: by.to_owned(),
            at_us,
            event,
        });
    }
}
