//! Puts RTP packets back in order, and says which ones are lost.
//!
//! A missing packet is waited for as long as others of this sender came late, and no longer: what is behind it waits too.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::decode::{MOST_OPUS_GAP, opus_samples};

/// Packets that wait for one that is missing; more of them do not.
const MOST_WAITING: usize = 32;
/// Time that a missing packet is waited for: at first, more each time that one came later than that, and at most.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const MORE_WAIT: Duration = Duration::from_millis(20);
const MOST_WAIT: Duration = Duration::from_millis(200);
/// A sequence number that is so far from the expected one begins a new series.
const FAR: u64 = 1_000;

/// An Opus packet from the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReceivedPacket {
    /// Sequence number and time stamp of RTP, without their wrapping.
    pub(super) number: u64,
    pub(super) time: u64,
    pub(super) payload: Bytes,
}

/// A packet whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrderedPacket {
    /// Samples that are missing before it.
    pub(super) gap: u32,
    pub(super) payload: Bytes,
}

/// Packets of one sender on their way into order.
pub(super) struct Reorder {
    /// The number and the time stamp of the next packet, once there was one.
    next: Option<ExpectedPacket>,
    waiting: BTreeMap<u64, WaitingPacket>,
    wait: Duration,
    /// Packets that did not come in time.
    lost: u64,
}

struct ExpectedPacket {
    number: u64,
    time: u64,
}

struct WaitingPacket {
    packet: ReceivedPacket,
    since: Instant,
}

impl Reorder {
    /// Begins with the first packet that comes.
    pub(super) fn new() -> Self {
        Self { next: None, waiting: BTreeMap::new(), wait: FIRST_WAIT, lost: 0 }
    }

    /// Takes a packet that came at `now`.
    pub(super) fn push(&mut self, packet: ReceivedPacket, now: Instant) {
        if let Some(next) = &self.next {
            if packet.number.abs_diff(next.number) > FAR {
                self.waiting.clear();
                self.next = None;
            } else if packet.number < next.number {
                // Given up already, or there twice: for the next one that is missing the wait is longer.
                self.wait = (self.wait + MORE_WAIT).min(MOST_WAIT);
                return;
            }
        }
        self.waiting.entry(packet.number).or_insert(WaitingPacket { packet, since: now });
    }

    /// Returns the next packet, if it is there or what is before it is not waited for any more.
    pub(super) fn pop(&mut self, now: Instant) -> Option<OrderedPacket> {
        loop {
            let number = *self.waiting.first_key_value()?.0;
            let is_next = self.next.as_ref().is_none_or(|next| next.number == number);
            let is_over = |waiting: &WaitingPacket| now.saturating_duration_since(waiting.since) >= self.wait;
            if !is_next && self.waiting.len() <= MOST_WAITING && !self.waiting.values().any(is_over) {
                return None;
            }
            let packet = self.waiting.pop_first()?.1.packet;
            let samples = opus_samples(&packet.payload);
            // A packet of padding has a number, and no sound.
            let (time, gap) = match (samples, &self.next) {
                (None, None) => continue,
                (None, Some(next)) => (next.time, None),
                (Some(samples), next) => {
                    let gap = next.as_ref().map_or(0, |next| gap(next.time, packet.time));
                    (packet.time + u64::from(samples), Some(gap))
                }
            };
            self.lost += self.next.as_ref().map_or(0, |next| number.saturating_sub(next.number));
            self.next = Some(ExpectedPacket { number: number + 1, time });
            if let Some(gap) = gap {
                return Some(OrderedPacket { gap, payload: packet.payload });
            }
        }
    }

    /// Returns the time at which a packet is given out though others are missing before it.
    pub(super) fn due_at(&self) -> Option<Instant> {
        self.waiting.values().map(|waiting| waiting.since + self.wait).min()
    }

    /// Returns the number of packets that did not come in time.
    pub(super) fn lost(&self) -> u64 {
        self.lost
    }
}

/// Returns the samples between the end of one packet and the next one; none where a sender made a longer pause, or turned
/// its clock.
fn gap(expected: u64, time: u64) -> u32 {
    let gap = time.checked_sub(expected).and_then(|gap| u32::try_from(gap).ok());
    gap.filter(|gap| *gap <= MOST_OPUS_GAP).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An Opus packet of 20 ms without sound: CELT, fullband (RFC 6716 section 3.1).
    const SILENT: &[u8] = &[0xF8, 0xFF, 0xFE];

    /// Plays `arrivals`, the numbers of 20 ms packets with the millisecond at which each comes, and returns what was given
    /// out by millisecond `until`: `number+gap in ms@millisecond`.
    fn check(arrivals: &[(u64, u64)], until: u64, expected: &str) {
        let start = tokio::time::Instant::now().into_std();
        let (mut reorder, mut given) = (Reorder::new(), Vec::new());
        for at in 0..=until {
            let now = start + Duration::from_millis(at);
            for (number, _) in arrivals.iter().filter(|(_, ms)| *ms == at) {
                let payload = [SILENT, &[*number as u8][..]].concat().into();
                reorder.push(ReceivedPacket { number: *number, time: number * 960, payload }, now);
            }
            while let Some(packet) = reorder.pop(now) {
                let number = packet.payload[SILENT.len()];
                given.push(format!("{number}+{}@{at}", packet.gap / 48));
            }
        }
        assert_eq!(given.join(" "), expected);
    }

    #[test]
    fn packets_in_order_do_not_wait() {
        check(&[(7, 0), (8, 20), (9, 45)], 50, "7+0@0 8+0@20 9+0@45");
    }

    #[test]
    fn packets_out_of_order_are_put_back_and_doubles_are_dropped() {
        check(&[(1, 0), (3, 40), (3, 41), (2, 60), (2, 61), (4, 80)], 100, "1+0@0 2+0@60 3+0@60 4+0@80");
    }

    #[test]
    fn a_lost_packet_is_waited_for_and_then_told() {
        check(&[(1, 0), (3, 40), (4, 60), (5, 150)], 200, "1+0@0 3+20@140 4+0@140 5+0@150");
    }

    #[test]
    fn who_is_late_is_waited_for_longer_the_next_time() {
        check(&[(1, 0), (3, 40), (2, 141), (5, 150)], 300, "1+0@0 3+20@140 5+20@270");
    }

    #[test]
    fn a_new_series_begins_at_once() {
        check(&[(1, 0), (90, 20), (60_000, 40), (60_001, 41)], 50, "1+0@0 96+0@40 97+0@41");
    }

    #[test]
    fn few_packets_wait() {
        let now = tokio::time::Instant::now().into_std();
        let mut reorder = Reorder::new();
        for number in (0..500).filter(|number| *number != 1) {
            reorder.push(ReceivedPacket { number, time: number * 960, payload: SILENT.into() }, now);
            while reorder.pop(now).is_some() {}
            assert!(reorder.waiting.len() <= MOST_WAITING);
        }
        assert_eq!(reorder.lost(), 1);
    }
}
