//! The bytes between the server and a recogniser.
//!
//! To the recogniser: 8 bytes with the time of the first sample in microseconds, 4 bytes with a count of bytes, both
//! little-endian and unsigned, and so many bytes of samples, 16 bits little-endian, mono, at 16 kHz. A count of 0 says
//! that the speech is over. From it: a JSON object a line.

use serde::Deserialize;

use super::gate::Speech;

/// The longest line of a recogniser, in bytes.
const MOST_LINE: usize = 64 * 1_024;
/// The longest text of a caption, in characters.
const MOST_TEXT: usize = 1_000;
/// The longest time that a caption may be about, in microseconds.
const MOST_SPAN_US: u64 = 120_000_000;
/// Captions may be so late, in microseconds.
const MOST_LATE_US: u64 = 600_000_000;
/// Captions may end so far in the future, in microseconds: a recogniser rounds.
const MOST_EARLY_US: u64 = 2_000_000;

/// Returns the bytes for a recogniser.
pub(super) fn message(speech: &Speech) -> Vec<u8> {
    let (time_us, samples): (u64, &[u8]) = match speech {
        Speech::Block { time_us, samples } => (*time_us, samples),
        Speech::End { time_us } => (*time_us, &[]),
    };
    let count = u32::try_from(samples.len()).unwrap_or_default();
    [&time_us.to_le_bytes()[..], &count.to_le_bytes(), samples].concat()
}

/// A line of a recogniser.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Recognised {
    pub(super) start_us: u64,
    pub(super) end_us: u64,
    pub(super) text: String,
    #[serde(default = "yes", rename = "final")]
    pub(super) is_final: bool,
}

fn yes() -> bool {
    true
}

/// Reads a line that came at `now_us`; fails with the reason for which it is none.
pub(super) fn parse(line: &[u8], now_us: u64) -> Result<Recognised, &'static str> {
    let mut read: Recognised = serde_json::from_slice(line).map_err(|_| "a line is no caption in JSON")?;
    if read.end_us < read.start_us || read.end_us - read.start_us > MOST_SPAN_US {
        return Err("a caption ends before it begins, or lasts for minutes");
    }
    if read.start_us.saturating_add(MOST_LATE_US) < now_us
        || read.end_us > now_us.saturating_add(MOST_EARLY_US)
    {
        return Err("the times of a caption are not those of the sound");
    }
    // On one line, and without anything that would end a cue of WebVTT.
    let words: Vec<&str> = read.text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    read.text = words.join(" ").replace("-->", "→").chars().take(MOST_TEXT).collect();
    Ok(read)
}

/// Cuts lines out of what a recogniser writes.
#[derive(Debug, Default)]
pub(super) struct LineCutter {
    line: Vec<u8>,
    is_too_long: bool,
}

impl LineCutter {
    /// Takes in bytes as they came, and hands each complete line to `line`: `None` for one that was too long.
    pub(super) fn take(&mut self, bytes: &[u8], mut line: impl FnMut(Option<&[u8]>)) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (piece, is_end) = match piece.split_last() {
                Some((b'\n', piece)) => (piece, true),
                _ => (piece, false),
            };
            if self.line.len() + piece.len() > MOST_LINE {
                self.is_too_long = true;
                self.line.clear();
            } else if !self.is_too_long {
                self.line.extend_from_slice(piece);
            }
            if is_end {
                if std::mem::take(&mut self.is_too_long) {
                    line(None);
                } else if !self.line.trim_ascii().is_empty() {
                    line(Some(&self.line));
                }
                self.line.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_is_a_time_a_count_and_samples() {
        let block = Speech::Block { time_us: 0x0102, samples: vec![7, 8] };
        assert_eq!(message(&block), [2, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 7, 8]);
        assert_eq!(message(&Speech::End { time_us: 3 }), [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn captions_are_read_and_rubbish_is_refused() {
        const NOW_US: u64 = 1_000_000_000;
        let read = |line: &str| parse(line.as_bytes(), NOW_US);
        let line = r#"{"start_us":999000000,"end_us":999900000,"text":" Good\n evening --> \u0000all ",
            "words":[{"start_us":1,"end_us":2,"word":"Good"}],"final":false}"#;
        let expected = Recognised {
            start_us: 999_000_000,
            end_us: 999_900_000,
            text: "Good evening → all".to_owned(),
            is_final: false,
        };
        assert_eq!(read(line), Ok(expected));
        let short = read(r#"{"start_us":999000000,"end_us":999000000,"text":""}"#).expect("a caption");
        assert!(short.is_final && short.text.is_empty());
        for wrong in ["", "hello", "[]", "{}", r#"{"start_us":-1,"end_us":1,"text":""}"#, "{\"start_us\":1"] {
            assert_eq!(read(wrong), Err("a line is no caption in JSON"), "{wrong}");
        }
        let of = |start_us: u64, end_us: u64| {
            read(&format!(r#"{{"start_us":{start_us},"end_us":{end_us},"text":"a"}}"#))
        };
        assert!(of(999_000_000, 998_999_999).is_err() && of(800_000_000, 999_000_000).is_err());
        assert!(of(1_000, 2_000).is_err() && of(999_000_000, 1_003_000_000).is_err());
        assert!(of(990_000_000, 1_001_000_000).is_ok());
        let long = format!(r#"{{"start_us":{NOW_US},"end_us":{NOW_US},"text":"{}"}}"#, "ä".repeat(5_000));
        assert_eq!(read(&long).expect("a caption").text.chars().count(), MOST_TEXT);
    }

    #[test]
    fn lines_are_cut_wherever_pieces_end_and_long_ones_are_told() {
        let text = [&b"one\n\ntwo\r\n"[..], &vec![b'x'; MOST_LINE + 1], b"\nthree\nfou"].concat();
        for size in [1, 3, 1_000, 200_000] {
            let (mut cutter, mut lines) = (LineCutter::default(), Vec::new());
            for piece in text.chunks(size) {
                cutter.take(piece, |line| {
                    lines.push(line.map(|line| String::from_utf8_lossy(line.trim_ascii()).into_owned()));
                });
                assert!(cutter.line.len() <= MOST_LINE);
            }
            let expected =
                [Some("one"), Some("two"), None, Some("three")].map(|line| line.map(str::to_owned));
            assert_eq!(lines, expected, "in pieces of {size}");
        }
    }
}
