//! Cuts frames into messages as a ring of listeners has them.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};

use crate::format::{Cadence, Format, Framing, StreamInfo};
use crate::frame::{Frame, Rendition};
use crate::model::NowPlaying;

/// A message, and the time of its first frame in microseconds.
pub(super) struct Packed {
    pub(super) time_us: u64,
    pub(super) bytes: Bytes,
}

/// Returns how many frames a complete message has.
pub(super) fn frames_per_message(rendition: &Rendition, cadence: Cadence) -> u64 {
    match cadence {
        Cadence::Us(us) => rendition.frames_in(us).max(1),
        Cadence::Bytes(_) => 1,
    }
}

/// Packs the frames of one listener.
pub(super) struct Packer {
    framing: Box<dyn Framing>,
    cadence: Cadence,
    /// Frames in a complete message.
    per_message: u64,
    title: Option<NowPlaying>,
    /// Frames of the message that is being collected.
    message: Vec<Frame>,
    /// Sound too short for a chunk, where messages are cut by bytes.
    carry: BytesMut,
    last_seq: Option<u64>,
}

impl Packer {
    /// Returns a packer of a stream.
    pub(super) fn new(format: &Format, stream: &StreamInfo<'_>) -> Self {
        Self {
            framing: (format.framing)(stream),
            cadence: stream.cadence,
            per_message: stream.frames_per_message,
            title: None,
            message: Vec::new(),
            carry: BytesMut::new(),
            last_seq: None,
        }
    }

    /// Returns the bytes before everything else.
    pub(super) fn header(&self) -> Bytes {
        self.framing.header()
    }

    /// Takes in a frame, and the titles that are not announced yet. Adds the messages that are complete to `packed`: a
    /// title stands before the message that has its first frame.
    pub(super) fn take(
        &mut self,
        frame: Frame,
        titles: &mut VecDeque<NowPlaying>,
        packed: &mut VecDeque<Packed>,
    ) {
        if self.last_seq.is_some_and(|last| last + 1 != frame.seq) {
            self.flush(titles, packed);
        }
        self.last_seq = Some(frame.seq);
        match self.cadence {
            Cadence::Us(_) => {
                let is_complete = (frame.seq + 1).is_multiple_of(self.per_message);
                self.message.push(frame);
                if is_complete {
                    self.flush(titles, packed);
                }
            }
            Cadence::Bytes(size) => {
                let size = size.max(1);
                let time_us = frame.time_us;
                self.announce(titles, time_us, packed);
                let sound = self.framing.pack(&[frame], self.title.as_ref());
                self.carry.extend_from_slice(&sound);
                while self.carry.len() >= size {
                    let sound = self.carry.split_to(size).freeze();
                    packed
                        .push_back(Packed { time_us, bytes: self.framing.chunk(sound, self.title.as_ref()) });
                }
            }
        }
    }

    /// Packs the frames that are left.
    pub(super) fn flush(&mut self, titles: &mut VecDeque<NowPlaying>, packed: &mut VecDeque<Packed>) {
        let frames = std::mem::take(&mut self.message);
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return };
        self.announce(titles, last.time_us, packed);
        let bytes = self.framing.pack(&frames, self.title.as_ref());
        packed.push_back(Packed { time_us: first.time_us, bytes });
    }

    /// Returns the bytes that end the stream because the station signs off.
    pub(super) fn end_of_stream(&self) -> Bytes {
        self.last_seq.map(|last| self.framing.end_of_stream(last)).unwrap_or_default()
    }

    fn announce(&mut self, titles: &mut VecDeque<NowPlaying>, until_us: u64, packed: &mut VecDeque<Packed>) {
        while let Some(title) = titles.pop_front_if(|title| title.time_us <= until_us) {
            if let Some(bytes) = self.framing.title(&title) {
                packed.push_back(Packed { time_us: 0, bytes });
            }
            self.title = Some(title);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::format::fixture::RAW;
    use crate::frame::Codec;
    use crate::model::{SourceKind, Title};

    #[test]
    fn messages_end_where_live_ones_do_and_titles_stand_before_their_frames() {
        let rendition = Rendition::new("opus-96", Codec::Opus, 96_000);
        let cadence = Cadence::Us(100_000);
        let mut packer = Packer::new(
            &RAW,
            &StreamInfo {
                station: "main",
                base_path: "",
                rendition: &rendition,
                first_seq: 3,
                cadence,
                frames_per_message: frames_per_message(&rendition, cadence),
            },
        );
        let title = |seq: u64| NowPlaying {
            time_us: seq * 20_000,
            what: Arc::new(Title::plain(SourceKind::Autodj, &format!("<{seq}>"))),
        };
        let mut titles: VecDeque<NowPlaying> = [title(1), title(7), title(10)].into();
        let mut made = VecDeque::new();
        for seq in (3..12).chain(20..23) {
            let payload = Bytes::from(format!("{seq} "));
            packer.take(Frame { seq, time_us: seq * 20_000, payload }, &mut titles, &mut made);
        }
        packer.flush(&mut titles, &mut made);
        let told: Vec<(u64, String)> = made
            .iter()
            .map(|packed| (packed.time_us / 20_000, String::from_utf8_lossy(&packed.bytes).into_owned()))
            .collect();
        let expected = [
            (0, "<1>"),
            (3, "3 4 "),
            (0, "<7>"),
            (5, "5 6 7 8 9 "),
            (0, "<10>"),
            (10, "10 11 "),
            (20, "20 21 22 "),
        ];
        assert_eq!(told, expected.map(|(seq, text)| (seq, text.to_owned())));
    }
}
