//! The head of the answer to a listener's request.

use super::target::{ACCEPT, TargetKind};

/// The longest head, in bytes.
const MOST_HEAD: usize = 16 * 1_024;
const MOST_HEADERS: usize = 64;

/// A server's reply.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Not all there yet.
    More,
    /// After so many bytes the stream begins.
    Begins { length: usize, sound: Sound },
    /// It does not, and why, in words.
    Refused(String),
}

/// Kinds of body after the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sound {
    LongwaveV1,
    Ogg,
    /// A stream whose bytes are only counted.
    Unknown,
}

/// Reads what came.
pub(super) fn read(bytes: &[u8], kind: TargetKind) -> Answer {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let length = match response.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if bytes.len() <= MOST_HEAD => return Answer::More,
        Ok(httparse::Status::Partial) | Err(_) => return refused("the answer is not one of HTTP"),
    };
    let header = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(found.value).ok()
    };
    let begins = |sound| Answer::Begins { length, sound };
    match (kind, response.code) {
        (TargetKind::WebSocket, Some(101)) if header("Sec-WebSocket-Accept") == Some(ACCEPT) => {
            begins(Sound::LongwaveV1)
        }
        (TargetKind::WebSocket, Some(101)) => refused("the WebSocket's key was answered wrongly"),
        (TargetKind::Http, Some(200)) => {
            let media_type = header("Content-Type").unwrap_or_default().split(';').next().unwrap_or_default();
            let media_type = media_type.trim().to_ascii_lowercase();
            match sound_of(&media_type) {
                None if media_type.is_empty() => refused("answered without saying what kind of sound it is"),
                None => Answer::Refused(format!("answered with {media_type}, which is not sound")),
                Some(_) if header("Transfer-Encoding").is_some() => {
                    refused("the stream comes in chunks, which many players do not take")
                }
                Some(sound) => begins(sound),
            }
        }
        (_, code) => {
            let answer = format!("answered {} {}", code.unwrap_or(0), response.reason.unwrap_or_default());
            let again = header("Retry-After").map(|after| format!(", try again after {after} s"));
            Answer::Refused(answer.trim_end().to_owned() + &again.unwrap_or_default())
        }
    }
}

/// Returns the kind of sound that a media type stands for.
fn sound_of(media_type: &str) -> Option<Sound> {
    match media_type {
        "audio/ogg" | "application/ogg" => Some(Sound::Ogg),
        // These say where sound is.
        "audio/mpegurl" | "audio/x-mpegurl" | "audio/x-scpls" => None,
        other => other.starts_with("audio/").then_some(Sound::Unknown),
    }
}

fn refused(why: &str) -> Answer {
    Answer::Refused(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, kind: TargetKind, expected: &Answer) {
        assert_eq!(&read(head.as_bytes(), kind), expected, "{head:?}");
        for length in 0..head.len() - 1 {
            assert_eq!(read(&head.as_bytes()[..length], kind), Answer::More, "{length} of {head:?}");
        }
    }

    #[test]
    fn streams_begin_after_their_head() {
        let head = format!("HTTP/1.1 101 Switching\r\nsec-websocket-accept: {ACCEPT}\r\n\r\n");
        check(&head, TargetKind::WebSocket, &Answer::Begins { length: head.len(), sound: Sound::LongwaveV1 });
        for (media_type, sound) in [
            ("audio/ogg", Sound::Ogg),
            ("application/ogg; codecs=opus", Sound::Ogg),
            ("Audio/OGG", Sound::Ogg),
            ("audio/mpeg", Sound::Unknown),
        ] {
            let head = format!("HTTP/1.0 200 OK\r\nContent-Type: {media_type}\r\n\r\n");
            check(&head, TargetKind::Http, &Answer::Begins { length: head.len(), sound });
        }
    }

    #[test]
    fn refusals_are_told_in_words() {
        let told = |words: &str| Answer::Refused(words.to_owned());
        let not_there = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        check(not_there, TargetKind::WebSocket, &told("answered 404 Not Found"));
        check(not_there, TargetKind::Http, &told("answered 404 Not Found"));
        let full = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\n\r\n";
        check(full, TargetKind::Http, &told("answered 503 Service Unavailable, try again after 10 s"));
        check("HTTP/1.1 200 OK\r\n\r\n", TargetKind::WebSocket, &told("answered 200 OK"));
        let wrong = "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: no\r\n\r\n";
        check(wrong, TargetKind::WebSocket, &told("the WebSocket's key was answered wrongly"));
        let of_type = |media_type: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n");
        for other in ["text/html", "text/plain", "application/json", "audio/x-mpegurl"] {
            let words = format!("answered with {other}, which is not sound");
            check(&of_type(&format!("{other}; charset=utf-8")), TargetKind::Http, &told(&words));
        }
        let untold = told("answered without saying what kind of sound it is");
        check("HTTP/1.1 200 OK\r\n\r\n", TargetKind::Http, &untold);
        let chunks = "HTTP/1.1 200 OK\r\nContent-Type: audio/ogg\r\nTransfer-Encoding: chunked\r\n\r\n";
        check(chunks, TargetKind::Http, &told("the stream comes in chunks, which many players do not take"));
        assert_eq!(read(b"ICY 200 OK\r\n\r\n", TargetKind::Http), told("the answer is not one of HTTP"));
        let endless = format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(MOST_HEAD));
        assert_eq!(read(endless.as_bytes(), TargetKind::Http), told("the answer is not one of HTTP"));
    }
}
