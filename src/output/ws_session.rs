//! Messages of a listener over its WebSocket, and the answers.

use actix_http::ws::{CloseCode, OpCode, Parser, ProtocolError};
use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::container::longwave_v1::{self, FromListener};
use crate::model::base64_bytes;

/// The longest message a listener may send, in bytes.
const MOST: usize = 4 * 1_024;
/// The longest frame header (RFC 6455 section 5.2): two bytes, eight of length, four of mask.
const FRAME_HEADER: usize = 14;

/// Input that a listener may send in a second: so many bytes, and so many frames that come one by one.
const BYTES_A_SECOND: u64 = 16 * 1_024;
const FRAMES_A_SECOND: u64 = 50;
/// Half of what a frame that comes alone costs of a second, in microseconds: it is read, and it is understood.
const STEP_US: u64 = 1_000_000 / FRAMES_A_SECOND / 2;
/// Maximum lead of a listener over its budget, in microseconds.
const MOST_AHEAD_US: u64 = 1_000_000;

/// Reply that is due to a listener for its input.
#[derive(Debug, PartialEq, Eq)]
pub enum WsReply {
    /// A framed message.
    Reply(Bytes),
    /// A framed close message, after which the connection ends.
    Close(Bytes),
}

/// One listener's side of the conversation, and the budget for it.
#[derive(Default)]
pub struct WsSession {
    /// Time at which the budget for all input so far will be paid, in microseconds.
    paid_us: u64,
    /// Input that is not parsed yet. Most listeners never send anything.
    unread: Option<Box<Unread>>,
}

#[derive(Default)]
struct Unread {
    received: BytesMut,
    /// A text that comes in several frames.
    text: Option<BytesMut>,
}

/// A listener's side as another process goes on with it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SavedSession {
    paid_us: u64,
    #[serde(with = "base64_bytes")]
    received: Bytes,
    /// True while a text comes in several frames; `text` is what has come of it.
    in_text: bool,
    #[serde(with = "base64_bytes")]
    text: Bytes,
}

impl WsSession {
    /// Returns the session as another process goes on with it.
    pub fn save(&self) -> SavedSession {
        let unread = self.unread.as_deref();
        let text = unread.and_then(|unread| unread.text.as_ref());
        let bytes = |bytes: &BytesMut| Bytes::copy_from_slice(bytes);
        SavedSession {
            paid_us: self.paid_us,
            received: unread.map(|unread| bytes(&unread.received)).unwrap_or_default(),
            in_text: text.is_some(),
            text: text.map(bytes).unwrap_or_default(),
        }
    }

    /// Goes on with a session of another process.
    pub fn resume(saved: &SavedSession) -> Self {
        let unread = Unread {
            received: BytesMut::from(&saved.received[..]),
            text: saved.in_text.then(|| BytesMut::from(&saved.text[..])),
        };
        let unread = Some(Box::new(unread)).filter(|unread| !unread.is_empty());
        Self { paid_us: saved.paid_us, unread }
    }

    /// Takes in bytes as they came. To be followed by [`answer`](Self::answer) until that gives `None`, which
    /// keeps what is held here below 4 KiB and what is taken in at once.
    pub fn hear(&mut self, bytes: &[u8], clock: &dyn Clock) {
        self.pay(STEP_US + bytes.len() as u64 * 1_000_000 / BYTES_A_SECOND, clock);
        self.unread.get_or_insert_default().received.extend_from_slice(bytes);
    }

    /// Passes over bytes as they came, from a listener that has nothing to say. False if it is too much at once.
    pub fn pass_over(&mut self, bytes: &[u8], clock: &dyn Clock) -> bool {
        self.pay(2 * STEP_US + bytes.len() as u64 * 1_000_000 / BYTES_A_SECOND, clock)
    }

    /// The next answer to what was heard.
    pub fn answer(&mut self, clock: &dyn Clock) -> Option<WsReply> {
        let mut unread = self.unread.take()?;
        let answer = loop {
            if let Some(refusal) = check_header(&unread.received) {
                break Some(refusal);
            }
            match Parser::parse(&mut unread.received, true, MOST) {
                Ok(Some((finished, op, payload))) => {
                    if !self.pay(STEP_US, clock) {
                        return Some(close(CloseCode::Policy, "too much at once"));
                    }
                    let payload = payload.unwrap_or_default();
                    if let Some(answer) = unread.frame(finished, op, payload, clock) {
                        break Some(answer);
                    }
                }
                Ok(None) if unread.received.len() > MOST + FRAME_HEADER => break Some(too_long()),
                Ok(None) => break None,
                Err(ProtocolError::Overflow) => break Some(too_long()),
                Err(_) => break Some(close(CloseCode::Protocol, "not a WebSocket frame")),
            }
        };
        self.unread = Some(unread).filter(|unread| !unread.is_empty());
        answer
    }

    /// Takes so much time off the budget, and says whether there was enough.
    /// Returns whether what was taken in is no more than a listener has to say.
    pub fn is_within_bounds(&self, clock: &dyn Clock) -> bool {
        self.paid_us <= clock.now_us() + MOST_AHEAD_US
    }

