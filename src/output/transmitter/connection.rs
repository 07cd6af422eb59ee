//! One listener's socket.

use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;

use bytes::{Buf, Bytes};
use mio::net::TcpStream;

use super::{Arrival, Protocol};
use crate::clock::Clock;
use crate::mount::{Heard, Listener};
use crate::output::conversation::{Answer, Conversation};

/// Bytes read from a socket at a time.
const READ: usize = 8 * 1_024;
/// Reads from one socket at a time; who fills more has nothing to do with listening.
const MOST_READS: usize = 8;
/// How long a closed connection may take to end, in microseconds.
const LINGER_US: u64 = 1_000_000;

/// What is to be done with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is served.
    Open,
    /// It was told that this is the end and has a moment to take it.
    Leaving,
    /// It is to be dropped.
    Gone,
}

/// A socket, a place in a ring, and what is left of the message half sent.
pub(super) struct Connection {
    stream: TcpStream,
    listener: Listener,
    protocol: Protocol,
    state: State,
    /// The socket took no more; nothing is tried until it has room.
    full: bool,
    /// The rest of what is being sent.
    rest: Bytes,
    /// An answer that waits for the message half sent. One at most: who asks faster than it reads is not
    /// answered each time.
    reply: Option<Bytes>,
    /// What came in and is not understood yet. Most listeners never say anything.
    conversation: Option<Box<Conversation>>,
    leave_by_us: u64,
}

impl Connection {
    pub(super) fn new(arrival: Arrival, clock: &dyn Clock) -> Self {
        let mut connection = Self {
            stream: TcpStream::from_std(arrival.stream),
            listener: arrival.listener,
            protocol: arrival.protocol,
            state: State::Open,
            full: false,
            rest: arrival.greeting,
            reply: None,
            conversation: None,
            leave_by_us: 0,
        };
        if !arrival.unread.is_empty() {
            connection.hear(&arrival.unread, clock);
        }
        connection
    }

    pub(super) fn socket(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    pub(super) fn has_room(&mut self) {
        self.full = false;
    }

    /// Takes in what the socket has.
    pub(super) fn receive(&mut self, clock: &dyn Clock) {
        let mut bytes = [0; READ];
        for _ in 0..MOST_READS {
            match self.stream.read(&mut bytes) {
                // Some players end their side once they have asked; if it is gone, writing will tell.
                Ok(0) if self.protocol == Protocol::Http && self.state == State::Open => return,
                Ok(0) => break,
                Ok(count) if self.state == State::Open => self.hear(&bytes[..count], clock),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        // It left, or sends more than any listener has to say.
        self.state = State::Gone;
    }

    fn hear(&mut self, bytes: &[u8], clock: &dyn Clock) {
        if self.protocol == Protocol::Http {
            return;
        }
        let mut conversation = self.conversation.take().unwrap_or_default();
        conversation.hear(bytes);
        while let Some(answer) = conversation.answer(clock) {
            match answer {
                Answer::Reply(bytes) => self.reply = Some(bytes),
                Answer::Close(bytes) => {
                    self.reply = Some(bytes);
                    self.leave(clock);
                    return;
                }
            }
        }
        if !conversation.is_empty() {
            self.conversation = Some(conversation);
        }
    }

    /// Sends what is new, as far as the socket takes it.
    pub(super) fn send(&mut self, clock: &dyn Clock) -> State {
        if self.state == State::Leaving && clock.now_us() >= self.leave_by_us {
            self.state = State::Gone;
        }
        while self.state != State::Gone && !self.full && self.next(clock) {
            self.write();
        }
        self.state
    }

    /// Whether there is something to send; puts it into `rest`.
    fn next(&mut self, clock: &dyn Clock) -> bool {
        if self.rest.is_empty() {
            // At a message's end, an answer goes before the sound that comes next.
            self.rest = self.reply.take().unwrap_or_default();
        }
        while self.rest.is_empty() && self.state == State::Open && self.listener.is_behind() {
            match self.listener.next() {
                Heard::Bytes(bytes) => self.rest = bytes,
                Heard::Skipped(_) => {}
                Heard::NotYet => break,
                Heard::OffAir => self.leave(clock),
            }
        }
        if self.rest.is_empty() && self.state == State::Leaving {
            // All was sent; whoever listens closes too, or is dropped in a moment.
            drop(self.stream.shutdown(Shutdown::Write));
        }
        !self.rest.is_empty()
    }

    fn leave(&mut self, clock: &dyn Clock) {
        self.state = State::Leaving;
        self.leave_by_us = clock.now_us() + LINGER_US;
    }

    fn write(&mut self) {
        match self.stream.write(&self.rest) {
            Ok(sent) => self.rest.advance(sent),
            Err(error) if error.kind() == ErrorKind::WouldBlock => self.full = true,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => self.state = State::Gone,
        }
        if self.rest.is_empty() {
            // A shared message is let go as soon as it was sent.
            self.rest = Bytes::new();
        }
    }
}
