//! Events of a station, published as they happen.
//!
//! Each [`Reader`] receives the events in order from the moment it subscribed. Publishing waits for no reader: one
//! that is slower than [`MOST_UNREAD`] events loses the oldest and is told how many. The audio thread publishes
//! nothing here; a monitor beside it detects changes by the state that it leaves behind.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{self, Receiver, Sender};

use crate::model::{Caption, Levels, NowPlaying, OnAirDj, SourceKind};

/// Events that a reader may be behind: about a minute of levels.
pub const MOST_UNREAD: usize = 256;

/// Delay from the mix until audio is sent, in milliseconds: a block, and what the limiter holds back.
pub const CHAIN_MS: u64 = 25;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Counts a station's events since it signed on.
    pub number: u64,
    /// Time of the event, in microseconds of the server's clock.
    pub at_us: u64,
    /// The change that happened.
    pub what: Change,
}

/// Changes that can happen at a station.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Something else is heard; it may be on air since a moment ago.
    Now(NowPlaying),
    /// The next items to play have changed.
    Queue,
    /// The live DJ, or the DJs waiting in line, have changed.
    Live(Live),
    /// The number of listeners has changed. Told once a second at most.
    Listeners(Listeners),
    /// Current levels. Sent four times a second.
    Levels(Loudness),
    /// The station is run otherwise: its settings, or whether it is faded to silence.
    Settings,
    /// Messages to the DJ have come, were read, or were taken away.
    Messages,
    /// Messages of listeners have come or were taken away.
    ListenerMessages,
    /// The programme has changed: playlists, shows, hour plans or rules.
    Programme,
    /// Somebody has said something, or what was said is understood better.
    Caption(Caption),
    /// Something is wrong with where sound comes from; what the station plays by itself makes up for it.
    Trouble(Trouble),
    /// Nothing has been heard for half a second, and nothing is.
    DeadAirBegan,
    /// Something is heard again.
    DeadAirEnded {
        /// Duration of the silence, in seconds.
        seconds: f64,
    },
}

/// The live DJ, and those waiting, from now on.
#[derive(Clone, Debug, PartialEq)]
pub struct Live {
    /// The kind of change.
    pub change: LiveChange,
    /// The DJ whose line is open, heard or about to be.
    pub dj: Option<OnAirDj>,
    /// The names of DJs who wait in line, the next one first.
    pub waiting: Vec<String>,
}

/// Changes of the live DJ.
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
    /// The DJs waiting in line have changed.
    Waiting,
    /// The DJ's hours end within five minutes, are over, or go on after all.
    Hours,
}

/// Numbers of listeners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Listeners {
    /// Now.
    pub now: u64,
    /// The most at once since the station signed on. It has just risen if it is the same as `now`.
    pub most: u64,
}

/// Levels of the audio, and the amount of the DJ's audio that is buffered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Of what is sent to listeners.
    pub levels: Levels,
    /// Seconds of a DJ's sound that wait to be played; none while nobody is live.
    pub buffer_seconds: Option<f64>,
}

/// Trouble with a source of audio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// A DJ, or a stream from elsewhere.
    pub source: SourceKind,
    /// The name of the DJ or of the show, if there still is one.
    pub name: Option<String>,
    /// The problem.
    pub what: Wrong,
}

/// Problems that a source of audio can have.
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

/// Next item for a reader.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// This happened; all readers share it.
    Event(Arc<Event>),
    /// The reader was too slow; so many events are gone for it.
    Lost(u64),
    /// The station has signed off. Nothing follows.
    SignedOff,
}

/// Publisher of a station's events; clones share it.
#[derive(Clone)]
pub struct Events(Arc<Mutex<SequencedEvent>>);

struct SequencedEvent {
    /// Number of events published.
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

    /// Returns the number of current readers.
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
    /// Waits for the next event and returns it. The future may be dropped while it waits, and requested again.
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
