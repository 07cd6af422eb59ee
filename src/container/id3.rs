//! ID3v2.4 tags for HLS: the place in time of packed audio, and titles.

use bytes::{BufMut, Bytes, BytesMut};

use crate::audio::SAMPLE_RATE;
use crate::model::NowPlaying;

/// The owner of the private frame that holds a timestamp (RFC 8216 section 3.4).
const TIMESTAMP_OWNER: &[u8] = b"com.apple.streaming.transportStreamTimestamp\0";
/// Timestamps count at 90 kHz and have 33 bits, as in an MPEG-2 transport stream.
const TIMESTAMP_RATE: u64 = 90_000;
const TIMESTAMP_BITS: u32 = 33;
/// The longest text of a frame, in bytes.
const MOST_TEXT: usize = 1_024;

/// The tag that says where the sound after it begins: at `sample` of the station's clock.
pub fn timestamp(sample: u64) -> Bytes {
    let ticks = u128::from(sample) * u128::from(TIMESTAMP_RATE) / u128::from(SAMPLE_RATE);
    let ticks = ticks as u64 & ((1 << TIMESTAMP_BITS) - 1);
    tag(&[(*b"PRIV", [TIMESTAMP_OWNER, &ticks.to_be_bytes()].concat())])
}

/// The tag with a title and who plays it.
pub fn title(now_playing: &NowPlaying) -> Bytes {
    let mut frames = vec![(*b"TIT2", text(&now_playing.title))];
    frames.extend(now_playing.artist.as_deref().map(|artist| (*b"TPE1", text(artist))));
    frames.extend(now_playing.album.as_deref().map(|album| (*b"TALB", text(album))));
    tag(&frames)
}

/// A tag of `length` bytes that says nothing but the name of the program, for the places of sound that is left out;
/// `None` if that is too short for one.
pub fn filler(length: usize) -> Option<Bytes> {
    let tag = tag(&[(*b"TSSE", text("Longwave"))]);
    let padding = length.checked_sub(tag.len())?;
    // Padding follows the frames, and counts for the size (ID3v2.4 section 3.3).
    let size = synchsafe(length - 10).to_be_bytes();
    Some([&tag[..6], &size, &tag[10..], &vec![0; padding]].concat().into())
}

/// The content of a text frame: UTF-8, ended by a zero (ID3v2.4 section 4.2).
fn text(text: &str) -> Vec<u8> {
    let mut end = text.len().min(MOST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    [b"\x03", &text.as_bytes()[..end], b"\0"].concat()
}

fn tag(frames: &[([u8; 4], Vec<u8>)]) -> Bytes {
    let length: usize = frames.iter().map(|(_, content)| 10 + content.len()).sum();
    let mut tag = BytesMut::with_capacity(10 + length);
    tag.put_slice(b"ID3\x04\0\0");
    tag.put_u32(synchsafe(length));
    for (id, content) in frames {
        tag.put_slice(id);
        tag.put_u32(synchsafe(content.len()));
        tag.put_u16(0);
        tag.put_slice(content);
    }
    tag.freeze()
}

/// A number in 28 bits, seven to a byte.
fn synchsafe(number: usize) -> u32 {
    (0..4).fold(0, |safe, place| safe | ((number >> (7 * place) & 0x7F) as u32) << (8 * place))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{SourceKind, Title};

    #[test]
    fn a_filler_has_the_length_that_is_asked_for() {
        let tag = filler(4_000).unwrap();
        assert_eq!(tag.len(), 4_000);
        assert_eq!(tag[..10], *b"ID3\x04\0\0\0\0\x1F\x16", "3,990 bytes follow");
        assert_eq!(tag[10..30], *b"TSSE\0\0\0\x0A\0\0\x03Longwave\0");
        assert!(tag[30..].iter().all(|byte| *byte == 0));
        assert_eq!(filler(30).unwrap().len(), 30);
        assert!(filler(29).is_none());
    }

    #[test]
    fn a_timestamp_is_a_private_frame_of_33_bits() {
        let tag = timestamp(48_000);
        assert_eq!(tag.len(), 10 + 10 + 45 + 8);
        assert_eq!(tag[..10], *b"ID3\x04\0\0\0\0\0\x3F");
        assert_eq!(tag[10..20], *b"PRIV\0\0\0\x35\0\0");
        assert_eq!(&tag[20..65], TIMESTAMP_OWNER);
        assert_eq!(tag[65..], 90_000_u64.to_be_bytes());
        // 2³³ ticks later it begins anew.
        let wrapped = timestamp(48_000 + (1 << 33) / 15 * 8 + 8);
        assert!(wrapped[65] == 0 && wrapped[68] == 0);
    }

    #[test]
    fn a_title_is_text_in_utf_8() {
        let mut what = Title::plain(SourceKind::Live, "Zwölf");
        what.artist = Some("十二".to_owned());
        let tag = title(&NowPlaying { time_us: 0, what: Arc::new(what) });
        let expected = [
            &b"ID3\x04\0\0\0\0\0\x24TIT2\0\0\0\x08\0\0\x03"[..],
            "Zwölf\0".as_bytes(),
            b"TPE1\0\0\0\x08\0\0\x03",
            "十二\0".as_bytes(),
        ]
        .concat();
        assert_eq!(tag, expected);
    }
}
