//! Hands a station's speech to the queue of its recogniser.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::gate::{Speech, SpeechGate};
use super::sound_queue::SoundQueue;
use crate::broadcast::CaptionLog;
use crate::model::SourceKind;
use crate::mount::{Received, Subscriber};

/// Time after which is looked whether captions were switched off.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Listens to one station until it signs off or `stop` is set, then closes the queue.
pub(super) fn run(mut sound: Subscriber, queue: &SoundQueue, log: &CaptionLog, stop: &Arc<AtomicBool>) {
    let mut feed = SpeechFeed::new(sound.rendition().pre_skip);
    let mut speech = Vec::new();
    while !stop.load(Ordering::Acquire) {
        let received = sound.next_within(LOOK_EVERY);
        if matches!(received, Received::EndOfStream) {
            break;
        }
        feed.take(received, &mut speech);
        for speech in speech.drain(..) {
            let dropped_ms = queue.push(speech);
            if dropped_ms > 0 {
                log.dropped(dropped_ms);
            }
        }
    }
    queue.close();
}

/// Lets through the speech of live sources.
struct SpeechFeed {
    gate: SpeechGate,
    is_live: bool,
    /// Time by which samples trail the stamp of their frame, in microseconds.
    delay_us: u64,
}

impl SpeechFeed {
    /// `pre_skip` is the delay of the samples, at 48 kHz.
    fn new(pre_skip: u16) -> Self {
        Self { gate: SpeechGate::default(), is_live: false, delay_us: u64::from(pre_skip) * 1_000 / 48 }
    }

    fn take(&mut self, received: Received, out: &mut Vec<Speech>) {
        match received {
            Received::Title(title) => {
                self.is_live = title.source == SourceKind::Live;
                if !self.is_live {
                    self.gate.close(out);
                }
            }
            Received::Frame(frame) if self.is_live => {
                let time_us = frame.time_us.saturating_sub(self.delay_us);
                self.gate.take(time_us, &frame.payload, out);
            }
            Received::Missed(_) => self.gate.close(out),
            Received::Frame(_) | Received::NotYet | Received::EndOfStream => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::speech::tests::{piece, syllables};
    use super::*;
    use crate::frame::Frame;
    use crate::model::{NowPlaying, Title};

    fn title(source: SourceKind) -> Received {
        let what = Arc::new(Title::plain(source, "Talk"));
        Received::Title(NowPlaying { time_us: 0, what })
    }

    fn fed(feed: &mut SpeechFeed, from: u64) -> Vec<Speech> {
        let mut out = Vec::new();
        for (place, level) in syllables(110).enumerate() {
            let seq = from + place as u64;
            let frame = Frame { seq, time_us: seq * 20_000, payload: piece(level).into() };
            feed.take(Received::Frame(frame), &mut out);
        }
        out
    }

    #[test]
    fn only_live_sources_are_recognised() {
        let mut feed = SpeechFeed::new(60);
        assert_eq!(fed(&mut feed, 1_000), [], "the source is not known yet");
        let mut out = Vec::new();
        feed.take(title(SourceKind::Autodj), &mut out);
        assert_eq!(fed(&mut feed, 2_000), []);
        feed.take(title(SourceKind::Live), &mut out);
        let spoken = fed(&mut feed, 3_000);
        assert!(
            matches!(spoken.first(), Some(Speech::Block { time_us, .. }) if *time_us == 3_000 * 20_000 - 1_250),
            "{:?}",
            spoken.first()
        );
        assert_eq!(out, []);
        feed.take(title(SourceKind::Autodj), &mut out);
        assert!(matches!(out.last(), Some(Speech::End { .. })), "the DJ left in the middle of a word");
    }
}
