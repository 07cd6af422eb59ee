//! The bytes of one format and cadence, in the order in which they are sent.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Serialize};

use super::saved::{AttachedBytes, SavedFormat, SavedMessage, SavedRing};
use crate::format::{Cadence, Format, Framing};
use crate::frame::{Frame, Rendition};
use crate::model::{Caption, NowPlaying};

/// A ring of messages. They are numbered from 0; a listener keeps the number of the one it gets next.
pub(super) struct Ring {
    pub(super) format: &'static Format,
    pub(super) cadence: Cadence,
    framing: Box<dyn Framing>,
    /// Frames in a complete message, unless messages are cut by bytes.
    frames_per_message: u64,
    /// One more than the newest message's number, to be looked at without the lock.
    end: AtomicU64,
    idle_frames: AtomicU32,
    state: Mutex<State>,
}

struct State {
    messages: VecDeque<Message>,
    /// The number of the oldest message kept.
    oldest: u64,
    /// The first frame that is not whole in a message yet.
    edge: u64,
    /// The newest title.
    title: Option<NowPlaying>,
    /// Audio too short for a message yet, where messages are cut by bytes.
    carry: BytesMut,
    /// what is in messages already of the frame that the next one begins inside,
    begun: Bytes,
    /// First frame that is not taken in yet, where messages are cut by bytes.
    taken: u64,
    finished: bool,
}

/// Something that is sent as a whole.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) content: Content,
    pub(super) bytes: Bytes,
    /// Bytes of the frame that this message begins inside which are in the messages before; empty unless messages are cut
    /// by bytes.
    begun: Bytes,
}

/// Subject of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Content {
    /// Frames from `first` up to before `end`. Where messages are cut by bytes, those frames that end in it.
    Sound { first: u64, end: u64 },
    /// The title from this time on, in microseconds.
    Title { time_us: u64 },
    /// A caption.
    Caption,
    /// The end of the stream.
    End,
}

/// Returns how many frames a complete message has.
pub(super) fn frames_per_message(rendition: &Rendition, cadence: Cadence) -> u64 {
    match cadence {
        Cadence::Us(us) => rendition.frames_in(us).max(1),
        Cadence::Bytes(_) => 1,
    }
}

/// Result of a listener's request for a message by number.
pub(super) enum Found {
    Message(Message),
    /// It is gone; this is the number of the newest message of sound.
    Gone(u64),
    NotYet,
    Finished,
}

impl Ring {
    pub(super) fn new(
        format: &'static Format,
        cadence: Cadence,
        (frames_per_message, framing): (u64, Box<dyn Framing>),
        first_seq: u64,
    ) -> Self {
        let state = State {
            messages: VecDeque::new(),
            oldest: 0,
            edge: first_seq,
            title: None,
            carry: BytesMut::new(),
            begun: Bytes::new(),
            taken: first_seq,
            finished: false,
        };
        let (end, idle_frames) = (AtomicU64::new(0), AtomicU32::new(0));
        Self { format, cadence, framing, frames_per_message, end, idle_frames, state: Mutex::new(state) }
    }

    /// Returns the ring as another process goes on with it, but for bytes, which are attached.
    pub(super) fn save(&self, attached: &mut Vec<u8>) -> SavedRing {
        let state = self.lock();
        let mut attach = |bytes: &[u8]| AttachedBytes::put(bytes, attached);
        let message = |Message { content, bytes, begun }: &Message| SavedMessage {
            content: *content,
            bytes: attach(bytes),
            begun: attach(begun),
        };
        let messages = state.messages.iter().map(message).collect();
        SavedRing {
            format: SavedFormat::of(self.format),
            cadence: self.cadence,
            messages,
            oldest: state.oldest,
            edge: state.edge,
            title: state.title.as_ref().map(Into::into),
            carry: AttachedBytes::put(&state.carry, attached),
            begun: AttachedBytes::put(&state.begun, attached),
            taken: state.taken,
        }
    }

    /// Goes on with what another process had.
    pub(super) fn restore(&self, saved: SavedRing, attached: &Bytes) {
        let message = |SavedMessage { content, bytes, begun }| Message {
            content,
            bytes: bytes.get(attached),
            begun: begun.get(attached),
        };
        let mut state = self.lock();
        *state = State {
            messages: saved.messages.into_iter().map(message).collect(),
            oldest: saved.oldest,
            edge: saved.edge,
            title: saved.title.map(Into::into),
            carry: BytesMut::from(&saved.carry.get(attached)[..]),
            begun: saved.begun.get(attached),
            taken: saved.taken,
            finished: false,
        };
        self.end.store(state.end(), Ordering::Release);
    }

    pub(super) fn framing(&self) -> &dyn Framing {
        &*self.framing
    }

    /// Returns whether a listener may begin inside a message: not where it does not consist of whole frames.
    pub(super) fn is_cut_by_frames(&self) -> bool {
        matches!(self.cadence, Cadence::Us(_))
    }

