//! End of the body of a source's request: with the connection, after a length, or after its last chunk.

use bytes::{Buf, Bytes, BytesMut};
use serde::{Deserialize, Serialize};

/// The longest line about a chunk, in bytes: its size and what nobody uses.
const MOST_LINE: usize = 1_024;

/// Takes a body out of what came over the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Body {
    /// Ends with the connection.
    Endless,
    /// Has so many bytes still to come.
    Length(u64),
    /// Comes in chunks, RFC 9112 section 7.1.
    Chunked(Chunk),
}

/// Position of the wire in a chunked body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Chunk {
    /// Before the line with a chunk's size.
    Size,
    /// Before so many bytes of sound.
    Sound(u64),
    /// Before the line end after a chunk.
    End,
    /// After the last chunk; the trailer follows.
    Trailer,
    /// After everything.
    Over,
}

/// Next piece of a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Sound, at least a byte.
    Sound(Bytes),
    /// More must be read first.
    More,
    /// The body is over.
    Over,
}

/// The chunks are no chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoChunk;

impl Body {
    /// Takes the next piece out of `wire`.
    pub(super) fn take(&mut self, wire: &mut BytesMut) -> Result<Piece, NoChunk> {
        match self {
            Self::Length(0) | Self::Chunked(Chunk::Over) => Ok(Piece::Over),
            _ if wire.is_empty() => Ok(Piece::More),
            Self::Endless => Ok(Piece::Sound(wire.split().freeze())),
            Self::Length(left) => Ok(Piece::Sound(take_up_to(wire, left))),
            Self::Chunked(chunk) => chunk.take(wire),
        }
    }
}

impl Chunk {
    fn take(&mut self, wire: &mut BytesMut) -> Result<Piece, NoChunk> {
        loop {
            if let Self::Sound(left) = self {
                if wire.is_empty() {
                    return Ok(Piece::More);
                }
                let sound = take_up_to(wire, left);
                if *left == 0 {
                    *self = Self::End;
                }
                return Ok(Piece::Sound(sound));
            }
            let Some(line) = take_line(wire)? else { return Ok(Piece::More) };
            *self = match *self {
                Self::Size => match size(&line)? {
                    0 => Self::Trailer,
                    size => Self::Sound(size),
                },
                Self::End if line.is_empty() => Self::Size,
                Self::Trailer if line.is_empty() => {
                    *self = Self::Over;
                    return Ok(Piece::Over);
                }
                Self::Trailer => Self::Trailer,
                _ => return Err(NoChunk),
            };
        }
    }
}

fn take_up_to(wire: &mut BytesMut, left: &mut u64) -> Bytes {
    let length = usize::try_from(*left).unwrap_or(usize::MAX).min(wire.len());
    *left -= length as u64;
    wire.split_to(length).freeze()
}

/// The next line without its end; `None` while it is not complete.
fn take_line(wire: &mut BytesMut) -> Result<Option<Bytes>, NoChunk> {
    match wire.iter().take(MOST_LINE).position(|byte| *byte == b'\n') {
        Some(at) => {
            let line = wire.split_to(at).freeze();
            wire.advance(1);
            Ok(Some(line.strip_suffix(b"\r").map_or(line.clone(), |rest| line.slice_ref(rest))))
        }
        None if wire.len() >= MOST_LINE => Err(NoChunk),
        None => Ok(None),
    }
}

fn size(line: &[u8]) -> Result<u64, NoChunk> {
    let digits = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    let text = std::str::from_utf8(digits).map_err(|_| NoChunk)?;
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(NoChunk);
    }
    u64::from_str_radix(text, 16).map_err(|_| NoChunk)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the result of `wire`, read in pieces of every size.
    #[track_caller]
    fn check(body: Body, wire: &str, expected: &str) {
        for piece in [1, 2, 3, 1_000] {
            let (mut body, mut buffer) = (body, BytesMut::new());
            let mut said = String::new();
            'wire: for bytes in wire.as_bytes().chunks(piece) {
                buffer.extend_from_slice(bytes);
                loop {
                    match body.take(&mut buffer) {
                        Ok(Piece::Sound(sound)) => said += std::str::from_utf8(&sound).unwrap(),
                        Ok(Piece::More) => break,
                        Ok(Piece::Over) => {
                            said += ".";
                            break 'wire;
                        }
                        Err(NoChunk) => {
                            said += "!";
                            break 'wire;
                        }
                    }
                }
            }
            assert_eq!(said, expected, "{wire:?} in pieces of {piece}");
        }
    }

    #[test]
    fn bodies_end_as_they_say() {
        check(Body::Endless, "abc", "abc");
        check(Body::Length(2), "abc", "ab.");
        check(Body::Length(4), "abc", "abc");
    }

    #[test]
    fn chunks_are_put_together() {
        let chunked = Body::Chunked(Chunk::Size);
        check(chunked, "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\nrest", "abc0123456789.");
        check(chunked, "3\nabc\n0\nTrailer: x\n\n", "abc.");
        check(chunked, "3\r\nab", "ab");
    }

    #[test]
    fn what_is_no_chunk_is_refused() {
        let chunked = Body::Chunked(Chunk::Size);
        check(chunked, "x\r\n", "!");
        check(chunked, "\r\n", "!");
        check(chunked, "-1\r\n", "!");
        check(chunked, "3\r\nabcd", "abc");
        check(chunked, "3\r\nabcd\r\n", "abc!");
        check(chunked, "10000000000000000\r\n", "!");
        check(chunked, &"0".repeat(3_000), "!");
    }
}
