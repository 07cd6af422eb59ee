//! Who is connected to go live, from a connection's side: one session a station, on a thread of its own.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;

use super::gate::Admitted;
use super::pipe::{Inlet, pipe};
use super::refusal::Refusal;
use crate::clock::Clock;
use crate::source::live::{Buffer, Dj, DjTitle, Ending, play};
use crate::station::Station;

/// Sources that are connected at once.
const MOST_SOURCES: usize = 64;
/// A source that has sent nothing for so long, in microseconds, gives way to one with the same password:
/// most likely it is the same one, whose cable was pulled.
const STALE_US: u64 = 2_500_000;
/// How long threads may take to end when the station signs off.
const ENDS_WITHIN: Duration = Duration::from_millis(1_500);

/// Everyone who is connected to go live; clones share it.
#[derive(Clone)]
pub(super) struct Sessions {
    clock: Arc<dyn Clock>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    table: Mutex<Table>,
    ended: Condvar,
}

#[derive(Default)]
struct Table {
    closed: bool,
    next: u64,
    /// Threads that have not ended yet.
    threads: usize,
    by_slug: BTreeMap<String, Current>,
    /// The last title of the last DJ of a station, for when they come back.
    titles: BTreeMap<String, (String, DjTitle)>,
}

/// The session that has a station's line.
struct Current {
    number: u64,
    admitted: Admitted,
    from: IpAddr,
    dj: String,
    heard_us: Arc<AtomicU64>,
    stop: oneshot::Sender<Stop>,
}

/// Why a session is ended from this side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    /// The same DJ is there on a new connection.
    #[error("the same DJ connected anew")]
    Replaced,
    /// Somebody in charge ended it.
    #[error("taken off the air by the station")]
    Kicked,
    /// The server stops.
    #[error("the station signs off")]
    SigningOff,
}

/// Why a session is over, when it was not the sender who ended it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Over {
    /// It was ended from this side.
    #[error(transparent)]
    Stopped(Stop),
    /// The thread that decodes came to an end.
    #[error(transparent)]
    Ended(Ending),
    /// That thread failed.
    #[error("the decoder failed")]
    Failed,
}

/// Someone who may go live, and what they are about to send.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    pub(super) admitted: Admitted,
    pub(super) from: IpAddr,
    /// The name to show for someone who has no account.
    pub(super) name: Option<String>,
    pub(super) program: Option<String>,
    pub(super) media_type: String,
    pub(super) buffer: Buffer,
}

impl Visitor {
    fn dj(&self) -> Dj {
        let name = match &self.admitted {
            Admitted::Account(name) => name.clone(),
            Admitted::Source => self.name.clone().unwrap_or_else(|| "DJ".to_owned()),
        };
        Dj { name, program: self.program.clone() }
    }
}

/// A DJ who is connected: what a connection sends goes in here. Dropped, it hangs up.
pub(super) struct Session {
    inlet: Inlet,
    stopped: oneshot::Receiver<Stop>,
    ended: oneshot::Receiver<Ending>,
    heard_us: Arc<AtomicU64>,
    clock: Arc<dyn Clock>,
}

