//! Titles between the sound, as SHOUTcast has them: after so many bytes of sound, one that says how long the text
//! is in sixteenths, and the text.

use bytes::{Buf, Bytes, BytesMut};

use super::super::title;
use crate::source::live::DjTitle;

/// Next item of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// Sound, at least a byte.
    Sound(Bytes),
    /// The sound from here on has another title.
    Title(DjTitle),
}

/// Takes the titles out of what is sent.
pub(super) struct IcyReader {
    /// Bytes of sound between two titles; none where there are no titles.
    every: Option<usize>,
    /// Bytes of sound before the next title.
    left: usize,
    /// Received bytes that are not examined yet.
    sent: BytesMut,
    last: Bytes,
}

impl IcyReader {
    /// For a stream that has a title after `every` bytes of sound.
    pub(super) fn new(every: Option<usize>) -> Self {
        let every = every.filter(|every| *every > 0);
        Self { every, left: every.unwrap_or_default(), sent: BytesMut::new(), last: Bytes::new() }
    }

    /// Takes what was sent; all of it is to be asked for before more is put in.
    pub(super) fn put(&mut self, sent: &[u8]) {
        self.sent.extend_from_slice(sent);
    }

    /// Returns the next item; `None` until more is received.
    pub(super) fn next(&mut self) -> Option<Told> {
        loop {
            if self.sent.is_empty() {
                return None;
            }
            let Some(every) = self.every else {
                return Some(Told::Sound(self.sent.split().freeze()));
            };
            if self.left > 0 {
                let count = self.left.min(self.sent.len());
                self.left -= count;
                return Some(Told::Sound(self.sent.split_to(count).freeze()));
            }
            let length = usize::from(*self.sent.first()?) * 16;
            if self.sent.len() <= length {
                return None;
            }
            self.sent.advance(1);
            let text = self.sent.split_to(length).freeze();
            self.left = every;
            if let Some(title) = self.title(&text) {
                return Some(Told::Title(title));
            }
        }
    }

    /// The title in a text, if it says another one than before.
    fn title(&mut self, text: &Bytes) -> Option<DjTitle> {
        let name = b"StreamTitle='";
        let from = text.windows(name.len()).position(|part| part == name)? + name.len();
        let rest = &text[from..];
        // A title may hold quotes: only one before a semicolon ends it.
        let end =
            rest.windows(2).position(|two| two == b"';").or_else(|| rest.iter().rposition(|b| *b == b'\''));
        let title = text.slice(from..from + end?);
        if title == self.last {
            return None;
        }
        self.last.clone_from(&title);
        Some(title::of_song(&title, None))
    }
}

/// Reads a stream whose first two bytes say how often titles come, in pieces whose length the third says.
#[cfg(any(test, fuzzing))]
pub(in crate::ingest) fn fuzz_icy(bytes: &[u8]) {
    let Some(([high, low, step], bytes)) = bytes.split_first_chunk() else { return };
    let mut reader = IcyReader::new(Some(usize::from(u16::from_be_bytes([*high, *low]))));
    let mut heard = 0;
    for piece in bytes.chunks(usize::from(*step).max(1)) {
        reader.put(piece);
        while let Some(told) = reader.next() {
            match told {
                Told::Sound(sound) => heard += sound.len(),
                Told::Title(title) => assert!(!title.title.contains(char::is_control), "{title:?}"),
            }
        }
    }
    assert!(heard <= bytes.len());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it is sent: its length, and filled up.
    fn block(text: &[u8]) -> Vec<u8> {
        let mut block = vec![text.len().div_ceil(16) as u8];
        block.extend_from_slice(text);
        block.resize(1 + text.len().div_ceil(16) * 16, 0);
        block
    }

    /// Checks the result of `sent` in pieces of every size: audio as it is, titles in brackets.
    #[track_caller]
    fn check(every: Option<usize>, sent: &[u8], expected: &str) {
        for piece in [1, 2, 5, 10_000] {
            let (mut icy, mut said) = (IcyReader::new(every), String::new());
            for sent in sent.chunks(piece) {
                icy.put(sent);
                while let Some(told) = icy.next() {
                    match told {
                        Told::Sound(sound) => said += std::str::from_utf8(&sound).unwrap(),
                        Told::Title(DjTitle { title, artist, .. }) => {
                            said.extend(["[", &artist.unwrap_or_default(), "|", &title, "]"]);
                        }
                    }
                }
            }
            assert_eq!(said, expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn titles_are_taken_out_of_the_sound() {
        let first = block("StreamTitle='Ada - Don't';StreamUrl='http://x';".as_bytes());
        let second = block(b"StreamTitle='S\xF8lv';");
        let sent = [b"abc", &first[..], b"def", b"\0", b"ghi", &first, b"jkl", &second, b"m"].concat();
        check(Some(3), &sent, "abc[Ada|Don't]defghijkl[|Sølv]m");
    }

    #[test]
    fn texts_without_a_title_are_passed_over() {
        let sent = [b"ab", &block(b"StreamUrl='';")[..], b"cd", &block(b"StreamTitle='x"), b"ef"].concat();
        check(Some(2), &sent, "abcdef");
        check(Some(2), &[b"ab", &block(b"StreamTitle='';")[..], b"c"].concat(), "abc");
        check(None, b"abcdef", "abcdef");
        check(Some(0), b"abcdef", "abcdef");
    }
}