    fn pay(&mut self, cost_us: u64, clock: &dyn Clock) -> bool {
        self.paid_us = self.paid_us.max(clock.now_us()) + cost_us;
        self.is_within_bounds(clock)
    }
}

impl Unread {
    fn is_empty(&self) -> bool {
        self.received.is_empty() && self.text.is_none()
    }

    fn frame(&mut self, finished: bool, op: OpCode, payload: BytesMut, clock: &dyn Clock) -> Option<WsReply> {
        match op {
            OpCode::Ping => Some(WsReply::Reply(longwave_v1::framed(&payload, OpCode::Pong))),
            OpCode::Pong => None,
            OpCode::Close if !is_close_payload(&payload) => {
                Some(close(CloseCode::Protocol, "not a close code of RFC 6455"))
            }
            OpCode::Close => Some(WsReply::Close(longwave_v1::framed(&payload, OpCode::Close))),
            OpCode::Text if self.text.is_none() => self.text(finished, payload, clock),
            OpCode::Continue => match self.text.take() {
                Some(mut text) if text.len() + payload.len() <= MOST => {
                    text.extend_from_slice(&payload);
                    self.text(finished, text, clock)
                }
                Some(_) => Some(too_long()),
                None => Some(close(CloseCode::Protocol, "a continuation of nothing")),
            },
            OpCode::Text => Some(close(CloseCode::Protocol, "a text inside a text")),
            OpCode::Binary | OpCode::Bad => Some(close(CloseCode::Unsupported, "only text is understood")),
        }
    }

    fn text(&mut self, finished: bool, text: BytesMut, clock: &dyn Clock) -> Option<WsReply> {
        if !finished {
            self.text = Some(text);
            return None;
        }
        let received_us = clock.now_us();
        Some(match longwave_v1::parse(&text) {
            Some(FromListener::Ping(t0)) => {
                WsReply::Reply(longwave_v1::pong(&t0, received_us, clock.now_us()))
            }
            None => close(CloseCode::Unsupported, "not understood: a ping with a number as t0 is"),
        })
    }
}

/// Checks the header of the frame at the beginning of `received` as far as it has come, before any of its payload
/// (RFC 6455 sections 5.2 and 5.5).
fn check_header(received: &[u8]) -> Option<WsReply> {
    let first = *received.first()?;
    let is_control = first & 0x08 != 0;
    if first & 0x70 != 0 {
        return Some(close(CloseCode::Protocol, "reserved bits are set"));
    }
    if is_control && first & 0x80 == 0 {
        return Some(close(CloseCode::Protocol, "a control frame in pieces"));
    }
    let second = *received.get(1)?;
    if second & 0x80 == 0 {
        return Some(close(CloseCode::Protocol, "a frame without a mask"));
    }
    let length = match second & 0x7F {
        126 => u64::from(u16::from_be_bytes(received.get(2..4)?.try_into().ok()?)),
        127 => u64::from_be_bytes(received.get(2..10)?.try_into().ok()?),
        length => u64::from(length),
    };
    if is_control && second & 0x7F > 125 {
        return Some(close(CloseCode::Protocol, "a control frame is longer than 125 bytes"));
    }
    (length > MOST as u64).then(too_long)
}

/// Returns whether a close frame may have this payload: nothing, or a code that may be sent and a reason in UTF-8
/// (RFC 6455 sections 5.5.1 and 7.4).
fn is_close_payload(payload: &[u8]) -> bool {
    let Some((code, reason)) = payload.split_first_chunk() else { return payload.is_empty() };
    let may_be_sent = matches!(u16::from_be_bytes(*code), 1000..=1003 | 1007..=1014 | 3000..=4999);
    may_be_sent && std::str::from_utf8(reason).is_ok()
}

fn too_long() -> WsReply {
    close(CloseCode::Size, "a message may have 4 KiB")
}

