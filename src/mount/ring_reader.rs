//! New messages of a ring, for one thread that serves many of its listeners.

use std::sync::Arc;

use super::ring::{Found, Message, Ring};

/// The newest messages of a ring, fetched once for all listeners of it that a thread serves: asking the ring
/// for each of them would have the threads wait for one another at its lock.
pub struct RingReader {
    ring: Arc<Ring>,
    /// The ring's end when it was last looked at.
    seen: u64,
    /// The number of the first message of `news`.
    first: u64,
    news: Vec<Message>,
}

impl RingReader {
    pub(super) fn new(ring: Arc<Ring>) -> Self {
        let seen = ring.end();
        Self { ring, seen, first: seen, news: Vec::new() }
    }

    pub(super) fn is_of(&self, ring: &Arc<Ring>) -> bool {
        Arc::ptr_eq(&self.ring, ring)
    }

    /// Fetches what came since the last time, and says whether anything did.
    pub fn fetch(&mut self) -> bool {
        let end = self.ring.end();
        if end == self.seen {
            return false;
        }
        (self.first, self.news) = self.ring.since(self.seen);
        self.seen = end;
        true
    }

    /// The message `number`; who is not at the edge has to ask the ring.
    pub(super) fn get(&self, number: u64) -> Found {
        let place = number.checked_sub(self.first).and_then(|place| self.news.get(place as usize));
        place.map_or_else(|| self.ring.get(number), |message| Found::Message(message.clone()))
    }
}
