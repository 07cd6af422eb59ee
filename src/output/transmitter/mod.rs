//! Hands a mount's bytes to the sockets of its listeners.
//!
//! In: sockets whose request was read, each with its [`Listener`]. Out: shared bytes, straight into the
//! socket. Never: waits for a socket, keeps bytes for one beyond the message half sent, or has a task or a
//! timer for one.
//!
//! A transmitter is one thread. It sleeps until the mounts' bell rings (once a message, for all listeners)
//! or a socket has something to say or room again. Listeners of one ring are a lane: what is new is fetched
//! once for all of them, in an order that rotates. A socket's own news concerns that socket alone. Who takes
//! no more costs nothing until there is room, and then goes on at the live edge.
//!
//! When its core is full, it sends less often, and more at once, to those whose players have that in hand, before it
//! is late for anybody.
//!
//! Listeners over TLS hear the same shared bytes: they are sealed for each at the moment of sending, into a buffer that
//! is used for all and kept by none. Its connection is its keys, its counters, and the rest of a record half sent.
//!
//! CPU time: 97 % of a transmitter's is the kernel's, which on a loopback connection delivers to the other end too;
//! 2.6 % is the code in this module, 0.3 % the C library's (sampled by perf, 2,000 listeners at 100 ms). With one
//! `send` each it was 96, 2 and 2 %. So a listener costs what a loop of bare `send`s does. Beside each other on one
//! core, a batch, one `send` each, and that loop: at 100 ms with 2,000 listeners each 51.1, 51.9 and 50.1 µs for a
//! listener's second; at 20 ms with 700 each 221, 234 and 228 µs (three times 10 s each; one of two shared cores,
//! Linux 6.18).

mod connection;
mod periodic_check;
mod queries;
mod ring_group;
mod suspension;
mod workload;

use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use mio::event::Event;
use mio::{Events, Interest, Poll, Token, Waker};
use slab::Slab;

use crate::clock::Clock;
use crate::mount::{Listener, Notifier};
use crate::output::listener_registry::PendingQuery;
use crate::output::log_throttle::LogThrottle;
use crate::output::tcp::{LIFE_CHECK, PATIENCE};
use crate::sys::SendBatch;
use crate::tls::RecordLayer;

use connection::Connection;
use periodic_check::PeriodicCheck;
use ring_group::{Count, RingGroup, SocketNews};
use suspension::Suspension;
pub use suspension::{ResumedConnection, SavedConnection, SuspendedConnections};
use workload::Workload;

/// Sockets that may wait to be taken over; more are refused.
const MOST_ARRIVALS: usize = 4_096;
/// Questions about listeners that may wait for an answer.
const MOST_QUESTIONS: usize = 16;
/// Socket events looked at in one go.
const MOST_EVENTS: usize = 1_024;
const BELL: Token = Token(usize::MAX);
/// Bits of a token that say which connection it is; those above say in which lane.
const KEY_BITS: u32 = usize::BITS * 3 / 4;
/// Interval at which connections that are being closed are checked.
const CLOSING_CHECK: Duration = Duration::from_millis(100);
/// Time in which a transmitter that shuts down lets its connections end properly, in microseconds.
const FAREWELL_US: u64 = 1_500_000;

/// A socket to be taken over.
pub struct NewConnection {
    /// The socket, which must not block.
    pub stream: TcpStream,
    /// Bytes to be sent first: the answer to the request, and the greeting.
    pub greeting: Bytes,
    /// Bytes that came in after the request.
    pub unread: Bytes,
    /// Listener that supplies the stream for this socket.
    pub listener: Listener,
    /// The keys of an encrypted connection.
    pub records: Option<Box<RecordLayer>>,
}

/// A handle to all transmitters.
#[derive(Clone)]
pub struct Transmitters {
    each: Arc<[Handle]>,
    /// More came than could be taken in.
    rush: Arc<LogThrottle>,
    clock: Arc<dyn Clock>,
}

/// A socket on its way to a transmitter.
enum IncomingSocket {
    New(Box<NewConnection>),
    Resumed(Box<ResumedConnection>),
}

struct Handle {
    arrivals: SyncSender<IncomingSocket>,
    suspensions: SyncSender<Suspension>,
    questions: SyncSender<PendingQuery>,
    waker: Arc<Waker>,
    shared: Arc<Shared>,
}

/// State shared by a transmitter and its handle.
#[derive(Default)]
struct Shared {
    /// The bell rang.
    rang: AtomicBool,
    /// There is an end to be come to.
    closing: AtomicBool,
    /// Number of listeners that it has, or is about to have.
    load: AtomicUsize,
    /// Sound that is sent at once at least to those who can wait, in microseconds.
    hold_us: AtomicU64,
    /// Its core is full.
    is_full: LogThrottle,
}

/// The threads behind the handle.
pub struct RunningTransmitters {
    threads: Vec<JoinHandle<()>>,
    transmitters: Transmitters,
}