fn close(code: CloseCode, reason: &str) -> WsReply {
    WsReply::Close(longwave_v1::close(code, reason))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::ManualClock;

    fn masked(op: OpCode, finished: bool, payload: &[u8]) -> Vec<u8> {
        let mut frame = BytesMut::new();
        Parser::write_message(&mut frame, payload, op, finished, true);
        frame.to_vec()
    }

    /// Checks the answers to `said`, received in pieces of every size: texts as they are, closes as their code.
    fn check(said: &[u8], expected: &str) {
        for piece in [1, 2, 7, 100_000] {
            let mut conversation = WsSession::default();
            let mut answers = Vec::new();
            let clock = ManualClock::at(0);
            'heard: for bytes in said.chunks(piece) {
                clock.advance(Duration::from_secs(1));
                conversation.hear(bytes, &clock);
                while let Some(answer) = conversation.answer(&clock) {
                    match answer {
                        WsReply::Reply(reply) => {
                            let now = clock.now_us().to_string();
                            answers.push(String::from_utf8_lossy(&reply[2..]).replace(&now, "NOW"));
                        }
                        WsReply::Close(close) => {
                            answers.push(u16::from_be_bytes([close[2], close[3]]).to_string());
                            break 'heard;
                        }
                    }
                }
                let left = conversation.unread.as_ref().map_or(0, |unread| unread.received.len());
                assert!(left <= MOST + FRAME_HEADER + piece);
            }
            assert_eq!(answers.join(" "), expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn pings_are_answered_with_the_servers_time() {
        let ping = masked(OpCode::Text, true, br#"{"type":"ping","t0":1}"#);
        check(&ping, r#"{"type":"pong","t0":1,"t1":NOW,"t2":NOW}"#);
        let first = masked(OpCode::Text, false, br#"{"type":"ping","#);
        let rest = masked(OpCode::Continue, true, br#""t0":2}"#);
        let between = masked(OpCode::Ping, true, b"?");
        check(&[first, between, rest].concat(), r#"? {"type":"pong","t0":2,"t1":NOW,"t2":NOW}"#);
    }

    #[test]
    fn what_is_not_understood_closes_with_1003() {
        check(&masked(OpCode::Text, true, b"hello"), "1003");
        check(&masked(OpCode::Text, true, b""), "1003");
        check(&masked(OpCode::Binary, true, b"{}"), "1003");
    }

    #[test]
    fn what_is_too_long_closes_with_1009() {
        check(&masked(OpCode::Text, true, &[b' '; MOST + 1]), "1009");
        let part = masked(OpCode::Text, false, &[b' '; MOST]);
        check(&[part, masked(OpCode::Continue, true, b"  ")].concat(), "1009");
        // Says it will send a gigabyte, and begins to.
        let mut endless = vec![0x81, 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4];
        endless.extend([0; 8_000]);
        check(&endless, "1009");
        // The header alone is enough: 2^62 bytes that never come.
        check(&[0x81, 0xFF, 0x40, 0, 0, 0, 0, 0, 0, 0], "1009");
        check(&[0x82, 0xFE, 0x10, 0x01], "1009");
    }

    #[test]
    fn control_frames_are_whole_and_short() {
        check(&masked(OpCode::Ping, false, b"?"), "1002");
        check(&[0x89, 0xFE, 0, 126], "1002");
        check(&[0xC1, 0x80], "1002");
    }

    #[test]
    fn close_codes_that_may_not_be_sent_are_answered_with_1002() {
        for code in [999_u16, 1004, 1005, 1006, 1015, 2999, 5000] {
            check(&masked(OpCode::Close, true, &code.to_be_bytes()), "1002");
        }
        check(&masked(OpCode::Close, true, &[3]), "1002");
        check(&masked(OpCode::Close, true, &[3, 232, 0xFF]), "1002");
        check(&masked(OpCode::Close, true, &4_000_u16.to_be_bytes()), "4000");
    }

    #[test]
    fn what_is_no_websocket_closes_with_1002() {
        check(b"\x81\x02hi", "1002");
        check(&[0xFF; 40], "1002");
        check(&masked(OpCode::Continue, true, b"?"), "1002");
    }

    #[test]
    fn a_close_is_answered_with_the_same() {
        check(&masked(OpCode::Close, true, &[3, 232]), "1000");
    }

    /// Counts the copies of `said`, one each so many milliseconds, that are answered before it is too much.
    fn answered(said: &[u8], every_ms: u64) -> usize {
        let (clock, mut conversation) = (ManualClock::at(1_000_000_000), WsSession::default());
        for number in 0..10_000 {
            conversation.hear(said, &clock);
            while let Some(answer) = conversation.answer(&clock) {
                if let WsReply::Close(close) = answer {
                    assert_eq!(close[2..4], 1_008_u16.to_be_bytes());
                    return number;
                }
            }
            clock.advance(Duration::from_millis(every_ms));
        }
        10_000
    }

    #[test]
    fn who_says_too_much_at_once_is_closed_with_1008() {
        let ping = masked(OpCode::Ping, true, b"");
        assert_eq!(answered(&ping, 0), 49, "and a few bytes");
        assert_eq!(answered(&ping, 25), 10_000, "forty a second, for ever");
        assert!(answered(&ping, 10) < 200, "a hundred a second, for a second or two");
        assert_eq!(answered(&masked(OpCode::Pong, true, b""), 0), 49, "what has no answer counts too");
        assert_eq!(answered(&ping.repeat(200), 1_000), 0, "together");
        let long = masked(OpCode::Ping, true, &[b' '; 120]).repeat(50);
        assert_eq!(answered(&long, 1_000), 10_000);
        assert_eq!(answered(&long, 400), 1, "fewer frames than allowed, but long ones");
    }

    #[test]
    fn nothing_is_held_for_who_has_said_all() {
        let (clock, mut conversation) = (ManualClock::at(0), WsSession::default());
        conversation.hear(&masked(OpCode::Pong, true, b"1"), &clock);
        assert_eq!(conversation.answer(&clock), None);
        assert!(conversation.unread.is_none());
        conversation.hear(&masked(OpCode::Text, false, b"{"), &clock);
        assert_eq!(conversation.answer(&clock), None);
        assert!(conversation.unread.is_some());
    }
}
