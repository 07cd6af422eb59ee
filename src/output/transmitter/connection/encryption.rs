//! The encrypted connection of a listener: what comes is opened, and what goes is sealed at the moment of sending.

use std::ops::Range;

use bytes::{Buf, Bytes};

use super::{Connection, State};
use crate::clock::Clock;
use crate::tls::{IncomingRecord, MOST_PLAINTEXT};

impl Connection {
    /// Takes in bytes of an encrypted connection.
    pub(super) fn open(&mut self, bytes: &[u8], clock: &dyn Clock) {
        let Some(mut records) = self.records.take() else { return };
        records.receive(bytes);
        while self.state == State::Open
            && let Some(incoming) = records.next_record()
        {
            match incoming {
                Ok(IncomingRecord::Data(data)) if !data.is_empty() => {
                    self.hear(&data, clock);
                    // Each record costs something, however little of a message it has.
                    if self.state == State::Open && !self.conversation.is_within_bounds(clock) {
                        self.refuse(clock);
                    }
                }
                Ok(IncomingRecord::Data(_) | IncomingRecord::Control) => {
                    if !self.conversation.pass_over(&[], clock) {
                        self.refuse(clock);
                    }
                }
                // Some players end their side once they have asked.
                Ok(IncomingRecord::Closed) if !self.is_websocket => {}
                Ok(IncomingRecord::Closed) => self.leave(clock),
                Ok(IncomingRecord::Aborted(_)) => self.state = State::Gone,
                Err(alert) => {
                    records.end(alert);
                    self.rest = Bytes::new();
                    self.replies.clear();
                    self.leave(clock);
                }
            }
        }
        self.records = Some(records);
    }

    /// Appends the record that is to be sent first to `sealed`, if the connection is encrypted and it is not half sent
    /// already; returns its place there.
    pub(in crate::output::transmitter) fn seal(&mut self, sealed: &mut Vec<u8>) -> Range<usize> {
        let begin = sealed.len();
        if let Some(records) = &self.records
            && records.unsent().is_empty()
            && records.seal(&self.rest, sealed).is_err()
        {
            sealed.truncate(begin);
            self.state = State::Gone;
        }
        begin..sealed.len()
    }

    /// Returns the bytes to be sent first, with the record that was sealed for them.
    pub(super) fn first<'a>(&'a self, record: &'a [u8]) -> &'a [u8] {
        match &self.records {
            None => &self.rest,
            Some(records) if records.unsent().is_empty() => record,
            Some(records) => records.unsent(),
        }
    }

    /// Takes note that so many of those bytes were sent.
    pub(super) fn advance(&mut self, count: usize, record: &[u8]) {
        match &mut self.records {
            None => self.rest.advance(count),
            Some(records) if !records.unsent().is_empty() => records.advance(count),
            Some(_) if count == 0 => {}
            Some(records) => {
                records.sent(record, count);
                self.rest.advance(self.rest.len().min(MOST_PLAINTEXT));
            }
        }
    }
}
