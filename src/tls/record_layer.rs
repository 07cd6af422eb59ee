//! The record layer of a connection whose handshake is done (RFC 8446 sections 4.6.3, 5 and 6).
//!
//! In: bytes of the peer, and data for it. Out: what the peer sent, and the bytes to be sent. Never: touches a socket, keeps
//! data that is to be sent beyond the record that is half sent, or uses a nonce for two different records.

use std::fmt;

use bytes::{Buf, Bytes, BytesMut};
use serde::{Deserialize, Serialize};

use super::record::{
    ALERT, APPLICATION_DATA, HANDSHAKE, HEADER, MOST_CIPHERTEXT, MOST_PLAINTEXT, RecordKey, RecordSuite, TAG,
    TrafficSecret,
};
use crate::model::base64_bytes;

/// The message `key_update` (RFC 8446 section 4.6.3), but for its last byte, which says whether the peer is to update its
/// keys, too.
const KEY_UPDATE: [u8; 4] = [24, 0, 0, 1];
/// Level of an alert that ends the connection (RFC 8446 section 6).
const FATAL: u8 = 2;
const WARNING: u8 = 1;
const USER_CANCELED: u8 = 90;

/// Alerts that are sent (RFC 8446 section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alert {
    /// This is the end of what is sent.
    CloseNotify = 0,
    /// A message came that may not come.
    UnexpectedMessage = 10,
    /// A record cannot be opened.
    BadRecordMac = 20,
    /// A record is too long.
    RecordOverflow = 22,
    /// A field has a value that it cannot have.
    IllegalParameter = 47,
    /// A message is not in order.
    DecodeError = 50,
    /// This side cannot go on.
    InternalError = 80,
}

/// Content of a record of the peer.
#[derive(Debug, PartialEq, Eq)]
pub enum IncomingRecord {
    /// Data.
    Data(Bytes),
    /// An update of keys, or a warning: there is nothing to be done, but it has to be paid for.
    Control,
    /// The peer sends nothing more.
    Closed,
    /// The peer gave the connection up, for a reason of RFC 8446 section 6.
    Aborted(u8),
}

/// The keys and counters of a connection, and what is under way in both directions.
pub struct RecordLayer {
    sending: Traffic,
    /// Made from the secret of what is sent. What is received is seldom; its key is made when it comes.
    key: RecordKey,
    most_records: u64,
    receiving: Traffic,
    /// Made from the secret of what is received, while records that came together are opened.
    receiving_key: Option<Box<RecordKey>>,
    /// A record that has not come whole.
    received: BytesMut,
    /// Beginning of a `key_update` that comes in several records.
    message: Vec<u8>,
    /// True if the peer waits for an update of keys.
    owes_update: bool,
    alert: Option<Alert>,
    /// True once an alert was sealed: no record follows.
    is_ended: bool,
    /// The rest of the record that is half sent.
    unsent: Bytes,
}

/// A secret, and how many records have been under its keys.
pub(super) struct Traffic {
    pub(super) secret: TrafficSecret,
    pub(super) number: u64,
}

impl RecordLayer {
    /// Goes on with a connection in these states; `received` are bytes of the peer that nobody has opened.
    pub(super) fn new(sending: Traffic, receiving: Traffic, received: &[u8]) -> Result<Self, Alert> {
        Ok(Self {
            key: derive(&sending.secret)?,
            most_records: sending.secret.suite().most_records(),
            sending,
            receiving,
            receiving_key: None,
            received: received.into(),
            message: Vec::new(),
            owes_update: false,
            alert: None,
            is_ended: false,
            unsent: Bytes::new(),
        })
    }

    /// Takes in bytes as they came. To be followed by [`next_record`](Self::next_record) until that gives `None`, which keeps less
    /// than a record here.
    pub fn receive(&mut self, bytes: &[u8]) {
        self.received.extend_from_slice(bytes);
    }

