//! The bytes of one framing and cadence, in the order in which they are sent.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::frame::{Frame, Framing, Wire};
use crate::model::NowPlaying;

/// A ring of messages. They are numbered from 0; a listener keeps the number of the one it gets next.
pub(super) struct Ring {
    pub(super) wire: Wire,
    pub(super) frames_per_message: u32,
    /// One more than the newest message's number, to be looked at without the lock.
    end: AtomicU64,
    idle_frames: AtomicU32,
    state: Mutex<State>,
}

struct State {
    messages: VecDeque<Message>,
    /// The number of the oldest message kept.
    oldest: u64,
    /// The first frame that is in no message yet.
    edge: u64,
    finished: bool,
}

/// Something that is sent as a whole.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) content: Content,
    pub(super) bytes: Bytes,
}

/// What a message is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Frames from `first` up to before `end`.
    Sound {
        first: u64,
        end: u64,
    },
    /// The title from this time on, in microseconds.
    Title {
        time_us: u64,
    },
    Farewell,
}

/// What a ring has for a listener that asks for a message by number.
pub(super) enum Found {
    Message(Message),
    /// It is gone; this is the number of the newest message of sound.
    Gone(u64),
    NotYet,
    Finished,
}

impl Ring {
    pub(super) fn new(wire: Wire, frames_per_message: u32, first_seq: u64) -> Self {
        let state = State { messages: VecDeque::new(), oldest: 0, edge: first_seq, finished: false };
        let frames_per_message = frames_per_message.max(1);
        let (end, idle_frames) = (AtomicU64::new(0), AtomicU32::new(0));
        Self { wire, frames_per_message, end, idle_frames, state: Mutex::new(state) }
    }

    /// One more than the newest message's number.
    pub(super) fn end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    /// The first frame that is in no message yet.
    pub(super) fn edge(&self) -> u64 {
        self.lock().edge
    }

    /// Counts a frame without a listener; true once there were `limit` in a row.
    pub(super) fn idle_for(&self, limit: u32) -> bool {
        self.idle_frames.fetch_add(1, Ordering::Relaxed) >= limit
    }

    /// Says that somebody listens.
    pub(super) fn in_use(&self) {
        self.idle_frames.store(0, Ordering::Relaxed);
    }

    /// Takes in all `frames` and `titles` a mount has kept, each title before the frames it describes.
    pub(super) fn fill(
        &self,
        framing: &dyn Framing,
        frames: &VecDeque<Frame>,
        titles: &VecDeque<NowPlaying>,
    ) {
        let mut state = self.lock();
        for title in titles {
            let before = frames.partition_point(|frame| frame.time_us < title.time_us);
            let seq = frames.get(before).map_or(u64::MAX, |frame| frame.seq);
            self.pack_up_to(&mut state, framing, frames, seq);
            state.push_title(framing, title);
        }
        self.pack_up_to(&mut state, framing, frames, u64::MAX);
        self.end.store(state.end(), Ordering::Release);
    }

    /// Takes in the newest of `frames`; true if there is a new message. Forgets what is before `oldest`.
    pub(super) fn advance(&self, framing: &dyn Framing, frames: &VecDeque<Frame>, oldest: u64) -> bool {
        let mut state = self.lock();
        self.pack_up_to(&mut state, framing, frames, u64::MAX);
        state.forget_before(oldest);
        let end = state.end();
        self.end.swap(end, Ordering::AcqRel) != end
    }

    /// Takes in a title, ahead of the frames that are in no message yet.
    pub(super) fn announce(&self, framing: &dyn Framing, title: &NowPlaying) {
        let mut state = self.lock();
        state.push_title(framing, title);
        self.end.store(state.end(), Ordering::Release);
    }

    /// Sends what is left, and the farewell.
    pub(super) fn finish(&self, framing: &dyn Framing, frames: &VecDeque<Frame>) {
        let mut state = self.lock();
        let left: Vec<Frame> = frames.iter().filter(|frame| frame.seq >= state.edge).cloned().collect();
        if !left.is_empty() {
            state.push_sound(framing, &left);
        }
        if let Some(last) = frames.back() {
            let bytes = framing.end_of_stream(last);
            state.messages.push_back(Message { content: Content::Farewell, bytes });
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

    /// Packs complete messages of the frames before `limit`. Messages end where a frame's number is a
    /// multiple of the cadence, so that all rings of a cadence agree, or where a frame is missing.
    fn pack_up_to(&self, state: &mut State, framing: &dyn Framing, frames: &VecDeque<Frame>, limit: u64) {
        let cadence = u64::from(self.frames_per_message);
        let from = frames.partition_point(|frame| frame.seq < state.edge);
        let mut message: Vec<Frame> = Vec::new();
        for frame in frames.range(from..) {
            // A title stands before the whole message it falls into.
            let end_of_message = (frame.seq / cadence + 1) * cadence;
            if end_of_message > limit {
                break;
            }
            if message.last().is_some_and(|last| last.seq + 1 != frame.seq) {
                state.push_sound(framing, &message);
                message.clear();
            }
            message.push(frame.clone());
            if frame.seq + 1 == end_of_message {
                state.push_sound(framing, &message);
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

    fn push_sound(&mut self, framing: &dyn Framing, frames: &[Frame]) {
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else {
            return;
        };
        let content = Content::Sound { first: first.seq, end: last.seq + 1 };
        self.edge = last.seq + 1;
        self.messages.push_back(Message { content, bytes: framing.pack(frames) });
    }

    fn push_title(&mut self, framing: &dyn Framing, title: &NowPlaying) {
        if let Some(bytes) = framing.title(title) {
            let content = Content::Title { time_us: title.time_us };
            self.messages.push_back(Message { content, bytes });
        }
    }

    /// Forgets messages of sound that end at `oldest` or before, with the titles before them.
    fn forget_before(&mut self, oldest: u64) {
        let is_old = |message: &Message| match message.content {
            Content::Sound { end, .. } => Some(end <= oldest),
            Content::Title { .. } | Content::Farewell => None,
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
