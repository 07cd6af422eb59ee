//! Turns what a recogniser writes into captions on air.

use std::sync::atomic::{AtomicU64, Ordering};

use super::protocol::{LineCutter, Recognised, parse};
use super::transcript_writer::TranscriptSender;
use crate::broadcast::Broadcast;
use crate::model::Caption;

/// Lines and bytes that a recogniser may write in a second.
const MOST_LINES: u32 = 100;
const MOST_BYTES: usize = 256 * 1_024;
/// Lines in a row that may be no captions.
const MOST_RUBBISH: u32 = 20;

/// Takes in what one recogniser writes, until it writes what none should.
pub(super) struct CaptionWriter<'a> {
    broadcast: &'a Broadcast,
    transcript: &'a TranscriptSender,
    /// The number of the next caption; the station's recognisers share it, one after the other.
    next_id: &'a AtomicU64,
    /// The number of the caption that is not final yet.
    open: Option<u64>,
    lines: LineCutter,
    rubbish: u32,
    /// The second that is counted, and what came in it.
    second: u64,
    lines_in_second: u32,
    bytes_in_second: usize,
}

impl<'a> CaptionWriter<'a> {
    pub(super) fn new(
        broadcast: &'a Broadcast,
        transcript: &'a TranscriptSender,
        next_id: &'a AtomicU64,
    ) -> Self {
        Self {
            broadcast,
            transcript,
            next_id,
            open: None,
            lines: LineCutter::default(),
            rubbish: 0,
            second: 0,
            lines_in_second: 0,
            bytes_in_second: 0,
        }
    }