    /// One more than the newest message's number.
    pub(super) fn end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    /// Returns how many frames a complete message has: one ends where a frame's number is a multiple of that.
    pub(super) fn frames_per_message(&self) -> u64 {
        self.frames_per_message
    }

    /// Returns whether so many messages are less than `hold_us` microseconds of sound, and more will follow.
    pub(super) fn may_wait(&self, messages: u64, hold_us: u64) -> bool {
        matches!(self.cadence, Cadence::Us(us) if messages * us < hold_us) && !self.lock().finished
    }

    /// Returns the first frame that is not whole in a message yet.
    pub(super) fn edge(&self) -> u64 {
        self.lock().edge
    }

    /// Counts a frame without a listener; returns true once there were `limit` in a row.
    pub(super) fn idle_for(&self, limit: u32) -> bool {
        self.idle_frames.fetch_add(1, Ordering::Relaxed) >= limit
    }

    /// Notes that somebody listens.
    pub(super) fn in_use(&self) {
        self.idle_frames.store(0, Ordering::Relaxed);
    }

    /// Takes in all `frames` and `titles` a mount has kept, each title before the frames it describes.
    pub(super) fn fill(&self, frames: &VecDeque<Frame>, titles: &VecDeque<NowPlaying>) {
        let mut state = self.lock();
        for title in titles {
            let before = frames.partition_point(|frame| frame.time_us < title.time_us);
            let seq = frames.get(before).map_or(u64::MAX, |frame| frame.seq);
            self.take_up_to(&mut state, frames, seq);
            state.push_title(&*self.framing, title);
        }
        self.take_up_to(&mut state, frames, u64::MAX);
        self.end.store(state.end(), Ordering::Release);
    }

    /// Takes in the newest of `frames`; true if there is a new message. Forgets what is before `oldest`.
    pub(super) fn advance(&self, frames: &VecDeque<Frame>, oldest: u64) -> bool {
        let mut state = self.lock();
        self.take_up_to(&mut state, frames, u64::MAX);
        state.forget_before(oldest);
        let end = state.end();
        self.end.swap(end, Ordering::AcqRel) != end
    }

    /// Takes in a title, ahead of the frames that are in no message yet.
    pub(super) fn announce(&self, title: &NowPlaying) {
        let mut state = self.lock();
        state.push_title(&*self.framing, title);
        self.end.store(state.end(), Ordering::Release);
    }

    /// Takes in a caption, if the format has captions.
    pub(super) fn send_caption(&self, caption: &Caption) {
        let Some(bytes) = self.framing.caption(caption) else { return };
        let mut state = self.lock();
        state.messages.push_back(Message { content: Content::Caption, bytes, begun: Bytes::new() });
        self.end.store(state.end(), Ordering::Release);
    }

    /// Sends what is left, and the end of the stream.
    pub(super) fn finish(&self, frames: &VecDeque<Frame>) {
        let mut state = self.lock();
        if self.is_cut_by_frames() {
            let left: Vec<Frame> = frames.iter().filter(|frame| frame.seq >= state.edge).cloned().collect();
            state.push_frames(&*self.framing, &left);
        } else if !state.carry.is_empty() {
            // Less than a chunk, so no metadata is due.
            let (bytes, end) = (state.carry.split().freeze(), state.taken);
            state.push_sound(end, bytes);
        }
        let last = frames.back().map(|last| self.framing.end_of_stream(last.seq));
        if let Some(bytes) = last.filter(|bytes| !bytes.is_empty()) {
            state.messages.push_back(Message { content: Content::End, bytes, begun: Bytes::new() });
        }
        state.finished = true;
        // One more, so that a listener that has had everything still asks, and learns that this is the end.
        self.end.store(state.end() + 1, Ordering::Release);
    }

    /// The message `number`.
    pub(super) fn get(&self, number: u64) -> Found {
        let state = self.lock();
        if number < state.oldest {
            return Found::Gone(state.newest_sound());
        }
        match state.messages.get((number - state.oldest) as usize) {
            Some(message) => Found::Message(message.clone()),
            None if state.finished => Found::Finished,
            None => Found::NotYet,
        }
    }

    /// Returns what the messages before `number` have of the frame that it begins inside.
    pub(super) fn begun_before(&self, number: u64) -> Bytes {
        let state = self.lock();
        let place = number.checked_sub(state.oldest).and_then(|place| usize::try_from(place).ok());
        match place.and_then(|place| state.messages.get(place)) {
            Some(message) => message.begun.clone(),
            None => state.begun.clone(),
        }
    }

    /// The messages from `number` on, as far as they are kept, and the number of the first of them.
    pub(super) fn since(&self, number: u64) -> (u64, Vec<Message>) {
        let state = self.lock();
        let first = number.max(state.oldest);
        (first, state.messages.iter().skip((first - state.oldest) as usize).cloned().collect())
    }

