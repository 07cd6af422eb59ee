//! The upgrade of a request to a WebSocket.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_http::BoxedPayloadStream;
use actix_http::error::PayloadError;
use actix_http::ws as rfc6455;
use actix_web::web::Payload;
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, dev};
use actix_ws::{AggregatedMessageStream, Session};
use bytes::Bytes;
use futures_core::Stream;

use super::Error;

/// Bytes of the first message, in which clients say who they are.
const MOST_FIRST: u64 = 4 * 1_024;

/// Answers the handshake of a WebSocket that speaks one of `protocols`; a request that is none is told so in words.
///
/// A message has at most `most` bytes, the first one 4 KiB. What announces more is [`Overflow`](rfc6455::ProtocolError::Overflow) at once.
pub(super) fn to_websocket(
    request: &HttpRequest,
    said: Payload,
    protocols: &[&str],
    most: usize,
) -> Result<(HttpResponse, Session, AggregatedMessageStream), actix_web::Error> {
    rfc6455::verify_handshake(request.head()).map_err(Error::NotAWebSocket)?;
    let frames = BoundedFrames::new(said.into_inner(), most);
    let frames: BoxedPayloadStream = Box::pin(frames);
    let mut frames = dev::Payload::Stream { payload: frames };
    let said = Payload::from_request(request, &mut frames).into_inner()?;
    let (response, session, messages) = actix_ws::handle_with_protocols(request, said, protocols)?;
    let messages = messages.max_frame_size(most).aggregate_continuations().max_continuation_size(most);
    Ok((response, session, messages))
}

/// The bytes of a client, watched for frames that are too long.
///
/// The parser of frames says that one is too long only when all of it has come, and keeps it until then. So it is given
/// a header that it refuses as soon as it reads it, and nothing after that.
struct BoundedFrames<S> {
    bytes: S,
    /// Bytes that a frame may carry.
    most: u64,
    /// Bytes of the first message that were announced so far; `None` once it has ended. Until then, nobody knows who it is.
    first: Option<u64>,
    /// Bytes of the present frame that are still to come.
    left: u64,
    /// The beginning of a header, the rest of which is still to come.
    kept: Bytes,
    is_over: bool,
}

impl<S> BoundedFrames<S> {
    fn new(bytes: S, most: usize) -> Self {
        Self { bytes, most: most as u64, first: Some(0), left: 0, kept: Bytes::new(), is_over: false }
    }

    /// Returns the part of the bytes that came which may be parsed.
    fn pass(&mut self, coming: Bytes) -> Bytes {
        let coming = if self.kept.is_empty() { coming } else { [&self.kept[..], &coming].concat().into() };
        self.kept = Bytes::new();
        let mut at = 0;
        loop {
            let carried = self.left.min((coming.len() - at) as u64);
            self.left -= carried;
            at += carried as usize;
            let Some((header, length)) = frame_header(&coming[at..]) else {
                self.kept = coming.slice(at..);
                return coming.slice(..at);
            };
            let first = coming[at];
            let is_control = first & 0x08 != 0;
            let first_most = |so_far| MOST_FIRST.min(self.most) - so_far;
            let most = self.first.filter(|_| !is_control).map_or(self.most, first_most);
            if length > most {
                self.is_over = true;
                return [&coming[..at], &refused_header(coming[at])].concat().into();
            }
            if !is_control {
                let is_last = first & 0x80 != 0;
                self.first = self.first.filter(|_| !is_last).map(|so_far| so_far + length);
            }
            at += header;
            self.left = length;
        }
    }
}

impl<S: Stream<Item = Result<Bytes, PayloadError>> + Unpin> Stream for BoundedFrames<S> {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.is_over {
            return Poll::Ready(None);
        }
        let coming = ready!(Pin::new(&mut this.bytes).poll_next(context));
        Poll::Ready(coming.map(|coming| coming.map(|coming| this.pass(coming))))
    }
}

/// Returns the lengths of a frame's header and payload in bytes, once all of the header is there (RFC 6455 section 5.2).
fn frame_header(bytes: &[u8]) -> Option<(usize, u64)> {
    let second = *bytes.get(1)?;
    let mask = if second & 0x80 == 0 { 0 } else { 4 };
    let (header, length) = match second & 0x7F {
        126 => (4 + mask, u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (10 + mask, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)),
        length => (2 + mask, u64::from(length)),
    };
    (bytes.len() >= header).then_some((header, length))
}

/// Returns a header that announces a length which no frame may have: its first bit is set.
fn refused_header(first: u8) -> [u8; 10] {
    let mut header = [0xFF; 10];
    header[0] = first;
    header
}

#[cfg(test)]
mod tests {
    use actix_http::ws::{OpCode, Parser, ProtocolError};
    use bytes::BytesMut;

    use super::*;

    const MOST: usize = 5_000;

    fn masked(length: usize) -> Vec<u8> {
        let mut frame = BytesMut::new();
        Parser::write_message(&mut frame, vec![b' '; length], OpCode::Binary, true, true);
        frame.to_vec()
    }

    /// Checks the lengths of the messages in `said`, received in pieces of every size, and whether it is refused then
    /// though no more comes.
    fn check(said: &[u8], lengths: &[usize], refused: bool) {
        for piece in [1, 2, 7, 100_000] {
            let mut frames = BoundedFrames::new((), MOST);
            let (mut bytes, mut received, mut refusal) = (BytesMut::new(), Vec::new(), None);
            for part in said.chunks(piece) {
                bytes.extend_from_slice(&frames.pass(Bytes::copy_from_slice(part)));
                while let Some(frame) = Parser::parse(&mut bytes, true, MOST).transpose() {
                    match frame {
                        Ok((_, _, payload)) => received.push(payload.unwrap_or_default().len()),
                        Err(error) => {
                            refusal = Some(error);
                            break;
                        }
                    }
                }
                if refusal.is_some() {
                    break;
                }
            }
            assert_eq!(received, lengths, "in pieces of {piece}");
            let is_refused = matches!(refusal, Some(ProtocolError::Overflow));
            assert_eq!(is_refused, refused, "in pieces of {piece}: {refusal:?}");
            assert_eq!(frames.is_over, refused);
        }
    }

    #[test]
    fn a_frame_that_is_too_long_is_refused_before_it_comes() {
        check(&[masked(0), masked(125), masked(126), masked(MOST)].concat(), &[0, 125, 126, MOST], false);
        check(&masked(MOST_FIRST as usize), &[MOST_FIRST as usize], false);
        check(&masked(MOST_FIRST as usize + 1), &[], true);
        let ping: &[u8] = &[0x89, 0x80, 0, 0, 0, 0];
        check(&[ping, &masked(MOST)].concat(), &[0], true);
        let part: &[u8] = &[0x02, 0x80, 0, 0, 0, 0];
        let rest = [&[0x00, 0xFE, 0x10, 0x01][..], &[0; 4]].concat();
        check(&[part, &rest].concat(), &[0], true);
        let announced = |length: u64| [&[0x82, 0xFF][..], &length.to_be_bytes(), &[0; 4]].concat();
        check(&announced(MOST as u64 + 1), &[], true);
        check(&announced(1 << 62), &[], true);
        check(&[masked(20), announced(u64::MAX)].concat(), &[20], true);
        check(&[masked(20), vec![0x82, 0xFE, 0x20, 0x01, 0, 0, 0, 0]].concat(), &[20], true);
    }
}
