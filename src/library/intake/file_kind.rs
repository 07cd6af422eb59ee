//! Detects a file's type by its first bytes, regardless of its name.

use std::fs::File;
use std::io;

use crate::library::fingerprint::read;

/// Bytes examined at the beginning, and most padding accepted between tags and sound.
const SIGHT: usize = 4 << 10;
/// Tags that may stand one behind the other.
const MOST_TAGS: usize = 8;

/// Kilobits a second of MPEG audio by version and layer, and by the number in a header (ISO/IEC 11172-3 and 13818-3).
const RATES: [[u32; 14]; 5] = [
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

/// The ending that a file of this content gets, or why it is not taken.
pub(in crate::library) fn of(file: &File) -> io::Result<Result<&'static str, String>> {
    let mut at = 0;
    for _ in 0..MOST_TAGS {
        let head = read(file, at, 10)?;
        let [b'I', b'D', b'3', _, _, flags, size @ ..] = &head[..] else { break };
        let size = size.iter().fold(0, |size, byte| size << 7 | u64::from(byte & 0x7F));
        at += 10 + size + if flags & 0x10 == 0 { 0 } else { 10 };
    }
    let head = read(file, at, SIGHT)?;
    // Padding is often larger than the tag says.
    let zeros = if at > 0 { head.iter().take_while(|byte| **byte == 0).count() } else { 0 };
    let head = &head[zeros..];
    if let Some(ending) = container(head) {
        return Ok(Ok(ending));
    }
    if let Some((length, ending)) = frame(head) {
        let next = read(file, at + (zeros + length) as u64, 7)?;
        // A single frame may be all there is.
        if next.is_empty() || next.starts_with(b"TAG") || next.starts_with(b"APE") || frame(&next).is_some() {
            return Ok(Ok(ending));
        }
    }
    Ok(Err(refusal(&read(file, 0, SIGHT)?)))
}

/// The ending of a container, by what it begins with.
fn container(head: &[u8]) -> Option<&'static str> {
    let has = |at: usize, text: &[u8]| head.get(at..).is_some_and(|rest| rest.starts_with(text));
    let first = usize::from(*head.get(26).unwrap_or(&0)) + 27;
    let endings: [(bool, &str); 10] = [
        (has(0, b"fLaC"), "flac"),
        (has(0, b"OggS") && has(first, b"OpusHead"), "opus"),
        (has(0, b"OggS"), "ogg"),
        ((has(0, b"RIFF") || has(0, b"RF64")) && has(8, b"WAVE"), "wav"),
        (has(0, b"FORM") && (has(8, b"AIFF") || has(8, b"AIFC")), "aiff"),
        (has(4, b"ftyp"), "m4a"),
        (has(0, &[0x1A, 0x45, 0xDF, 0xA3]) && head.windows(4).take(64).any(|four| four == b"webm"), "weba"),
        (has(0, &[0x1A, 0x45, 0xDF, 0xA3]), "mka"),
        (has(0, b"caff"), "caf"),
        (has(0, b"riff\x2E\x91\xCF\x11"), "w64"),
    ];
    endings.into_iter().find_map(|(is_it, ending)| is_it.then_some(ending))
}

/// The length of the frame of MPEG audio or AAC that begins here, and the ending of such a file.
fn frame(head: &[u8]) -> Option<(usize, &'static str)> {
    let [0xFF, second, third, fourth, fifth, sixth, ..] = *head else { return None };
    if second & 0xF6 == 0xF0 {
        let length = usize::from(fourth & 3) << 11 | usize::from(fifth) << 3 | usize::from(sixth >> 5);
        return (length >= 7 && third >> 2 & 0xF < 13).then_some((length, "aac"));
    }
    let (version, layer) = (second >> 3 & 3, second >> 1 & 3);
    let (rate, hertz) = (usize::from(third >> 4), usize::from(third >> 2 & 3));
    if second & 0xE0 != 0xE0 || version == 1 || layer == 0 || !(1..=14).contains(&rate) || hertz == 3 {
        return None;
    }
    let is_first = version == 3;
    let table = match (is_first, layer) {
        (true, 3) => 0,
        (true, 2) => 1,
        (true, _) => 2,
        (false, 3) => 3,
        (false, _) => 4,
    };
    let divisor = [4, 0, 2, 1][usize::from(version)];
    let hertz = [44_100, 48_000, 32_000][hertz] / divisor;
    let bits = RATES[table][rate - 1] * 1_000;
    let padding = u32::from(third >> 1 & 1);
    let (length, ending) = match layer {
        3 => ((12 * bits / hertz + padding) * 4, "mp1"),
        2 => (144 * bits / hertz + padding, "mp2"),
        _ if is_first => (144 * bits / hertz + padding, "mp3"),
        _ => (72 * bits / hertz + padding, "mp3"),
    };
    Some((length as usize, ending))
}