impl Sessions {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, shared: Arc::default() }
    }

    /// Puts `visitor` on the line of `station`.
    pub(super) fn open(&self, station: &Station, visitor: Visitor) -> Result<Session, Refusal> {
        let dj = visitor.dj();
        let mut table = self.table();
        if table.closed {
            return Err(Refusal::SigningOff);
        }
        if table.threads >= MOST_SOURCES {
            return Err(Refusal::TooManySources);
        }
        if let Some(current) = table.by_slug.get(station.slug()) {
            if !current.gives_way_to(&visitor, self.clock.now_us()) {
                return Err(Refusal::InUse(current.dj.clone()));
            }
            // The line is handed over by name; under another name it is freed first.
            if current.dj != dj.name {
                station.lines().kick();
            }
        }
        let name = dj.name.clone();
        let feed = station.lines().take(dj, visitor.buffer);
        let feed = feed.map_err(|taken| Refusal::InUse(taken.name))?;
        if let Some(before) = table.by_slug.remove(station.slug()) {
            before.stop(Stop::Replaced);
        }
        match table.titles.get(station.slug()) {
            Some((known, title)) if *known == name => drop(station.lines().retitle(title.clone())),
            _ => drop(table.titles.remove(station.slug())),
        }

        let number = table.next;
        table.next += 1;
        let (inlet, outlet) = pipe();
        let (stop, stopped) = oneshot::channel();
        let (tell, ended) = oneshot::channel();
        let leaving = Leaving { sessions: self.clone(), slug: station.slug().to_owned(), number };
        let media_type = visitor.media_type;
        let thread = thread::Builder::new().name(format!("live {}", station.slug()));
        let started = thread.spawn(move || {
            let leaving = leaving;
            let ending = play(feed, Box::new(outlet), &media_type);
            // The line is free before the connection knows.
            drop(leaving);
            drop(tell.send(ending));
        });
        if let Err(error) = started {
            tracing::error!(%error, "no thread for a DJ");
            return Err(Refusal::Failed);
        }
        table.threads += 1;
        let heard_us = Arc::new(AtomicU64::new(self.clock.now_us()));
        let (admitted, from) = (visitor.admitted, visitor.from);
        let current = Current { number, admitted, from, dj: name, heard_us: Arc::clone(&heard_us), stop };
        table.by_slug.insert(station.slug().to_owned(), current);
        Ok(Session { inlet, stopped, ended, heard_us, clock: Arc::clone(&self.clock) })
    }

    /// How long to wait until the line of `station` may be free for `visitor`, who was refused it: someone
    /// with the same password from the same place may be the one whose cable was pulled.
    pub(super) fn may_come_free(&self, station: &Station, visitor: &Visitor) -> Option<Duration> {
        let table = self.table();
        let current = table.by_slug.get(station.slug())?;
        let same = current.admitted == visitor.admitted && current.from == visitor.from;
        let silent_us = self.clock.now_us().saturating_sub(current.heard_us.load(Ordering::Relaxed));
        same.then(|| Duration::from_micros(STALE_US.saturating_sub(silent_us)))
    }

    /// Gives what is live on `station` a title, and remembers it; false if nobody is live.
    pub(super) fn retitle(&self, station: &Station, title: &DjTitle) -> bool {
        let mut table = self.table();
        if let Some(current) = table.by_slug.get(station.slug()) {
            let dj = current.dj.clone();
            table.titles.insert(station.slug().to_owned(), (dj, title.clone()));
        }
        station.lines().retitle(title.clone())
    }

    /// Takes who is live off the air; false if nobody is.
    pub(super) fn kick(&self, station: &Station) -> bool {
        let mut table = self.table();
        let kicked = station.lines().kick();
        match table.by_slug.remove(station.slug()) {
            Some(current) => {
                current.stop(Stop::Kicked);
                true
            }
            None => kicked,
        }
    }

    /// Ends every session and takes no more. Returns when all threads have ended, or soon.
    pub(super) fn close<'a>(&self, stations: impl Iterator<Item = &'a Station>) {
        let mut table = self.table();
        table.closed = true;
        for (_, current) in std::mem::take(&mut table.by_slug) {
            current.stop(Stop::SigningOff);
        }
        for station in stations {
            station.lines().kick();
        }
        let waited = self.shared.ended.wait_timeout_while(table, ENDS_WITHIN, |table| table.threads > 0);
        let (table, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if table.threads > 0 {
            tracing::warn!(threads = table.threads, "DJs' threads did not end in time");
        }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.shared.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Current {
    /// Whether this session ends for `visitor`: their own account's at once, one with the same password once
    /// nothing comes from it any more.
    fn gives_way_to(&self, visitor: &Visitor, now_us: u64) -> bool {
        if self.admitted != visitor.admitted {
            return false;
        }
        let silent_us = now_us.saturating_sub(self.heard_us.load(Ordering::Relaxed));
        matches!(self.admitted, Admitted::Account(_)) || silent_us >= STALE_US
    }

    fn stop(self, why: Stop) {
        // A session that is over already does not hear it.
        let _: Result<(), Stop> = self.stop.send(why);
    }
}

/// Frees a session's place when its thread ends, however that ends.
struct Leaving {
    sessions: Sessions,
    slug: String,
    number: u64,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        let mut table = self.sessions.table();
        table.threads = table.threads.saturating_sub(1);
        if table.by_slug.get(&self.slug).is_some_and(|current| current.number == self.number) {
            table.by_slug.remove(&self.slug);
        }
        self.sessions.shared.ended.notify_all();
    }
}

impl Session {
    /// Hands sound over to be decoded, waiting for room.
    pub(super) async fn send(&mut self, sound: Bytes) -> Result<(), Over> {
        self.heard_us.store(self.clock.now_us(), Ordering::Relaxed);
        tokio::select! {
            biased;
            over = over(&mut self.stopped, &mut self.ended) => return Err(over),
            sent = self.inlet.send(sound) => if sent { return Ok(()) },
        }
        Err(self.over().await)
    }

    /// Returns when the session is over from this side. Not to be asked again after that.
    pub(super) async fn over(&mut self) -> Over {
        over(&mut self.stopped, &mut self.ended).await
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Nothing comes from here any more, so whoever comes next need not wait.
        self.heard_us.store(0, Ordering::Relaxed);
    }
}

/// Waits until a session is told to stop, or its thread has ended: that frees its place, where the other end
/// of `stopped` is, before it tells `ended`.
async fn over(stopped: &mut oneshot::Receiver<Stop>, ended: &mut oneshot::Receiver<Ending>) -> Over {
    match stopped.await {
        Ok(stop) => Over::Stopped(stop),
        Err(_) => ended.await.map_or(Over::Failed, Over::Ended),
    }
}
