//! State of a mount: the newest frames, and the titles that apply to them.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Start;
use super::ring::Ring;
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

/// Sound that an encoder that runs may hold, in microseconds, before it is a frame.
const CAUGHT_UP_US: u64 = 200_000;

pub(super) struct State {
    pub(super) frames: VecDeque<Frame>,
    /// One more than the newest frame's number.
    pub(super) next_seq: u64,
    /// Titles that hold for a kept frame or a later one, oldest first.
    pub(super) titles: VecDeque<NowPlaying>,
    pub(super) rings: Vec<Arc<Ring>>,
    pub(super) off_air: bool,
}

impl State {
    pub(super) fn new(first_seq: u64, keep: usize) -> Self {
        Self {
            frames: VecDeque::with_capacity(keep + 1),
            next_seq: first_seq,
            titles: VecDeque::new(),
            rings: Vec::new(),
            off_air: false,
        }
    }

    /// Adds a frame, and forgets all but the newest `keep`, with the titles that hold for none of those.
    pub(super) fn push(&mut self, frame: Frame, keep: usize) {
        self.next_seq = frame.seq + 1;
        self.frames.push_back(frame);
        if self.frames.len() > keep {
            self.frames.pop_front();
        }
        let oldest_us = self.frames.front().map_or(0, |frame| frame.time_us);
        while self.titles.get(1).is_some_and(|second| second.time_us <= oldest_us) {
            self.titles.pop_front();
        }
    }

    /// Adds a title, which is newer than those before.
    pub(super) fn push_title(&mut self, title: NowPlaying) {
        if self.frames.is_empty() {
            self.titles.clear();
        }
        self.titles.push_back(title);
    }

    /// Forgets everything but the newest title.
    pub(super) fn forget_all(&mut self) {
        self.frames.clear();
        self.rings.clear();
        let older = self.titles.len().saturating_sub(1);
        self.titles.drain(..older);
    }

    /// Returns the first frame for a listener; those from `edge` on are in no message yet.
    pub(super) fn first_of(&self, start: Start, edge: u64, rendition: &Rendition) -> u64 {
        let first = match start {
            Start::Burst { us, bytes } => self.burst(edge, rendition.frames_in(us), bytes),
            Start::From(seq) if seq <= self.next_seq => seq,
            Start::From(_) => edge,
        };
        first.max(self.frames.front().map_or(self.next_seq, |frame| frame.seq))
    }

    /// Returns the first frame for a listener to `ring`. A burst begins with a whole message, though that makes it longer.
    pub(super) fn first_in_messages(&self, start: Start, ring: &Ring, rendition: &Rendition) -> u64 {
        let first = self.first_of(start, ring.edge(), rendition);
        if matches!(start, Start::From(_)) {
            return first;
        }
        let begin = first - first % ring.frames_per_message();
        let is_kept = self.frames.front().is_some_and(|oldest| oldest.seq <= begin);
        if is_kept { begin } else { first }
    }

    /// Returns the first frame for a listener, and the one that is on air, while the encoder, which rested, has yet to make
    /// up for the past up to `made_us`: it may begin earlier, for others. `None` where it has caught up.
    pub(super) fn first_to_come(
        &self,
        start: Start,
        made_us: Option<u64>,
        ring: &Ring,
        rendition: &Rendition,
    ) -> Option<(u64, u64)> {
        let made_us = made_us?;
        if self.frames.back().is_some_and(|newest| made_us <= newest.time_us + CAUGHT_UP_US) {
            return None;
        }
        let edge = rendition.frames_in(made_us) + 1;
        let first = match start {
            Start::From(seq) => seq.min(edge),
            Start::Burst { .. } => {
                let first = edge.saturating_sub(rendition.frames_in(start.burst_us(rendition)));
                first - first % ring.frames_per_message()
            }
        };
        Some((first, edge))
    }

    /// Returns the frame that is at least so many frames and bytes before `edge`, as far as they are kept.
    fn burst(&self, edge: u64, frames: u64, bytes: usize) -> u64 {
        let end = self.frames.partition_point(|frame| frame.seq < edge);
        let (mut first, mut counted) = (edge.saturating_sub(frames), 0);
        for frame in self.frames.range(..end).rev() {
            if counted >= bytes {
                break;
            }
            counted += frame.payload.len();
            first = first.min(frame.seq);
        }
        first
    }

    /// Returns when the frame `seq` begins, whether it is kept or still to come.
    pub(super) fn time_of(&self, seq: u64, rendition: &Rendition) -> u64 {
        match self.frames.back() {
            Some(last) if seq > last.seq => last.time_us + rendition.span_us(seq - last.seq),
            Some(last) => last.time_us.saturating_sub(rendition.span_us(last.seq - seq)),
            None => u64::MAX,
        }
    }

    /// Returns the title that holds at this time, or the oldest that is known.
    pub(super) fn title_at(&self, time_us: u64) -> Option<&NowPlaying> {
        self.titles.iter().rev().find(|title| title.time_us <= time_us).or(self.titles.front())
    }
}