struct Ring {
    shared: Arc<Shared>,
    waker: Arc<Waker>,
}

impl Notifier for Ring {
    fn notify(&self) {
        self.shared.rang.store(true, Ordering::Release);
        // The only failure is a full counter, and then the bell rings already.
        drop(self.waker.wake());
    }
}

/// Starts `count` transmitters.
pub fn start(count: usize, clock: &Arc<dyn Clock>) -> io::Result<(Transmitters, RunningTransmitters)> {
    let (mut each, mut threads) = (Vec::new(), Vec::new());
    for number in 0..count {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), BELL)?);
        let (arrivals, inbox) = sync_channel(MOST_ARRIVALS);
        let (questions, asked) = sync_channel(MOST_QUESTIONS);
        let (suspensions, suspended) = sync_channel(1);
        let shared = Arc::<Shared>::default();
        let transmitter = Transmitter {
            poll,
            inbox,
            asked,
            suspended,
            shared: Arc::clone(&shared),
            clock: Arc::clone(clock),
            lanes: Slab::new(),
            batch: SendBatch::open(),
            workload: Workload::default(),
            leaving: PeriodicCheck::every(CLOSING_CHECK),
            full: PeriodicCheck::every(LIFE_CHECK),
        };
        let thread = thread::Builder::new().name(format!("transmitter {number}"));
        threads.push(thread.spawn(move || transmitter.run())?);
        each.push(Handle { arrivals, suspensions, questions, waker, shared });
    }
    let transmitters = Transmitters { each: each.into(), rush: Arc::default(), clock: Arc::clone(clock) };
    Ok((transmitters.clone(), RunningTransmitters { threads, transmitters }))
}

impl Transmitters {
    /// Returns the notifiers by which mounts wake the transmitters.
    pub fn bells(&self) -> Vec<Arc<dyn Notifier>> {
        let bell = |handle: &Handle| -> Arc<dyn Notifier> {
            Arc::new(Ring { shared: Arc::clone(&handle.shared), waker: Arc::clone(&handle.waker) })
        };
        self.each.iter().map(bell).collect()
    }

    /// Returns how much sound the busiest of them sends at once at least to those who can wait, in microseconds; 0 while
    /// no core is full.
    pub fn hold_us(&self) -> u64 {
        self.each.iter().map(|handle| handle.shared.hold_us.load(Ordering::Relaxed)).max().unwrap_or_default()
    }

    /// Hands a socket over, to whichever transmitter has the fewest. If there are more than can be taken in,
    /// it is given back, nothing having been sent, and that is told once while it lasts; not while the transmitters end.
    pub fn take_over(&self, arrival: NewConnection) -> Result<(), Box<NewConnection>> {
        let load = |handle: &&Handle| handle.shared.load.load(Ordering::Relaxed);
        let Some(handle) = self.each.iter().min_by_key(load) else {
            return Err(Box::new(arrival));
        };
        handle.shared.load.fetch_add(1, Ordering::Relaxed);
        let arrival = IncomingSocket::New(Box::new(arrival));
        if let Err(
            TrySendError::Full(IncomingSocket::New(arrival))
            | TrySendError::Disconnected(IncomingSocket::New(arrival)),
        ) = handle.arrivals.try_send(arrival)
        {
            handle.shared.load.fetch_sub(1, Ordering::Relaxed);
            let is_closing = handle.shared.closing.load(Ordering::Acquire);
            if !is_closing && self.rush.goes_on(self.clock.now_us()) {
                tracing::warn!("more listeners come at once than can be taken in; some are turned away");
            }
            return Err(arrival);
        }
        drop(handle.waker.wake());
        Ok(())
    }
}

impl RunningTransmitters {
    /// Waits until every listener got what its mount sent last, within 1.5 s, and ends the threads. The
    /// mounts must have signed off.
    pub fn finish(self) {
        for handle in self.transmitters.each.iter() {
            handle.shared.closing.store(true, Ordering::Release);
            drop(handle.waker.wake());
        }
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a transmitter had failed");
            }
        }
    }
}

struct Transmitter {
    poll: Poll,
    inbox: Receiver<IncomingSocket>,
    asked: Receiver<PendingQuery>,
    suspended: Receiver<Suspension>,
    shared: Arc<Shared>,
    clock: Arc<dyn Clock>,
    lanes: Slab<RingGroup>,
    batch: SendBatch,
    workload: Workload,
    /// After connections that are being closed.
    leaving: PeriodicCheck,
    /// After those whose sockets are full.
    full: PeriodicCheck,
}

