//! One WHIP client, from its offer to its end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use str0m::net::{Protocol, Receive};
use str0m::{Event, Input, Output, Rtc};
use tokio::sync::OwnedSemaphorePermit;

use super::live_sessions::LiveSession;
use super::reorder::{ReceivedPacket, Reorder};
use crate::decode::opus_record;
use crate::ingest::source_session::SourceSession;

/// Time limit for a client to be connected after its offer.
const CONNECTS_WITHIN: Duration = Duration::from_secs(10);
/// A client that sends no sound for so long is lost, as any other source.
const SILENCE: Duration = Duration::from_secs(10);
/// Time for telling a client that it is over.
const CLOSES_WITHIN: Duration = Duration::from_millis(500);
/// A session is looked at this often, whatever comes: somebody may have ended it.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The station and the client of a session, for the log.
#[derive(Clone, Debug)]
pub(super) struct SessionNames {
    pub(super) station: String,
    /// The part of the session's address that nobody can guess.
    pub(super) id: String,
    pub(super) from: std::net::IpAddr,
}

/// Limits that a session counts for.
pub(super) struct SessionPermits {
    /// One of all sessions.
    pub(super) place: OwnedSemaphorePermit,
    /// One of those that are not connected yet.
    pub(super) connecting: OwnedSemaphorePermit,
}

/// A client, as the thread of the UDP socket drives it.
pub(super) struct WhipSession {
    names: SessionNames,
    rtc: Rtc,
    /// The place on the station's line; given up when the session is over.
    source: Option<SourceSession>,
    /// The addresses that the client was told.
    candidates: Vec<SocketAddr>,
    reorder: Reorder,
    ssrc: Option<u32>,
    _place: OwnedSemaphorePermit,
    _live: LiveSession,
    /// Held until the client is connected.
    connecting: Option<OwnedSemaphorePermit>,
    /// The time until which something has to happen.
    until: Instant,
    /// The time at which it is looked at again.
    wake: Instant,
    /// Packets that the decoder's thread was too slow for.
    dropped: u64,
}

impl WhipSession {
    /// Begins to wait for a client that was answered at `now`.
    pub(super) fn new(
        names: SessionNames,
        rtc: Rtc,
        source: SourceSession,
        candidates: Vec<SocketAddr>,
        (permits, live): (SessionPermits, LiveSession),
        now: Instant,
    ) -> Self {
        Self {
            names,
            rtc,
            source: Some(source),
            candidates,
            reorder: Reorder::new(),
            ssrc: None,
            _place: permits.place,
            _live: live,
            connecting: Some(permits.connecting),
            until: now + CONNECTS_WITHIN,
            wake: now,
            dropped: 0,
        }
    }

    /// Returns whether it is the session `id` of `station`.
    pub(super) fn is(&self, station: &str, id: &str) -> bool {
        self.names.id == id && self.names.station == station
    }

    /// Returns the time at which [`poll`](Self::poll) is due.
    pub(super) fn wake(&self) -> Instant {
        self.wake
    }

    /// Takes a datagram if it is for this session.
    pub(super) fn receive(&mut self, source: SocketAddr, datagram: &[u8], now: Instant) -> bool {
        // The socket does not say which of our addresses a packet came to: one of the same kind that the client knows.
        let own = self.candidates.iter().find(|own| own.is_ipv4() == source.is_ipv4());
        let Some(destination) = own.copied() else { return false };
        let Ok(received) = Receive::new(Protocol::Udp, source, destination, datagram) else { return false };
        let input = Input::Receive(now, received);
        if !self.rtc.accepts(&input) {
            return false;
        }
        if let Err(error) = self.rtc.handle_input(input) {
            tracing::debug!(%error, station = self.names.station, "a packet of a WHIP client is not understood");
        }
        self.wake = now;
        true
    }

    /// Does what is due; `send` gets the datagrams to send. False once the session is over and its client was told.
    pub(super) fn poll(&mut self, now: Instant, send: &mut dyn FnMut(SocketAddr, &[u8])) -> bool {
        if let Some(over) = self.source.as_mut().and_then(SourceSession::try_over) {
            self.close(&over, now);
        }
        if let Err(error) = self.rtc.handle_input(Input::Timeout(now)) {
            self.close(&error, now);
        }
        let next = self.drain(now, send);
        self.pass_on(now);
        if now >= self.until {
            match &self.source {
                Some(_) if self.connecting.is_some() => self.close(&"it was not connected in time", now),
                Some(_) => self.close(&"nothing came any more", now),
                None => return false,
            }
        }
        let due = self.reorder.due_at().filter(|_| self.source.is_some());
        self.wake = next.min(now + LOOK_EVERY).min(due.unwrap_or(next));
        self.source.is_some() || self.rtc.is_alive()
    }

    /// Ends the session; its client is told with the next packets.
    pub(super) fn close(&mut self, reason: &dyn std::fmt::Display, now: Instant) {
        let Some(source) = self.source.take() else { return };
        drop(source);
        let SessionNames { station, from, .. } = &self.names;
        let (lost, dropped) = (self.reorder.lost(), self.dropped);
        tracing::info!(station, %from, %reason, lost, dropped, "a WHIP session is over");
        if let Err(error) = self.rtc.close() {
            tracing::debug!(%error, "a WHIP client cannot be told that it is over");
        }
        (self.until, self.wake) = (now + CLOSES_WITHIN, now);
    }

    /// Takes all that came of the connection; returns the time at which it is to be asked again.
    fn drain(&mut self, now: Instant, send: &mut dyn FnMut(SocketAddr, &[u8])) -> Instant {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => return at,
                Ok(Output::Transmit(datagram)) => send(datagram.destination, &datagram.contents),
                Ok(Output::Event(event)) => self.take(event, now),
                Err(error) => {
                    self.close(&error, now);
                    self.rtc.disconnect();
                    return now + LOOK_EVERY;
                }
            }
        }
    }

    fn take(&mut self, event: Event, now: Instant) {
        match event {
            Event::Connected => {
                drop(self.connecting.take());
                self.until = now + SILENCE;
                let SessionNames { station, from, .. } = &self.names;
                tracing::info!(station, %from, "a WHIP client is connected");
            }
            Event::RtpPacket(packet) if self.source.is_some() => {
                self.until = now + SILENCE;
                if self.ssrc.replace(*packet.header.ssrc).is_some_and(|before| before != *packet.header.ssrc)
                {
                    self.reorder = Reorder::new();
                }
                let payload = Bytes::copy_from_slice(&packet.payload);
                let (number, time) = (*packet.seq_no, packet.time.numer());
                self.reorder.push(ReceivedPacket { number, time, payload }, now);
            }
            Event::Closed => self.close(&"the client hung up", now),
            _ => {}
        }
    }

    /// Hands the packets whose turn it is to the thread that decodes.
    fn pass_on(&mut self, now: Instant) {
        let Some(source) = &mut self.source else { return };
        while let Some(packet) = self.reorder.pop(now) {
            if !source.try_send(opus_record(packet.gap, &packet.payload).into()) {
                self.dropped += 1;
            }
        }
    }
}
