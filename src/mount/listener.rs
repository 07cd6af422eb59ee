//! A listener's place in a ring.

use std::sync::Arc;

use bytes::Bytes;

use super::Inner;
use super::feed::Feed;
use super::figures::Presence;
use super::ring::{Content, Found, Message, Ring};
use crate::frame::Framing;
use crate::model::NowPlaying;

/// What a listener hears next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Bytes to be sent as they are, the same for every listener but the joiner's first.
    Bytes(Bytes),
    /// The listener was too slow; this many frames are gone for it.
    Skipped(u64),
    /// Nothing new yet; the bell rings when there is.
    NotYet,
    /// The mount signed off. Nothing follows.
    OffAir,
}

/// One listener: a place in a ring, and what it takes to start and to jump.
pub struct Listener {
    mount: Arc<Inner>,
    ring: Arc<Ring>,
    presence: Presence,
    /// The number of the next message.
    next: u64,
    /// The frame it hears next; the part of a message before it is left out.
    next_seq: u64,
    /// From when the last title it was told is heard.
    titled_us: u64,
    /// Header and title for a joiner, or the title after a jump.
    greeting: Option<Bytes>,
    /// What it holds for as long as it listens.
    _held: Option<Box<dyn Send>>,
    /// Whether it had everything once: the burst that it asked for lies behind it.
    caught_up: bool,
}

impl Listener {
    pub(super) fn new(mount: Arc<Inner>, ring: Arc<Ring>, first: u64, title: Option<&NowPlaying>) -> Self {
        let next = ring.place_of(first);
        let presence = mount.config.figures.enter(ring.wire);
        let header = mount.framing(ring.wire).map(Framing::header).unwrap_or_default();
        let (greeting, caught_up) = (None, next == ring.end());
        let mut listener = Self {
            presence,
            mount,
            ring,
            next,
            next_seq: first,
            titled_us: 0,
            greeting,
            caught_up,
            _held: None,
        };
        let title = title.and_then(|title| listener.title(title)).unwrap_or_default();
        listener.greeting = Some([header, title].concat().into()).filter(|bytes: &Bytes| !bytes.is_empty());
        listener
    }

    /// This listener, which drops `held` when it leaves.
    #[must_use]
    pub fn holding(self, held: Option<impl Send + 'static>) -> Self {
        Self { _held: held.map(|held| Box::new(held) as Box<dyn Send>), ..self }
    }

    /// Whether [`next`](Self::next) has something; costs no lock.
    pub fn is_behind(&self) -> bool {
        self.greeting.is_some() || self.ring.end() != self.next
    }

    /// About how many bytes a second it takes to listen.
    pub fn bytes_per_second(&self) -> usize {
        self.mount.config.rendition.bitrate as usize / 8
    }

    /// What is fetched for this listener and all others that hear the same.
    pub fn feed(&self) -> Feed {
        Feed::new(Arc::clone(&self.ring))
    }

    /// Whether this listener hears what `feed` fetches.
    pub fn hears(&self, feed: &Feed) -> bool {
        feed.is_of(&self.ring)
    }

    /// What comes next.
    #[expect(clippy::should_implement_trait, reason = "it is no iterator: it goes on after `NotYet`")]
    pub fn next(&mut self) -> Heard {
        self.next_by(Ring::get)
    }

    /// What comes next, by way of a feed that it [`hears`](Self::hears).
    pub fn next_of(&mut self, feed: &Feed) -> Heard {
        self.next_by(|_, number| feed.get(number))
    }

    fn next_by(&mut self, get: impl Fn(&Ring, u64) -> Found) -> Heard {
        loop {
            if let Some(greeting) = self.greeting.take() {
                return Heard::Bytes(greeting);
            }
            match get(&self.ring, self.next) {
                Found::NotYet => return Heard::NotYet,
                Found::Finished => return Heard::OffAir,
                Found::Gone(newest) => self.jump_to(newest),
                Found::Message(message) => {
                    let heard = self.hear(message);
                    self.caught_up |= self.next == self.ring.end();
                    if let Some(heard) = heard {
                        return heard;
                    }
                }
            }
        }
    }

    /// Goes on at the live edge, having been unable to take anything for a while. Who has not been there yet
    /// first gets the burst it asked for.
    pub fn jump(&mut self) {
        if self.caught_up {
            let newest = self.ring.newest_sound();
            if newest > self.next {
                self.jump_to(newest);
            }
        }
    }

    /// [Jumps](Self::jump) if more than so many frames wait for it: for one of whose socket nothing is known.
    pub fn keep_within(&mut self, frames: u64) {
        // Without a lock as long as it is at the edge.
        if self.ring.end() > self.next + 1 && self.ring.edge() > self.next_seq + frames {
            self.jump();
        }
    }

    fn jump_to(&mut self, newest: u64) {
        self.next = newest;
        self.greeting = self.title_after_a_jump().or(self.greeting.take());
    }

    /// Takes `message`, unless frames are missing before it, which is told first.
    fn hear(&mut self, message: Message) -> Option<Heard> {
        match message.content {
            Content::Sound { first, .. } if first > self.next_seq => {
                let missing = first - self.next_seq;
                self.next_seq = first;
                self.presence.skipped(missing);
                return Some(Heard::Skipped(missing));
            }
            Content::Sound { first, end } => {
                self.next += 1;
                let begin = std::mem::replace(&mut self.next_seq, end);
                if begin >= end {
                    return None;
                }
                if begin > first {
                    return self.tail(begin, end);
                }
            }
            Content::Title { time_us } => {
                self.next += 1;
                if time_us <= self.titled_us {
                    return None;
                }
                self.titled_us = time_us;
            }
            Content::Farewell => self.next += 1,
        }
        Some(Heard::Bytes(message.bytes))
    }

    /// The frames of a message from `begin` on, framed for this listener alone: it starts in the middle.
    fn tail(&self, begin: u64, end: u64) -> Option<Heard> {
        let frames = self.mount.frames(begin, end);
        let framing = self.mount.framing(self.ring.wire)?;
        (!frames.is_empty()).then(|| Heard::Bytes(framing.pack(&frames)))
    }

    fn title_after_a_jump(&mut self) -> Option<Bytes> {
        let time_us = match self.ring.get(self.next) {
            Found::Message(Message { content: Content::Sound { first, .. }, .. }) => {
                self.mount.frames(first, first + 1).first().map(|frame| frame.time_us)
            }
            _ => None,
        };
        let title = self.mount.title_at(time_us.unwrap_or(u64::MAX))?;
        if title.time_us <= self.titled_us { None } else { self.title(&title) }
    }

    fn title(&mut self, title: &NowPlaying) -> Option<Bytes> {
        self.titled_us = title.time_us;
        self.mount.framing(self.ring.wire)?.title(title)
    }
}
