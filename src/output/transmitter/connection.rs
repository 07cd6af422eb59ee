//! One listener's socket.

mod encryption;

use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use actix_http::ws::CloseCode;
use bytes::{Bytes, BytesMut};
use mio::net::TcpStream;

use super::NewConnection;
use super::suspension::{ResumedConnection, SavedConnection};
use crate::clock::Clock;
use crate::container::longwave_v1;
use crate::format::StreamAddress;
use crate::mount::{Delivery, Listener, RingReader};
use crate::output::listener_registry::ListenerStatus;
use crate::output::tcp::LastHeard;
use crate::output::ws_session::{WsReply, WsSession};
use crate::sys::{SendOp, outstanding, tcp_info};
use crate::tls::{Alert, RecordLayer};

/// Bytes read from a socket at a time.
const READ: usize = 8 * 1_024;
/// Reads from one socket at a time; who fills more has nothing to do with listening.
const MOST_READS: usize = 8;
/// Reads from one socket at a time after its listener was told to leave: its further input is discarded, because
/// closing a socket with unread bytes loses the last bytes sent to it.
const MOST_READS_LEAVING: usize = 512;
/// Answers kept for a listener that does not read them, in bytes.
const MOST_REPLIES: usize = 4 * 1_024;
/// Time that a closed connection may take to end, in microseconds.
const LINGER_US: u64 = 1_000_000;

/// State of a connection, which says how it is to be handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is served.
    Open,
    /// It was told that this is the end and has a moment to take it.
    Leaving,
    /// It is to be dropped.
    Gone,
}

/// Space in the socket's send buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// Space is left, as far as is known.
    Enough,
    /// It took no more; nothing is tried until it has room.
    None,
    /// It has room again. What could not be sent meanwhile is passed over once the message half sent is whole.
    Again,
}

/// A socket, a place in a ring, what is left of the message half sent, and the keys of an encrypted connection.
pub(super) struct Connection {
    stream: TcpStream,
    listener: Listener,
    /// True while listeners may send messages; over plain HTTP, all input is discarded.
    is_websocket: bool,
    state: State,
    room: Room,
    /// The rest of what is being sent.
    rest: Bytes,
    /// Answers that wait for the message half sent, [`MOST_REPLIES`] bytes at most: who asks faster than it
    /// reads is not answered each time.
    replies: BytesMut,
    conversation: WsSession,
    leave_by_us: u64,
    /// The keys of an encrypted connection, with the rest of the record half sent. `rest` is then what is sealed next.
    records: Option<Box<RecordLayer>>,
}

impl Connection {
    pub(super) fn new(arrival: NewConnection, clock: &dyn Clock) -> Self {
        let mut connection = Self {
            stream: TcpStream::from_std(arrival.stream),
            is_websocket: arrival.listener.format().address == StreamAddress::WebSocket,
            listener: arrival.listener,
            state: State::Open,
            room: Room::Enough,
            rest: arrival.greeting,
            replies: BytesMut::new(),
            conversation: WsSession::default(),
            leave_by_us: 0,
            records: arrival.records,
        };
        if !arrival.unread.is_empty() {
            connection.hear(&arrival.unread, clock);
        }
        // There may be records that came with the handshake.
        connection.open(&[], clock);
        connection
    }

    /// Goes on with a connection of another process.
    pub(super) fn resume(resumed: ResumedConnection) -> Self {
        let ResumedConnection { stream, listener, saved } = resumed;
        let leave_by_us = saved.leave_by_us;
        let is_encrypted = saved.records.is_some();
        let records = saved.records.and_then(RecordLayer::restore).map(Box::new);
        let state = match leave_by_us {
            // Without its keys nothing can be sent.
            _ if is_encrypted && records.is_none() => State::Gone,
            Some(_) => State::Leaving,
            None => State::Open,
        };
        Self {
            stream: TcpStream::from_std(stream),
            is_websocket: listener.format().address == StreamAddress::WebSocket,
            listener,
            state,
            room: if saved.is_full { Room::None } else { Room::Enough },
            rest: saved.rest,
            replies: BytesMut::from(&saved.replies[..]),
            conversation: WsSession::resume(&saved.session),
            leave_by_us: leave_by_us.unwrap_or_default(),
            records,
        }
    }

