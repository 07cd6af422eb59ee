//! What happens at a station, for whoever wants to know at once.
//!
//! Each [`Reader`] hears what happens from when it came on, in order. Nobody is waited for: one that is slower than
//! [`MOST_UNREAD`] events loses the oldest and is told how many. The audio thread publishes nothing here; a lookout
//! beside it sees by what it leaves behind what has changed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{self, Receiver, Sender};

use crate::model::{Levels, NowPlaying, OnAirDj, SourceKind};

/// Events that a reader may be behind: about a minute of levels.
pub const MOST_UNREAD: usize = 256;

/// How long sound takes from the mix until it is sent, in milliseconds: a block, and what the limiter holds back.
pub const CHAIN_MS: u64 = 25;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Counts a station's events since it signed on.
    pub number: u64,
    /// When, in microseconds of the server's clock.
    pub at_us: u64,
    /// What.
    pub what: Change,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Something else is heard; it may be on air since a moment ago.
    Now(NowPlaying),
    /// What plays next has changed.
    Queue,
    /// Who is live, or who waits in line, has changed.
    Live(Live),
    /// The number of listeners has changed. Told once a second at most.
    Listeners(Listeners),
    /// How loud it is. Told four times a second.
    Levels(Loudness),
    /// The station is run otherwise: its settings, or whether it is faded to silence.
    Settings,
    /// Messages to the DJ have come, were read, or were taken away.
    Messages,
    /// What is to play when has changed: playlists, shows, hour plans or rules.
    Programme,
    /// Something is wrong with where sound comes from; what the station plays by itself makes up for it.
    Trouble(Trouble),
    /// Nothing has been heard for half a second, and nothing is.
    DeadAirBegan,
    /// Something is heard again.
    DeadAirEnded {
        /// How long nothing was.
        seconds: f64,
    },
}

/// Who is live from now on.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// What has changed.
    pub change: LiveChange,
    /// The DJ whose line is open, heard or about to be.
    pub dj: Option<OnAirDj>,
    /// The names of DJs who wait in line, the next one first.
    pub waiting: Vec<String>,
}

/// What has changed of who is live.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveChange {
    /// A line was opened.
    Began,
    /// A line was closed: whose it was.
    Ended(OnAirDj),
    /// The DJ can be heard from now on.
    Heard,
    /// The DJ cannot be heard any more, though the line is open.
    Unheard,
    /// Who waits in line.
    Waiting,
}

/// How many listen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listeners {
    /// Now.
    pub now: u64,
    /// The most at once since the station signed on. It has just risen if it is the same as `now`.
    pub most: u64,
}

/// How loud it is, and how much of the DJ's sound waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Of what is sent to listeners.
    pub levels: Levels,
    /// Seconds of a DJ's sound that wait to be played; none while nobody is live.
    pub buffer_seconds: Option<f64>,
}

/// What is wrong with where sound comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// A DJ, or a stream from elsewhere.
    pub source: SourceKind,
    /// The name of the DJ or of the show, if there still is one.
    pub name: Option<String>,
    /// What.
    pub what: Wrong,
}

/// What can be wrong with where sound comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Its sound came too late.
    Late,
    /// It sent silence for longer than the station bears.
    Silent,
    /// It cannot be had; why.
    Gone(String),
}

impl Wrong {
    /// Its name in messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Silent => "silent",
            Self::Gone(_) => "gone",
        }
    }
}

/// What a reader hears next.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// This happened; all readers share it.
    Event(Arc<Event>),
    /// The reader was too slow; so many events are gone for it.
    Lost(u64),
    /// The station has signed off. Nothing follows.
    SignedOff,
}

/// Where what happens at a station is told; clones share it.
#[derive(Clone)]
pub struct Events(Arc<Mutex<SequencedEvent>>);

struct SequencedEvent {
    /// How many events were told.
    count: u64,
    /// None once the station has signed off.
    sender: Option<Sender<Arc<Event>>>,
}

/// Hears what happens at a station.
pub struct Reader(Option<Receiver<Arc<Event>>>);

impl Default for Events {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(SequencedEvent {
            count: 0,
            sender: Some(broadcast::channel(MOST_UNREAD).0),
        })))
    }
}

impl Events {
    /// Hears what happens from now on.
    pub fn read(&self) -> Reader {
        Reader(self.lock().sender.as_ref().map(Sender::subscribe))
    }

    /// Tells what happened at `at_us`. Never waits; not to be called from the audio thread all the same.
    pub fn tell(&self, at_us: u64, what: Change) {
        let mut told = self.lock();
        told.count += 1;
        let event = Arc::new(Event { number: told.count, at_us, what });
        if let Some(sender) = &told.sender {
            // Without readers it is told to nobody.
            let _ = sender.send(event);
        }
    }

    /// How many read now.
    pub fn readers(&self) -> usize {
        self.lock().sender.as_ref().map_or(0, Sender::receiver_count)
    }

    /// Tells that nothing more will happen.
    pub fn close(&self) {
        self.lock().sender = None;
    }

    fn lock(&self) -> MutexGuard<'_, SequencedEvent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    /// What happened next; waits for it. May be dropped while it waits, and asked again.
    pub async fn next(&mut self) -> Heard {
        let Some(receiver) = &mut self.0 else { return Heard::SignedOff };
        match receiver.recv().await {
            Ok(event) => Heard::Event(event),
            Err(RecvError::Lagged(count)) => Heard::Lost(count),
            Err(RecvError::Closed) => Heard::SignedOff,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(heard: &Heard) -> Option<u64> {
        if let Heard::Event(event) = heard { Some(event.number) } else { None }
    }

    #[actix_web::test]
    async fn everybody_hears_everything_from_when_they_came() {
        let events = Events::default();
        events.tell(1, Change::Queue);
        let mut early = events.read();
        events.tell(2, Change::Settings);
        let mut late = events.read();
        events.tell(3, Change::Programme);
        assert_eq!(events.readers(), 2);
        assert_eq!([early.next().await, early.next().await].map(|heard| number(&heard)), [Some(2), Some(3)]);
        let expected = Event { number: 3, at_us: 3, what: Change::Programme };
        assert_eq!(late.next().await, Heard::Event(Arc::new(expected)));
    }

    #[actix_web::test]
    async fn who_is_slow_is_told_how_much_is_gone_and_goes_on() {
        let events = Events::default();
        let mut slow = events.read();
        for at_us in 0..MOST_UNREAD as u64 + 3 {
            events.tell(at_us, Change::Queue);
        }
        assert_eq!(slow.next().await, Heard::Lost(3));
        assert_eq!(number(&slow.next().await), Some(4));
    }

    #[actix_web::test]
    async fn a_sign_off_is_heard_by_those_who_are_there_and_by_those_who_come() {
        let events = Events::default();
        let mut reader = events.read();
        events.tell(1, Change::Queue);
        events.close();
        events.tell(2, Change::Queue);
        assert_eq!(number(&reader.next().await), Some(1));
        assert_eq!(reader.next().await, Heard::SignedOff);
        assert_eq!(events.read().next().await, Heard::SignedOff);
    }
}
