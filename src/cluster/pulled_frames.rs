//! Frames of a rendition as they go into its mount: without a gap, and without one that was there before.

use bytes::Bytes;

use super::silence::SilenceMaker;
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;
use crate::mount::Producer;

/// A gap that is longer, in microseconds, is not filled with silence: numbers are left out.
const MOST_FILL_US: u64 = 10_000_000;

/// The end of a mount that frames of origins go in.
pub(super) struct PulledFrames {
    pub(super) producer: Producer,
    rendition: Rendition,
    /// Number of the next frame; `None` before the first one.
    next_seq: Option<u64>,
    silence: Option<SilenceMaker>,
}

impl PulledFrames {
    pub(super) fn new(producer: Producer, rendition: Rendition) -> Self {
        Self { producer, rendition, next_seq: None, silence: None }
    }

    /// Rests, as nobody listens. Returns without effect if somebody does after all.
    pub(super) fn pause(&mut self) {
        if self.producer.pause() {
            (self.silence, self.next_seq) = (None, None);
        }
    }

    /// Returns the number of the next frame, if it is near enough to `now_us` to go on from there.
    pub(super) fn next_recent(&self, now_us: u64) -> Option<u64> {
        self.next_seq.filter(|next| self.rendition.time_us(*next) + MOST_FILL_US > now_us)
    }

    /// Publishes frames that follow one another, those that are new.
    pub(super) fn take(&mut self, first: u64, payloads: Vec<Bytes>) {
        for (seq, payload) in (first..).zip(payloads) {
            if self.next_seq.is_some_and(|next| seq < next) {
                continue;
            }
            if let Some(next) = self.next_seq
                && self.rendition.span_us(seq.saturating_sub(next)) <= MOST_FILL_US
            {
                self.fill(next, seq);
            }
            self.silence = None;
            self.publish(seq, payload);
        }
    }

    /// Replaces frames that were due at `due_us` by silence; also the very first one, if `is_awaited`.
    pub(super) fn fill_late(&mut self, due_us: u64, is_awaited: bool) {
        let due = self.rendition.frames_in(due_us);
        match self.next_seq {
            None if !is_awaited => {}
            None => self.fill(due, due + 1),
            // It did not run for long, or the clock is another one.
            Some(next) if self.rendition.span_us(due.saturating_sub(next)) > MOST_FILL_US => {
                self.fill(due.saturating_sub(1), due);
            }
            Some(next) => self.fill(next, due),
        }
    }

    /// Announces a title.
    pub(super) fn announce(&mut self, title: &NowPlaying) {
        self.producer.announce(title);
    }

    /// Publishes silence from the frame `from` up to before `end`.
    fn fill(&mut self, from: u64, end: u64) {
        for seq in from..end {
            let silence = self.silence.get_or_insert_with(|| SilenceMaker::new(&self.rendition));
            let Some(payload) = silence.next() else { return };
            self.publish(seq, payload);
        }
    }

    fn publish(&mut self, seq: u64, payload: Bytes) {
        if seq < self.producer.next_seq() {
            return;
        }
        self.producer.publish(Frame { seq, time_us: self.rendition.time_us(seq), payload });
        self.next_seq = Some(seq + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Codec;
    use crate::model::BasePath;
    use crate::mount::{ListenerFigures, Mount, MountConfig, Received, Subscriber};

    fn frames() -> (PulledFrames, Mount) {
        let rendition = Rendition::new("pcm-s16", Codec::PcmS16le, 1_536_000);
        let (producer, mount) = Mount::new(MountConfig {
            station: "main".to_owned(),
            base_path: BasePath::default(),
            rendition: rendition.clone(),
            first_seq: 1,
            notifiers: Vec::new(),
            figures: ListenerFigures::default(),
        });
        (PulledFrames::new(producer, rendition), mount)
    }

    /// The frames that came: their numbers, with an `s` where it is silence.
    fn received(subscriber: &mut Subscriber) -> Vec<String> {
        let mut all = Vec::new();
        loop {
            match subscriber.try_next() {
                Received::Frame(frame) => {
                    all.push(format!("{}{}", frame.seq, if frame.payload.len() > 1 { "s" } else { "" }));
                }
                Received::Missed(_) => {}
                _ => return all,
            }
        }
    }

    fn sound(count: usize) -> Vec<Bytes> {
        vec![Bytes::from_static(b"x"); count]
    }

    #[test]
    fn frames_of_two_origins_follow_one_another_and_silence_is_only_where_none_came_in_time() {
        let (mut frames, mount) = frames();
        let mut subscriber = mount.subscribe();
        frames.fill_late(2_000_000, false);
        frames.take(100, sound(2));
        frames.fill_late(102 * 20_000, false);
        frames.take(100, sound(3));
        frames.fill_late(104 * 20_000, false);
        frames.take(103, sound(2));
        frames.take(106, sound(1));
        let came = ["100", "101", "102", "103s", "104", "105s", "106"];
        assert_eq!(received(&mut subscriber), came);
        assert_eq!((frames.next_recent(2_200_000), frames.next_recent(20_000_000)), (Some(107), None));
    }

    #[test]
    fn a_gap_that_is_too_long_is_left_out() {
        let (mut frames, mount) = frames();
        let mut subscriber = mount.subscribe();
        frames.fill_late(2_000_000, true);
        frames.fill_late(3_600_000_000, true);
        frames.take(190_000, sound(1));
        assert_eq!(received(&mut subscriber), ["100s", "179999s", "190000"]);
    }
}
