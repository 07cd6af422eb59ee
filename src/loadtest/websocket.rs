//! Validates the `longwave.v1` WebSocket protocol.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Broken, ReceivedSound, Step};
use crate::audio::{BLOCK, BLOCK_US, CHANNELS, SAMPLE_RATE};
use crate::container::longwave_v1::Sound;

/// The longest message, in bytes: half a second of samples has 96 kB.
const MOST_MESSAGE: usize = 128 * 1_024;
/// Bytes of a message of sound before its frames.
const SOUND_HEADER: usize = 24;
/// First bytes of whole messages (RFC 6455 section 5.2).
const TEXT: u8 = 0x81;
const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x88;
const PING: u8 = 0x89;
const PONG: u8 = 0x8A;

/// Parser state of one listener.
#[derive(Default)]
pub(super) struct WsReader {
    is_greeted: bool,
    /// Bytes of a frame, if frames are samples rather than Opus packets.
    pcm_bytes: Option<usize>,
    /// The number of the frame that comes next, and when it begins.
    next: Option<(u64, u64)>,
}

impl WsReader {
    /// Takes the next message out of what came.
    pub(super) fn step(&mut self, bytes: &[u8]) -> Result<Step, Broken> {
        let (header, length) = match *bytes {
            [_, masked, ..] if masked >= 0x80 => return Err(Broken("a server's message is masked")),
            [_, 126, high, low, ..] => (4, usize::from(u16::from_be_bytes([high, low]))),
            [_, 127, _, _, _, _, _, _, _, _, ..] => {
                let length = bytes[2..10].iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
                (10, usize::try_from(length).unwrap_or(usize::MAX))
            }
            [_, 126 | 127, ..] | [] | [_] => return Ok(Step::More),
            [_, length, ..] => (2, usize::from(length)),
        };
        if length > MOST_MESSAGE {
            return Err(Broken("a message is longer than any should be"));
        }
        let Some(payload) = bytes.get(header..header + length) else { return Ok(Step::More) };
        Ok(Step::Took(header + length, self.message(bytes[0], payload)?))
    }

    fn message(&mut self, kind: u8, payload: &[u8]) -> Result<ReceivedSound, Broken> {
        match kind {
            TEXT => self.text(payload),
            BINARY if !self.is_greeted => Err(Broken("there is sound before hello")),
            BINARY => self.sound(payload),
            CLOSE => Ok(ReceivedSound::End),
            PING | PONG => Ok(ReceivedSound::Aside),
            _ => Err(Broken("a message is of an unknown kind")),
        }
    }

    fn text(&mut self, payload: &[u8]) -> Result<ReceivedSound, Broken> {
        #[derive(Deserialize)]
        struct Message<'a> {
            r#type: &'a str,
            #[serde(borrow)]
            codec: Option<Cow<'a, str>>,
            sample_rate: Option<usize>,
            channels: Option<usize>,
        }
        let Ok(message) = serde_json::from_slice::<Message<'_>>(payload) else {
            return Err(Broken("a text is not an object with a type"));
        };
        if (message.r#type == "hello") == self.is_greeted {
            return Err(Broken("hello does not come first and once"));
        }
        if !self.is_greeted {
            let pairs = message.sample_rate.unwrap_or(SAMPLE_RATE as usize).saturating_mul(BLOCK_US as usize)
                / 1_000_000;
            let bytes = pairs.saturating_mul(message.channels.unwrap_or(CHANNELS)).saturating_mul(2);
            self.pcm_bytes = message.codec.is_some_and(|codec| codec == "pcm-s16le").then_some(bytes);
        }
        self.is_greeted = true;
        Ok(ReceivedSound::Aside)
    }

    fn sound(&mut self, payload: &[u8]) -> Result<ReceivedSound, Broken> {
        let sound =
            Sound::read(payload).ok_or(Broken("a message of sound is not laid out as it should be"))?;
        if !frames(payload).all(|frame| self.is_whole(frame)) {
            return Err(Broken("a frame is not 20 ms of what hello told of"));
        }
        let (expected, expected_us) = self.next.unwrap_or((sound.first, sound.time_us));
        let skipped = sound.first.checked_sub(expected).ok_or(Broken("the numbers of frames go back"))?;
        if sound.time_us != expected_us.wrapping_add(skipped.wrapping_mul(BLOCK_US)) {
            return Err(Broken("a frame's time does not fit its number"));
        }
        let us = u64::from(sound.count) * BLOCK_US;
        self.next = Some((sound.first.wrapping_add(u64::from(sound.count)), sound.time_us.wrapping_add(us)));
        Ok(ReceivedSound::Sound { us, skipped })
    }

    /// Returns whether a frame has the announced duration, judged by a packet's first bytes.
    fn is_whole(&self, frame: &[u8]) -> bool {
        if let Some(bytes) = self.pcm_bytes {
            return frame.len() == bytes;
        }
        opus::packet::get_nb_samples(frame, SAMPLE_RATE).is_ok_and(|samples| samples == BLOCK)
    }
}

