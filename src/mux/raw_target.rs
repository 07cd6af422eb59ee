//! Percent-encodes raw bytes in a request line.
//!
//! Source programs such as BUTT write titles into the target of `GET /admin/metadata?…` as UTF-8 or Latin-1 bytes.
//! RFC 3986 section 2.1 wants them percent-encoded, and the web server answers 400 to anything else; Icecast
//! accepts them. Encoded here, they mean the same and keep the request's length unambiguous.

use bytes::{BufMut, Bytes, BytesMut};

/// The longest request line that is rewritten, in bytes.
const MOST_LINE: usize = 16 * 1_024;

/// Returns `head` with every byte above 0x7F in its first line percent-encoded. A head whose first line is not
/// complete, or is too long, is returned as it is.
pub(super) fn percent_encoded(head: BytesMut) -> Bytes {
    let line = head.iter().take(MOST_LINE).position(|byte| *byte == b'\n').map(|end| &head[..end]);
    let Some(line) = line.filter(|line| !line.is_ascii()) else { return head.freeze() };
    let mut encoded = BytesMut::with_capacity(head.len() + 2 * line.len());
    for byte in line {
        if byte.is_ascii() {
            encoded.put_u8(*byte);
        } else {
            encoded.put_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    encoded.put_slice(&head[line.len()..]);
    encoded.freeze()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: &[u8]) {
        let encoded = percent_encoded(BytesMut::from(head));
        assert_eq!(encoded, expected, "{:?}", String::from_utf8_lossy(&encoded[..encoded.len().min(80)]));
    }

    #[test]
    fn raw_utf8_and_latin1_in_a_request_line_are_percent_encoded() {
        check(
            "GET /admin/metadata?song=Bj\u{f6}rk HTTP/1.0\r\nX: \u{f6}\r\n\r\n".as_bytes(),
            "GET /admin/metadata?song=Bj%C3%B6rk HTTP/1.0\r\nX: \u{f6}\r\n\r\n".as_bytes(),
        );
        check(b"GET /admin.cgi?song=S\xF8lv HTTP/1.1\n\n", b"GET /admin.cgi?song=S%F8lv HTTP/1.1\n\n");
    }

    #[test]
    fn other_heads_are_left_alone() {
        for head in ["", "GET / HTTP/1.1\r\n\r\n", "GET /\u{f6}", "GET / HTTP/1.1\r\nA: \u{f6}\r\n\r\n"] {
            check(head.as_bytes(), head.as_bytes());
        }
        let long = ["GET /?".as_bytes(), &[0xE9; MOST_LINE], b" HTTP/1.1\r\n\r\n"].concat();
        check(&long, &long);
    }
}