    /// Takes in bytes as they came. Fails with the reason for which the recogniser is to be ended. Returns the number of
    /// captions among them.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Result<u32, String> {
        let now_us = self.broadcast.clock().now_us();
        if self.second != now_us / 1_000_000 {
            (self.second, self.lines_in_second, self.bytes_in_second) = (now_us / 1_000_000, 0, 0);
        }
        self.bytes_in_second += bytes.len();
        let (mut read, mut lines) = (Vec::new(), 0);
        let Self { lines: cutter, rubbish, .. } = self;
        let mut why = "";
        cutter.take(bytes, |line| {
            lines += 1;
            match line.ok_or("a line has more than 64 KiB").and_then(|line| parse(line, now_us)) {
                Ok(recognised) => {
                    *rubbish = 0;
                    read.push(recognised);
                }
                Err(reason) => {
                    *rubbish += 1;
                    why = reason;
                }
            }
        });
        self.lines_in_second += lines;
        if self.lines_in_second > MOST_LINES || self.bytes_in_second > MOST_BYTES {
            return Err("it writes too much at once".to_owned());
        }
        if !why.is_empty() {
            tracing::debug!(station = self.broadcast.slug(), "a line of the recogniser is left out: {why}");
        }
        if self.rubbish > MOST_RUBBISH {
            return Err(format!("it writes what are no captions: {why}"));
        }
        let count = read.len() as u32;
        for recognised in read {
            self.publish(recognised);
        }
        Ok(count)
    }

    fn publish(&mut self, recognised: Recognised) {
        let Recognised { start_us, end_us, text, is_final } = recognised;
        if text.is_empty() && self.open.is_none() {
            return;
        }
        let id = self.open.take().unwrap_or_else(|| self.next_id.fetch_add(1, Ordering::Relaxed));
        let is_final = is_final || text.is_empty();
        if !is_final {
            self.open = Some(id);
        }
        let caption = Caption { id, start_us, end_us, text, is_final };
        if caption.is_final && !caption.text.is_empty() {
            self.transcript.send(self.broadcast, &caption);
        }
        self.broadcast.publish_caption(&caption);
    }

    /// Withdraws the caption that will not become final any more.
    pub(super) fn finish(mut self) {
        if let Some(id) = self.open.take() {
            let now_us = self.broadcast.clock().now_us();
            let (start_us, end_us) = (now_us, now_us);
            let withdrawn = Caption { id, start_us, end_us, text: String::new(), is_final: true };
            self.broadcast.publish_caption(&withdrawn);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;
    use crate::broadcast::events::{Change, Heard};
    use crate::broadcast::{BroadcastConfig, NoMedia};
    use crate::clock::ManualClock;
    use crate::mount::ListenerFigures;

    const NOW_US: u64 = 1_000_000_000;

    fn broadcast() -> (Broadcast, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(NOW_US));
        let broadcast = Broadcast::new(BroadcastConfig {
            slug: "main".to_owned(),
            base_path: crate::model::BasePath::default(),
            name: "Main".to_owned(),
            timeline: "1".to_owned(),
            playout_delay: Duration::from_secs(1),
            clock: Arc::<ManualClock>::clone(&clock),
            media: Arc::new(NoMedia),
            listeners: ListenerFigures::default(),
            played: Vec::new(),
        });
        (broadcast, clock)
    }

    fn line(text: &str, is_final: bool) -> String {
        format!("{{\"start_us\":{NOW_US},\"end_us\":{NOW_US},\"text\":\"{text}\",\"final\":{is_final}}}\n")
    }

    #[actix_web::test]
    async fn a_caption_keeps_its_number_until_it_is_final() {
        let (broadcast, _) = broadcast();
        let mut events = broadcast.events().read();
        let (transcript, stored) = TranscriptSender::pair();
        let next_id = AtomicU64::new(7);
        let mut writer = CaptionWriter::new(&broadcast, &transcript, &next_id);
        let said =
            [("good", false), ("good even", false), ("Good evening.", true), ("", true), ("and", false)];
        for (text, is_final) in said {
            assert_eq!(writer.take(line(text, is_final).as_bytes()), Ok(1));
        }
        writer.finish();
        let mut told = Vec::new();
        for _ in 0..5 {
            let Heard::Event(event) = events.next().await else { panic!("an event") };
            let Change::Caption(caption) = &event.what else { panic!("a caption") };
            told.push((caption.id, caption.text.clone(), caption.is_final));
        }
        let expected = [(7, "good", false), (7, "good even", false), (7, "Good evening.", true)];
        let expected = expected.into_iter().chain([(8, "and", false), (8, "", true)]);
        assert_eq!(told, expected.map(|(id, text, last)| (id, text.to_owned(), last)).collect::<Vec<_>>());
        let kept: Vec<_> = stored.try_iter().map(|line| line.caption.text).collect();
        assert_eq!(kept, ["Good evening."]);
    }

    #[test]
    fn rubbish_and_floods_end_a_recogniser() {
        let (broadcast, clock) = broadcast();
        let (transcript, _stored) = TranscriptSender::pair();
        let next_id = AtomicU64::new(1);
        let writer = || CaptionWriter::new(&broadcast, &transcript, &next_id);
        let mut rubbish = writer();
        for _ in 0..MOST_RUBBISH {
            assert_eq!(rubbish.take(b"loading the model\n"), Ok(0));
            clock.advance(Duration::from_millis(100));
        }
        let why = rubbish.take(b"loading the model\n").expect_err("too much rubbish");
        assert_eq!(why, "it writes what are no captions: a line is no caption in JSON");
        let mut mixed = writer();
        for _ in 0..50 {
            assert_eq!(mixed.take(b"rubbish\n"), Ok(0));
            assert_eq!(mixed.take(line("ok", true).as_bytes()), Ok(1));
            clock.advance(Duration::from_millis(100));
        }
        let mut flood = writer();
        let taken: Vec<_> = (0..=MOST_LINES).map(|_| flood.take(line("a", true).as_bytes())).collect();
        assert!(taken[..100].iter().all(Result::is_ok));
        assert_eq!(taken[100], Err("it writes too much at once".to_owned()));
        let mut endless = writer();
        let flooded = (0..100).find_map(|_| endless.take(&[b'x'; 8_192]).err());
        assert_eq!(flooded.as_deref(), Some("it writes too much at once"));
    }
}
