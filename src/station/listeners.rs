//! What people do at a station that is on air, and how they hear of it.

use super::events::{Change, Events};
use super::messages::Message;
use super::{Minute, Station};

impl Station {
    /// Has it fade to silence and stay silent, or go back on air. It is on air again after a restart.
    pub fn silence(&self, silenced: bool) {
        if self.inner.knobs.silence(silenced) {
            tracing::warn!(station = self.slug(), silenced, "the station is to be silent, or back on air");
            self.tell(Change::Settings);
        }
    }

    /// Whether it is to be silent.
    pub fn is_silenced(&self) -> bool {
        self.inner.knobs.is_silenced()
    }

    /// Messages to the DJ, the oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.inner.messages.all()
    }

    /// Those that nobody has read, with numbers above `number`.
    pub fn unread_messages(&self, number: u64) -> Vec<Message> {
        self.inner.messages.unread_after(number)
    }

    /// Leaves the DJ a message; answers with its number.
    pub fn leave_message(&self, from: &str, text: &str) -> u64 {
        let number = self.inner.messages.add(self.inner.clock.now_us(), from, text);
        self.tell(Change::Messages);
        number
    }

    /// Notes that `dj` has read a message.
    pub fn message_is_read(&self, number: u64, dj: &str) {
        if self.inner.messages.read(number, dj) {
            self.tell(Change::Messages);
        }
    }

    /// Takes a message away; false if it is not there.
    pub fn remove_message(&self, number: u64) -> bool {
        let removed = self.inner.messages.remove(number);
        if removed {
            self.tell(Change::Messages);
        }
        removed
    }

    /// What happens here.
    pub fn events(&self) -> &Events {
        &self.inner.events
    }

    /// Tells those who want to know what has just happened here.
    pub fn tell(&self, what: Change) {
        self.inner.events.tell(self.inner.clock.now_us(), what);
    }

    /// How many listened in each minute of the last hour, the oldest first.
    pub fn minutes(&self) -> Vec<Minute> {
        self.inner.minutes.all()
    }
}
