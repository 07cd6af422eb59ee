//! A station's line for callers: who waits, who is screened, held or on air.
//!
//! In: callers with a name and a topic, and the orders of the DJ. Out: a seat in the mix for each caller whom the DJ
//! chose; a record of each call that was on air.
//! Never: does anything for the sound of who only waits, or keeps more callers than [`MOST_WAITING`] and the seats.

mod barred;
mod caller;
mod desk_order;
mod line;
mod reasons;

pub use caller::{CallState, CallerStatus, CallerView, Joined, NewCall};
pub use desk_order::DeskOrder;
pub use line::{CallLine, LineView};
pub use reasons::{CallEnd, CallRefusal};

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use desk_order::DeskContext;
use tokio::sync::watch;

use crate::source::live::calls::{CallSeat, CallSeats};

/// Callers that may wait.
pub const MOST_WAITING: usize = 50;
/// Calls from one address at once.
pub const MOST_OF_ADDRESS: usize = 2;
/// The longest name and the longest topic, in characters.
pub const LONGEST_NAME: usize = 40;
/// The longest topic, in characters.
pub const LONGEST_TOPIC: usize = 140;

/// An event of a call that is written into the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// The caller's name.
    pub name: String,
    /// Subject that the caller gave.
    pub topic: String,
    /// Address of the caller.
    pub address: IpAddr,
    /// The DJ who did it.
    pub by: String,
    /// Time at which it happened, in microseconds since 1970.
    pub at_us: u64,
    /// The event.
    pub event: CallEvent,
}

/// Kind of event of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallEvent {
    /// The call was on air since this time, in microseconds since 1970, and is not any more.
    OffAir {
        /// Time at which it went on air.
        from_us: u64,
    },
    /// The DJ ended the call.
    HungUp,
    /// The DJ barred the caller for so many seconds.
    Barred(u64),
}

/// A handle to a station's line.
pub struct CallRoom {
    line: Mutex<CallLine>,
    seats: CallSeats,
    changed: watch::Sender<u64>,
}

impl CallRoom {
    /// A line whose callers take `seats`; it is closed.
    pub fn new(seats: CallSeats) -> Self {
        Self { line: Mutex::default(), seats, changed: watch::channel(0).0 }
    }

    /// Returns what tells of each change of the line.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Turns calls on or off, as the station's setting says.
    pub fn switch(&self, is_on: bool) {
        if self.lock().switch(is_on) {
            self.tell();
        }
    }

    /// Ends all calls and the desk for good, because the station signs off.
    pub fn close(&self, now_us: u64) {
        self.lock().close(now_us);
        self.tell();
    }

    /// Returns whether the station signs off, and nobody is let in any more.
    pub fn is_closed(&self) -> bool {
        self.lock().is_closed()
    }

    /// Returns the line as the DJ and the page see it.
    pub fn view(&self, now_us: u64) -> LineView {
        self.lock().view(now_us)
    }

    /// Lets a caller into the line, or back into their seat.
    pub fn join(&self, call: &NewCall<'_>, now_us: u64) -> Result<Joined, CallRefusal> {
        let joined = self.lock().join(call, &self.seats, now_us)?;
        self.tell();
        Ok(joined)
    }

    /// Returns how the call of a connection stands, or why it has ended.
    pub fn status(&self, joined: &Joined) -> Result<CallerStatus, CallEnd> {
        self.lock().status(joined)
    }

    /// Keeps the level that a waiting caller's page measured, 0 to 100.
    pub fn set_level(&self, joined: &Joined, level: u8) {
        self.lock().set_level(joined, level);
    }

    /// Ends a call because the caller hangs up.
    pub fn hang_up(&self, joined: &Joined, now_us: u64) {
        if self.lock().hang_up(joined, now_us) {
            self.tell();
        }
    }

    /// Notes that the connection of a call is lost: the seat stays for a while.
    pub fn lose(&self, joined: &Joined, now_us: u64) {
        if self.lock().lose(joined, now_us) {
            self.tell();
        }
    }

    /// Opens or closes the line. Closing refuses new callers; those there are stay.
    pub fn open(&self, is_open: bool) -> Result<(), CallRefusal> {
        self.lock().open(is_open)?;
        self.tell();
        Ok(())
    }

    /// Carries out an order of the DJ `by` for the call `number`.
    pub fn order(&self, number: u64, order: DeskOrder, by: &str, now_us: u64) -> Result<(), CallRefusal> {
        self.lock().order(number, order, &DeskContext { by, seats: &self.seats, now_us })?;
        self.tell();
        Ok(())
    }

    /// Says which DJ is live: only while there is one can the line be opened, and callers be put on air. Another DJ
    /// than before finds the line closed, and the callers on hold.
    pub fn set_dj(&self, dj: Option<&str>, now_us: u64) {
        if self.lock().set_dj(dj, now_us) {
            self.tell();
        }
    }

    /// Ends all calls, because the rule of who may listen has changed; returns whether there were any.
    pub fn end_all(&self, now_us: u64) -> bool {
        let has_changed = self.lock().end_all(CallEnd::AccessChanged, now_us);
        if has_changed {
            self.tell();
        }
        has_changed
    }

    /// Takes the DJ's own seat, with talkback and return; the one who had it loses it.
    pub fn take_desk(&self) -> Option<CallSeat> {
        let desk = self.lock().take_desk(&self.seats);
        self.tell();
        desk
    }

    /// Leaves the DJ's seat, unless another connection has taken it.
    pub fn leave_desk(&self, seat: &CallSeat) {
        self.lock().leave_desk(seat);
        self.tell();
    }

    /// Returns whether `seat` is still the DJ's.
    pub fn has_desk(&self, seat: &CallSeat) -> bool {
        self.lock().has_desk(seat)
    }

    /// Ends calls whose time is over: lost for too long, banned, or of a show that has ended. Returns what is to be
    /// written into the audit log. `dj` is the name of the DJ who is live.
    pub fn pass_time(
        &self,
        dj: Option<&str>,
        is_banned: impl Fn(IpAddr) -> bool,
        now_us: u64,
    ) -> Vec<CallRecord> {
        let mut line = self.lock();
        let has_changed = line.pass_time(dj, is_banned, now_us);
        let records = line.take_records();
        drop(line);
        if has_changed {
            self.tell();
        }
        records
    }

    fn tell(&self) {
        self.changed.send_modify(|version| *version = version.wrapping_add(1));
    }

    fn lock(&self) -> MutexGuard<'_, CallLine> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
