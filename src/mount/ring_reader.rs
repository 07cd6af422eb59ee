//! New messages of a ring, for one thread that serves many of its listeners.

use std::ops::Range;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::ring::{Content, Found, Message, Ring};

/// The newest messages of a ring, fetched once for all listeners of it that a thread serves: asking the ring
/// for each of them would have the threads wait for one another at its lock.
pub struct RingReader {
    ring: Arc<Ring>,
    /// The ring's end when it was last looked at.
    seen: u64,
    /// The number of the first message of `news`.
    first: u64,
    news: Vec<Message>,
    /// All of `news` as one, if there are several.
    joined: Option<JoinedMessages>,
}

/// Several messages as one, for listeners who have everything before them.
pub(super) struct JoinedMessages {
    pub(super) bytes: Bytes,
    /// The number of the message after them.
    pub(super) next: u64,
    /// The frames in them, of which none is missing.
    pub(super) frames: Range<u64>,
    /// Times from which their first and last titles are heard, in microseconds.
    pub(super) titles_us: Option<(u64, u64)>,
}

impl RingReader {
    pub(super) fn new(ring: Arc<Ring>) -> Self {
        let seen = ring.end();
        Self { ring, seen, first: seen, news: Vec::new(), joined: None }
    }

    pub(super) fn is_of(&self, ring: &Arc<Ring>) -> bool {
        Arc::ptr_eq(&self.ring, ring)
    }

    /// Fetches what came since the last time, and says whether anything did. Less than `hold_us` microseconds of sound is
    /// left for the next time, unless it is the end.
    pub fn fetch(&mut self, hold_us: u64) -> bool {
        let end = self.ring.end();
        if end == self.seen || self.ring.may_wait(end - self.seen, hold_us) {
            return false;
        }
        (self.first, self.news) = self.ring.since(self.seen);
        self.joined = join(self.first, &self.news);
        self.seen = end;
        true
    }

    /// Returns everything that was fetched, as one, if there are several messages and `number` is the first.
    pub(super) fn all_from(&self, number: u64) -> Option<&JoinedMessages> {
        self.joined.as_ref().filter(|_| number == self.first)
    }

    /// The message `number`; who is not at the edge has to ask the ring.
    pub(super) fn get(&self, number: u64) -> Found {
        let place = number.checked_sub(self.first).and_then(|place| self.news.get(place as usize));
        place.map_or_else(|| self.ring.get(number), |message| Found::Message(message.clone()))
    }
}

/// Returns the messages as one, unless there is only one, or frames are missing between them.
fn join(first: u64, messages: &[Message]) -> Option<JoinedMessages> {
    if messages.len() < 2 {
        return None;
    }
    let mut frames: Option<Range<u64>> = None;
    let mut titles_us: Option<(u64, u64)> = None;
    let mut bytes = BytesMut::with_capacity(messages.iter().map(|message| message.bytes.len()).sum());
    for message in messages {
        bytes.extend_from_slice(&message.bytes);
        match message.content {
            Content::Sound { first, end } => {
                let begin =
                    frames.map_or(Some(first), |before| (before.end == first).then_some(before.start))?;
                frames = Some(begin..end);
            }
            Content::Title { time_us } => {
                let begin_us =
                    titles_us.map_or(Some(time_us), |(begin, last)| (last < time_us).then_some(begin))?;
                titles_us = Some((begin_us, time_us));
            }
            Content::Caption | Content::End => {}
        }
    }
    let next = first + messages.len() as u64;
    Some(JoinedMessages { bytes: bytes.freeze(), next, frames: frames?, titles_us })
}
