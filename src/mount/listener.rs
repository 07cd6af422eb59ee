//! A listener's place in a ring.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use super::Mount;
use super::demand::Demand;
use super::figures::Presence;
use super::ring::{Content, Found, Message, Ring};
use super::ring_reader::{JoinedMessages, RingReader};
use super::saved::{SavedFormat, SavedListener};
use super::start::FirstFrame;
use crate::format::{Cadence, Format};
use crate::model::{ClientInfo, NowPlaying};

/// Messages of less sound than this, in microseconds, are for those who hear live.
const LEAST_HELD_US: u64 = 100_000;

/// Next item for a listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Bytes to be sent as they are, the same for every listener but the joiner's first.
    Bytes(Bytes),
    /// The listener was too slow; this many frames are gone for it.
    Skipped(u64),
    /// Nothing new yet; the bell rings when there is.
    NotYet,
    /// The mount signed off. Nothing follows.
    OffAir,
}

/// Description of a listener, as given on request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerInfo {
    /// Its number, which no other listener to the station has.
    pub number: u64,
    /// Its client.
    pub guest: ClientInfo,
    /// The [label](Format::label) of the format.
    pub output: &'static str,
    /// The rendition's name.
    pub rendition: String,
    /// Frames that are on air and not on their way to it yet.
    pub behind: u64,
    /// Frames that it was too slow for so far.
    pub skipped: u64,
}

/// One listener: a place in a ring, and what it takes to start and to jump.
pub struct Listener {
    mount: Demand,
    ring: Arc<Ring>,
    presence: Presence,
    /// Its own number at the station.
    number: u64,
    guest: ClientInfo,
    skipped: u64,
    /// The number of the next message.
    next: u64,
    /// The frame it hears next; the part of a message before it is left out. `None` means whichever comes first.
    next_seq: Option<u64>,
    /// The burst that is yet to be made for it: it hears none before, and has not caught up as long as that lasts.
    to_come: Range<u64>,
    /// Time from which the last title it was sent is heard, in microseconds.
    titled_us: u64,
    /// Header and title for a joiner, or the title after a jump.
    greeting: Option<Bytes>,
    /// Guard that it holds for as long as it listens.
    _held: Option<Box<dyn Send>>,
    /// Sound that may be held back to be sent with what follows, in microseconds.
    most_held_us: u64,
    /// Set once it has received everything: the burst that it asked for lies behind it.
    caught_up: bool,
}

impl Listener {
    pub(super) fn new(mount: Demand, ring: Arc<Ring>, first: FirstFrame, title: Option<&NowPlaying>) -> Self {
        let (next_seq, to_come) = match first {
            FirstFrame::Any => (None, 0..0),
            FirstFrame::At(seq) => (Some(seq), 0..0),
            FirstFrame::ToCome { first, edge } => (None, first..edge),
        };
        let next = match first {
            FirstFrame::Any => ring.end(),
            FirstFrame::At(first) | FirstFrame::ToCome { first, .. } => ring.place_of(first),
        };
        let presence = if ring.format.is_audience {
            mount.config.figures.enter(ring.format.label)
        } else {
            Presence::uncounted()
        };
        let header = ring.framing().header_before(&ring.begun_before(next));
        let (greeting, caught_up) = (None, to_come.is_empty() && next == ring.end());
        let number = mount.config.figures.next_number();
        let mut listener = Self {
            presence,
            number,
            guest: ClientInfo::default(),
            skipped: 0,
            mount,
            ring,
            next,
            next_seq,
            to_come,
            titled_us: 0,
            greeting,
            caught_up,
            most_held_us: 0,
            _held: None,
        };
        let title = title.and_then(|title| listener.title(title)).unwrap_or_default();
        listener.greeting = Some([header, title].concat().into()).filter(|bytes: &Bytes| !bytes.is_empty());
        listener
    }

    /// Goes on with a listener of another process, whose ring is `ring` here.
    pub(super) fn resume(mount: Demand, ring: Arc<Ring>, saved: &SavedListener) -> Self {
        let presence = mount.config.figures.enter_again(ring.format.label);
        mount.config.figures.number_after(saved.number);
        Self {
            presence,
            number: saved.number,
            guest: ClientInfo::default(),
            skipped: saved.skipped,
            mount,
            ring,
            next: saved.next,
            next_seq: saved.next_seq,
            to_come: 0..0,
            titled_us: saved.titled_us,
            greeting: Some(saved.greeting.clone()).filter(|greeting| !greeting.is_empty()),
            caught_up: saved.caught_up,
            most_held_us: 0,
            _held: None,
        }
    }

