//! Parsers of what comes from outside, each as a function of some bytes, for fuzzers.
//!
//! In: any bytes. Out: nothing, or a panic where a parser panics or breaks a promise.
//! Never: a part of the program. It is built for the tests, which change the files of `tests/fuzz/corpus` in ways that are
//! the same each time, and for `cargo fuzz`, whose targets are in `tests/fuzz`.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::container::longwave_v1;
use crate::container::ogg_opus_file::{self, OggPage};
use crate::decode::{Event, Reader, Stream};
use crate::ingest::fuzzed;
use crate::library::fuzz_tags;
use crate::net::{ForwardedClient, ProxyHeader, TrustedProxies};
use crate::output::sendspin;
use crate::schedule::exchange::PlaylistFormat;

/// A parser of any bytes.
pub type FuzzTarget = fn(&[u8]);

/// Every target, by the name of its folder in the corpus.
pub const TARGETS: [(&str, FuzzTarget); 10] = [
    ("chunked_body", fuzzed::chunked_body),
    ("icy", fuzzed::icy_titles),
    ("mp3", mp3),
    ("mp4", mp4),
    ("ogg", ogg),
    ("playlist", playlist),
    ("proxy_header", proxy_header),
    ("query", fuzzed::query),
    ("request_head", request_head),
    ("websocket_text", websocket_text),
];

/// Sound that is decoded of one input at most, in calls: a file of few bytes may promise hours.
const MOST_CALLS: usize = 2_000;

/// Runs the target `name`.
pub fn run(name: &str, bytes: &[u8]) {
    if let Some((_, target)) = TARGETS.iter().find(|(known, _)| *known == name) {
        #[cfg(fuzzing)]
        let target = |bytes: &[u8]| told_of_what_is_not_caught(*target, bytes);
        target(bytes);
    }
}

/// Runs `target`, and runs it again with the report of its panic if it lets one out.
///
/// The hook of libFuzzer ends the program at any panic, but a decoder's panic is caught as it is in the server, and no fault.
#[cfg(fuzzing)]
fn told_of_what_is_not_caught(target: FuzzTarget, bytes: &[u8]) {
    static WITHOUT_REPORT: std::sync::Once = std::sync::Once::new();
    WITHOUT_REPORT.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    if std::panic::catch_unwind(|| target(bytes)).is_err() {
        drop(std::panic::take_hook());
        target(bytes);
        std::process::abort();
    }
}

fn request_head(bytes: &[u8]) {
    fuzzed::request_head(bytes);
    let proxies: TrustedProxies = "127.0.0.1".parse().unwrap_or_default();
    let client = ForwardedClient::of_head(&proxies, [127, 0, 0, 1].into(), bytes);
    assert!(client.host.is_none_or(|host| !host.contains(char::is_control)));
}

fn proxy_header(bytes: &[u8]) {
    if let ProxyHeader::Complete { length, .. } = ProxyHeader::parse(bytes) {
        assert!(length > 0 && length <= bytes.len());
    }
}

fn websocket_text(bytes: &[u8]) {
    drop(longwave_v1::parse(bytes));
    let _ = longwave_v1::Sound::read(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        fuzzed::studio_text(text);
        sendspin::fuzz_text(text);
    }
}

fn playlist(bytes: &[u8]) {
    for format in [PlaylistFormat::M3u, PlaylistFormat::Pls, PlaylistFormat::Xspf] {
        let Ok(entries) = format.read(bytes) else { continue };
        // A value that was read is written, and read again the same.
        let Ok(text) = format.write("any", &entries) else { continue };
        assert!(format.read(text.as_bytes()).is_ok_and(|again| again.len() <= entries.len()), "{text}");
    }
}

fn ogg(bytes: &[u8]) {
    let mut rest = Bytes::copy_from_slice(bytes);
    while let Some(page) = OggPage::read(&rest) {
        for packet in &page.packets {
            drop(ogg_opus_file::comment(packet, "TITLE"));
            let _ = ogg_opus_file::pre_skip(packet);
        }
        rest = rest.slice(page.length..);
    }
    stream(bytes, "audio/ogg");
    file(bytes, "ogg");
}

fn mp3(bytes: &[u8]) {
    stream(bytes, "audio/mpeg");
    file(bytes, "mp3");
}

fn mp4(bytes: &[u8]) {
    file(bytes, "m4a");
}

/// Decodes what a DJ sends.
fn stream(bytes: &[u8], media_type: &str) {
    let Ok(mut stream) = Stream::open(Box::new(Cursor::new(bytes.to_vec())), media_type) else { return };
    let mut sound = Vec::new();
    for _ in 0..MOST_CALLS {
        sound.clear();
        match stream.next(&mut sound) {
            Ok(Event::Over) | Err(_) => return,
            Ok(_) => assert!(sound.iter().all(|sample| sample.is_finite())),
        }
    }
}