impl Transmitter {
    fn run(mut self) {
        let mut events = Events::with_capacity(MOST_EVENTS);
        let mut deadline_us = None;
        loop {
            let closing = deadline_us.map(|_| CLOSING_CHECK);
            let timeout = closing.or(self.leaving.timeout()).or(self.full.timeout());
            if let Err(error) = self.poll.poll(&mut events, timeout)
                && error.kind() != io::ErrorKind::Interrupted
            {
                tracing::error!(%error, "a transmitter cannot wait for its sockets");
                return;
            }
            let begin_us = self.clock.now_us();
            // Sound first: it is what everybody waits for.
            if self.shared.rang.swap(false, Ordering::AcqRel) {
                self.deliver();
            }
            for event in &events {
                self.socket(event);
            }
            self.take_in();
            self.answer();
            self.count_work(begin_us);
            self.suspend();
            if self.leaving.is_due(&*self.clock) {
                self.each_lane(|lane, _, clock| lane.let_go(clock.now_us()));
            }
            if self.full.is_due(&*self.clock) {
                self.each_lane(|lane, _, _| lane.listen_for_life());
            }
            if deadline_us.is_none() && self.shared.closing.load(Ordering::Acquire) {
                deadline_us = Some(self.clock.now_us() + FAREWELL_US);
            }
            if let Some(deadline_us) = deadline_us
                && (self.lanes.is_empty() || self.clock.now_us() >= deadline_us)
            {
                return;
            }
        }
    }

    /// Counts the time since `begin_us`, in which the thread worked or waited for the processor.
    fn count_work(&mut self, begin_us: u64) {
        let now_us = self.clock.now_us();
        if !self.workload.count(begin_us, now_us) {
            return;
        }
        let hold_us = self.workload.hold_us();
        let before_us = self.shared.hold_us.swap(hold_us, Ordering::Relaxed);
        if hold_us > before_us && self.shared.is_full.goes_on(now_us) {
            tracing::warn!(
                milliseconds = hold_us / 1_000,
                "a core is full: listeners whose players can wait are sent so much sound at once"
            );
        }
    }

    fn socket(&mut self, event: &Event) {
        let Some((lane, key)) = place_of(event.token()) else { return };
        let Some(lane_of_it) = self.lanes.get_mut(lane) else { return };
        let has_words = event.is_readable() || event.is_read_closed() || event.is_error();
        let news = SocketNews { has_room: event.is_writable(), has_words };
        let count = lane_of_it.hear(key, news, &*self.clock);
        self.settle(lane, count);
    }

    fn take_in(&mut self) {
        while let Ok(arrival) = self.inbox.try_recv() {
            let mut connection = match arrival {
                IncomingSocket::New(arrival) => Connection::new(*arrival, &*self.clock),
                IncomingSocket::Resumed(resumed) => Connection::resume(*resumed),
            };
            let key = self.lane_for(connection.listener());
            let Some(lane) = self.lanes.get_mut(key) else { return };
            let token = token_of(key, lane.next_key());
            let interest = Interest::READABLE | Interest::WRITABLE;
            let count = match self.poll.registry().register(connection.socket(), token, interest) {
                Ok(()) => lane.put(connection, &*self.clock),
                Err(error) => {
                    tracing::warn!(%error, "a listener's socket could not be taken in");
                    Count { gone: 1, ..Count::default() }
                }
            };
            self.settle(key, count);
        }
    }

    /// The lane of those who hear what `listener` hears.
    fn lane_for(&mut self, listener: &Listener) -> usize {
        let known = self.lanes.iter().find(|(_, lane)| lane.is_for(listener)).map(|(key, _)| key);
        known.unwrap_or_else(|| self.lanes.insert(RingGroup::new(listener.feed(), PATIENCE)))
    }

    /// Sends to every connection what is new for it, as far as its socket takes it.
    fn deliver(&mut self) {
        let hold_us = self.workload.hold_us();
        self.each_lane(|lane, batch, clock| lane.deliver(batch, hold_us, clock));
    }

    fn each_lane(&mut self, mut act: impl FnMut(&mut RingGroup, &mut SendBatch, &dyn Clock) -> Count) {
        let mut total = Count::default();
        self.lanes.retain(|_, lane| {
            total += act(lane, &mut self.batch, &*self.clock);
            !lane.is_empty()
        });
        self.count(total);
    }

    /// Keeps account of one lane. An empty one is let go, and with it its ring.
    fn settle(&mut self, lane: usize, count: Count) {
        self.count(count);
        if count.gone > 0 && self.lanes.get(lane).is_some_and(RingGroup::is_empty) {
            drop(self.lanes.try_remove(lane));
        }
    }

    fn count(&mut self, count: Count) {
        if count.leaving > 0 {
            self.leaving.need(&*self.clock);
        }
        if count.full > 0 {
            self.full.need(&*self.clock);
        }
        self.shared.load.fetch_sub(count.gone, Ordering::Relaxed);
    }
}

/// Returns the token of a socket's events: its lane and its place there.
fn token_of(lane: usize, key: usize) -> Token {
    Token(lane << KEY_BITS | key)
}

/// Returns the lane and the place of a token; `None` for the bell.
fn place_of(token: Token) -> Option<(usize, usize)> {
    (token != BELL).then_some((token.0 >> KEY_BITS, token.0 & ((1 << KEY_BITS) - 1)))
}

#[cfg(test)]
mod tests;
