//! ICY: titles between the sound of an endless stream, as SHOUTcast introduced them and every radio reads them.
//!
//! After every `icy-metaint` bytes of sound comes one byte that counts the units of 16 bytes of the text that
//! follows; 0 means that the title is the same as before.

use bytes::{BufMut, Bytes, BytesMut};

use crate::format::{Cadence, Framing};
use crate::frame::Frame;
use crate::model::NowPlaying;

/// The unit of a block's length, in bytes.
const UNIT: usize = 16;
/// The longest title, in bytes. A block has room for 4,080, but radios for far less.
const MOST_TITLE: usize = 1_024;
/// A block that says nothing new.
const NOTHING_NEW: &[u8] = &[0];

/// Returns `sound`, with a title after each chunk where messages are cut by bytes.
pub fn with_titles<F: Framing + 'static>(cadence: Cadence, sound: F) -> Box<dyn Framing> {
    match cadence {
        Cadence::Bytes(_) => Box::new(Icy { sound }),
        Cadence::Us(_) => Box::new(sound),
    }
}

/// Framing of `sound`, with a title after each chunk.
struct Icy<F> {
    sound: F,
}

impl<F: Framing> Framing for Icy<F> {
    fn header(&self) -> Bytes {
        chunk_of(self.sound.header())
    }

    fn header_before(&self, begun: &Bytes) -> Bytes {
        chunk_of(self.sound.header_before(begun))
    }

    fn pack(&self, frames: &[Frame], title: Option<&NowPlaying>) -> Bytes {
        self.sound.pack(frames, title)
    }

    fn chunk(&self, sound: Bytes, title: Option<&NowPlaying>) -> Bytes {
        let block = title.map(block);
        [&sound, block.as_deref().unwrap_or(NOTHING_NEW)].concat().into()
    }
}

/// A header as a chunk without news, if there is one.
fn chunk_of(header: Bytes) -> Bytes {
    if header.is_empty() { header } else { [&header, NOTHING_NEW].concat().into() }
}

/// The block for a title: its length and `StreamTitle='…';`.
///
/// Radios look for `';` as the end, and few know of any escape: an apostrophe before a semicolon would end the
/// title early, so it is written as U+2019.
fn block(now_playing: &NowPlaying) -> Bytes {
    let title = match &now_playing.artist {
        Some(artist) => format!("{artist} - {}", now_playing.title),
        None => now_playing.title.clone(),
    };
    let text = format!("StreamTitle='{}';", safe(&title));
    let units = text.len().div_ceil(UNIT);
    let mut block = BytesMut::with_capacity(1 + units * UNIT);
    block.put_u8(units as u8);
    block.put_slice(text.as_bytes());
    block.put_bytes(0, units * UNIT - text.len());
    block.freeze()
}

/// `text` without control characters and without what ends a field, cut to [`MOST_TITLE`] bytes.
fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let c = match c {
            '\'' => '\u{2019}',
            c if c.is_control() => ' ',
            c => c,
        };
        if safe.len() + c.len_utf8() > MOST_TITLE {
            break;
        }
        safe.push(c);
    }
    safe
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{SourceKind, Title};

    fn now_playing(artist: Option<&str>, title: &str) -> NowPlaying {
        let mut what = Title::plain(SourceKind::Autodj, title);
        what.artist = artist.map(str::to_owned);
        NowPlaying { time_us: 0, what: Arc::new(what) }
    }

    fn check(artist: Option<&str>, title: &str, expected: &str) {
        let block = block(&now_playing(artist, title));
        assert_eq!(block.len(), 1 + usize::from(block[0]) * 16, "{title}");
        let text = std::str::from_utf8(&block[1..]).unwrap();
        assert_eq!(text.trim_end_matches('\0'), expected);
        assert!(text.len() - expected.len() < 16);
    }

    #[test]
    fn a_block_is_whole_units_of_a_safe_title() {
        check(Some("Nina Simone"), "Sinnerman", "StreamTitle='Nina Simone - Sinnerman';");
        check(None, "Zwölf ‒ 十二", "StreamTitle='Zwölf ‒ 十二';");
        check(None, "16 bytes to fill", "StreamTitle='16 bytes to fill';");
        check(None, "Don't; stop';\n", "StreamTitle='Don\u{2019}t; stop\u{2019}; ';");
    }

    #[test]
    fn what_is_too_long_is_cut_between_characters() {
        check(None, &"é".repeat(5_000), &format!("StreamTitle='{}';", "é".repeat(512)));
    }

    struct Sound;

    impl Framing for Sound {
        fn header(&self) -> Bytes {
            Bytes::from_static(b"head")
        }

        fn pack(&self, _: &[Frame], _: Option<&NowPlaying>) -> Bytes {
            Bytes::new()
        }

        fn end_of_stream(&self, _: u64) -> Bytes {
            Bytes::from_static(b"end")
        }
    }

    #[test]
    fn without_chunks_there_are_no_titles() {
        let plain = with_titles(Cadence::Us(200_000), Sound);
        assert_eq!((plain.header(), plain.end_of_stream(0)), ("head".into(), "end".into()));
    }

    #[test]
    fn every_chunk_is_followed_by_the_title() {
        let icy = with_titles(Cadence::Bytes(4), Sound);
        assert_eq!(icy.header(), &b"head\0"[..]);
        let sound = || Bytes::from_static(b"1234");
        assert_eq!(icy.chunk(sound(), None), &b"1234\0"[..]);
        let chunk = icy.chunk(sound(), Some(&now_playing(None, "a")));
        assert_eq!(chunk, &b"1234\x01StreamTitle='a';"[..]);
    }
}
