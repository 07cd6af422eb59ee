//! Hands a mount's bytes to the sockets of its listeners.
//!
//! In: sockets whose request was read, each with its [`Listener`]. Out: shared bytes, straight into the
//! socket. Never: waits for a socket, keeps bytes for one beyond the message half sent, or has a task or a
//! timer for one.
//!
//! A transmitter is one thread. It sleeps until the mounts' bell rings (once a message, for all listeners)
//! or a socket has something to say or room again.

mod connection;

use std::io;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use mio::{Events, Interest, Poll, Token, Waker};
use slab::Slab;

use crate::clock::Clock;
use crate::mount::{Bell, Listener};
use connection::{Connection, State};

/// Sockets that may wait to be taken over; more are refused.
const MOST_ARRIVALS: usize = 4_096;
/// Socket events looked at in one go.
const MOST_EVENTS: usize = 1_024;
const BELL: Token = Token(usize::MAX);
/// How often to look after connections that are being closed.
const CLOSING_CHECK: Duration = Duration::from_millis(100);
/// How long a transmitter that shuts down lets its connections end properly, in microseconds.
const FAREWELL_US: u64 = 1_500_000;

/// How a listener is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// RFC 6455; listeners may say something.
    WebSocket,
    /// A stream that ends with the connection; whatever comes in is thrown away.
    Http,
}

/// A socket to be taken over.
pub struct Arrival {
    /// The socket, which must not block.
    pub stream: TcpStream,
    /// How to speak over it.
    pub protocol: Protocol,
    /// What is sent first: the answer to the request, and the greeting.
    pub greeting: Bytes,
    /// What came in after the request.
    pub unread: Bytes,
    /// What the listener hears.
    pub listener: Listener,
}

/// A handle to all transmitters.
#[derive(Clone)]
pub struct Transmitters {
    each: Arc<[Handle]>,
    next: Arc<AtomicUsize>,
}

struct Handle {
    arrivals: SyncSender<Arrival>,
    waker: Arc<Waker>,
    closing: Arc<AtomicBool>,
}

/// The threads behind the handle.
pub struct Running {
    threads: Vec<JoinHandle<()>>,
    transmitters: Transmitters,
}

struct Ring(Arc<Waker>);

impl Bell for Ring {
    fn ring(&self) {
        // The only failure is a full counter, and then the bell rings already.
        drop(self.0.wake());
    }
}

/// Starts `count` transmitters.
pub fn start(count: usize, clock: &Arc<dyn Clock>) -> io::Result<(Transmitters, Running)> {
    let (mut each, mut threads) = (Vec::new(), Vec::new());
    for number in 0..count {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), BELL)?);
        let (arrivals, inbox) = sync_channel(MOST_ARRIVALS);
        let closing = Arc::new(AtomicBool::new(false));
        let transmitter = Transmitter {
            poll,
            inbox,
            closing: Arc::clone(&closing),
            clock: Arc::clone(clock),
            connections: Slab::new(),
            leaving: 0,
        };
        let thread = thread::Builder::new().name(format!("transmitter {number}"));
        threads.push(thread.spawn(move || transmitter.run())?);
        each.push(Handle { arrivals, waker, closing });
    }
    let transmitters = Transmitters { each: each.into(), next: Arc::default() };
    Ok((transmitters.clone(), Running { threads, transmitters }))
}

impl Transmitters {
    /// What the mounts ring to wake the transmitters.
    pub fn bells(&self) -> Vec<Arc<dyn Bell>> {
        self.each.iter().map(|handle| Arc::new(Ring(Arc::clone(&handle.waker))) as Arc<dyn Bell>).collect()
    }

    /// Hands a socket over. If there are more than can be taken in, it is given back.
    pub fn take_over(&self, arrival: Arrival) -> Result<(), Box<Arrival>> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(handle) = self.each.get(turn % self.each.len().max(1)) else {
            return Err(Box::new(arrival));
        };
        handle.arrivals.try_send(arrival).map_err(|refused| match refused {
            std::sync::mpsc::TrySendError::Full(arrival)
            | std::sync::mpsc::TrySendError::Disconnected(arrival) => Box::new(arrival),
        })?;
        drop(handle.waker.wake());
        Ok(())
    }
}

impl Running {
    /// Waits until every listener got what its mount sent last, within 1.5 s, and ends the threads. The
    /// mounts must have signed off.
    pub fn finish(self) {
        for handle in self.transmitters.each.iter() {
            handle.closing.store(true, Ordering::Release);
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
    inbox: Receiver<Arrival>,
    closing: Arc<AtomicBool>,
    clock: Arc<dyn Clock>,
    connections: Slab<Connection>,
    /// How many connections are being closed and looked after by time.
    leaving: usize,
}

impl Transmitter {
    fn run(mut self) {
        let mut events = Events::with_capacity(MOST_EVENTS);
        let mut deadline_us = None;
        loop {
            let closing = deadline_us.is_some();
            let timeout = (closing || self.leaving > 0).then_some(CLOSING_CHECK);
            if let Err(error) = self.poll.poll(&mut events, timeout)
                && error.kind() != io::ErrorKind::Interrupted
            {
                tracing::error!(%error, "a transmitter cannot wait for its sockets");
                return;
            }
            for event in &events {
                self.socket(event);
            }
            self.take_in();
            self.send_to_all();
            if deadline_us.is_none() && self.closing.load(Ordering::Acquire) {
                deadline_us = Some(self.clock.now_us() + FAREWELL_US);
            }
            if let Some(deadline_us) = deadline_us
                && (self.connections.is_empty() || self.clock.now_us() >= deadline_us)
            {
                return;
            }
        }
    }

    /// A socket has something to say, or room again.
    fn socket(&mut self, event: &mio::event::Event) {
        let Token(key) = event.token();
        let Some(connection) = self.connections.get_mut(key) else { return };
        if event.is_writable() {
            connection.has_room();
        }
        if event.is_readable() || event.is_read_closed() || event.is_error() {
            connection.receive(&*self.clock);
        }
    }

    fn take_in(&mut self) {
        while let Ok(arrival) = self.inbox.try_recv() {
            let entry = self.connections.vacant_entry();
            let token = Token(entry.key());
            let mut connection = Connection::new(arrival, &*self.clock);
            let interest = Interest::READABLE | Interest::WRITABLE;
            match self.poll.registry().register(connection.socket(), token, interest) {
                Ok(()) => drop(entry.insert(connection)),
                Err(error) => tracing::warn!(%error, "a listener's socket could not be taken in"),
            }
        }
    }

    /// Sends to every connection what is new for it, as far as its socket takes it.
    fn send_to_all(&mut self) {
        let (clock, mut leaving) = (&*self.clock, 0);
        self.connections.retain(|_, connection| {
            let state = connection.send(clock);
            leaving += usize::from(state == State::Leaving);
            state != State::Gone
        });
        self.leaving = leaving;
    }
}
