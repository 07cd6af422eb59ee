//! What a listener says over its WebSocket, and the answers.

use actix_http::ws::{CloseCode, OpCode, Parser, ProtocolError};
use bytes::{Bytes, BytesMut};

use crate::clock::Clock;
use crate::container::longwave_v1::{self, FromListener};

/// The longest message a listener may send, in bytes.
const MOST: usize = 4 * 1_024;
/// The longest frame header (RFC 6455 section 5.2): two bytes, eight of length, four of mask.
const FRAME_HEADER: usize = 14;

/// What is due to a listener for what it said.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// A framed message.
    Reply(Bytes),
    /// A framed close message, after which the connection ends.
    Close(Bytes),
}

/// One listener's side of the conversation: what has come in and is not understood yet.
#[derive(Default)]
pub struct Conversation {
    received: BytesMut,
    /// A text that comes in several frames.
    text: Option<BytesMut>,
}

impl Conversation {
    /// Takes in bytes as they came. To be followed by [`answer`](Self::answer) until that gives `None`, which
    /// keeps what is held here below 4 KiB and what is taken in at once.
    pub fn hear(&mut self, bytes: &[u8]) {
        self.received.extend_from_slice(bytes);
    }

    /// Whether nothing is left over.
    pub fn is_empty(&self) -> bool {
        self.received.is_empty() && self.text.is_none()
    }

    /// The next answer to what was heard.
    pub fn answer(&mut self, clock: &dyn Clock) -> Option<Answer> {
        loop {
            match Parser::parse(&mut self.received, true, MOST) {
                Ok(Some((finished, op, payload))) => {
                    let payload = payload.unwrap_or_default();
                    if let Some(answer) = self.frame(finished, op, payload, clock) {
                        return Some(answer);
                    }
                }
                Ok(None) if self.received.len() > MOST + FRAME_HEADER => return Some(too_long()),
                Ok(None) => return None,
                Err(ProtocolError::Overflow) => return Some(too_long()),
                Err(_) => return Some(close(CloseCode::Protocol, "not a WebSocket frame")),
            }
        }
    }

    fn frame(&mut self, finished: bool, op: OpCode, payload: BytesMut, clock: &dyn Clock) -> Option<Answer> {
        match op {
            OpCode::Ping => Some(Answer::Reply(longwave_v1::framed(&payload, OpCode::Pong))),
            OpCode::Pong => None,
            OpCode::Close => Some(Answer::Close(longwave_v1::framed(&payload, OpCode::Close))),
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

    fn text(&mut self, finished: bool, text: BytesMut, clock: &dyn Clock) -> Option<Answer> {
        if !finished {
            self.text = Some(text);
            return None;
        }
        let received_us = clock.now_us();
        Some(match longwave_v1::parse(&text) {
            Some(FromListener::Ping(t0)) => {
                Answer::Reply(longwave_v1::pong(&t0, received_us, clock.now_us()))
            }
            None => close(CloseCode::Unsupported, "not understood: a ping with a number as t0 is"),
        })
    }
}

fn too_long() -> Answer {
    close(CloseCode::Size, "a message may have 4 KiB")
}

fn close(code: CloseCode, reason: &str) -> Answer {
    Answer::Close(longwave_v1::close(code, reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    fn masked(op: OpCode, finished: bool, payload: &[u8]) -> Vec<u8> {
        let mut frame = BytesMut::new();
        Parser::write_message(&mut frame, payload, op, finished, true);
        frame.to_vec()
    }

    /// What is answered to `said`, heard in pieces of every size: texts as they are, closes as their code.
    fn check(said: &[u8], expected: &str) {
        for piece in [1, 2, 7, 100_000] {
            let mut conversation = Conversation::default();
            let mut answers = Vec::new();
            'heard: for bytes in said.chunks(piece) {
                conversation.hear(bytes);
                while let Some(answer) = conversation.answer(&ManualClock::at(5)) {
                    match answer {
                        Answer::Reply(reply) => {
                            answers.push(String::from_utf8_lossy(&reply[2..]).into_owned());
                        }
                        Answer::Close(close) => {
                            answers.push(u16::from_be_bytes([close[2], close[3]]).to_string());
                            break 'heard;
                        }
                    }
                }
                assert!(conversation.received.len() <= MOST + FRAME_HEADER + piece);
            }
            assert_eq!(answers.join(" "), expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn pings_are_answered_with_the_servers_time() {
        let ping = masked(OpCode::Text, true, br#"{"type":"ping","t0":1}"#);
        check(&ping, r#"{"type":"pong","t0":1,"t1":5,"t2":5}"#);
        let first = masked(OpCode::Text, false, br#"{"type":"ping","#);
        let rest = masked(OpCode::Continue, true, br#""t0":2}"#);
        let between = masked(OpCode::Ping, true, b"?");
        check(&[first, between, rest].concat(), r#"? {"type":"pong","t0":2,"t1":5,"t2":5}"#);
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
}