    /// Returns the connection as another process goes on with it.
    pub(super) fn save(&self) -> SavedConnection {
        SavedConnection {
            listener: self.listener.save(),
            rest: self.rest.clone(),
            replies: Bytes::copy_from_slice(&self.replies),
            session: self.conversation.save(),
            is_full: self.room != Room::Enough,
            leave_by_us: (self.state == State::Leaving).then_some(self.leave_by_us),
            records: self.records.as_ref().map(|records| records.save()),
        }
    }

    /// Returns the descriptor of its socket.
    pub(super) fn descriptor(&self) -> BorrowedFd<'_> {
        self.stream.as_fd()
    }

    pub(super) fn socket(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    pub(super) fn listener(&self) -> &Listener {
        &self.listener
    }

    /// Tells of it, as the system knows it too.
    pub(super) fn seen(&self) -> ListenerStatus {
        let unsent = self.records.as_ref().map_or(0, |records| records.unsent().len());
        let waiting = outstanding(&self.stream).unwrap_or_default() + (self.rest.len() + unsent) as u64;
        let bytes = tcp_info(&self.stream).map(|info| info.tcpi_bytes_acked);
        ListenerStatus::new(&self.listener, bytes.ok(), waiting)
    }

    /// Ends it properly, once the message half sent is whole.
    pub(super) fn send_away(&mut self, clock: &dyn Clock) {
        if self.state != State::Open {
            return;
        }
        self.replies.extend_from_slice(&self.listener.disconnection());
        // Who takes nothing does not take this either, and is dropped in a moment.
        self.leave(clock);
    }

    pub(super) fn state(&self) -> State {
        self.state
    }

    pub(super) fn has_room(&mut self) {
        if self.room == Room::None {
            self.room = Room::Again;
        }
    }

    /// Takes in what the socket has.
    pub(super) fn receive(&mut self, clock: &dyn Clock) {
        let mut bytes = [0; READ];
        for turn in 0..MOST_READS_LEAVING {
            if turn == MOST_READS && self.state == State::Open {
                self.refuse(clock);
            }
            match self.stream.read(&mut bytes) {
                // Some players end their side once they have asked; if it is gone, writing will tell.
                Ok(0) if !self.is_websocket && self.state == State::Open => return,
                Ok(0) => break,
                Ok(count) if self.state == State::Open && self.records.is_some() => {
                    self.open(&bytes[..count], clock);
                }
                Ok(count) if self.state == State::Open => self.hear(&bytes[..count], clock),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        self.state = State::Gone;
    }

    /// Ends the connection of one that sends more than any listener has to say.
    fn refuse(&mut self, clock: &dyn Clock) {
        if self.is_websocket {
            self.replies.extend_from_slice(&longwave_v1::close(CloseCode::Policy, "too much at once"));
        }
        self.leave(clock);
    }

    fn hear(&mut self, bytes: &[u8], clock: &dyn Clock) {
        if !self.is_websocket {
            if !self.conversation.pass_over(bytes, clock) {
                self.leave(clock);
            }
            return;
        }
        self.conversation.hear(bytes, clock);
        while let Some(answer) = self.conversation.answer(clock) {
            match answer {
                WsReply::Reply(bytes) if self.replies.len() + bytes.len() > MOST_REPLIES => {}
                WsReply::Reply(bytes) => self.replies.extend_from_slice(&bytes),
                WsReply::Close(bytes) => {
                    self.replies.extend_from_slice(&bytes);
                    self.leave(clock);
                    return;
                }
            }
        }
    }

    /// Returns whether the socket takes no more.
    pub(super) fn is_full(&self) -> bool {
        self.room == Room::None
    }

    /// Drops the connection if its socket is full because there is nobody any more.
    pub(super) fn listen_for_life(&mut self, patience: Duration) {
        if self.is_full() && LastHeard::of(&self.stream).is_ok_and(|last| last.is_gone(patience)) {
            self.state = State::Gone;
        }
    }

    /// Drops the connection if it was told to leave and has had its time.
    pub(super) fn look_after(&mut self, now_us: u64) {
        if self.state == State::Leaving && now_us >= self.leave_by_us {
            self.state = State::Gone;
        }
    }

    /// Sends what is new, as far as the socket takes it. `feed` is what the listener hears; `sealed` is room for what is
    /// sealed for it.
    pub(super) fn send(&mut self, feed: &RingReader, sealed: &mut Vec<u8>, clock: &dyn Clock) -> State {
        while self.has_more(feed, clock) {
            sealed.clear();
            self.seal(sealed);
            let sent = (&self.stream).write(self.first(sealed));
            self.sent(&sent, sealed);
        }
        self.state
    }

    /// Returns whether there is something that its socket may take, which is then [sealed](Self::seal) and its
    /// [`parcel`](Self::parcel).
    pub(super) fn has_more(&mut self, feed: &RingReader, clock: &dyn Clock) -> bool {
        self.room != Room::None && self.state != State::Gone && self.next(feed, clock)
    }

    /// Returns the bytes to be sent first, with the record that was sealed for them. To be followed by
    /// [`sent`](Self::sent).
    pub(super) fn parcel<'a>(&'a self, record: &'a [u8]) -> SendOp<'a> {
        SendOp { socket: self.stream.as_fd(), bytes: self.first(record) }
    }

    /// Returns whether there is something to send; puts it into `rest`.
    fn next(&mut self, feed: &RingReader, clock: &dyn Clock) -> bool {
        match self.records.as_mut().map_or(Ok(false), |records| records.prepare()) {
            Ok(true) => return true,
            Ok(false) => {}
            Err(_) => {
                self.state = State::Gone;
                return false;
            }
        }
        if !self.rest.is_empty() {
            return true;
        }
        if !self.replies.is_empty() {
            // At a message's end, answers go before the sound that comes next.
            self.rest = std::mem::take(&mut self.replies).freeze();
            return true;
        }
        if self.room == Room::Again {
            self.room = Room::Enough;
            self.listener.jump();
        }
        while self.state == State::Open && self.listener.is_behind() {
            match self.listener.next_of(feed) {
                Delivery::Bytes(bytes) => {
                    self.rest = bytes;
                    return true;
                }
                Delivery::Skipped(_) => {}
                Delivery::NotYet => break,
                Delivery::OffAir => self.leave(clock),
            }
        }
        if self.state == State::Leaving {
            if let Some(records) = &mut self.records {
                records.end(Alert::CloseNotify);
                if records.prepare() == Ok(true) {
                    return true;
                }
            }
            // All was sent; whoever listens closes too, or is dropped in a moment.
            drop(self.stream.shutdown(Shutdown::Write));
        }
        false
    }

    fn leave(&mut self, clock: &dyn Clock) {
        self.state = State::Leaving;
        self.leave_by_us = clock.now_us() + LINGER_US;
    }

    /// Takes note of how much of its parcel the socket took; `record` is what was sealed for it.
    pub(super) fn sent(&mut self, sent: &io::Result<usize>, record: &[u8]) {
        match sent {
            Ok(sent) => self.advance(*sent, record),
            Err(error) if error.kind() == ErrorKind::WouldBlock => self.room = Room::None,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => self.state = State::Gone,
        }
        if self.rest.is_empty() {
            // A shared message is let go as soon as it was sent.
            self.rest = Bytes::new();
        }
    }
}
