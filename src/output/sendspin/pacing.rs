//! Amount of sound that a player holds, so that it is never sent more than fits into its buffer.

use std::collections::VecDeque;

/// The sound that a player was sent and has not played yet.
#[derive(Debug)]
pub(super) struct PlayerBuffer {
    /// Size of the player's buffer, in bytes.
    capacity: u64,
    /// Time at which each message has been played, in microseconds, and its size in bytes.
    waiting: VecDeque<(u64, u64)>,
    bytes: u64,
}

impl PlayerBuffer {
    pub(super) fn new(capacity: u64) -> Self {
        Self { capacity, waiting: VecDeque::new(), bytes: 0 }
    }

    /// Returns when there is room for a message of so many bytes; `None` if there is now.
    pub(super) fn room_at(&mut self, bytes: u64, now_us: u64) -> Option<u64> {
        while let Some((end_us, played)) = self.waiting.front().copied()
            && end_us <= now_us
        {
            self.waiting.pop_front();
            self.bytes -= played;
        }
        if self.bytes + bytes <= self.capacity {
            return None;
        }
        self.waiting.front().map(|(end_us, _)| *end_us)
    }

    /// Notes a message that was sent, which has been played at `end_us`.
    pub(super) fn sent(&mut self, bytes: u64, end_us: u64) {
        self.waiting.push_back((end_us, bytes));
        self.bytes += bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_player_has_room_when_it_has_played() {
        let mut buffer = PlayerBuffer::new(250);
        assert_eq!(buffer.room_at(100, 0), None);
        buffer.sent(100, 1_000);
        buffer.sent(100, 2_000);
        assert_eq!(buffer.room_at(50, 0), None);
        assert_eq!(buffer.room_at(51, 0), Some(1_000));
        assert_eq!(buffer.room_at(51, 999), Some(1_000));
        assert_eq!(buffer.room_at(51, 1_000), None);
        assert_eq!(buffer.room_at(250, 1_500), Some(2_000));
        assert_eq!(buffer.room_at(250, 2_000), None);
    }
}