/// Returns why a file is refused, with advice if there is any.
fn refusal(head: &[u8]) -> String {
    let text: String = String::from_utf8_lossy(head).trim_start().to_ascii_lowercase();
    let begins = |with: &[&[u8]]| with.iter().any(|with| head.starts_with(with));
    let says = |with: &[&str]| with.iter().any(|with| text.starts_with(with));
    let what = if begins(&[
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1F\x8B",
        b"7z\xBC\xAF",
        b"Rar!",
        b"BZh",
        b"\xFD7zXZ",
    ]) {
        "it is an archive: unpack it, and send what is in it"
    } else if begins(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8"])
        || says(&["<svg"])
        || says(&["<?xml"]) && text.contains("<svg")
    {
        "it is a picture; a cover goes into the music's folder, or into its tags"
    } else if says(&["#extm3u", "[playlist]"]) || text.contains("<playlist") {
        "it is a list of music, and not music: it can be imported as a playlist"
    } else if says(&["<!doctype", "<html", "<script"]) {
        "it is a web page, and not music"
    } else {
        "it is no music that can be played here; MP3, FLAC, Ogg, Opus, WAV, AIFF, AAC and M4A can"
    };
    what.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<&str, &str>) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        std::fs::write(&path, bytes).unwrap();
        let found = of(&File::open(path).unwrap()).unwrap();
        let found = found
            .as_deref()
            .map_err(|reason| &reason[..reason.len().min(expected.err().map_or(0, str::len))]);
        assert_eq!(found, expected);
    }

    #[test]
    fn content_says_what_a_file_is() {
        check(b"fLaC....", Ok("flac"));
        check(b"RIFF\0\0\0\0WAVEfmt ", Ok("wav"));
        check(b"RIFF\0\0\0\0WEBPVP8 ", Err("it is no music"));
        let mut ogg = b"OggS".to_vec();
        ogg.resize(26, 0);
        ogg.extend([1, 19]);
        check(&[&ogg[..], b"OpusHead"].concat(), Ok("opus"));
        check(&[&ogg[..], b"\x01vorbis"].concat(), Ok("ogg"));
        check(b"PK\x03\x04 and so on", Err("it is an archive"));
        check(b"  <!DOCTYPE html><p>", Err("it is a web page"));
        check(b"#EXTM3U\na.mp3\n", Err("it is a list"));
        check(b"<?xml version='1.0'?><svg onload='alert(1)'/>", Err("it is a picture"));
        check(b"", Err("it is no music"));
    }

    #[test]
    fn frames_are_told_from_accidents_by_the_next_one() {
        // 128 kbit/s at 44.1 kHz: 417 bytes.
        let mut frame = vec![0xFF, 0xFB, 0x90, 0x00];
        frame.resize(417, 7);
        check(&frame, Ok("mp3"));
        check(&[&frame[..], &frame[..]].concat(), Ok("mp3"));
        check(&[&frame[..], b"something else"].concat(), Err("it is no music"));
        let tag = [&b"ID3\x03\0\0\0\0\0\x05<html"[..], &[0; 900]].concat();
        check(&[&tag[..], &frame[..]].concat(), Ok("mp3"));
        check(&[&tag[..], b"<html>"].concat(), Err("it is no music"));
        check(&[b"<html>", &frame[..]].concat(), Err("it is a web page"));
    }
}