    /// Returns the content of the next record that has come whole, or the alert that ends the connection.
    pub fn next_record(&mut self) -> Option<Result<IncomingRecord, Alert>> {
        let Some([kind, _, _, high, low]) = self.received.first_chunk::<HEADER>().copied() else {
            if self.received.is_empty() {
                self.received = BytesMut::new();
            }
            self.receiving_key = None;
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if kind != APPLICATION_DATA {
            return Some(Err(Alert::UnexpectedMessage));
        }
        if length > MOST_CIPHERTEXT {
            return Some(Err(Alert::RecordOverflow));
        }
        if self.received.len() < HEADER + length {
            self.receiving_key = None;
            return None;
        }
        let record = self.received.split_to(HEADER + length);
        Some(self.open(record))
    }

    fn open(&mut self, mut record: BytesMut) -> Result<IncomingRecord, Alert> {
        let key = match self.receiving_key.take() {
            Some(key) => key,
            None => Box::new(derive(&self.receiving.secret)?),
        };
        let key = self.receiving_key.insert(key);
        let opened = key.open(self.receiving.number, &mut record).map_err(|_| Alert::BadRecordMac)?;
        self.receiving.number += 1;
        // The padding and the type count, too.
        if record.len() - HEADER - TAG > MOST_PLAINTEXT + 1 {
            return Err(Alert::RecordOverflow);
        }
        record.advance(HEADER);
        record.truncate(opened.length);
        match opened.kind {
            HANDSHAKE => self.take_message(&record),
            // No other record may come before the message is whole.
            _ if !self.message.is_empty() => Err(Alert::UnexpectedMessage),
            APPLICATION_DATA => Ok(IncomingRecord::Data(record.freeze())),
            ALERT => match record[..] {
                [_, description] if description == Alert::CloseNotify as u8 => Ok(IncomingRecord::Closed),
                [_, USER_CANCELED] => Ok(IncomingRecord::Control),
                [_, description] => Ok(IncomingRecord::Aborted(description)),
                _ => Err(Alert::DecodeError),
            },
            _ => Err(Alert::UnexpectedMessage),
        }
    }

    /// Takes in a part of a handshake message: a client's can only be `key_update`, at the end of a record.
    fn take_message(&mut self, part: &[u8]) -> Result<IncomingRecord, Alert> {
        self.message.extend_from_slice(part);
        let begun = self.message.len().min(KEY_UPDATE.len());
        if part.is_empty() || self.message[..begun] != KEY_UPDATE[..begun] {
            return Err(Alert::UnexpectedMessage);
        }
        match self.message[begun..] {
            [] => return Ok(IncomingRecord::Control),
            // Several requests that come before there was an answer have one answer.
            [request @ 0..=1] => self.owes_update |= request == 1,
            [_] => return Err(Alert::IllegalParameter),
            // Anything behind it would be under the old keys.
            _ => return Err(Alert::UnexpectedMessage),
        }
        self.message = Vec::new();
        self.receiving.update()?;
        self.receiving_key = None;
        Ok(IncomingRecord::Control)
    }

    /// Returns whether there is something to be sent before any data: the rest of a record, an update of keys, or an
    /// alert. It is then [`unsent`](Self::unsent).
    pub fn prepare(&mut self) -> Result<bool, Alert> {
        if !self.unsent.is_empty() || self.is_ended {
            return Ok(!self.unsent.is_empty());
        }
        if let Some(alert) = self.alert.take() {
            let level = if alert == Alert::CloseNotify { WARNING } else { FATAL };
            self.seal_own(ALERT, &[level, alert as u8])?;
            self.is_ended = true;
        } else if self.owes_update || self.sending.number >= self.most_records - 1 {
            self.owes_update = false;
            self.seal_own(HANDSHAKE, &[&KEY_UPDATE[..], &[0]].concat())?;
            self.sending.update()?;
            self.key = derive(&self.sending.secret)?;
        }
        Ok(!self.unsent.is_empty())
    }

    fn seal_own(&mut self, kind: u8, content: &[u8]) -> Result<(), Alert> {
        let mut record = Vec::new();
        self.key.seal(self.sending.number, kind, content, &mut record).map_err(|_| Alert::InternalError)?;
        self.sending.number += 1;
        self.unsent = record.into();
        Ok(())
    }

    /// Returns the bytes that are to be sent before anything else.
    pub fn unsent(&self) -> &[u8] {
        &self.unsent
    }

    /// Takes note that so many bytes of what was unsent have been sent.
    pub fn advance(&mut self, count: usize) {
        self.unsent.advance(count);
        if self.unsent.is_empty() {
            self.unsent = Bytes::new();
        }
    }

    /// Appends the record of the first [`MOST_PLAINTEXT`] bytes of `data` to `records`. It counts once some of it is
    /// [`sent`](Self::sent): before, nobody has seen it, so another one may take its number.
    pub fn seal(&self, data: &[u8], records: &mut Vec<u8>) -> Result<(), Alert> {
        let content = &data[..data.len().min(MOST_PLAINTEXT)];
        let sealed = self.key.seal(self.sending.number, APPLICATION_DATA, content, records);
        sealed.map_err(|_| Alert::InternalError)
    }

    /// Takes note that so many bytes of the record that was [sealed](Self::seal) last have been sent, at least one; the
    /// others are unsent.
    pub fn sent(&mut self, record: &[u8], count: usize) {
        self.sending.number += 1;
        if let Some(rest) = record.get(count..).filter(|rest| !rest.is_empty()) {
            self.unsent = Bytes::copy_from_slice(rest);
        }
    }

    /// Has the connection end: this alert is sent once what is half sent is whole, and nothing after it. The first one
    /// counts.
    pub fn end(&mut self, alert: Alert) {
        if !self.is_ended {
            self.alert.get_or_insert(alert);
        }
    }

    /// Returns the state as another process goes on with it.
    pub fn save(&self) -> SavedRecordLayer {
        SavedRecordLayer {
            suite: self.sending.secret.suite(),
            sending: self.sending.save(),
            receiving: self.receiving.save(),
            received: self.received.to_vec().into(),
            message: self.message.clone().into(),
            owes_update: self.owes_update,
            alert: self.alert,
            is_ended: self.is_ended,
            unsent: self.unsent.clone(),
        }
    }

    /// Goes on with the state of another process; `None` if it is not in order.
    pub fn restore(saved: SavedRecordLayer) -> Option<Self> {
        let traffic = |saved: &SavedTraffic, suite| {
            Some(Traffic { secret: TrafficSecret::new(suite, &saved.secret)?, number: saved.number })
        };
        let sending = traffic(&saved.sending, saved.suite)?;
        let receiving = traffic(&saved.receiving, saved.suite)?;
        let layer = Self::new(sending, receiving, &saved.received).ok()?;
        let SavedRecordLayer { message, owes_update, alert, is_ended, unsent, .. } = saved;
        Some(Self { message: message.into(), owes_update, alert, is_ended, unsent, ..layer })
    }

    /// Has keys be updated after so many records.
    #[cfg(test)]
    pub(crate) fn limit_records(&mut self, most: u64) {
        self.most_records = most;
    }
}

impl Traffic {
    fn update(&mut self) -> Result<(), Alert> {
        self.secret = self.secret.next().map_err(|_| Alert::InternalError)?;
        self.number = 0;
        Ok(())
    }

    fn save(&self) -> SavedTraffic {
        SavedTraffic { secret: self.secret.bytes().to_vec().into(), number: self.number }
    }
}

fn derive(secret: &TrafficSecret) -> Result<RecordKey, Alert> {
    RecordKey::derive(secret).map_err(|_| Alert::InternalError)
}

/// A record layer for another process. It holds the secrets of the connection.
#[derive(Serialize, Deserialize)]
pub struct SavedRecordLayer {
    suite: RecordSuite,
    sending: SavedTraffic,
    receiving: SavedTraffic,
    #[serde(with = "base64_bytes")]
    received: Bytes,
    #[serde(with = "base64_bytes")]
    message: Bytes,
    owes_update: bool,
    alert: Option<Alert>,
    is_ended: bool,
    #[serde(with = "base64_bytes")]
    unsent: Bytes,
}

#[derive(Serialize, Deserialize)]
struct SavedTraffic {
    #[serde(with = "base64_bytes")]
    secret: Bytes,
    number: u64,
}

impl fmt::Debug for SavedRecordLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SavedRecordLayer").finish_non_exhaustive()
    }
}

impl fmt::Debug for RecordLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordLayer").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