/// The frames of a message that is laid out as it should be.
fn frames(payload: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = payload.get(SOUND_HEADER..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk()?;
        let (frame, others) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        rest = others;
        Some(frame)
    })
}

#[cfg(test)]
mod tests {
    use actix_http::ws::{CloseCode, OpCode};

    use super::*;
    use crate::container::longwave_v1::{self, LongwaveV1, framed};
    use crate::format::Framing;
    use crate::frame::Frame;
    use crate::loadtest::told;

    /// Bytes of a frame of samples, where the greeting names no other rate.
    const SAMPLES: usize = BLOCK * CHANNELS * 2;

    /// 20 ms of stereo to a packet (RFC 6716 section 3.1).
    fn sound(numbers: std::ops::Range<u64>, late_us: u64) -> Vec<u8> {
        sound_of(numbers, late_us, &[0xFC; 240])
    }

    fn sound_of(numbers: std::ops::Range<u64>, late_us: u64, payload: &[u8]) -> Vec<u8> {
        let frames: Vec<_> = numbers
            .map(|seq| Frame { seq, time_us: 7 + seq * BLOCK_US + late_us, payload: payload.to_vec().into() })
            .collect();
        LongwaveV1 {
            station: "main".to_owned(),
            base_path: crate::model::BasePath::default(),
            has_captions: false,
        }
        .pack(&frames, None)
        .to_vec()
    }

    fn hello() -> Vec<u8> {
        framed(br#"{"type":"hello"}"#, OpCode::Text).to_vec()
    }

    /// Checks the summary of a stream, fed in pieces of several sizes: counts of each message, and the
    /// violation.
    #[track_caller]
    fn check(stream: &[Vec<u8>], expected: &str) {
        let stream = stream.concat();
        for piece in [1, 3, 100, 100_000] {
            let mut socket = WsReader::default();
            let told = told(&stream, piece, |held| socket.step(held));
            assert_eq!(told, expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn a_stream_as_promised_is_heard() {
        let title = framed(br#"{"type":"now_playing","title":"A \"b\""}"#, OpCode::Text).to_vec();
        let close = longwave_v1::close(CloseCode::Away, "").to_vec();
        check(
            &[hello(), title, sound(5..10, 0), sound(10..15, 0), close],
            "aside; aside; 100 ms; 100 ms; end",
        );
        check(&[hello(), sound(5..505, 0)], "aside; 10000 ms");
        check(&[hello(), sound(5..10, 0), sound(13..14, 0)], "aside; 100 ms; 3 lost, 20 ms");
    }

    #[test]
    fn a_stream_that_is_wrong_is_found_out() {
        let first = sound(5..10, 0);
        check(&[hello(), first.clone(), sound(9..14, 0)], "aside; 100 ms; the numbers of frames go back");
        let late = "aside; 100 ms; a frame's time does not fit its number";
        check(&[hello(), first.clone(), sound(10..15, 1)], late);
        check(&[hello(), first.clone(), sound(12..15, 20_000)], late);
        check(std::slice::from_ref(&first), "there is sound before hello");
        check(&[hello(), hello()], "aside; hello does not come first and once");
        check(&[framed(b"[]", OpCode::Text).to_vec()], "a text is not an object with a type");
        let mut short = first.clone();
        short[29] -= 1;
        check(&[hello(), short], "aside; a message of sound is not laid out as it should be");
        // Nothing, 10 ms, and three frames of no length: none of them is 20 ms of Opus.
        for frame in [&[][..], &[0xF4; 240], &[0xFF, 0x03]] {
            let broken = "aside; a frame is not 20 ms of what hello told of";
            check(&[hello(), sound_of(5..10, 0, frame)], broken);
        }
        let pcm = framed(br#"{"type":"hello","codec":"pcm-s16le"}"#, OpCode::Text).to_vec();
        check(&[pcm.clone(), sound_of(5..6, 0, &[0; SAMPLES])], "aside; 20 ms");
        let speech = br#"{"type":"hello","codec":"pcm-s16le","sample_rate":16000,"channels":1}"#;
        check(&[framed(speech, OpCode::Text).to_vec(), sound_of(5..6, 0, &[0; 640])], "aside; 20 ms");
        let short = sound_of(5..6, 0, &[0; SAMPLES - 4]);
        check(&[pcm, short], "aside; a frame is not 20 ms of what hello told of");
        check(&[vec![0x81, 0x80, 0, 0, 0, 0]], "a server's message is masked");
        check(&[vec![0x01, 0]], "a message is of an unknown kind");
        check(&[vec![0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0]], "a message is longer than any should be");
    }
}
