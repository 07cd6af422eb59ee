//! Tags that grow when they are read: a frame may be packed, and nothing bounds how large it is then.

use std::fs::File;
use std::io::{self, Read as _};

use flate2::read::ZlibDecoder;

use crate::library::fingerprint;

/// The most of a file that may be something else than sound, in bytes.
const MOST_BESIDE: u64 = 64 << 20;
/// Packed data that becomes larger is a bomb, in bytes. Texts and covers are never that large packed.
const MOST_UNPACKED: u64 = 16 << 20;
/// Most bytes decompressed per file; a music file needs less.
const MOST_TRIED: u64 = 256 << 20;
/// Cost charged for a position without compressed data, in bytes.
const LEAST_TRIED: u64 = 2 << 10;

/// Returns the reason why a file's tags must not be read, if there is one.
pub(super) fn find(file: &File) -> io::Result<Option<String>> {
    let length = file.metadata()?.len();
    let sound = fingerprint::span(file)?;
    let parts = [0..sound.start, sound.end..length];
    if parts.iter().map(|part| part.end - part.start).sum::<u64>() > MOST_BESIDE {
        let megabytes = MOST_BESIDE >> 20;
        return Ok(Some(format!("more than {megabytes} MB of it are tags and pictures, and not music")));
    }
    let mut tried = 0;
    for part in parts {
        let bytes = fingerprint::read(file, part.start, (part.end - part.start) as usize)?;
        // Tags may be written so that nothing in them looks like a frame of MPEG audio: with a zero behind each 0xFF.
        let is_stuffed = bytes.windows(2).any(|two| two == [0xFF, 0]);
        if explodes(&bytes, &mut tried) || (is_stuffed && explodes(&without_stuffing(&bytes), &mut tried)) {
            return Ok(Some("its tags are packed, and far too large unpacked".to_owned()));
        }
    }
    Ok(None)
}

/// Returns whether any data in it decompresses to too much, alone or together with the bytes already
/// `tried`. Every
/// position is examined, because parsers disagree about where compressed data lies; data that is not
/// compressed
/// is detected within a few bytes.
fn explodes(bytes: &[u8], tried: &mut u64) -> bool {
    let is_header = |two: &[u8]| {
        // RFC 1950 section 2.2.
        two[0] & 0x0F == 8
            && two[0] >> 4 <= 7
            && (u16::from(two[0]) << 8 | u16::from(two[1])).is_multiple_of(31)
    };
    let places = bytes.windows(2).enumerate().filter(|(_, two)| is_header(two));
    places.map(|(at, _)| &bytes[at..]).any(|packed| {
        let mut unpacked = ZlibDecoder::new(packed).take(MOST_UNPACKED + 1);
        let mut part = [0; 16 << 10];
        let mut length = 0;
        while let Ok(more @ 1..) = unpacked.read(&mut part) {
            length += more as u64;
        }
        *tried += length.max(LEAST_TRIED);
        length > MOST_UNPACKED || *tried > MOST_TRIED
    })
}

fn without_stuffing(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != 0 || at == 0 || bytes[at - 1] != 0xFF {
            plain.push(*byte);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_grows_is_found_wherever_it_is() {
        let packed = |count: u64| {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            io::copy(&mut io::repeat(b'x').take(count), &mut encoder).unwrap();
            encoder.flush().unwrap();
            encoder.finish().unwrap()
        };
        let explodes = |bytes: &[u8]| super::explodes(bytes, &mut 0);
        assert!(explodes(&[&b"\xFF\x00abcTIT2"[..], &packed(20 << 20)].concat()));
        assert!(!explodes(&[&b"abcTIT2"[..], &packed(1 << 20)].concat()));
        let mut random = fastrand::Rng::with_seed(7);
        let noise: Vec<u8> = (0..1 << 20).map(|_| random.u8(..)).collect();
        assert!(!explodes(&noise));
        // A header every seven bytes, each of a stored block that reaches over all that follow.
        let block = [0x78, 0x01, 0x00, 0xFF, 0xFF, 0x00, 0x00];
        assert!(explodes(&block.repeat(300_000)), "many places that together take long");
        assert_eq!(without_stuffing(&[1, 0, 0xFF, 0, 0, 0xFF, 1]), [1, 0, 0xFF, 0, 0xFF, 1]);
    }
}