    /// Returns its place as another process goes on with it.
    pub fn save(&self) -> SavedListener {
        SavedListener {
            station: self.mount.config.station.clone(),
            rendition: self.mount.config.rendition.name.clone(),
            format: SavedFormat::of(self.ring.format),
            cadence: self.ring.cadence,
            number: self.number,
            since_us: self.guest.since_us,
            skipped: self.skipped,
            next: self.next,
            next_seq: self.next_seq,
            titled_us: self.titled_us,
            greeting: self.greeting.clone().unwrap_or_default(),
            caught_up: self.caught_up,
        }
    }

    /// This listener, which drops `held` when it leaves.
    #[must_use]
    pub fn with_guard(self, held: Option<impl Send + 'static>) -> Self {
        Self { _held: held.map(|held| Box::new(held) as Box<dyn Send>), ..self }
    }

    /// This listener, whose player sounds `delay_us` microseconds after the sound is made: half of that may be sent at once
    /// where that spares a busy machine work. One who began without a burst, or with shorter messages than usual, has
    /// nothing in hand: it hears live.
    #[must_use]
    pub fn heard_after(self, delay_us: u64) -> Self {
        let is_live = self.caught_up || matches!(self.ring.cadence, Cadence::Us(us) if us < LEAST_HELD_US);
        Self { most_held_us: if is_live { 0 } else { delay_us / 2 }, ..self }
    }

    /// Returns how much sound may be [held back](Self::heard_after), in microseconds.
    pub fn most_held_us(&self) -> u64 {
        self.most_held_us
    }

    /// This listener, who is `guest`.
    #[must_use]
    pub fn identified_as(mut self, guest: ClientInfo) -> Self {
        if self.ring.format.is_audience {
            let kind = (self.ring.format.label, &*self.mount.config.rendition.name);
            self.mount.config.figures.know(&mut self.presence, kind, guest.player);
        }
        self.guest = guest;
        self
    }

    /// Its number, which no other listener to the station has; who came later has a higher one.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns whether it listens to `mount`.
    pub fn is_at(&self, mount: &Mount) -> bool {
        self.mount.is_at(&mount.inner)
    }

    /// Tells of it.
    pub fn about(&self) -> ListenerInfo {
        ListenerInfo {
            number: self.number,
            guest: self.guest,
            output: self.ring.format.label,
            rendition: self.mount.config.rendition.name.clone(),
            behind: self.next_seq.map_or(0, |next_seq| self.ring.edge().saturating_sub(next_seq)),
            skipped: self.skipped,
        }
    }