/// Reads the tags of a file, and decodes it.
fn file(bytes: &[u8], ending: &str) {
    let written = WrittenFile::new(bytes, ending);
    fuzz_tags(&written.0);
    let Ok(mut reader) = Reader::open(&written.0) else { return };
    let mut block = crate::audio::Block::default();
    for _ in 0..MOST_CALLS {
        if !matches!(reader.read(&mut block), Ok(1..)) {
            return;
        }
    }
}

/// A file that is removed when it was read.
struct WrittenFile(PathBuf);

impl WrittenFile {
    fn new(bytes: &[u8], ending: &str) -> Self {
        let name = format!("longwave-fuzz-{}-{:?}.{ending}", std::process::id(), std::thread::current().id());
        let folder = Path::new("/dev/shm");
        let folder = if folder.is_dir() { folder.to_owned() } else { std::env::temp_dir() };
        let path = folder.join(name.replace(['(', ')'], ""));
        drop(std::fs::write(&path, bytes));
        Self(path)
    }
}

impl Drop for WrittenFile {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Changed inputs of a target whose inputs are text, and of one that decodes sound.
    const CASES: u64 = 4_000;
    const CASES_OF_SOUND: u64 = 150;

    fn corpus(name: &str) -> Vec<Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
        let mut paths: Vec<_> = std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}; see tests/fuzz/make-corpus", folder.display()))
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        paths.into_iter().map(|path| std::fs::read(path).unwrap()).collect()
    }

    /// Changes an input in a few places: bytes, lengths, order.
    fn mutated(random: &mut fastrand::Rng, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut input = corpus[random.usize(..corpus.len())].clone();
        for _ in 0..random.usize(1..=6) {
            let place = random.usize(..=input.len());
            let end = place + random.usize(..=(input.len() - place).min(64));
            match random.u8(..8) {
                0 | 1 if place < input.len() => input[place] ^= 1 << random.u8(..8),
                2 if place < input.len() => input[place] = [0, 1, 0x7f, 0x80, 0xff][random.usize(..5)],
                3 => drop(input.drain(place..end)),
                4 => {
                    let part = input[place..end].to_vec();
                    let at = random.usize(..=input.len());
                    drop(input.splice(at..at, part));
                }
                5 => {
                    let other = &corpus[random.usize(..corpus.len())];
                    let from = random.usize(..=other.len());
                    input.truncate(place);
                    input.extend_from_slice(&other[from..]);
                }
                6 => input.truncate(input.len() - random.usize(..=input.len() / 4)),
                _ => drop(input.splice(place..place, std::iter::repeat_with(|| random.u8(..)).take(4))),
            }
        }
        input
    }

    fn check(name: &str, cases: u64) {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "{name}");
        for input in &corpus {
            run(name, input);
        }
        for seed in 0..cases {
            let input = mutated(&mut fastrand::Rng::with_seed(seed), &corpus);
            let outcome = std::panic::catch_unwind(|| run(name, &input));
            assert!(outcome.is_ok(), "{name}, seed {seed}: {:?}", String::from_utf8_lossy(&input));
        }
    }

    #[test]
    fn parsers_of_text_survive_changed_inputs() {
        let of_sound = ["mp3", "mp4", "ogg"];
        for (name, _) in TARGETS.iter().filter(|(name, _)| !of_sound.contains(name)) {
            check(name, CASES);
        }
    }

    #[test]
    fn parsers_of_ogg_survive_changed_inputs() {
        check("ogg", CASES_OF_SOUND);
    }

    #[test]
    fn parsers_of_mp3_and_its_tags_survive_changed_inputs() {
        check("mp3", CASES_OF_SOUND);
    }

    #[test]
    fn parsers_of_mp4_survive_changed_inputs() {
        check("mp4", CASES_OF_SOUND);
    }

    /// `FUZZ_CASES=100000 cargo test --release --lib more_changed_inputs -- --ignored`, with `FUZZ_TARGET=ogg` for one alone.
    #[test]
    #[ignore = "lasts as long as FUZZ_CASES says"]
    fn more_changed_inputs() {
        let number = std::env::var("FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
        let wanted = std::env::var("FUZZ_TARGET").ok();
        for (name, _) in
            TARGETS.iter().filter(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name))
        {
            check(name, number);
        }
    }

    #[test]
    fn every_folder_of_the_corpus_has_a_target_and_every_target_a_program() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
        let names = |folder: &str| {
            let entries = std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
            let mut names: Vec<_> =
                entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
            names.sort();
            names
        };
        let targets: Vec<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names("corpus"), targets);
        assert_eq!(names("targets"), targets);
    }
}
