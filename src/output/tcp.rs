//! A listener's connection, as far as the system takes care of it.
//!
//! In: a socket. Out: one that is at most five seconds behind, and what the system last heard on it. Never: a
//! limit on how long somebody may stop reading: a player that pauses is there as long as its system answers.
//!
//! `TCP_USER_TIMEOUT` would tell the dead, but Linux (since 5.11, `tcp_probe_timer`) ends those by it too who
//! have stopped reading and answer every question; so the last answer is what counts.

use std::io;
use std::os::fd::AsFd;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};

use crate::sys;

/// Seconds of sound that wait in the system for a listener that stops reading. What is under way to it comes on
/// top and is less than one second's, or the listener's line is too slow for the sound.
const UNSENT_SECONDS: usize = 4;
/// Seconds of sound the system makes room for. It doubles the figure, for its own bookkeeping, and cuts it to
/// `net.core.wmem_max`: a small one leaves listeners of samples with less.
const ROOM_SECONDS: usize = 5;
/// Room for a joiner's burst at any bitrate, in bytes.
const LEAST_ROOM: usize = 32 * 1_024;
/// A connection without traffic is asked after so long, and given up after three questions.
const KEEPALIVE: Duration = Duration::from_secs(15);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);
/// The longest pause between two questions to somebody who does not read or does not answer. Linux has two
/// minutes, and lets them be set from 6.15 on; before, one that first stopped reading for long and then
/// vanished is found out some minutes later.
const MOST_BACKOFF_MS: usize = 5_000;
/// `TCP_RTO_MAX_MS` of Linux's `tcp.h`.
const RTO_MAX_MS: libc::c_int = 44;

/// Longest silence of a listener whose socket is full. Its socket fills within five seconds, so a listener that
/// vanished is counted for at most half a minute.
pub const PATIENCE: Duration = Duration::from_secs(25);
/// Interval at which the system is asked about listeners that do not take what they are sent.
pub const LIFE_CHECK: Duration = Duration::from_secs(2);

/// Makes a listener's socket hold little, and notice when there is nobody any more.
pub fn tune(socket: &impl AsFd, bytes_per_second: usize) {
    let bound = SockRef::from(socket);
    let room = (bytes_per_second * ROOM_SECONDS).max(LEAST_ROOM);
    let unsent = if bytes_per_second == 0 { LEAST_ROOM } else { bytes_per_second * UNSENT_SECONDS };
    let keepalive =
        TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE_INTERVAL).with_retries(3);
    // Each is an improvement; a system that refuses it still has a working socket.
    drop(bound.set_send_buffer_size(room));
    drop(bound.set_tcp_keepalive(&keepalive));
    drop(sys::set_tcp(socket, libc::TCP_NOTSENT_LOWAT, unsent));
    drop(sys::set_tcp(socket, RTO_MAX_MS, MOST_BACKOFF_MS));
}

/// Last contact with the peer as reported by the system, and the probes sent since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastHeard {
    /// Time since the peer acknowledged anything.
    pub heard: Duration,
    /// Time since the peer was sent bytes, for the first time or again.
    pub sent: Duration,
    /// Number of segments that the peer has not acknowledged.
    pub in_flight: u32,
    /// Number of window probes that the peer has not answered.
    pub probes: u8,
}

impl LastHeard {
    /// Asks the system.
    pub fn of(socket: &impl AsFd) -> io::Result<Self> {
        let info = sys::tcp_info(socket)?;
        Ok(Self {
            heard: Duration::from_millis(info.tcpi_last_ack_recv.into()),
            sent: Duration::from_millis(info.tcpi_last_data_sent.into()),
            in_flight: info.tcpi_unacked,
            probes: info.tcpi_probes,
        })
    }

    /// Returns whether the peer is gone: nothing was heard for as long as `patience`, though an answer was due. A
    /// peer that does not read is probed seldom, and answers.
    pub fn is_gone(&self, patience: Duration) -> bool {
        // What was sent a moment ago may still be answered.
        let unanswered = self.in_flight > 0 && self.sent < self.heard && self.sent >= patience / 10;
        self.heard >= patience && (unanswered || self.probes > 1)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use socket2::{Domain, Socket, Type};

    use super::*;

    #[test]
    fn who_answers_is_there_however_seldom_it_is_asked() {
        let check = |(heard, sent, in_flight, probes), expected| {
            let (heard, sent) = (Duration::from_millis(heard), Duration::from_millis(sent));
            let last = LastHeard { heard, sent, in_flight, probes };
            assert_eq!(last.is_gone(Duration::from_secs(25)), expected, "{last:?}");
        };
        // Listens.
        check((20, 80, 1, 0), false);
        // Was silent for a moment.
        check((24_000, 11_000, 9, 0), false);
        // Vanished: sent to again and again.
        check((25_000, 12_000, 9, 0), true);
        // The last question is too young, the one before was answered.
        check((100_000, 40, 9, 0), false);
        // Does not read, and is asked every two minutes.
        check((110_000, 500_000, 0, 0), false);
        check((120_000, 500_000, 0, 1), false);
        // Does not read, and vanished.
        check((26_000, 90_000, 0, 2), true);
        // Nobody has anything for it.
        check((500_000, 500_000, 0, 0), false);
    }

    #[test]
    fn a_listener_who_stops_reading_has_five_seconds_in_the_system() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        // Without a buffer of its own at the other end.
        SockRef::from(&server).set_recv_buffer_size(1).unwrap();
        let mut client = Vec::new();
        let mut connect = || {
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            socket.set_recv_buffer_size(1).unwrap();
            socket.connect(&server.local_addr().unwrap().into()).unwrap();
            client.push(socket);
            server.accept().unwrap().0
        };
        for bytes_per_second in [8_000, 12_000, 24_000] {
            let mut stream = connect();
            stream.set_nonblocking(true).unwrap();
            tune(&stream, bytes_per_second);
            let message = vec![0; bytes_per_second / 10];
            let mut taken = 0;
            while let Ok(count) = stream.write(&message) {
                taken += count;
            }
            let seconds = taken as f64 / bytes_per_second as f64;
            assert!((3.0..5.0).contains(&seconds), "{seconds} s at {bytes_per_second} bytes a second");
            assert!(LastHeard::of(&stream).unwrap().heard < Duration::from_secs(20));
        }
    }
}