    /// Returns how what it hears is packed and addressed.
    pub fn format(&self) -> &'static Format {
        self.ring.format
    }

    /// Returns what ends the stream properly for this listener alone, after what it was sent last.
    pub fn disconnection(&self) -> Bytes {
        let last = self.next_seq.and_then(|next_seq| next_seq.checked_sub(1));
        self.ring.framing().disconnection(last.filter(|last| *last >= self.mount.config.first_seq))
    }

    /// Returns how long so many frames of what it hears last, in microseconds.
    pub fn span_us(&self, frames: u64) -> u64 {
        self.mount.config.rendition.span_us(frames)
    }

    /// Returns whether [`next`](Self::next) has something; takes no lock.
    pub fn is_behind(&self) -> bool {
        self.greeting.is_some() || self.ring.end() != self.next
    }

    /// About how many bytes a second it takes to listen.
    pub fn bytes_per_second(&self) -> usize {
        self.mount.config.rendition.bytes_per_second()
    }

    /// Returns a reader of the ring for this listener and all others that hear the same.
    pub fn feed(&self) -> RingReader {
        RingReader::new(Arc::clone(&self.ring))
    }

    /// Returns whether this listener hears what `feed` fetches.
    pub fn is_fed_by(&self, feed: &RingReader) -> bool {
        feed.is_of(&self.ring)
    }

    /// Returns the next item.
    #[expect(clippy::should_implement_trait, reason = "it is no iterator: it goes on after `NotYet`")]
    pub fn next(&mut self) -> Delivery {
        self.next_by(Ring::get)
    }

    /// Returns the next item by way of a feed that it [hears](Self::is_fed_by): everything that was fetched, where it has
    /// all that was before.
    pub fn next_of(&mut self, feed: &RingReader) -> Delivery {
        match feed.all_from(self.next) {
            Some(all) if self.has_all_before(all) => {
                (self.next, self.next_seq) = (all.next, Some(all.frames.end));
                self.titled_us = all.titles_us.map_or(self.titled_us, |(_, last)| last);
                self.caught_up |= self.is_at_edge();
                Delivery::Bytes(all.bytes.clone())
            }
            _ => self.next_by(|_, number| feed.get(number)),
        }
    }

    /// Returns whether it has received everything, its burst among it.
    fn is_at_edge(&self) -> bool {
        self.next == self.ring.end() && self.next_seq.is_none_or(|next_seq| next_seq >= self.to_come.end)
    }

    fn has_all_before(&self, joined: &JoinedMessages) -> bool {
        self.greeting.is_none()
            && self.next_seq == Some(joined.frames.start)
            && joined.titles_us.is_none_or(|(first, _)| self.titled_us < first)
    }

    fn next_by(&mut self, get: impl Fn(&Ring, u64) -> Found) -> Delivery {
        loop {
            if let Some(greeting) = self.greeting.take() {
                return Delivery::Bytes(greeting);
            }
            match get(&self.ring, self.next) {
                Found::NotYet => return Delivery::NotYet,
                Found::Finished => return Delivery::OffAir,
                Found::Gone(newest) => self.jump_to(newest),
                Found::Message(message) => {
                    let heard = self.hear(message);
                    self.caught_up |= self.is_at_edge();
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

    /// [Jumps](Self::jump) if more than so many microseconds of sound wait for it: for one of whose socket nothing is
    /// known.
    pub fn keep_within(&mut self, us: u64) {
        let most = self.mount.config.rendition.frames_in(us);
        // Without a lock as long as it is at the edge.
        if self.ring.end() > self.next + 1
            && self.next_seq.is_some_and(|next_seq| self.ring.edge() > next_seq + most)
        {
            self.jump();
        }
    }

    fn jump_to(&mut self, newest: u64) {
        self.next = newest;
        self.greeting = self.title_after_a_jump().or(self.greeting.take());
    }

    /// Takes `message`, unless frames are missing before it, which is told first.
    fn hear(&mut self, message: Message) -> Option<Delivery> {
        match message.content {
            Content::Sound { first, .. } if self.next_seq.is_some_and(|next_seq| first > next_seq) => {
                let missing = first - self.next_seq.unwrap_or(first);
                self.next_seq = Some(first);
                self.presence.skipped(missing);
                self.skipped += missing;
                return Some(Delivery::Skipped(missing));
            }
            Content::Sound { end, .. } if self.next_seq.is_none() && end <= self.to_come.start => {
                self.next += 1;
                return None;
            }
            Content::Sound { first, end } => {
                self.next += 1;
                let begin = self.next_seq.replace(end).unwrap_or(first.max(self.to_come.start));
                if self.ring.is_cut_by_frames() {
                    if begin >= end {
                        return None;
                    }
                    if begin > first {
                        return self.tail(begin, end);
                    }
                }
            }
            Content::Title { time_us } => {
                self.next += 1;
                if time_us <= self.titled_us {
                    return None;
                }
                self.titled_us = time_us;
            }
            Content::Caption | Content::End => self.next += 1,
        }
        Some(Delivery::Bytes(message.bytes))
    }

    /// The frames of a message from `begin` on, framed for this listener alone: it starts in the middle.
    fn tail(&self, begin: u64, end: u64) -> Option<Delivery> {
        let frames = self.mount.frames(begin, end);
        let first = frames.first()?;
        let title = self.mount.title_at(first.time_us);
        Some(Delivery::Bytes(self.ring.framing().pack(&frames, title.as_ref())))
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
        self.ring.framing().title(title)
    }
}
