//! Messages to the DJ, kept until they are read.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Messages that are kept; older ones make room, those first that were read.
const MOST: usize = 20;
/// The longest text, in characters.
pub const LONGEST: usize = 500;

/// A message to the DJ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its number at this station; later ones have higher numbers.
    pub number: u64,
    /// Time at which it was written, in microseconds since 1970.
    pub at_us: u64,
    /// Author of the message.
    pub from: String,
    /// Body of the message.
    pub text: String,
    /// The DJ who has read it.
    pub read_by: Option<String>,
}

/// A station's messages; clones share them.
#[derive(Clone, Default)]
pub(super) struct Messages(Arc<Mutex<KeptMessages>>);

#[derive(Default)]
struct KeptMessages {
    last: u64,
    all: VecDeque<Message>,
}

impl Messages {
    /// Keeps a message, and gives it a number.
    pub(super) fn add(&self, at_us: u64, from: &str, text: &str) -> u64 {
        let mut kept = self.lock();
        kept.last += 1;
        let number = kept.last;
        if kept.all.len() == MOST {
            let read = kept.all.iter().position(|message| message.read_by.is_some());
            kept.all.remove(read.unwrap_or_default());
        }
        let (from, text) = (from.to_owned(), text.to_owned());
        kept.all.push_back(Message { number, at_us, from, text, read_by: None });
        number
    }

    /// All of them, the oldest first.
    pub(super) fn all(&self) -> Vec<Message> {
        self.lock().all.iter().cloned().collect()
    }

    /// Returns the unread messages with numbers above `number`.
    pub(super) fn unread_after(&self, number: u64) -> Vec<Message> {
        let unread = |message: &&Message| message.read_by.is_none() && message.number > number;
        self.lock().all.iter().filter(unread).cloned().collect()
    }

    /// Notes who has read one; false if it was read before, or is not there.
    pub(super) fn read(&self, number: u64, dj: &str) -> bool {
        let mut kept = self.lock();
        let unread =
            kept.all.iter_mut().find(|message| message.number == number && message.read_by.is_none());
        unread.map(|message| message.read_by = Some(dj.to_owned())).is_some()
    }

    /// Takes one away; false if it is not there.
    pub(super) fn remove(&self, number: u64) -> bool {
        let mut kept = self.lock();
        let before = kept.all.len();
        kept.all.retain(|message| message.number != number);
        kept.all.len() < before
    }

    fn lock(&self) -> MutexGuard<'_, KeptMessages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_makes_room_first() {
        let messages = Messages::default();
        for at_us in 0..MOST as u64 {
            messages.add(at_us, "ada", "hello");
        }
        assert!(messages.read(5, "ben") && !messages.read(5, "cid") && !messages.read(99, "ben"));
        assert_eq!(messages.unread_after(4).first().map(|message| message.number), Some(6));
        messages.add(100, "ada", "new");
        messages.add(101, "ada", "newer");
        let numbers: Vec<_> = messages.all().iter().map(|message| message.number).collect();
        assert_eq!((numbers.len(), numbers[0], numbers.contains(&5)), (MOST, 2, false));
        assert!(messages.remove(22) && !messages.remove(22));
        assert_eq!(messages.all().last().map(|message| message.text.clone()).as_deref(), Some("new"));
    }
}