    /// The number of the newest message of sound.
    pub(super) fn newest_sound(&self) -> u64 {
        self.lock().newest_sound()
    }

    /// The number of the message a listener starts with to hear from the frame `seq` on: the one that holds
    /// it, or the first of the titles right before that.
    pub(super) fn place_of(&self, seq: u64) -> u64 {
        let state = self.lock();
        let holds_it = |message: &Message| matches!(message.content, Content::Sound { end, .. } if end > seq);
        let mut place = state.messages.iter().position(holds_it).unwrap_or(state.messages.len());
        while place > 0 && matches!(state.messages[place - 1].content, Content::Title { .. }) {
            place -= 1;
        }
        state.oldest + place as u64
    }

    fn take_up_to(&self, state: &mut State, frames: &VecDeque<Frame>, limit: u64) {
        match self.cadence {
            Cadence::Us(_) => self.pack_up_to(state, frames, limit),
            Cadence::Bytes(size) => self.cut_up_to(state, frames, limit, size.max(1)),
        }
    }

    /// Cuts chunks of exactly `size` bytes of the frames before `limit`.
    fn cut_up_to(&self, state: &mut State, frames: &VecDeque<Frame>, limit: u64, size: usize) {
        let from = frames.partition_point(|frame| frame.seq < state.taken);
        for frame in frames.range(from..).take_while(|frame| frame.seq < limit) {
            let sound_of_frame = self.framing.pack(std::slice::from_ref(frame), state.title.as_ref());
            state.carry.extend_from_slice(&sound_of_frame);
            state.taken = frame.seq + 1;
            while state.carry.len() >= size {
                let sound = state.carry.split_to(size).freeze();
                let end = if state.carry.is_empty() { frame.seq + 1 } else { frame.seq };
                let bytes = self.framing.chunk(sound, state.title.as_ref());
                state.push_sound(end, bytes);
                state.begun = sound_of_frame.slice(..sound_of_frame.len().saturating_sub(state.carry.len()));
                if state.carry.is_empty() {
                    state.begun.clear();
                }
            }
        }
    }

    /// Packs complete messages of the frames before `limit`. Messages end where a frame's number is a
    /// multiple of the cadence, so that all rings of a cadence agree, or where a frame is missing.
    fn pack_up_to(&self, state: &mut State, frames: &VecDeque<Frame>, limit: u64) {
        let cadence = self.frames_per_message;
        let from = frames.partition_point(|frame| frame.seq < state.edge);
        let mut message: Vec<Frame> = Vec::new();
        for frame in frames.range(from..) {
            // A title stands before the whole message it falls into.
            let end_of_message = (frame.seq / cadence + 1) * cadence;
            if end_of_message > limit {
                break;
            }
            if message.last().is_some_and(|last| last.seq + 1 != frame.seq) {
                state.push_frames(&*self.framing, &message);
                message.clear();
            }
            message.push(frame.clone());
            if frame.seq + 1 == end_of_message {
                state.push_frames(&*self.framing, &message);
                message.clear();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn end(&self) -> u64 {
        self.oldest + self.messages.len() as u64
    }

    fn push_frames(&mut self, framing: &dyn Framing, frames: &[Frame]) {
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else {
            return;
        };
        let bytes = framing.pack(frames, self.title.as_ref());
        self.edge = first.seq;
        self.push_sound(last.seq + 1, bytes);
    }

    /// Adds a message with the sound from the edge up to before `end`.
    fn push_sound(&mut self, end: u64, bytes: Bytes) {
        let content = Content::Sound { first: self.edge, end };
        self.edge = end;
        let begun = std::mem::take(&mut self.begun);
        self.messages.push_back(Message { content, bytes, begun });
    }

    fn push_title(&mut self, framing: &dyn Framing, title: &NowPlaying) {
        if let Some(bytes) = framing.title(title) {
            let content = Content::Title { time_us: title.time_us };
            self.messages.push_back(Message { content, bytes, begun: Bytes::new() });
        }
        self.title = Some(title.clone());
    }

    /// Forgets messages of sound that end at `oldest` or before, with the titles before them.
    fn forget_before(&mut self, oldest: u64) {
        let is_old = |message: &Message| match message.content {
            Content::Sound { end, .. } => Some(end <= oldest),
            Content::Title { .. } | Content::Caption | Content::End => None,
        };
        while let Some(place) = self.messages.iter().position(|message| is_old(message).is_some()) {
            if is_old(&self.messages[place]) != Some(true) {
                return;
            }
            self.messages.drain(..=place);
            self.oldest += place as u64 + 1;
        }
    }

    fn newest_sound(&self) -> u64 {
        let newest =
            self.messages.iter().rposition(|message| matches!(message.content, Content::Sound { .. }));
        newest.map_or(self.end(), |place| self.oldest + place as u64)
    }
}
